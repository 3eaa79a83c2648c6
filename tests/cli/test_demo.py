"""`python -m openai_local demo` as its user sees it: output, exit code, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from openai_local.cli import main
from openai_local.testing.tiny_model import ANSWER, IMAGE_ANSWER, write_tiny_chat

from ..conftest import skip_without_llama_server

COMMAND = [sys.executable, "-m", "openai_local"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Lets the child find this package, and shows what it leaves among the temporary files."""
    (tmp_path / "left").mkdir()
    return {
        **os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8",
        "TMPDIR": str(tmp_path / "left"), "TEMP": str(tmp_path / "left"),
    }  # fmt: skip


def _run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_shows_both_answers(environment: dict[str, str], tmp_path: Path) -> None:
    """The demo says what it started and where, prints both answers and the speed, and cleans up."""
    skip_without_llama_server()
    port = _free_port()
    environment["OPENAI_API_KEY"] = "sk-proj-never-sent"
    done = _run(environment, "demo", "--port", str(port))
    assert (0, "") == (done.returncode, done.stderr)
    lines = done.stdout.splitlines()
    assert f"the address: http://127.0.0.1:{port}/v1" in lines
    [program] = [line for line in lines if line.startswith("the program: ")]
    assert program.endswith("demo_program.py")
    assert ANSWER in lines
    assert IMAGE_ANSWER in lines
    assert "tokens per second" in done.stdout
    assert [] == os.listdir(tmp_path / "left")


def test_usual_port_taken(environment: dict[str, str]) -> None:
    """If port 8080 is in use the demo says so and takes another one."""
    skip_without_llama_server()
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # somebody else has it already, as well
            stack.enter_context(socket.create_server(("127.0.0.1", 8080)))
        done = _run(environment, "demo")
    assert 0 == done.returncode
    assert "Port 8080 is in use" in done.stdout
    assert "the address: http://127.0.0.1:8080/" not in done.stdout
    assert ANSWER in done.stdout


def test_wished_port_taken(environment: dict[str, str]) -> None:
    """A port that the user asked for is not replaced by another one."""
    skip_without_llama_server()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = _run(environment, "demo", "--port", str(port))
    assert 1 == done.returncode
    assert done.stderr.startswith(f"openai_local: can't listen on port {port}: ")
    assert 1 == done.stderr.count("\n")


def test_own_model_without_projector(environment: dict[str, str], tmp_path: Path) -> None:
    """A model of the user's without a projector is asked no question about an image."""
    skip_without_llama_server()
    write_tiny_chat(tmp_path / "mine.gguf")
    done = _run(environment, "demo", "--model", str(tmp_path / "mine.gguf"))
    assert 0 == done.returncode
    assert ANSWER in done.stdout
    assert IMAGE_ANSWER not in done.stdout
    assert "the picture: none" in done.stdout


def test_missing_extra(environment: dict[str, str], tmp_path: Path) -> None:
    """Without xllamacpp the demo says in one line what to install."""
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide" / "xllamacpp.py").write_text("raise ModuleNotFoundError(name=__name__)\n")
    environment["PYTHONPATH"] = os.pathsep.join([str(tmp_path / "hide"), str(ROOT)])
    done = _run(environment, "demo", "--port", str(_free_port()))
    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.endswith("pip install 'openai-local[demo]'\n")
    assert 1 == done.stderr.count("\n")


def test_file_that_is_no_model(environment: dict[str, str], tmp_path: Path) -> None:
    """A model that can't be loaded gives llama-server's reason in one line."""
    skip_without_llama_server()
    (tmp_path / "bad.gguf").write_bytes(b"nonsense")
    done = _run(environment, "demo", "--model", str(tmp_path / "bad.gguf"))
    assert 1 == done.returncode
    assert "invalid magic" in done.stderr
    assert 1 == done.stderr.count("\n")


@pytest.mark.parametrize("option", ["--model", "--mmproj", "--image"])
def test_missing_file(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that isn't there is named in one line, before anything is started."""
    assert 1 == main(["demo", option, "nowhere.gguf"])
    assert ("", "openai_local: no such file: nowhere.gguf\n") == capsys.readouterr()


def test_projector_without_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A projector fits one model only, so it can't go with the tiny one."""
    (tmp_path / "mmproj.gguf").touch()
    assert 1 == main(["demo", "--mmproj", str(tmp_path / "mmproj.gguf")])
    assert "--mmproj goes with --model" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 2), (["dance"], 2), (["demo", "--port", "x"], 2), (["--help"], 0)]
)
def test_usage(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Help ends with 0; no command, an unknown one and bad options with 2 and the usage."""
    assert code == main(arguments)
    assert "usage: python -m openai_local" in "".join(capsys.readouterr())


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_serve_until_ctrl_c(environment: dict[str, str], tmp_path: Path) -> None:
    """With --serve the server stays after the answers; Ctrl-C ends it, quietly, with code 130."""
    skip_without_llama_server()
    port = _free_port()
    with _interruptible(environment, "demo", "--serve", "--port", str(port)) as demo:
        assert demo.stdout is not None
        assert demo.stderr is not None
        assert any("stays until Ctrl-C" in line for line in demo.stdout)
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        demo.send_signal(signal.SIGINT)
        assert "" == demo.stderr.read().strip()
        assert 130 == demo.wait(10)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    assert [] == os.listdir(tmp_path / "left")


def _interruptible(environment: dict[str, str], *arguments: str) -> subprocess.Popen[Any]:
    """A child that listens to SIGINT, even if this process was started to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [*COMMAND, *arguments],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)
