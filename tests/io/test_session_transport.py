"""A `requests.Session` as `http_client`: what of it takes part, what breaks, what closes."""

from __future__ import annotations

import gc
import gzip
import io
import json
import os
import pickle
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from openai_local import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    IncompleteStreamError,
    OpenAI,
    Timeout,
)
from openai_local.testing.scripted import (
    HoldOpen,
    KeepAlive,
    Reset,
    ScriptedServer,
    WaitFor,
    chat_chunk,
    chat_chunks,
    chat_completion,
    chunked,
    event,
    head,
    json_answer,
    sse,
)

MESSAGES: list[Any] = [{"role": "user", "content": "Hello"}]


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.fixture
def client(server: ScriptedServer, session: requests.Session) -> OpenAI:
    return OpenAI(base_url=server.base_url, http_client=session, max_retries=0, timeout=5)


def ask(client: OpenAI, **params: Any) -> str | None:
    answer = client.chat.completions.create(model="m", messages=MESSAGES, **params)
    return answer.choices[0].message.content


def open_stream(client: OpenAI, **params: Any) -> Any:
    return client.chat.completions.create(model="m", messages=MESSAGES, stream=True, **params)


def texts(stream: Any) -> list[str]:
    return [chunk.choices[0].delta.content or "" for chunk in stream]


def said(text: str) -> bytes:
    return event(chat_chunk({"content": text}))


# -- what takes part -------------------------------------------------------------------------


def test_calls_and_streams(
    server: ScriptedServer, session: requests.Session, client: OpenAI
) -> None:
    """Both go through the session; its hook sees them."""
    seen: list[str] = []
    session.hooks["response"].append(lambda response, **_: seen.append(response.url))
    server.play(json_answer(chat_completion("Hello")), chunked(map(event, chat_chunks("a", "b"))))

    assert "Hello" == ask(client)
    assert ["a", "b", ""] == texts(open_stream(client))
    assert [f"{server.base_url}/chat/completions"] * 2 == seen


def test_headers_cookies_and_params(
    server: ScriptedServer, session: requests.Session, client: OpenAI
) -> None:
    """The session's own are sent as well; where we send the same header, ours is sent."""
    session.headers["X-Team"] = "blue"
    session.cookies["session"] = "1"
    session.params = {"version": "7"}
    server.play(json_answer(chat_completion("Hello")))

    ask(client)

    request = server.requests[0]
    assert "/v1/chat/completions?version=7" == request.path
    assert "blue" == request.headers["x-team"]
    assert "session=1" == request.headers["cookie"]
    assert "identity" == request.headers["accept-encoding"]
    assert request.headers["user-agent"].startswith("OpenAI/openai-local ")


def test_auth(server: ScriptedServer, session: requests.Session) -> None:
    """An auth of the session replaces the key."""
    session.auth = ("user", "password")
    server.play(json_answer(chat_completion("Hello")))

    ask(OpenAI(base_url=server.base_url, http_client=session, api_key="mine"))

    assert server.requests[0].headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("trust_env", "api_key", "expected"),
    [(True, "mine", "Bearer mine"), (True, None, "Basic "), (False, None, "")],
)
def test_netrc(
    server: ScriptedServer,
    session: requests.Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trust_env: bool,
    api_key: str | None,
    expected: str,
) -> None:
    """A netrc file never replaces a key; without one, the session's `trust_env` decides."""
    file = tmp_path / "netrc"
    file.write_text("default login alice password secret\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    session.trust_env = trust_env
    server.play(json_answer(chat_completion("Hello")))

    ask(OpenAI(base_url=server.base_url, http_client=session, api_key=api_key))

    sent = server.requests[0].headers.get("authorization", "")
    assert sent.startswith(expected)
    assert bool(sent) == bool(expected)


@pytest.mark.parametrize("how", ["session", "environment"])
def test_proxy(
    server: ScriptedServer,
    session: requests.Session,
    client: OpenAI,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    """The session's proxy gets the request, and that of the environment unless it is distrusted."""
    with ScriptedServer() as proxy:
        proxy.play(json_answer(chat_completion("from the proxy")))
        server.play(json_answer(chat_completion("straight")))
        if how == "session":
            session.proxies["http"] = proxy.origin
        else:
            monkeypatch.setenv("HTTP_PROXY", proxy.origin)
            monkeypatch.setenv("http_proxy", proxy.origin)

        assert "from the proxy" == ask(client)
        session.trust_env = False
        assert ("from the proxy" if how == "session" else "straight") == ask(client)


def test_adapters(server: ScriptedServer, session: requests.Session, client: OpenAI) -> None:
    """A mounted adapter carries the requests, with its own retries."""
    sent: list[str | None] = []

    class Adapter(HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
            sent.append(request.url)
            return super().send(request, *args, **kwargs)

    session.mount(server.origin, Adapter())
    server.play(json_answer(chat_completion("Hello")))

    ask(client)
    assert 1 == len(sent)


def test_an_adapter_without_a_connection(session: requests.Session) -> None:
    """An adapter may make answers of thin air, as those for tests do."""

    class Adapter(BaseAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
            response = requests.Response()
            response.status_code = 200
            response.url = str(request.url)
            response.raw = io.BytesIO(b"".join(map(event, chat_chunks("a", "b"))))
            return response

        def close(self) -> None:
            pass

    session.mount("http://nowhere.example", Adapter())
    client = OpenAI(base_url="http://nowhere.example/v1", http_client=session)

    assert ["a", "b", ""] == texts(open_stream(client))


def test_a_hook_that_reads_the_answer(
    server: ScriptedServer, session: requests.Session, client: OpenAI
) -> None:
    """A hook may read the body; the stream is made from what it has read."""
    session.hooks["response"].append(lambda response, **_: response.content and None)
    server.play(chunked(map(event, chat_chunks("a", "b"))))

    assert ["a", "b", ""] == texts(open_stream(client))


def test_a_hook_that_raises(
    server: ScriptedServer, session: requests.Session, client: OpenAI
) -> None:
    """What a hook raises reaches the user as it is."""

    def hook(response: requests.Response, **_: Any) -> None:
        raise LookupError("of the hook")

    session.hooks["response"].append(hook)
    server.play(json_answer(chat_completion("Hello")))

    with pytest.raises(LookupError, match="of the hook"):
        ask(client)


def test_redirects_elsewhere(server: ScriptedServer, client: OpenAI) -> None:
    """The prompt does not follow a redirect to another server."""
    with ScriptedServer() as elsewhere:
        target = f"{elsewhere.base_url}/chat/completions"
        server.play([head(307, headers={"Location": target, "Content-Length": "0"})])
        with pytest.raises(APIStatusError, match=target):
            ask(client)
    assert [] == elsewhere.requests


def test_a_local_image(server: ScriptedServer, client: OpenAI) -> None:
    """An image is sent in pieces with its length announced, and again on a retry."""
    busy = json_answer({"error": "busy"}, status=503, headers={"Retry-After-Ms": "1"})
    server.play(busy, json_answer(chat_completion("a cat")))
    client.max_retries = 1
    picture = b"\x89PNG\r\n\x1a\n" + os.urandom(300_000)
    part: Any = {"type": "image_url", "image_url": {"url": picture}}

    client.chat.completions.create(model="m", messages=[{"role": "user", "content": [part]}])

    first, second = server.requests
    assert first.body == second.body
    assert "transfer-encoding" not in first.headers


# -- what breaks -----------------------------------------------------------------------------


def test_nobody_listens(session: requests.Session) -> None:
    """A refused connection is an `APIConnectionError` that says what to do."""
    with ScriptedServer() as gone:
        pass
    client = OpenAI(base_url=gone.base_url, http_client=session, max_retries=0)

    with pytest.raises(APIConnectionError, match=r"nothing listens on .*Start the server"):
        ask(client)


def test_an_address_that_no_adapter_takes(session: requests.Session) -> None:
    """A session without an adapter for the address is an `APIConnectionError`."""
    session.adapters.clear()

    with pytest.raises(APIConnectionError, match="No connection adapters"):
        ask(OpenAI(http_client=session, max_retries=0))


def test_a_silent_server(server: ScriptedServer, client: OpenAI) -> None:
    """Silence is an `APITimeoutError`, before the answer and inside it."""
    server.play([HoldOpen()], chunked([said("a"), HoldOpen()]))

    with pytest.raises(APITimeoutError, match=r"was silent for 0\.3 s"):
        ask(client, timeout=0.3)
    stream = open_stream(client, timeout=Timeout(5, read=0.3))
    next(stream)
    with pytest.raises(APITimeoutError, match=r"was silent for 0\.3 s"):
        next(stream)


@pytest.mark.parametrize("answer", [[], [Reset()]], ids=["closed", "reset"])
def test_no_answer(server: ScriptedServer, client: OpenAI, answer: list[Any]) -> None:
    """A connection that breaks before the answer is tried again."""
    server.play(answer, json_answer(chat_completion("Hello")))
    client.max_retries = 1

    assert "Hello" == ask(client)


def test_a_cut_stream(server: ScriptedServer, client: OpenAI) -> None:
    """A stream that is cut off is an `IncompleteStreamError`, after the chunks that came."""
    server.play(chunked([said("a")], end=False))
    stream = open_stream(client)

    assert "a" == next(stream).choices[0].delta.content
    with pytest.raises(IncompleteStreamError, match="in the middle of the answer"):
        next(stream)


# -- closing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ends_by", ["length", "closing"])
@pytest.mark.parametrize("how", ["close", "with", "drop", "thread"])
def test_close_a_stream(server: ScriptedServer, client: OpenAI, how: str, ends_by: str) -> None:
    """However a stream is given up, the server sees it at once, by whatever its body would end."""
    answer = chunked([said("a")], end=False) if ends_by == "length" else sse([])
    server.play([*answer, said("a"), HoldOpen()] if ends_by == "closing" else [*answer, HoldOpen()])
    stream = open_stream(client)
    next(stream)

    gc.disable()
    try:
        if how == "close":
            stream.close()
        elif how == "with":
            with stream:
                pass
        elif how == "thread":
            threading.Timer(0.2, stream.close).start()
            assert [] == list(stream)
        del stream
        assert server.wait_for_disconnect(1)
    finally:
        gc.enable()


def test_an_event_is_handed_out_before_the_next_is_sent(
    server: ScriptedServer, client: OpenAI
) -> None:
    """The server waits for the reader to have the first chunk before it sends the second."""
    is_read = threading.Event()
    server.play(chunked([said("a"), WaitFor(is_read), *map(event, chat_chunks("b"))]))
    stream = open_stream(client)

    assert "a" == next(stream).choices[0].delta.content
    is_read.set()
    assert ["b", ""] == texts(stream)


def test_connections_are_used_again(server: ScriptedServer, client: OpenAI) -> None:
    """After a stream was read to its end, the next call uses the same connection."""
    server.play(KeepAlive(chunked(map(event, chat_chunks("a")))))

    for _ in range(3):
        texts(open_stream(client))

    assert 1 == server.connections_opened


def test_close_the_client(server: ScriptedServer, session: requests.Session) -> None:
    """`close` closes the session too, used or not."""
    closed: list[bool] = []
    session.close = lambda: closed.append(True)  # type: ignore[method-assign]

    OpenAI(base_url=server.base_url, http_client=session).close()

    assert [True] == closed


def test_pickle(server: ScriptedServer, session: requests.Session, client: OpenAI) -> None:
    """A client goes through pickle with its session, whose settings it keeps."""
    session.headers["X-Team"] = "blue"
    server.play(json_answer(chat_completion("Hello")))
    ask(client)

    with pickle.loads(pickle.dumps(client)) as again:
        assert "Hello" == ask(again)
    assert ["blue"] * 2 == [request.headers["x-team"] for request in server.requests]


def test_not_for_asyncio(session: requests.Session) -> None:
    """A session blocks, so `AsyncOpenAI` does not take it."""
    with pytest.raises(TypeError, match=r"but got .*Session.* That one is for OpenAI\."):
        AsyncOpenAI(http_client=session)


@pytest.mark.parametrize("location", ["javascript:alert(1)", "http://[::1/x", "http://h:999999/"])
def test_redirects_to_what_is_no_url(server: ScriptedServer, client: OpenAI, location: str) -> None:
    """A target that requests can't read is an error of ours."""
    server.play(json_answer({}, status=308, headers={"Location": location}))

    with pytest.raises((APIConnectionError, APIStatusError)):
        ask(client)


@pytest.mark.parametrize("stream", [False, True])
def test_compressed_answers(server: ScriptedServer, client: OpenAI, stream: bool) -> None:
    """An answer that is compressed though nobody asked for it is read all the same."""
    if stream:
        body = gzip.compress(b"".join(map(event, chat_chunks("Hello"))))
    else:
        body = gzip.compress(json.dumps(chat_completion("Hello")).encode())
    about = {"Content-Encoding": "gzip", "Content-Length": str(len(body))}
    server.play([head(content_type="" if stream else "application/json", headers=about), body])

    if stream:
        (first, _) = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        assert "Hello" == first.choices[0].delta.content
    else:
        assert "Hello" == ask(client)
