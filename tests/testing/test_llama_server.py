"""The real server as a child process: it starts, answers, and never outlives its parent."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from openai_local.testing.llama_server import (
    LlamaServer,
    LlamaServerError,
    MissingLlamaServer,
    _check_free,
)
from openai_local.testing.tiny_model import write_tiny_chat

from ..conftest import skip_without_llama_server

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny chat model on the disk."""
    skip_without_llama_server()
    path = tmp_path_factory.mktemp("model") / "chat.gguf"
    write_tiny_chat(path)
    return path


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _gone_within(port: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while _listens(port) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not _listens(port)


@pytest.mark.skipif(os.name == "nt", reason="Windows takes two seconds to refuse a connection")
def test_the_port_is_tried_unseen() -> None:
    """Trying whether a port is free connects nobody: who waits for the server is refused."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    over = threading.Event()

    def try_port() -> None:
        while not over.is_set():
            _check_free(port)

    trying = threading.Thread(target=try_port)
    trying.start()
    try:
        for _ in range(100):
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", port))
    finally:
        over.set()
        trying.join()


def test_starts_answers_and_stops(model: Path) -> None:
    """Inside of the `with` block it is healthy, behind it nothing listens any more."""
    with LlamaServer(model) as server:
        with urllib.request.urlopen(f"{server.origin}/health", timeout=5) as answer:
            assert {"status": "ok"} == json.load(answer)
        port = server.port
        assert f"http://127.0.0.1:{port}/v1" == server.base_url
        assert server.alive
        assert os.getpid() != server.pid
    assert not _listens(port)
    assert not server.alive
    server.stop()  # once more does nothing


def test_two_at_once_with_their_own_settings(model: Path) -> None:
    """Several servers live side by side; key, alias, slots and context are each one's own."""
    with (
        LlamaServer(model, alias="one", api_key="secret", slots=3, context=512) as one,
        LlamaServer(model, settings={"sampling.temp": 0.25}) as two,
    ):
        assert one.port != two.port
        with pytest.raises(urllib.error.HTTPError, match="401") as refused:
            urllib.request.urlopen(f"{one.origin}/props", timeout=5)
        refused.value.close()
        request = urllib.request.Request(
            f"{one.origin}/props", headers={"Authorization": "Bearer secret"}
        )
        with urllib.request.urlopen(request, timeout=5) as answer:
            props = json.load(answer)
        assert (3, 512) == (props["total_slots"], props["default_generation_settings"]["n_ctx"])
        assert "one" == props["model_alias"]
        with urllib.request.urlopen(f"{two.origin}/props", timeout=5) as answer:
            assert 0.25 == json.load(answer)["default_generation_settings"]["params"]["temperature"]


def test_wanted_port(model: Path) -> None:
    """A given port is used; if something listens there, starting raises OSError."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=r"(?i)in use"):
            LlamaServer(model, port=port).start()
    with LlamaServer(model, port=port) as server:
        assert port == server.port


def test_kill_and_start_again(model: Path) -> None:
    """After a kill the same object can start again, also on the same port."""
    server = LlamaServer(model).start()
    port = server.port
    server.kill()
    assert _gone_within(port, 2)
    with pytest.raises(RuntimeError, match="not started"):
        server.base_url  # noqa: B018 - the read is the test
    with server, pytest.raises(RuntimeError, match="already started"):
        server.start()


def test_missing_file() -> None:
    """A model that isn't there is a FileNotFoundError, before anything is started."""
    with pytest.raises(FileNotFoundError, match=r"nowhere\.gguf"):
        LlamaServer("nowhere.gguf")


def test_not_a_model(tmp_path: Path) -> None:
    """A file that llama.cpp can't load gives its own words, the cause in one line."""
    skip_without_llama_server()
    (tmp_path / "bad.gguf").write_bytes(b"nonsense")
    with pytest.raises(LlamaServerError, match="did not start") as caught:
        LlamaServer(tmp_path / "bad.gguf").start()
    assert "invalid magic" in caught.value.reason
    assert "\n" not in caught.value.reason


def test_not_ready_in_time(model: Path) -> None:
    """Waiting has a bound, after which the child is gone."""
    server = LlamaServer(model, wait=0.001)
    with pytest.raises(LlamaServerError, match=r"not ready after 0\.001 s"):
        server.start()
    assert not server.alive


def test_missing_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_xllamacpp: Path
) -> None:
    """Without xllamacpp the error says in one line what to install."""
    write_tiny_chat(tmp_path / "chat.gguf")
    monkeypatch.setenv("PYTHONPATH", str(without_xllamacpp))
    with pytest.raises(MissingLlamaServer, match=r"pip install 'openai-local\[demo\]'") as caught:
        LlamaServer(tmp_path / "chat.gguf").start()
    assert "\n" not in str(caught.value)


def test_missing_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If xllamacpp lacks a library of the system, as in slim images, the error names it."""
    write_tiny_chat(tmp_path / "chat.gguf")
    error = "ImportError('libgomp.so.1: cannot open\\nshared object file', name='xllamacpp.x')"
    (tmp_path / "xllamacpp.py").write_text(f"raise {error}\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(MissingLlamaServer, match="can't be loaded: libgomp") as caught:
        LlamaServer(tmp_path / "chat.gguf").start()
    assert "\n" not in str(caught.value)
    assert "install what is named there" in str(caught.value)


@pytest.fixture
def without_xllamacpp(tmp_path: Path) -> Path:
    """A folder that hides the package from a Python that has it first in its path."""
    folder = tmp_path / "hide"
    folder.mkdir()
    (folder / "xllamacpp.py").write_text("raise ModuleNotFoundError(name=__name__)\n")
    return folder


def test_dies_with_its_parent(model: Path) -> None:
    """If the program that started it is killed, the server goes too."""
    program = (
        "import sys; from openai_local.testing.llama_server import LlamaServer;"
        "print(LlamaServer(sys.argv[1]).start().port, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(model)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline())
        assert _listens(port)
        parent.kill()
    assert _gone_within(port, 5)
