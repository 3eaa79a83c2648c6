"""Waiting for a model: calls that find it loading, and `wait_until_ready()`."""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest

import openai_local
from openai_local import (
    APIResponseValidationError,
    APITimeoutError,
    AsyncOpenAI,
    AuthenticationError,
    InternalServerError,
    NotFoundError,
    OpenAI,
    Timeout,
)
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import (
    HoldOpen,
    KeepAlive,
    ScriptedServer,
    chat_chunks,
    chat_completion,
    json_answer,
    sse,
)
from openai_local.testing.tiny_model import ANSWER

from .conftest import SAMPLES, skip_without_llama_server

MESSAGES: list[Any] = [{"role": "user", "content": "hello"}]
LOADING = {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}


class TinyModel(Protocol):
    """See the fixture of that name."""

    chat: Path


def loading() -> KeepAlive:
    """What llama-server says while it loads; asks for a short wait to keep the tests short."""
    return json_answer(LOADING, status=503, headers={"Retry-After-Ms": "10"})


def models(*ids: str, server: str = "") -> KeepAlive:
    """A list of models, from a server that calls itself so."""
    data = [{"id": each, "object": "model"} for each in ids]
    return json_answer({"object": "list", "data": data}, headers={"Server": server})


def ask(client: OpenAI, **params: Any) -> Any:
    return client.chat.completions.create(model="m", messages=MESSAGES, **params)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


# -- calls -----------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", [False, True])
def test_a_call_waits(server: ScriptedServer, stream: bool) -> None:
    """A call of a client without retries waits until the model is there; the body is the same."""
    answer = sse(chat_chunks("Hello")) if stream else json_answer(chat_completion("Hello"))
    server.play(loading(), loading(), loading(), answer)

    with OpenAI(base_url=server.base_url, max_retries=0) as client:
        said = ask(client, stream=stream)
        first = next(said).choices[0].delta if stream else said.choices[0].message

    assert "Hello" == first.content
    assert 4 == len(server.requests)
    assert 1 == len({request.body for request in server.requests})
    assert {"0"} == {request.headers["x-stainless-retry-count"] for request in server.requests}


def test_a_call_in_asyncio_waits(server: ScriptedServer) -> None:
    """The same holds in asyncio."""
    server.play(loading(), loading(), json_answer(chat_completion("Hello")))

    async def main() -> str | None:
        async with AsyncOpenAI(base_url=server.base_url, max_retries=0) as client:
            answer = await client.chat.completions.create(model="m", messages=MESSAGES)
        return answer.choices[0].message.content

    assert "Hello" == asyncio.run(main())
    assert 3 == len(server.requests)


def test_the_timeout_is_another_matter(server: ScriptedServer) -> None:
    """The wait may be longer than `timeout`, which is about the server's silence."""
    slow = json_answer(LOADING, status=503, headers={"Retry-After-Ms": "400"})
    server.play(slow, json_answer(chat_completion("Hello")))

    with OpenAI(base_url=server.base_url, max_retries=0, timeout=0.2) as client:
        assert "Hello" == ask(client).choices[0].message.content


def test_the_wait_is_bounded(server: ScriptedServer) -> None:
    """After `load_timeout` seconds the call fails as it always did, and says what to do."""
    server.play(json_answer(LOADING, status=503))

    started = time.monotonic()
    with OpenAI(base_url=server.base_url, max_retries=0, load_timeout=0.7) as client:
        with pytest.raises(InternalServerError, match=r"load_timeout \(now 0\.7 s\)"):
            ask(client)

    assert 0.7 <= time.monotonic() - started < 3
    # At 0, about 0.5 and 0.7 seconds.
    assert 3 == len(server.requests)


def test_a_copy_does_not_wait(server: ScriptedServer) -> None:
    """`with_options(load_timeout=0)` turns it off for one call; the client goes on waiting."""
    server.play(loading())
    with OpenAI(base_url=server.base_url, max_retries=0, load_timeout=60) as client:
        with pytest.raises(InternalServerError):
            ask(client.with_options(load_timeout=0))
        assert 1 == len(server.requests)
        server.play(loading(), json_answer(chat_completion("Hello")))
        ask(client.copy())
        assert 60 == client.copy(timeout=1).load_timeout
        assert 60 == pickle.loads(pickle.dumps(client)).load_timeout

    assert 3 == len(server.requests)


def test_the_default() -> None:
    """A client waits for two minutes unless told otherwise."""
    assert 120 == OpenAI().load_timeout == AsyncOpenAI().load_timeout == openai_local.load_timeout


def test_the_module(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """`openai.load_timeout` counts for the calls of the module."""
    monkeypatch.setattr(openai_local, "base_url", server.base_url)
    monkeypatch.setattr(openai_local, "max_retries", 0)
    monkeypatch.setattr(openai_local, "load_timeout", 0)
    server.play(loading())

    with pytest.raises(InternalServerError):
        openai_local.chat.completions.create(model="m", messages=MESSAGES)
    assert 1 == len(server.requests)

    monkeypatch.setattr(openai_local, "load_timeout", 5)
    server.play(loading(), json_answer(chat_completion("Hello")))
    openai_local.chat.completions.create(model="m", messages=MESSAGES)
    assert 3 == len(server.requests)


@pytest.mark.parametrize(
    ("value", "error"),
    [("5", TypeError), (True, TypeError), (-1, ValueError), (float("nan"), ValueError)],
)
def test_mistakes(value: Any, error: type[Exception]) -> None:
    """What is no number of seconds is refused when it is given, as for `max_retries`."""
    with pytest.raises(error, match="load_timeout"):
        OpenAI(load_timeout=value)
    with pytest.raises(error, match="load_timeout"):
        OpenAI().with_options(load_timeout=value)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
def test_ctrl_c(server: ScriptedServer) -> None:
    """Ctrl-C ends the wait at once."""
    server.play(json_answer(LOADING, status=503, headers={"Retry-After": "60"}))
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    started = time.monotonic()
    timer.start()

    with OpenAI(base_url=server.base_url) as client, pytest.raises(KeyboardInterrupt):
        ask(client)

    assert time.monotonic() - started < 5


def test_cancelling(server: ScriptedServer) -> None:
    """Cancelling the task ends the wait at once."""
    server.play(json_answer(LOADING, status=503, headers={"Retry-After": "60"}))

    async def main() -> None:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            call = client.chat.completions.create(model="m", messages=MESSAGES)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(call, 0.5)

    started = time.monotonic()
    asyncio.run(main())

    assert time.monotonic() - started < 5


# -- wait_until_ready ------------------------------------------------------------------------


def wait(server: ScriptedServer, timeout: float | None = 10, **settings: Any) -> list[str]:
    with OpenAI(base_url=server.base_url, **settings) as client:
        return client.wait_until_ready(timeout=timeout)


def paths(server: ScriptedServer) -> list[str]:
    return [f"{request.method} {request.path}" for request in server.requests]


def test_ready(server: ScriptedServer) -> None:
    """A server that lists its models is ready; their ids are returned."""
    server.play(models("a", "b"))

    assert ["a", "b"] == wait(server)
    assert ["GET /v1/models"] == paths(server)


def test_not_yet(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    """Errors of the server itself are waited out, and the log says what it waits for, once each."""
    caplog.set_level(logging.INFO, logger="openai_local")
    gone = json_answer({"error": {"message": "upstream is away"}}, status=502)
    server.play(loading(), gone, gone, json_answer({}, status=429), models("a"))

    assert ["a"] == wait(server)
    said = [record.message for record in caplog.records]
    assert 4 == len(said)
    assert "s so far: it answers with status 503, Loading model." in said[0]
    assert "status 502, upstream is away." in said[1]
    assert "status 429, Too Many Requests." in said[2]
    assert " is ready after " in said[3]


def test_llama_server_that_lists_models_while_it_loads(server: ScriptedServer) -> None:
    """Where it calls itself llama.cpp, its `/health` below the `/v1` must agree."""
    server.play(
        models("a", server="llama.cpp"), loading(),
        models("a", server="llama.cpp"), json_answer({"status": "ok"}),
    )  # fmt: skip

    assert ["a"] == wait(server)
    assert ["GET /v1/models", "GET /health"] * 2 == paths(server)


def test_ready_without_health(server: ScriptedServer) -> None:
    """A build that has no `/health` says by `/props` whether it is loading."""
    nothing = json_answer({"error": "File Not Found"}, status=404)
    server.play(
        models("a", server="llama.cpp"), nothing, loading(),
        models("a", server="llama.cpp"), nothing, json_answer({}),
    )  # fmt: skip

    assert ["a"] == wait(server)
    assert ["GET /v1/models", "GET /health", "GET /props"] * 2 == paths(server)


def test_a_server_that_lists_nothing(server: ScriptedServer) -> None:
    """mlx-lm without a directory of the hub answers with nothing at all, and is ready."""
    server.play([(SAMPLES / "mlx-lm-models.http").read_bytes()])

    assert [] == wait(server)


def test_nobody_listens() -> None:
    """Connection refused means "not yet"; after the time the error says what was seen last."""
    port = free_port()
    started = time.monotonic()
    with OpenAI(base_url=f"http://127.0.0.1:{port}/v1") as client:
        with pytest.raises(APITimeoutError) as caught:
            client.wait_until_ready(timeout=0.5)

    assert 0.5 <= time.monotonic() - started < 3
    assert str(caught.value).startswith(
        f"http://127.0.0.1:{port} was not ready within 0.5 s. Seen last: nothing listens on "
    )


def test_a_server_that_comes_later() -> None:
    """A server that begins to listen meanwhile is found, sync and async."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/v1"
    with _later(port, models("a")):
        with OpenAI(base_url=url) as client:
            assert ["a"] == client.wait_until_ready()

    async def main() -> list[str]:
        async with AsyncOpenAI(base_url=url) as client:
            return await client.wait_until_ready()

    with _later(port, models("b")):
        assert ["b"] == asyncio.run(main())


@contextmanager
def _later(port: int, *answers: KeepAlive) -> Iterator[None]:
    """A server that begins to listen after half a second."""
    started: list[ScriptedServer] = []

    def start() -> None:
        server = ScriptedServer(port)
        server.play(*answers)
        server.start()
        started.append(server)

    timer = threading.Timer(0.5, start)
    timer.start()
    try:
        yield
    finally:
        timer.join()
        started[0].stop()


def test_a_wrong_key(server: ScriptedServer) -> None:
    """A wrong key is an error at once."""
    server.play(json_answer({"error": {"message": "Invalid API Key"}}, status=401))

    with pytest.raises(AuthenticationError, match="Invalid API Key"):
        wait(server, api_key="wrong")
    assert ["Bearer wrong"] == [each.headers["authorization"] for each in server.requests]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (json_answer({"detail": "Not Found"}, status=404), NotFoundError),
        (json_answer(b"<html>Welcome to nginx!</html>"), APIResponseValidationError),
        (json_answer({"hello": "world"}), APIResponseValidationError),
        (json_answer({"error": "no"}), openai_local.APIError),
    ],
)
def test_no_such_server(server: ScriptedServer, answer: KeepAlive, error: type) -> None:
    """What answers, but not as such servers do, is an error at once."""
    server.play(answer)

    with pytest.raises(error):
        wait(server)
    assert 1 == len(server.requests)


def test_a_silent_server(server: ScriptedServer) -> None:
    """A server that takes the question and says nothing does not hold us longer than the time."""
    server.play([HoldOpen()])
    started = time.monotonic()

    with pytest.raises(APITimeoutError, match=r"Seen last: .* was silent"):
        wait(server, timeout=0.5)
    assert time.monotonic() - started < 3


def test_cancelling_the_wait() -> None:
    """Cancelling ends `wait_until_ready()` at once."""
    port = free_port()

    async def main() -> None:
        async with AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1") as client:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.wait_until_ready(timeout=None), 0.3)

    started = time.monotonic()
    asyncio.run(main())
    assert time.monotonic() - started < 3


def test_a_key_from_a_function(server: ScriptedServer) -> None:
    """A key that a function gives is asked for and sent."""
    server.play(models("a"))

    wait(server, api_key=lambda: "from-function")

    assert "Bearer from-function" == server.requests[0].headers["authorization"]


# -- the real server -------------------------------------------------------------------------


def write_slow(path: Path, model: Path) -> None:
    """The tiny model behind a list of two million empty strings, which take seconds to read."""
    count = 2_000_000
    data = model.read_bytes()
    magic, version, tensors, pairs = struct.unpack_from("<4sIQQ", data)
    name = b"padding."
    # The tensors stay aligned to 32 bytes.
    name += b"x" * (-(8 + len(name) + 16 + 8 * count) % 32)
    # Of type 9, a list, of type 8, strings.
    head = struct.pack(f"<Q{len(name)}sIIQ", len(name), name, 9, 8, count)
    header = struct.pack("<4sIQQ", magic, version, tensors, pairs + 1)
    path.write_bytes(header + head + bytes(8 * count) + data[24:])


@pytest.fixture
def slow_server(tiny_model: TinyModel, tmp_path: Path) -> Iterator[LlamaServer]:
    """The real llama-server while it begins to load a model that takes some seconds."""
    skip_without_llama_server()
    write_slow(tmp_path / "slow.gguf", tiny_model.chat)
    running = LlamaServer(tmp_path / "slow.gguf", port=free_port(), alias="tiny")
    starting = threading.Thread(target=running.start)
    starting.start()
    try:
        yield running
    finally:
        starting.join()
        running.stop()


def _url(server: LlamaServer) -> str:
    return f"http://127.0.0.1:{server._port_wanted}/v1"


def _wait_for_socket(server: LlamaServer) -> None:
    """Until the port is open; the model is still being loaded then."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", server._port_wanted or 0)).close()
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return


def test_llama_server_that_loads(
    slow_server: LlamaServer, caplog: pytest.LogCaptureFixture
) -> None:
    """A call to a llama-server that is still loading gets its answer, without retries."""
    _wait_for_socket(slow_server)
    with OpenAI(base_url=_url(slow_server), max_retries=0) as client:
        with pytest.raises(InternalServerError, match="Loading model"):
            ask(client.with_options(load_timeout=0))
        answer = ask(client)

    assert ANSWER == answer.choices[0].message.content
    assert 1 == caplog.text.count("is loading its model")


def test_ready_with_llama_server(
    slow_server: LlamaServer, caplog: pytest.LogCaptureFixture
) -> None:
    """`wait_until_ready()` sees it refuse, load and answer; the next call answers at once."""
    caplog.set_level(logging.INFO, logger="openai_local")

    async def main() -> list[str]:
        async with AsyncOpenAI(base_url=_url(slow_server), timeout=Timeout(5)) as client:
            return await client.wait_until_ready(timeout=60)

    assert ["tiny"] == asyncio.run(main())
    with OpenAI(base_url=_url(slow_server), max_retries=0, load_timeout=0) as client:
        assert ANSWER == ask(client).choices[0].message.content
    assert "connection refused" in caplog.text
    assert "Loading model" in caplog.text
    assert "is ready after" in caplog.text
