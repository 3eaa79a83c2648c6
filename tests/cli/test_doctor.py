"""`python -m openai_local doctor` as its user sees it: report, exit code, requests, time."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from openai_local._io import neighbours
from openai_local.cli import checkup, doctor, main
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import (
    HoldOpen,
    Pause,
    ScriptedServer,
    Step,
    chat_chunks,
    event,
    head,
    json_answer,
    sse,
)

from ..conftest import SAMPLES, TinyModel, skip_without_llama_server

ROOT = Path(__file__).parents[2]
KEY = "secret-of-mine"
OFFICIAL_KEY = "sk-proj-secret"

Report = dict[str, Any]
Doctor = Callable[..., tuple[int, Report]]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No other server and no netrc of this machine decide how a test ends."""
    monkeypatch.setattr(checkup, "USUAL_PORTS", {})
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@pytest.fixture
def examined(capsys: pytest.CaptureFixture[str]) -> Doctor:
    """Runs the command with --json: the exit code and the report. No output shows a key."""

    def run(*arguments: str) -> tuple[int, Report]:
        code = main(["doctor", "--json", *arguments])
        out, err = capsys.readouterr()
        assert "" == err
        assert 1 == out.count("\n")
        assert "secret" not in out
        report = json.loads(out)
        assert set(report) == {
            "ok", "base_url", "base_url_from", "key_from", "server", "models", "stream", "others",
            "findings", "versions",
        }  # fmt: skip
        assert report["ok"] == (code == 0)
        return code, report

    return run


def codes(report: Report) -> list[str]:
    return [finding["code"] for finding in report["findings"]]


def advice(report: Report) -> str:
    return " ".join(finding["advice"] for finding in report["findings"])


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


# -- servers that answer by path -------------------------------------------------------------

World = Mapping[str, Sequence[Step]]
NOT_FOUND = json_answer({"detail": "Not Found"}, status=404)
MODEL_LIST = json_answer({"object": "list", "data": [{"id": "m", "owned_by": "vllm"}]})


@contextmanager
def serving(world: World) -> Iterator[ScriptedServer]:
    """A scripted server that answers by path, whatever the order; 404 for the rest."""

    class ByPath(ScriptedServer):
        def next_answer(self, request: Any) -> Sequence[Step]:
            self.requests.append(request)
            return world.get(request.path, NOT_FOUND)

    with ByPath() as server:
        yield server


VLLM: World = {
    "/v1/models": MODEL_LIST,
    "/version": json_answer({"version": "0.32.0"}),
    "/v1/chat/completions": sse(chat_chunks("one", " two")),
}


# -- the real one ----------------------------------------------------------------------------


def test_a_real_server(llama_server: LlamaServer, examined: Doctor) -> None:
    """The report has the server, what its model can do, and how fast it speaks."""
    code, report = examined("--base-url", llama_server.base_url)

    assert (0, []) == (code, report["findings"])
    assert "llama.cpp" == report["server"]["name"]
    [model] = report["models"]
    assert ("tiny", 2048, True, True, False) == (
        model["id"], model["context"], model["vision"], model["tools"], model["embeddings"],
    )  # fmt: skip
    assert "tiny" == report["stream"]["model"]
    assert 0 < report["stream"]["first_token_seconds"] < 5
    assert 5 < report["stream"]["tokens"] <= 24
    assert report["stream"]["tokens_per_second"] > 10
    assert (llama_server.base_url, "--base-url") == (report["base_url"], report["base_url_from"])


def test_a_real_server_for_people(
    llama_server: LlamaServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same as a short table with a verdict."""
    monkeypatch.setenv("OPENAI_BASE_URL", llama_server.base_url)
    assert 0 == main(["doctor", "--model", "tiny"])
    out, err = capsys.readouterr()

    assert "" == err
    lines = out.splitlines()
    assert f"address   {llama_server.base_url} (OPENAI_BASE_URL)" in lines
    assert "key       none" in lines
    assert any(line.startswith("server    llama.cpp") for line in lines)
    assert "models    tiny: context 2,048, vision, tools, no audio, no embeddings" in lines
    assert any("tokens per second" in line for line in lines)
    assert "All is well." == lines[-1]
    assert len(lines) < 12


def test_a_server_for_embeddings(tiny_model: TinyModel, examined: Doctor) -> None:
    """Whether it embeds is found out by asking it to."""
    skip_without_llama_server()
    with LlamaServer(tiny_model.chat, embeddings=True) as server:
        code, report = examined("--base-url", server.base_url)

    assert 0 == code
    assert report["models"][0]["embeddings"] is True


def test_keys_of_a_real_server(
    tiny_model: TinyModel, examined: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No key, a wrong one, a withheld one and the right one are four different findings."""
    skip_without_llama_server()
    with LlamaServer(tiny_model.chat, api_key=KEY) as server:
        url = ("--base-url", server.base_url)
        assert ["key-missing"] == codes(examined(*url)[1])
        assert ["key-wrong"] == codes(examined(*url, "--api-key", "secret-of-others")[1])
        monkeypatch.setenv("OPENAI_API_KEY", OFFICIAL_KEY)
        code, report = examined(*url)
        assert (1, ["key-withheld", "key-missing"]) == (code, codes(report))
        assert "llama.cpp" == report["server"]["name"]
        monkeypatch.setenv("OPENAI_LOCAL_API_KEY", KEY)
        code, report = examined(*url)
        assert (0, "OPENAI_LOCAL_API_KEY") == (code, report["key_from"])
        assert report["stream"] is not None


@pytest.mark.parametrize("path", ["/v1/v1", "/v1/chat/completions", "/v1/models", "/nowhere"])
def test_a_wrong_path_at_a_real_server(
    path: str, llama_server: LlamaServer, examined: Doctor
) -> None:
    """What was meant is found, said, and examined."""
    origin = llama_server.base_url.removesuffix("/v1")
    code, report = examined("--base-url", origin + path)

    assert (1, ["base-url-path"]) == (code, codes(report))
    assert f"use {llama_server.base_url}" == advice(report)
    assert report["stream"] is not None


def test_https_to_a_real_server(llama_server: LlamaServer, examined: Doctor) -> None:
    """A server without TLS is told from one that is away."""
    url = llama_server.base_url.replace("http://", "https://")
    code, report = examined("--base-url", url)

    assert (1, ["scheme"]) == (code, codes(report))
    assert f"use {llama_server.base_url}" == advice(report)


def test_a_name_that_it_ignores(llama_server: LlamaServer, examined: Doctor) -> None:
    """llama-server answers any name; that is no problem, but worth a note."""
    code, report = examined("--base-url", llama_server.base_url, "--model", "gpt-4o")

    assert (0, ["name-ignored"]) == (code, codes(report))
    assert "'tiny'" in report["findings"][0]["message"]


# -- what a server can do wrong --------------------------------------------------------------


def test_nothing_listens(examined: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so, and which other servers there are, those that give their name by name."""
    with serving(VLLM) as other:
        monkeypatch.setattr(checkup, "USUAL_PORTS", {other.port: "vLLM or so"})
        code, report = examined("--base-url", f"http://127.0.0.1:{unused_port()}/v1")

    assert (1, ["nothing-listens"]) == (code, codes(report))
    assert [{"name": "vLLM", "base_url": other.base_url}] == report["others"]
    assert other.base_url in advice(report)
    assert (None, []) == (report["server"], report["models"])


def test_the_usual_ports_are_known() -> None:
    """Those of the servers that people run, each with its name."""
    ports = {8080, 9931, 8000, 11434, 1234, 30000, 5000, 5001, 8081, 4000}

    assert ports <= set(neighbours.USUAL_PORTS)
    assert all(neighbours.USUAL_PORTS.values())


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of the usual patience."""
    for name in ("_PATIENCE", "_PATIENCE_PER_QUESTION", "_PATIENCE_FOR_A_TOKEN"):
        monkeypatch.setattr(checkup, name, getattr(checkup, name) / 10)


def test_the_bounds() -> None:
    """The whole command ends within 15 seconds, and usually by its own timeouts."""
    assert checkup._PATIENCE + checkup._PATIENCE_PER_QUESTION <= doctor._PATIENCE < 15


@pytest.mark.usefixtures("_impatient")
def test_a_server_that_hangs(examined: Doctor) -> None:
    """One that accepts connections and says nothing costs one bounded wait."""
    started = time.monotonic()
    with serving({"/v1/models": [HoldOpen()]}) as server:
        code, report = examined("--base-url", server.base_url)

    assert (1, ["silent"]) == (code, codes(report))
    assert time.monotonic() - started < 10


@pytest.mark.usefixtures("_impatient")
def test_a_server_that_hangs_later(examined: Doctor) -> None:
    """Silence after the list of models keeps to the time, too, and the list is reported."""
    world = {path: [HoldOpen()] for path in ("/version", "/v1/chat/completions")}
    started = time.monotonic()
    with serving({"/v1/models": MODEL_LIST, **world}) as server:
        code, report = examined("--base-url", server.base_url)

    assert (1, ["slow"]) == (code, codes(report))
    assert ("vLLM", ["m"]) == (report["server"]["name"], [m["id"] for m in report["models"]])
    assert time.monotonic() - started < 10


def test_a_server_that_never_ends(examined: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then resets every timeout; the command ends all the same."""
    monkeypatch.setattr(doctor, "_PATIENCE", 1.0)
    drip: list[Step] = [b"[", Pause(0.2)] * 100
    started = time.monotonic()
    with serving({"/v1/models": [head(200, "application/json"), *drip]}) as server:
        code, report = examined("--base-url", server.base_url)

    assert (1, ["too-slow"]) == (code, codes(report))
    assert time.monotonic() - started < 3


def test_pages(examined: Doctor) -> None:
    """What serves pages is no API, and its beginning shows what it is."""
    page = [head(200, "text/html"), b"<html><title>Router</title></html>"]
    with serving(dict.fromkeys(["/models", "/v1/models", "/"], page)) as server:
        code, report = examined("--base-url", server.base_url)

    assert (1, ["not-an-api"]) == (code, codes(report))
    assert "Router" in report["findings"][0]["message"]


def test_a_missing_v1(examined: Doctor) -> None:
    """Pages at the root and the API below /v1, as with LM Studio and many others."""
    refusal = json_answer({"error": "Unexpected endpoint or method. (GET /models)"})
    with serving({**VLLM, "/models": refusal}) as server:
        code, report = examined("--base-url", server.origin)

    assert (1, ["base-url-path"]) == (code, codes(report))
    assert f"use {server.base_url}" == advice(report)
    assert "m" == report["stream"]["model"]


def test_a_broken_answer(examined: Doctor) -> None:
    """A connection that is closed without an answer is told with a way on."""
    with serving({"/v1/models": []}) as server:
        code, report = examined("--base-url", server.base_url)

    assert (1, ["broken"]) == (code, codes(report))


def test_a_model_that_loads(examined: Doctor) -> None:
    """A recorded llama-server that is not ready yet is known, and worth waiting for."""
    loading = [(SAMPLES / "llama-server-error-loading.http").read_bytes()]
    with serving({"/v1/models": loading}) as server:
        code, report = examined("--base-url", server.base_url)

    assert (1, ["loading"]) == (code, codes(report))
    assert "llama.cpp" == report["server"]["name"]


def test_transformers_without_a_cache(examined: Doctor) -> None:
    """It can't list models then, but is known by its other answers; the report says what to do."""
    recorded = ("models-no-cache", "/v1/models"), ("health", "/health"), ("not-found", "/version")
    world: World = {
        path: [(SAMPLES / f"transformers-{name}.http").read_bytes()] for name, path in recorded
    }
    with serving(world) as server:
        _, report = examined("--base-url", server.base_url)

    assert {"no-list", "no-model"} == set(codes(report))
    assert "transformers serve" == report["server"]["name"]


def test_a_model_that_is_not_there(examined: Doctor) -> None:
    """The nearest name is the advice; nothing is run."""
    with serving(VLLM) as server:
        code, report = examined("--base-url", server.base_url, "--model", "mm")

    assert (1, ["model-missing"]) == (code, codes(report))
    assert "use 'm'" == advice(report)
    assert "/v1/chat/completions" not in [request.path for request in server.requests]


def test_no_model_at_all(examined: Doctor) -> None:
    """An empty list is a problem with the server's own remedy."""
    world = {
        "/v1/models": json_answer({"object": "list", "data": []}),
        "/": [head(200, "text/plain"), b"Ollama is running"],
    }
    with serving(world) as server:
        code, report = examined("--base-url", server.base_url)

    assert (1, ["no-model"]) == (code, codes(report))
    assert "ollama pull" in advice(report)


OLLAMA: World = {
    "/v1/models": json_answer({"data": [{"id": "q", "owned_by": "library"}]}),
    "/api/ps": json_answer({"models": []}),
    "/v1/chat/completions": sse(chat_chunks("one")),
}


def test_no_model_is_loaded_unasked(examined: Doctor) -> None:
    """Where a chat would load a model, there is none unless one is named."""
    with serving(OLLAMA) as server:
        code, report = examined("--base-url", server.base_url)
        assert (0, ["not-tried"]) == (code, codes(report))
        assert "/v1/chat/completions" not in [request.path for request in server.requests]

        code, report = examined("--base-url", server.base_url, "--model", "q")
        assert (0, "q") == (code, report["stream"]["model"])


def test_a_short_context(examined: Doctor) -> None:
    """Ollama's default cuts prompts silently, so it is named."""
    running = json_answer({"models": [{"model": "q", "context_length": 4096}]})
    with serving({**OLLAMA, "/api/ps": running}) as server:
        code, report = examined("--base-url", server.base_url)

    assert (0, ["short-context"]) == (code, codes(report))
    assert "OLLAMA_CONTEXT_LENGTH" in advice(report)


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (json_answer({"error": {"message": "out of memory"}}, status=500), "stream", "out of mem"),
        (sse([{"error": {"message": "cuda error"}}]), "stream", "cuda error"),
        (sse(chat_chunks("a")[:1]), "stream", "stream ended"),
        (json_answer({"error": "no"}, status=401), "key-missing", "asks for a key"),
    ],
    ids=["status", "in the stream", "cut", "key"],
)
def test_a_chat_that_fails(answer: Sequence[Step], code: str, words: str, examined: Doctor) -> None:
    """A server that lists its models and can't chat says why in its own words."""
    with serving({**VLLM, "/v1/chat/completions": answer}) as server:
        exit_code, report = examined("--base-url", server.base_url)

    assert (1, [code]) == (exit_code, codes(report))
    assert words in report["findings"][0]["message"]


def test_an_answer_without_words(examined: Doctor) -> None:
    """A model that ends at once is noted, not divided by zero."""
    with serving({**VLLM, "/v1/chat/completions": sse(chat_chunks())}) as server:
        code, report = examined("--base-url", server.base_url)

    assert (0, ["no-words"], None) == (code, codes(report), report["stream"])


def test_a_stream_that_is_held_back(examined: Doctor) -> None:
    """If everything comes at once after a long wait, something on the way collects it."""
    chunks = b"".join(map(event, chat_chunks(*"abcdefghij")))
    world = {**VLLM, "/v1/chat/completions": [head(), Pause(1.2), chunks]}
    with serving(world) as server:
        code, report = examined("--base-url", server.base_url)

    assert (0, ["held-back"]) == (code, codes(report))


def test_an_answer_in_one_block(examined: Doctor) -> None:
    """Its tokens took the time that it was waited for; so many a second no server makes."""
    block = b"".join(event(each) for each in chat_chunks(*"abcdefghijklmnopqrst"))
    with serving({**VLLM, "/v1/chat/completions": [head(), Pause(0.2), block]}) as server:
        code, report = examined("--base-url", server.base_url)

    assert (0, []) == (code, codes(report))
    assert 20 == report["stream"]["tokens"]
    assert report["stream"]["tokens_per_second"] < 100


def test_a_slow_but_steady_stream(examined: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time is over, the tokens so far are measured, and the stream is closed."""
    monkeypatch.setattr(checkup, "_PATIENCE", 1.0)
    steps: list[Step] = [head()]
    for each in chat_chunks(*"abcdefghijklmnopqrst"):
        steps += [event(each), Pause(0.2)]
    with serving({**VLLM, "/v1/chat/completions": steps}) as server:
        code, report = examined("--base-url", server.base_url)
        assert server.wait_for_disconnect(3)

    assert (0, []) == (code, codes(report))
    assert 2 <= report["stream"]["tokens"] < 15
    assert 2 < report["stream"]["tokens_per_second"] < 10


@pytest.mark.parametrize("usage", [{}, {"completion_tokens": "x"}, {"completion_tokens": 9}])
def test_counts_that_the_server_tells(usage: Report, examined: Doctor) -> None:
    """The server's own count of tokens wins, if it is one."""
    chunks = chat_chunks("a", "b")
    chunks[2] = {**chunks[2], "usage": usage, "timings": {"predicted_n": None}}
    with serving({**VLLM, "/v1/chat/completions": sse(chunks)}) as server:
        code, report = examined("--base-url", server.base_url)

    expected = 9 if usage.get("completion_tokens") == 9 else 2
    assert (0, expected) == (code, report["stream"]["tokens"])


def test_thoughts_are_tokens(examined: Doctor) -> None:
    """A model that thinks first has begun to answer."""
    thought = {"choices": [{"index": 0, "delta": {"reasoning_content": "hm"}}]}
    with serving({**VLLM, "/v1/chat/completions": sse([thought, *chat_chunks("a")])}) as server:
        _, report = examined("--base-url", server.base_url)

    assert 2 == report["stream"]["tokens"]


# -- what surrounds the program --------------------------------------------------------------


def test_the_official_service_is_not_called(
    examined: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OPENAI_BASE_URL that leads to api.openai.com is said; nothing is sent there."""
    monkeypatch.setenv("OPENAI_BASE_URL", "https://api.openai.com/v1")
    monkeypatch.setattr(socket, "getaddrinfo", _must_not_be_called)
    code, report = examined()

    assert (1, ["base-url-official"]) == (code, codes(report))


def _must_not_be_called(*args: object, **kwargs: object) -> None:
    raise AssertionError(args)


def test_no_url_at_all(examined: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that holds no URL is named as the cause, without the password in it."""
    monkeypatch.setenv("OPENAI_BASE_URL", "me:secret@127.0.0.1:8080")
    code, report = examined()

    assert (1, ["base-url-invalid"]) == (code, codes(report))
    assert "OPENAI_BASE_URL" in advice(report)


def test_proxies_and_netrc(
    examined: Doctor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A proxy that would swallow 127.0.0.1, and a netrc entry for it, do no harm here."""
    monkeypatch.setenv("HTTP_PROXY", "http://me:secret@127.0.0.1:9")
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    with serving(VLLM) as server:
        code, report = examined("--base-url", server.base_url)

    assert (0, ["proxy-bypassed", "netrc"]) == (code, codes(report))
    assert all("authorization" not in request.headers for request in server.requests)


def test_a_proxy_in_the_way(examined: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """For another machine the proxy is what fails, and it is named."""
    monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@127.0.0.1:{unused_port()}")
    code, report = examined("--base-url", "http://gpu.invalid:8000/v1")

    assert (1, ["proxy", "no-connection"]) == (code, codes(report))
    assert "through the proxy" in report["findings"][1]["message"]


def test_no_such_host(examined: Doctor) -> None:
    """A name that leads nowhere."""
    code, report = examined("--base-url", "http://gpu.invalid:8000/v1")

    assert (1, ["no-connection"]) == (code, codes(report))


def test_localhost_that_means_ipv6(examined: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server listens on 127.0.0.1 only, and localhost means ::1 first."""
    real = socket.getaddrinfo

    def six_first(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host != "localhost":
            return real(host, port, *args, **kwargs)
        six = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0))
        return [six, (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", six_first)
    with serving(VLLM) as server:
        code, report = examined("--base-url", f"http://localhost:{server.port}/v1")

    assert (0, ["localhost-ipv6"]) == (code, codes(report))
    assert f"use {server.base_url}" == advice(report)


# -- the command itself ----------------------------------------------------------------------


def test_a_stranger_is_only_asked(examined: Doctor) -> None:
    """A server of unknown kind gets GETs, none of which any known server takes as an order."""
    with serving({}) as server:
        examined("--base-url", server.base_url)

    assert {"GET"} == {request.method for request in server.requests}
    paths = {request.path for request in server.requests}
    assert not paths & {"/unload", "/flush_cache", "/health_generate", "/upstream", "/load"}


@pytest.mark.parametrize(
    "arguments",
    [["--base-url", "nonsense"], ["--port", "1"], ["--base-url"]],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Arguments that can't be used end with 2 and one line that says why."""
    assert 2 == main(["doctor", *arguments])
    assert "error: " in capsys.readouterr().err


def test_help_has_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """Scripts can rely on the codes and the keys of the JSON object, which are written down."""
    assert 0 == main(["doctor", "--help"])
    out = capsys.readouterr().out

    assert "exit codes:" in out
    for key in ("ok", "server", "models", "stream", "others", "findings", "versions"):
        assert f"\n  {key} " in out


def test_problems_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    """For people, a problem stands above the notes, what to do below each, the count at the end."""
    assert 1 == main(["doctor", "--base-url", f"http://0.0.0.0:{unused_port()}/v1"])
    lines = capsys.readouterr().out.splitlines()

    [first] = [i for i, line in enumerate(lines) if line.startswith("PROBLEM ")]
    [second] = [i for i, line in enumerate(lines) if line.startswith("note ")]
    assert first < second
    assert lines[second - 1].startswith("          -> ")
    assert "There is one problem." == lines[-1]
    assert max(map(len, lines)) <= 100


def test_hostile_words_stay_words(capsys: pytest.CaptureFixture[str]) -> None:
    """What a server says can't move the cursor of a terminal."""
    evil = json_answer({"data": [{"id": "\x1b[2J\nm", "owned_by": "vllm"}]})
    with serving({**VLLM, "/v1/models": evil}) as server:
        main(["doctor", "--base-url", server.base_url])
    out = capsys.readouterr().out

    assert "\x1b" not in out
    assert "?[2J?m" in out


def test_a_console_without_the_characters(tmp_path: Path) -> None:
    """A model's name that the console can't show doesn't end the report."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    names = json_answer({"data": [{"id": "münchen", "owned_by": "vllm"}]})
    with serving({**VLLM, "/v1/models": names}) as server:
        done = subprocess.run(
            [sys.executable, "-m", "openai_local", "doctor", "--base-url", server.base_url],
            env=environment, capture_output=True, encoding="utf-8", timeout=30, check=False,
            cwd=tmp_path,
        )  # fmt: skip

    assert (0, "") == (done.returncode, done.stderr)
    assert "models    m?nchen" in done.stdout


def test_as_a_process(tmp_path: Path) -> None:
    """Run as users run it: the report on standard output, nothing else, the code for scripts."""
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "OPENAI_API_KEY": OFFICIAL_KEY,
        "OPENAI_BASE_URL": f"http://127.0.0.1:{unused_port()}/v1", "PYTHONIOENCODING": "ascii",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "openai_local", "doctor"],
        env=environment, capture_output=True, encoding="utf-8", timeout=30, check=False,
        cwd=tmp_path,
    )  # fmt: skip

    assert (1, "") == (done.returncode, done.stderr)
    assert "nothing listens on " in done.stdout
    assert "secret" not in done.stdout
