"""A client of httpx or httpx2 as `http_client`: what of it takes part, what breaks, what closes.

What both faces have in common is in `tests/test_async.py`, which runs over httpx as well.
"""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import pickle
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from openai_local import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    DefaultAsyncHttpx2Client,
    DefaultAsyncHttpxClient,
    DefaultHttpx2Client,
    DefaultHttpxClient,
    IncompleteStreamError,
    OpenAI,
    OpenAIError,
    Timeout,
    _alias,
)
from openai_local._io import default_clients
from openai_local.testing.scripted import (
    HoldOpen,
    KeepAlive,
    Pause,
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
)

MESSAGES: list[Any] = [{"role": "user", "content": "Hello"}]
PING = b": ping\n\n"


@pytest.fixture(params=["httpx", "httpx2"])
def library(request: pytest.FixtureRequest) -> Any:
    return pytest.importorskip(request.param)


@pytest.fixture
def http(library: Any) -> Iterator[Any]:
    """A client of the user's, with the library's defaults."""
    with library.Client() as client:
        yield client


def client_over(http: Any, server: ScriptedServer, **settings: Any) -> OpenAI:
    return OpenAI(base_url=server.base_url, http_client=http, **{"max_retries": 0, **settings})


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


def test_calls_and_streams(server: ScriptedServer, http: Any) -> None:
    """Both go through the user's client; its request hook sees them."""
    seen: list[str] = []
    http.event_hooks["request"].append(lambda request: seen.append(str(request.url)))
    server.play(json_answer(chat_completion("Hello")), chunked(map(event, chat_chunks("a", "b"))))
    client = client_over(http, server)

    assert "Hello" == ask(client)
    assert ["a", "b", ""] == texts(open_stream(client))
    assert [f"{server.base_url}/chat/completions"] * 2 == seen


def test_headers_cookies_and_params(server: ScriptedServer, library: Any) -> None:
    """The client's own are sent as well; where we send the same header, ours is sent."""
    server.play(json_answer(chat_completion("Hello")))

    with library.Client(
        headers={"X-Team": "blue", "Accept": "text/html"},
        cookies={"session": "1"},
        params={"version": "7"},
    ) as http:
        ask(client_over(http, server, api_key="mine"))

    request = server.requests[0]
    assert "/v1/chat/completions?version=7" == request.path
    assert "blue" == request.headers["x-team"]
    assert "session=1" == request.headers["cookie"]
    assert "application/json" == request.headers["accept"]
    assert "identity" == request.headers["accept-encoding"]
    assert "Bearer mine" == request.headers["authorization"]


def test_auth(server: ScriptedServer, library: Any) -> None:
    """An auth of the client replaces the key, as with the official SDK."""
    server.play(json_answer(chat_completion("Hello")))

    with library.Client(auth=("user", "password")) as http:
        ask(client_over(http, server, api_key="mine"))

    assert server.requests[0].headers["authorization"].startswith("Basic ")


def test_base_transport(server: ScriptedServer, library: Any) -> None:
    """A transport of the user's answers in place of a server, whole answers and streams."""

    def answer(request: Any) -> Any:
        if b'"stream":true' in request.content:
            return library.Response(200, content=map(event, chat_chunks("a", "b")))
        return library.Response(200, json=chat_completion("Hello"))

    with library.Client(transport=library.MockTransport(answer)) as http:
        client = client_over(http, server)
        assert "Hello" == ask(client)
        assert ["a", "b", ""] == texts(open_stream(client))
    assert [] == server.requests


def test_base_transport_async(server: ScriptedServer, library: Any) -> None:
    """The same for `AsyncOpenAI`."""

    async def answer(request: Any) -> Any:
        return library.Response(200, json=chat_completion("Hello"))

    async def main() -> str | None:
        http = library.AsyncClient(transport=library.MockTransport(answer))
        async with AsyncOpenAI(base_url=server.base_url, http_client=http) as client:
            result = await client.chat.completions.create(model="m", messages=MESSAGES)
        return result.choices[0].message.content

    assert "Hello" == asyncio.run(main())


def test_proxy(server: ScriptedServer, library: Any) -> None:
    """The client's proxy gets the request, with the whole URL."""
    with ScriptedServer() as proxy, library.Client(proxy=proxy.origin) as http:
        proxy.play(json_answer(chat_completion("from the proxy")))
        assert "from the proxy" == ask(client_over(http, server))

    assert f"{server.base_url}/chat/completions" == proxy.requests[0].path
    assert [] == server.requests


def test_a_hook_that_reads_the_answer(server: ScriptedServer, library: Any) -> None:
    """A response hook may read the body; the stream is made from what it has read."""
    seen: list[int] = []

    def hook(response: Any) -> None:
        seen.append(len(response.read()))

    server.play(chunked(map(event, chat_chunks("a", "b"))))
    with library.Client(event_hooks={"response": [hook]}) as http:
        assert ["a", "b", ""] == texts(open_stream(client_over(http, server)))
    assert seen[0] > 100


def test_a_hook_that_raises(server: ScriptedServer, library: Any) -> None:
    """What a hook raises reaches the user as it is."""

    def hook(response: Any) -> None:
        response.raise_for_status()

    server.play(json_answer({"error": "no"}, status=400))
    with (
        library.Client(event_hooks={"response": [hook]}) as http,
        pytest.raises(library.HTTPStatusError),
    ):
        ask(client_over(http, server))


def test_compressed_answers(server: ScriptedServer, http: Any) -> None:
    """A server that compresses though nobody asked for it is understood."""
    import gzip

    body = gzip.compress(b"".join(map(event, chat_chunks("a"))))
    server.play([head(headers={"Content-Encoding": "gzip"}), body])

    assert ["a", ""] == texts(open_stream(client_over(http, server)))


def test_redirects_elsewhere(server: ScriptedServer, library: Any) -> None:
    """The prompt does not follow a redirect to another server, whatever the client allows."""
    with ScriptedServer() as elsewhere, library.Client(follow_redirects=True) as http:
        elsewhere.play(json_answer(chat_completion("stolen")))
        target = f"{elsewhere.base_url}/chat/completions"
        server.play([head(307, headers={"Location": target, "Content-Length": "0"})])
        with pytest.raises(APIStatusError, match=target):
            ask(client_over(http, server))
    assert [] == elsewhere.requests


@pytest.mark.parametrize("location", ["javascript:alert(1)", "http://[::1/x", "http://h:999999/"])
def test_redirects_to_what_is_no_url(server: ScriptedServer, http: Any, location: str) -> None:
    """A target that the library can't read is an error of ours."""
    server.play(json_answer({}, status=308, headers={"Location": location}))

    with pytest.raises((APIConnectionError, APIStatusError)):
        ask(client_over(http, server))


def test_a_password_in_the_url(server: ScriptedServer, http: Any) -> None:
    """A user and password in base_url are sent as Basic authentication, and a key beats them."""
    server.play(json_answer(chat_completion("Hello")))
    url = server.base_url.replace("127.0.0.1", "user:password@127.0.0.1")

    ask(OpenAI(base_url=url, http_client=http))
    ask(OpenAI(base_url=url, http_client=http, api_key="mine"))

    basic, bearer = (request.headers["authorization"] for request in server.requests)
    assert basic.startswith("Basic ")
    assert "Bearer mine" == bearer


def test_a_local_image(server: ScriptedServer, http: Any) -> None:
    """An image is sent in pieces with its length announced, and again on a retry."""
    busy = json_answer({"error": "busy"}, status=503, headers={"Retry-After-Ms": "1"})
    server.play(busy, json_answer(chat_completion("a cat")))
    picture = b"\x89PNG\r\n\x1a\n" + os.urandom(300_000)
    part: Any = {"type": "image_url", "image_url": {"url": picture}}

    client_over(http, server, max_retries=1).chat.completions.create(
        model="m", messages=[{"role": "user", "content": [part]}]
    )

    first, second = server.requests
    assert first.body == second.body
    assert "transfer-encoding" not in first.headers


# -- time limits -----------------------------------------------------------------------------


def test_whose_timeout(server: ScriptedServer, library: Any) -> None:
    """Our client's timeout, else that of the user's, unless it is httpx's default."""
    with library.Client(timeout=7) as set_by_user, library.Client() as untouched:
        assert Timeout(7) == Timeout(client_over(set_by_user, server).timeout)
        assert 3 == client_over(set_by_user, server, timeout=3).timeout
        assert client_over(set_by_user, server, timeout=None).timeout is None
        assert Timeout(600, connect=5) == client_over(untouched, server).timeout


def test_the_timeout_is_passed_on(server: ScriptedServer, http: Any) -> None:
    """Each request carries the limits that hold for it."""
    seen: list[dict[str, float]] = []
    http.event_hooks["request"].append(lambda request: seen.append(request.extensions["timeout"]))
    server.play(json_answer(chat_completion("Hello")))

    ask(client_over(http, server), timeout=Timeout(4, connect=1))

    assert [{"connect": 1, "read": 4, "write": 4, "pool": 4}] == seen


def test_a_silent_server(server: ScriptedServer, http: Any) -> None:
    """Silence is an `APITimeoutError`, before the answer and inside it."""
    server.play([HoldOpen()], chunked([said("a"), HoldOpen()]))
    client = client_over(http, server, timeout=0.3)

    with pytest.raises(APITimeoutError, match=r"was silent for 0\.3 s"):
        ask(client)
    stream = open_stream(client)
    next(stream)
    with pytest.raises(APITimeoutError, match=r"was silent for 0\.3 s"):
        next(stream)


def test_comments_do_not_extend_the_silence(server: ScriptedServer, http: Any) -> None:
    """After the first event, comments don't begin the wait for the next one anew."""
    server.play(chunked([said("a"), *[Pause(0.4), PING] * 50]))
    stream = open_stream(client_over(http, server), timeout=Timeout(5, read=1))
    next(stream)
    started = time.monotonic()

    with pytest.raises(APITimeoutError, match="nothing but comments"):
        next(stream)

    # Else it would be 20.
    assert time.monotonic() - started < 10


def test_silence_in_a_body_without_a_length(server: ScriptedServer, http: Any) -> None:
    """A body that ends with its connection isn't taken for ended when its time is over."""
    server.play([head(), said("a"), Pause(0.3), PING, HoldOpen()])
    stream = open_stream(client_over(http, server), timeout=Timeout(5, read=0.6))
    next(stream)

    with pytest.raises(APITimeoutError, match="nothing but comments"):
        next(stream)


def test_no_free_connection(server: ScriptedServer, library: Any) -> None:
    """A client whose connections are all in use says so, as a timeout."""
    server.play(chunked([said("a"), HoldOpen()]))
    with library.Client(limits=library.Limits(max_connections=1)) as http:
        client = client_over(http, server, timeout=0.3)
        with open_stream(client), pytest.raises(APITimeoutError, match="no free connection"):
            ask(client)


# -- what breaks -----------------------------------------------------------------------------


def test_nobody_listens(http: Any) -> None:
    """A refused connection is an `APIConnectionError` that says what to do."""
    with ScriptedServer() as gone:
        pass
    with pytest.raises(APIConnectionError, match=r"nothing listens on .*Start the server"):
        ask(client_over(http, gone))


@pytest.mark.parametrize("answer", [[], [Reset()]], ids=["closed", "reset"])
def test_no_answer(server: ScriptedServer, http: Any, answer: list[Any]) -> None:
    """A connection that breaks before the answer is tried again."""
    server.play(answer, json_answer(chat_completion("Hello")))

    assert "Hello" == ask(client_over(http, server, max_retries=1))


def test_a_cut_stream(server: ScriptedServer, http: Any) -> None:
    """A stream that is cut off is an `IncompleteStreamError`, after the chunks that came."""
    server.play(chunked([said("a")], end=False))
    stream = open_stream(client_over(http, server))

    assert "a" == next(stream).choices[0].delta.content
    with pytest.raises(IncompleteStreamError, match="in the middle of the answer"):
        next(stream)


def test_an_address_that_is_none(server: ScriptedServer, library: Any) -> None:
    """A request that httpx refuses is an `APIConnectionError`."""

    def answer(request: Any) -> Any:
        raise library.UnsupportedProtocol("not spoken here", request=request)

    with library.Client(transport=library.MockTransport(answer)) as http:
        with pytest.raises(APIConnectionError, match="not spoken here"):
            ask(client_over(http, server))


# -- closing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["close", "with", "drop", "thread"])
def test_close_a_stream(server: ScriptedServer, http: Any, how: str) -> None:
    """However a stream is given up, the server sees it at once."""
    server.play(chunked([said("a"), HoldOpen()]))
    stream = open_stream(client_over(http, server))
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


class SlowToClose:
    """A body for asyncio that takes its time to close."""

    def __init__(self, blocks: list[bytes]) -> None:
        self.blocks = blocks
        self.is_closed = False
        self.at_end = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for block in self.blocks:
            yield block
        self.at_end.set()
        await asyncio.sleep(60)

    async def aclose(self) -> None:
        await asyncio.sleep(0.05)
        self.is_closed = True


@pytest.mark.parametrize(
    "how", ["close", "aclose", "with", "end", "cancel", "cancel at the end", "raw"]
)
def test_an_asynchronous_stream_is_closed_on_return(
    library: Any, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is the response of httpx below it, however the stream ends."""
    blocks = [event(chunk) for chunk in chat_chunks("a")]
    blocks = blocks[:1] if how == "cancel" else blocks
    if how == "cancel at the end":
        # `[DONE]` has come, and the end of the body is waited for.
        monkeypatch.setattr("openai_local._io.httpx_.END_OF_BODY_SECONDS", 30)

    async def main() -> None:
        # Both are needed: httpx asks for its own class.
        body: Any = type("Body", (SlowToClose, library.AsyncByteStream), {})(blocks)
        below = library.Response(200, stream=body)
        http = library.AsyncClient(transport=library.MockTransport(lambda request: below))
        async with AsyncOpenAI(base_url="http://a.test", http_client=http) as client:
            if how == "raw":
                create = client.chat.completions.with_streaming_response.create
                async with create(model="m", messages=MESSAGES):
                    pass
                assert (True, True) == (body.is_closed, below.is_closed)
                return
            stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
            task = asyncio.ensure_future(end(stream))
            if "cancel" in how:
                await body.at_end.wait()
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert ("cancel" in how) == task.cancelled()
            assert (True, True) == (body.is_closed, below.is_closed)

    async def end(stream: Any) -> None:
        if how == "with":
            async with stream:
                await anext(stream)
        elif how in ("close", "aclose"):
            await anext(stream)
            await getattr(stream, how)()
        else:
            async for _ in stream:
                pass

    asyncio.run(main())


def test_an_event_is_handed_out_before_the_next_is_sent(server: ScriptedServer, http: Any) -> None:
    """The server waits for the reader to have the first chunk before it sends the second."""
    is_read = threading.Event()
    server.play(chunked([said("a"), WaitFor(is_read), *map(event, chat_chunks("b"))]))
    stream = open_stream(client_over(http, server))

    assert "a" == next(stream).choices[0].delta.content
    is_read.set()
    assert ["b", ""] == texts(stream)


def test_connections_are_used_again(server: ScriptedServer, http: Any) -> None:
    """After a stream was read to its end, the next call uses the same connection."""
    server.play(KeepAlive(chunked(map(event, chat_chunks("a")))))
    client = client_over(http, server)

    for _ in range(3):
        texts(open_stream(client))

    assert 1 == server.connections_opened


def test_an_end_that_does_not_come(server: ScriptedServer, http: Any) -> None:
    """After `[DONE]` the end of the body is not waited for."""
    server.play(chunked([*map(event, chat_chunks("a")), HoldOpen()]))
    started = time.monotonic()

    assert ["a", ""] == texts(open_stream(client_over(http, server)))

    assert time.monotonic() - started < 2
    assert server.wait_for_disconnect(1)


def test_close_the_client(server: ScriptedServer, library: Any) -> None:
    """`close` closes the user's client too, used or not; closing that one closes ours."""
    first, second = library.Client(), library.Client()
    client_over(first, server).close()
    assert first.is_closed

    client = client_over(second, server)
    assert not client.is_closed()
    second.close()
    assert client.is_closed()
    with pytest.raises(OpenAIError, match="was closed"):
        ask(client)


def test_copies_share_the_client(server: ScriptedServer, http: Any) -> None:
    """A copy sends through the same client of the user's; it can't be pickled with one."""
    seen: list[object] = []
    http.event_hooks["request"].append(seen.append)
    server.play(json_answer(chat_completion("Hello")))
    client = client_over(http, server)

    ask(copy.copy(client))

    assert 1 == len(seen)
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(client)


# -- what is taken ---------------------------------------------------------------------------


def test_the_other_face(library: Any, http: Any) -> None:
    """A client of the wrong kind is a `TypeError` that names what is expected."""
    with pytest.raises(TypeError, match=r"httpx\.AsyncClient.* That one is for OpenAI\."):
        AsyncOpenAI(http_client=http)
    with pytest.raises(TypeError, match=r"httpx\.Client.* That one is for AsyncOpenAI\."):
        OpenAI(http_client=library.AsyncClient())


@pytest.mark.parametrize("thing", ["http://proxy", object(), int])
def test_anything_else(thing: object) -> None:
    """Anything else is a `TypeError` that names its type."""
    for face in (OpenAI, AsyncOpenAI):
        with pytest.raises(TypeError, match=f"Invalid `http_client`.*{type(thing).__name__}"):
            face(http_client=thing)


# -- clients with the official defaults ------------------------------------------------------


@pytest.mark.parametrize(
    ("cls", "base"),
    [
        (DefaultHttpxClient, "Client"),
        (DefaultHttpx2Client, "Client"),
        (DefaultAsyncHttpxClient, "AsyncClient"),
        (DefaultAsyncHttpx2Client, "AsyncClient"),
    ],
)
def test_default_clients(cls: Any, base: str) -> None:
    """They are clients of httpx2 with the official time limits; arguments win."""
    httpx2 = pytest.importorskip("httpx2")

    default, changed = cls(), cls(timeout=3, headers={"X-Team": "blue"})

    assert isinstance(default, getattr(httpx2, base))
    assert httpx2.Timeout(600, connect=5) == default.timeout
    assert default.follow_redirects
    assert httpx2.Timeout(3) == changed.timeout
    assert "blue" == changed.headers["x-team"]


def test_a_class_of_ones_own(server: ScriptedServer) -> None:
    """Libraries derive classes from them, and pass their instances in."""
    pytest.importorskip("httpx2")

    class Marked(DefaultHttpxClient):
        pass

    server.play(json_answer(chat_completion("Hello")))
    with OpenAI(base_url=server.base_url, http_client=Marked()) as client:
        assert "Hello" == ask(client)
        assert Timeout(600, connect=5) == Timeout(client.timeout)


def test_only_httpx_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without httpx2, `DefaultHttpxClient` is one of httpx."""
    httpx = pytest.importorskip("httpx")
    monkeypatch.setitem(sys.modules, "httpx2", None)

    assert issubclass(default_clients._made("DefaultHttpxClient"), httpx.Client)


@pytest.mark.parametrize(("version", "library"), [("3.54.0", "httpx2"), ("2.54.0", "httpx")])
def test_under_the_official_name(
    version: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There, with both loaded, it is the library of the version that we pass for."""
    for name in ("httpx", "httpx2"):
        pytest.importorskip(name)
    monkeypatch.setitem(sys.modules, "openai", sys.modules["openai_local"])
    monkeypatch.setattr(_alias, "installed_version", lambda: version)

    made = default_clients._made("DefaultHttpxClient")

    assert issubclass(made, sys.modules[library].Client)


def test_neither_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without both, using it says what to install; there is a class to import all the same."""
    for name in ("httpx", "httpx2"):
        monkeypatch.setitem(sys.modules, name, None)
    made = default_clients._made("DefaultHttpxClient")

    with pytest.raises(RuntimeError, match="needs httpx2 or httpx: pip install httpx2"):
        made()


class Failing:
    """A transport of both faces that raises what it is given, in the answer's body if asked."""

    def __init__(self, library: Any, error: Exception, *, inside: bool) -> None:
        self._library, self._error, self._inside = library, error, inside

    def _body(self) -> Iterator[bytes]:
        yield event(chat_chunk({"content": "Hi"}))
        raise self._error

    def handle_request(self, request: Any) -> Any:
        if not self._inside:
            raise self._error
        kind = {"Content-Type": "text/event-stream"}
        return self._library.Response(200, headers=kind, content=self._body())


@pytest.mark.parametrize("inside", [False, True], ids=["before", "inside"])
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ConnectError", APIConnectionError),
        ("ReadError", APIConnectionError),
        ("ReadTimeout", APITimeoutError),
    ],
)
def test_the_cause_is_what_httpx_raised(
    name: str, expected: type[Exception], inside: bool, library: Any
) -> None:
    """Behind the error is the very exception of the library that the program has chosen."""
    error = getattr(library, name)("synthetic")
    mocked = type("Mocked", (Failing, library.BaseTransport), {})(library, error, inside=inside)
    with OpenAI(max_retries=0, http_client=library.Client(transport=mocked)) as client:
        with pytest.raises(expected) as caught:
            for _ in client.chat.completions.create(model="m", messages=MESSAGES, stream=True):
                pass
    assert caught.value.__cause__ is error


def test_the_client_that_was_given(http: Any) -> None:
    """`_client` is the `http_client`, as tracing programs expect it."""
    assert OpenAI(http_client=http)._client is http


def test_asking_for_the_client_makes_one(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Else `_client` is one of httpx, which sends from then on; the log says so."""
    pytest.importorskip("httpx")
    caplog.set_level("INFO")
    server.play(json_answer(chat_completion("Hello")))
    client = OpenAI(base_url=server.base_url)
    sent: list[Any] = []
    client._client.event_hooks["request"].append(sent.append)
    client.chat.completions.create(model="m", messages=MESSAGES)

    assert [f"{server.base_url}/chat/completions"] == [request.url for request in sent]
    assert client._client is client._client
    assert 1 == len(server.requests)
    assert "httpx" in caplog.text
    client.close()
    assert client._client.is_closed


def test_asking_for_the_async_client_makes_one(server: ScriptedServer) -> None:
    """The same for asyncio."""
    pytest.importorskip("httpx")
    server.play(json_answer(chat_completion("Hello")))
    sent: list[Any] = []

    async def watch(request: Any) -> None:
        sent.append(request)

    async def main() -> None:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            client._client.event_hooks["request"].append(watch)
            await client.chat.completions.create(model="m", messages=MESSAGES)

    asyncio.run(main())
    assert 1 == len(sent) == len(server.requests)


def test_a_copy_keeps_its_connections(server: ScriptedServer) -> None:
    """Who has a copy is not switched over to httpx by the other one's `_client`."""
    pytest.importorskip("httpx")
    server.play(json_answer(chat_completion("Hello")))
    with OpenAI(base_url=server.base_url) as client:
        copied = client.with_options(timeout=5)
        assert client._client is not None
        assert copied._http_client is None
        copied.chat.completions.create(model="m", messages=MESSAGES)


def test_no_client_without_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither library is installed, there is no `_client`."""
    for name in ("httpx", "httpx2"):
        monkeypatch.setitem(sys.modules, name, None)
    assert not hasattr(OpenAI(), "_client")
