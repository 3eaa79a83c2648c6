"""The limits of a call, each with an error of its own: over every transport, sync and async."""

from __future__ import annotations

import asyncio
import gc
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from openai_local import (
    APITimeoutError,
    AsyncOpenAI,
    DefaultAioHttpClient,
    InternalServerError,
    OpenAI,
    Timeout,
)
from openai_local.testing.scripted import (
    HoldOpen,
    Pause,
    ScriptedServer,
    chat_chunk,
    chat_chunks,
    chat_completion,
    chunked,
    event,
    json_answer,
)

MESSAGES: list[Any] = [{"role": "user", "content": "hello"}]
PING = b": ping\n\n"
ROLE = event(chat_chunk({"role": "assistant", "content": None}))


def said(text: str) -> bytes:
    return event(chat_chunk({"content": text}))


class Caller:
    """Makes calls over one of the transports, sync or async, and reads their streams."""

    def __init__(self, kind: str, http_client: Callable[[], Any], *, is_async: bool) -> None:
        self.kind = kind
        self.is_async = is_async
        self._http_client = http_client

    def read(self, base_url: str, timeout: Any, **params: Any) -> list[str]:
        """The texts of a stream, or of an answer."""
        return (
            asyncio.run(self._aread(base_url, timeout, params))
            if self.is_async
            else self._read(base_url, timeout, params)
        )

    def _read(self, base_url: str, timeout: Any, params: Any) -> list[str]:
        client = OpenAI(base_url=base_url, max_retries=0, http_client=self._http_client())
        with client:
            answer = client.with_options(timeout=timeout).chat.completions.create(
                model="m", messages=MESSAGES, **params
            )
            if not params.get("stream"):
                return [answer.choices[0].message.content]
            return [c.choices[0].delta.content for c in answer if c.choices[0].delta.content]

    async def _aread(self, base_url: str, timeout: Any, params: Any) -> list[str]:
        client = AsyncOpenAI(base_url=base_url, max_retries=0, http_client=self._http_client())
        async with client:
            answer = await client.with_options(timeout=timeout).chat.completions.create(
                model="m", messages=MESSAGES, **params
            )
            if not params.get("stream"):
                return [answer.choices[0].message.content]
            return [c.choices[0].delta.content async for c in answer if c.choices[0].delta.content]


SYNC = ("requests", "session", "httpx")
ASYNC = ("threads", "aiohttp", "httpx2-async")


@pytest.fixture(params=[*SYNC, *ASYNC])
def caller(request: pytest.FixtureRequest) -> Caller:
    kind = request.param
    is_async = kind in ASYNC
    if kind in ("requests", "threads"):
        return Caller(kind, lambda: None, is_async=is_async)
    if kind == "session":
        return Caller(kind, requests.Session, is_async=False)
    if kind == "aiohttp":
        pytest.importorskip("aiohttp")
        return Caller(kind, DefaultAioHttpClient, is_async=True)
    module = pytest.importorskip(kind.removesuffix("-async"))
    cls = module.AsyncClient if is_async else module.Client
    # Reading the certificates takes longer than all the rest.
    return Caller(kind, lambda: cls(verify=False), is_async=is_async)


# -- the first token -------------------------------------------------------------------------


def test_a_long_prompt(server: ScriptedServer, caller: Caller) -> None:
    """The first token may take longer than the pause between two tokens."""
    server.play([Pause(0.4), *chunked([PING, Pause(0.4), *map(event, chat_chunks("a", "b"))])])

    assert ["a", "b"] == caller.read(
        server.base_url, Timeout(5, read=0.25, first_token=5), stream=True
    )


def test_silence_after_a_long_prompt(server: ScriptedServer, caller: Caller) -> None:
    """After the first token, the pause is what counts."""
    server.play([Pause(0.3), *chunked([said("a"), said("b"), HoldOpen()])])
    started = time.monotonic()

    with pytest.raises(APITimeoutError) as caught:
        caller.read(server.base_url, Timeout(5, read=0.6, first_token=20), stream=True)

    assert time.monotonic() - started < 10
    assert str(caught.value).startswith(
        f"Request timed out: {server.origin} was silent for 0.6 s (Timeout.read). 2 pieces of the "
        "answer had come."
    )


def test_no_answer_in_time(server: ScriptedServer, caller: Caller) -> None:
    """A stream whose headers don't come in time says that it was the first token."""
    server.play([HoldOpen()])
    started = time.monotonic()

    with pytest.raises(APITimeoutError) as caught:
        caller.read(server.base_url, Timeout(30, first_token=0.3), stream=True)

    assert time.monotonic() - started < 10
    assert str(caught.value).startswith(
        f"Request timed out: {server.origin} sent no first token within 0.3 s "
        "(Timeout.first_token); the answer had not begun."
    )


@pytest.mark.parametrize(
    ("begin", "arrived"),
    [
        ([PING, Pause(0.1)] * 50, "nothing but its headers had come"),
        ([ROLE, *[PING, Pause(0.1)] * 50], "the answer had begun"),
    ],
    ids=["pings", "role"],
)
def test_no_token_in_time(
    server: ScriptedServer, caller: Caller, begin: list[Any], arrived: str
) -> None:
    """Neither pings nor a role are a token; the error says what had come."""
    server.play(chunked(begin))
    started = time.monotonic()

    with pytest.raises(APITimeoutError, match=rf"no first token within 0\.4 s .*; {arrived}\."):
        caller.read(server.base_url, Timeout(30, first_token=0.4), stream=True)

    assert time.monotonic() - started < 5
    assert server.wait_for_disconnect(5)


def test_longer_pauses_after_a_quick_start(server: ScriptedServer, caller: Caller) -> None:
    """A short limit for the first token does not shorten the pauses after it."""
    server.play(chunked([said("a"), Pause(1.0), *map(event, chat_chunks("b"))]))

    assert ["a", "b"] == caller.read(server.base_url, Timeout(30, first_token=0.6), stream=True)


def test_bytes_instead_of_chunks(server: ScriptedServer) -> None:
    """Whoever reads the bytes of a stream has the same limit for the pauses in it."""
    server.play(chunked([said("a"), Pause(1.0), *map(event, chat_chunks("b"))]))
    limit = Timeout(30, first_token=0.5)

    with OpenAI(base_url=server.base_url, timeout=limit) as client:
        raw = client.chat.completions.with_streaming_response.create(
            model="m", messages=MESSAGES, stream=True
        )
        with raw as response:
            body = b"".join(response.iter_bytes())

    assert body.endswith(b"data: [DONE]\n\n")


def test_what_is_not_streamed_has_no_first_token(server: ScriptedServer, caller: Caller) -> None:
    """A whole answer comes when it is done; `read` is its limit."""
    server.play([Pause(0.5), *json_answer(chat_completion("Hello"))])

    assert ["Hello"] == caller.read(server.base_url, Timeout(30, first_token=0.2))


# -- the whole call --------------------------------------------------------------------------


def test_a_stream_without_an_end(server: ScriptedServer, caller: Caller) -> None:
    """`total` ends a stream that goes on and on; the error says how much of it had come."""
    server.play(chunked([said("a"), Pause(0.1)] * 100))
    started = time.monotonic()

    with pytest.raises(APITimeoutError) as caught:
        caller.read(server.base_url, Timeout(30, total=0.5), stream=True)

    assert 0.4 < time.monotonic() - started < 5
    start = (
        f"Request timed out: {server.origin} was not done within 0.5 s for the whole call "
        "(Timeout.total). "
    )
    assert str(caught.value).startswith(start)
    assert " pieces of the answer had come." in str(caught.value)
    assert server.wait_for_disconnect(5)


def test_a_body_that_trickles(server: ScriptedServer, caller: Caller) -> None:
    """`total` ends the reading of an answer whose bytes never pause for long."""
    head, body = json_answer(chat_completion("Hello"))
    assert isinstance(body, bytes)
    server.play([head, *[step for i in range(len(body)) for step in (body[i : i + 1], Pause(0.1))]])
    started = time.monotonic()

    with pytest.raises(APITimeoutError, match=r"within 0\.3 s for the whole call"):
        caller.read(server.base_url, Timeout(30, total=0.3))
    assert time.monotonic() - started < 5


def test_a_silent_server(server: ScriptedServer, caller: Caller) -> None:
    """`total` is over before the answer begins."""
    server.play([HoldOpen()])

    with pytest.raises(APITimeoutError, match=r"within 0\.3 s for the whole call"):
        caller.read(server.base_url, Timeout(30, total=0.3))


# asyncio waits for the server before it closes such a connection, and then the loop is gone.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_server_that_does_not_read(caller: Caller) -> None:
    """`total` is over before the server has taken the request."""
    started = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        with pytest.raises(APITimeoutError, match=r"within 0\.5 s for the whole call"):
            # More than the buffers of both ends hold.
            caller.read(base_url, Timeout(30, total=0.5), user="x" * 20_000_000)
    assert time.monotonic() - started < 5
    gc.collect()


def test_total_is_no_limit_for_silence(server: ScriptedServer, caller: Caller) -> None:
    """Within a long `total`, `read` is still what it was."""
    server.play(chunked([said("a"), HoldOpen()]))

    with pytest.raises(APITimeoutError, match=r"silent for 1 s \(Timeout\.read\)\. 1 piece of"):
        caller.read(server.base_url, Timeout(1, total=60), stream=True)


def test_all_in_time(server: ScriptedServer, caller: Caller) -> None:
    """Limits that are kept change nothing."""
    server.play(chunked([ROLE, *map(event, chat_chunks("a", "b"))]))

    assert ["a", "b"] == caller.read(
        server.base_url, Timeout(5, first_token=5, total=5), stream=True
    )


def test_tries_count(server: ScriptedServer) -> None:
    """Retries end with `total`: the last failure is raised if there is no time for another try."""
    server.play(json_answer({}, status=500, headers={"Retry-After-Ms": "300"}))
    started = time.monotonic()

    with OpenAI(base_url=server.base_url, max_retries=50, timeout=Timeout(5, total=1)) as client:
        with pytest.raises(InternalServerError):
            client.chat.completions.create(model="m", messages=MESSAGES)

    assert time.monotonic() - started < 3
    assert 3 <= len(server.requests) <= 4


# -- silence ---------------------------------------------------------------------------------


def test_comments_are_silence(server: ScriptedServer, caller: Caller) -> None:
    """After the first event, comments are silence, over every transport."""
    server.play(chunked([said("a"), *[PING, Pause(0.1)] * 100]))
    started = time.monotonic()

    with pytest.raises(APITimeoutError, match=r"nothing but comments for 0\.3 s \(Timeout\.read\)"):
        caller.read(server.base_url, 0.3, stream=True)

    assert time.monotonic() - started < 5
    assert server.wait_for_disconnect(5)


def test_comments_before_the_answer(server: ScriptedServer, caller: Caller) -> None:
    """Before the first event, comments say that the server is at work."""
    server.play(chunked([*[PING, Pause(0.1)] * 6, *map(event, chat_chunks("a"))]))

    assert ["a"] == caller.read(server.base_url, 0.4, stream=True)
