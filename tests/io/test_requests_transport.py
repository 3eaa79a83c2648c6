"""The default transport: what is really sent and to whom, which connections are kept, what breaks.

Everything goes over real sockets, through the public client, and each fact is shown twice: for the
straight way to servers on this machine, and for that over urllib3, which other servers get.
"""

from __future__ import annotations

import contextlib
import gc
import gzip
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from openai_local import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    InternalServerError,
    OpenAI,
    Timeout,
)
from openai_local._io.requests_ import RequestsTransport
from openai_local.testing.scripted import (
    HoldOpen,
    KeepAlive,
    Pause,
    Reset,
    ScriptedServer,
    Step,
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


def ask(client: OpenAI, *, stream: bool = False, **params: Any) -> str:
    """Ask, read the answer to its end, and return its text."""
    answer: Any = client.chat.completions.create(
        model="m", messages=MESSAGES, stream=stream, **params
    )
    if not stream:
        text: str = answer.choices[0].message.content
        return text
    return "".join(chunk.choices[0].delta.content or "" for chunk in answer)


def good_answer(*, stream: bool) -> Sequence[Step]:
    """An answer that says "Hello" and leaves the connection open."""
    if stream:
        return KeepAlive(chunked(map(event, chat_chunks("Hel", "lo"))))
    return json_answer(chat_completion("Hello"))


@pytest.fixture(autouse=True, params=["straight", "urllib3"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How a server on this machine is reached."""
    if request.param == "urllib3":
        monkeypatch.setattr("openai_local._io.default.LoopbackTransport", RequestsTransport)
    return str(request.param)


@pytest.fixture(params=[False, True], ids=["plain", "stream"])
def stream(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def other_server() -> Iterator[ScriptedServer]:
    """A second server: a proxy, or the target of a redirect."""
    with ScriptedServer() as scripted:
        scripted.play(json_answer(chat_completion("from elsewhere")))
        yield scripted


# -- what is sent ----------------------------------------------------------------------------


def test_header_fields(server: ScriptedServer, client: OpenAI) -> None:
    """Exactly these header fields are sent, and none of them is a key."""
    server.play(good_answer(stream=False))

    ask(client)

    expected = {"accept", "accept-encoding", "content-length", "content-type", "host",
                "user-agent", "x-stainless-lang", "x-stainless-retry-count"}  # fmt: skip
    headers = server.requests[0].headers
    assert expected == set(headers)
    assert f"127.0.0.1:{server.port}" == headers["host"]
    assert "identity" == headers["accept-encoding"]
    assert headers["user-agent"].startswith("OpenAI/openai-local ")


@pytest.mark.parametrize("how", ["HOME", "NETRC"])
@pytest.mark.parametrize("api_key", [None, "mine"])
def test_netrc_is_not_read(
    server: ScriptedServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
    api_key: str | None,
) -> None:
    """A password for the host in a netrc file neither adds nor replaces an Authorization."""
    file = tmp_path / ".netrc"
    file.write_text("default login alice password secret\n")
    file.chmod(0o600)
    monkeypatch.delenv("NETRC", raising=False)
    monkeypatch.setenv(how, str(tmp_path if how == "HOME" else file))
    server.play(good_answer(stream=False))

    with OpenAI(base_url=server.base_url, api_key=api_key) as client:
        ask(client)

    expected = "Bearer mine" if api_key else None
    assert expected == server.requests[0].headers.get("authorization")


def test_no_cookies(server: ScriptedServer, client: OpenAI) -> None:
    """A cookie that a server sets is not sent back."""
    server.play(json_answer(chat_completion("Hello"), headers={"Set-Cookie": "a=b"}))

    ask(client)
    ask(client)

    assert "cookie" not in server.requests[1].headers


# -- proxies ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_proxy_to_this_machine(
    server: ScriptedServer,
    other_server: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    host: str,
) -> None:
    """A proxy of the environment is left aside for this machine."""
    monkeypatch.setenv(name, other_server.origin)
    server.play(good_answer(stream=False))

    with OpenAI(base_url=f"http://{host}:{server.port}/v1", max_retries=0) as client:
        assert "Hello" == ask(client)

    assert 0 == other_server.connections_opened


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_proxy_to_other_hosts(
    other_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A proxy of the environment is asked for other hosts, with the whole URL and its query."""
    # CGI programs must not take HTTP_PROXY from a request; no other program sets this one.
    monkeypatch.delenv("REQUEST_METHOD", raising=False)
    monkeypatch.setenv(name, other_server.origin)

    with OpenAI(base_url="http://example.test/v1", max_retries=0) as client:
        assert "from elsewhere" == ask(client, extra_query={"a": "b"})

    (request,) = other_server.requests
    assert "http://example.test/v1/chat/completions?a=b" == request.path
    assert "example.test" == request.headers["host"]


def test_proxy_with_password(other_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name and password in the proxy's URL are sent to the proxy as a header."""
    monkeypatch.setenv("HTTP_PROXY", f"http://alice:secret@127.0.0.1:{other_server.port}")

    with OpenAI(base_url="http://example.test/v1", max_retries=0) as client:
        ask(client)

    assert "Basic YWxpY2U6c2VjcmV0" == other_server.requests[0].headers["proxy-authorization"]


def test_credentials_stay_out_of_the_request_line(
    other_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Name and password in base_url are sent as a header, not in what proxies write to logs."""
    monkeypatch.setenv("HTTP_PROXY", other_server.origin)

    with OpenAI(base_url="http://alice:secret@example.test/v1", max_retries=0) as client:
        ask(client)

    (request,) = other_server.requests
    assert "http://example.test/v1/chat/completions" == request.path
    assert "example.test" == request.headers["host"]
    assert "Basic YWxpY2U6c2VjcmV0" == request.headers["authorization"]


def test_https_through_a_proxy_is_tunnelled(
    other_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For https the proxy is asked for a tunnel; its refusal names it without its password."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://alice:secret@127.0.0.1:{other_server.port}")
    other_server.play([head(403, "text/plain")])

    with OpenAI(base_url="https://example.test/v1", api_key="key-1", max_retries=0) as client:
        with pytest.raises(APIConnectionError) as caught:
            ask(client)

    (request,) = other_server.requests
    assert ("CONNECT", "example.test:443") == (request.method, request.path)
    # The key is for the server behind the tunnel.
    assert "authorization" not in request.headers
    assert f"through the proxy {other_server.origin}" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_no_proxy_variable(other_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_PROXY is honoured."""
    monkeypatch.setenv("HTTP_PROXY", other_server.origin)
    monkeypatch.setenv("NO_PROXY", "example.invalid")

    with OpenAI(base_url="http://example.invalid/v1", max_retries=0) as client:
        with pytest.raises(APIConnectionError, match=r"no connection to http://example\.invalid"):
            ask(client)

    assert 0 == other_server.connections_opened


# -- redirects -------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_to_other_servers_are_not_followed(
    server: ScriptedServer, other_server: ScriptedServer, client: OpenAI, stream: bool, status: int
) -> None:
    """Prompt and key go to no other server; the error names the target without its password."""
    target = f"http://alice:secret@127.0.0.1:{other_server.port}/v1/chat/completions?key=secret"
    server.play(json_answer({}, status=status, headers={"Location": target}))

    with pytest.raises(APIStatusError) as caught:
        ask(client, stream=stream)

    assert 0 == other_server.connections_opened
    assert status == caught.value.status_code
    assert f"redirects to {other_server.origin}/v1/chat/completions," in str(caught.value)
    assert "secret" not in str(caught.value)


def test_redirects_within_the_server_are_followed(
    server: ScriptedServer, client: OpenAI, stream: bool
) -> None:
    """A 307 to another path of the same server gets the same request, body and key included."""
    moved = json_answer({}, status=307, headers={"Location": "/v2/chat/completions"})
    server.play(moved, good_answer(stream=stream))
    client.api_key = "key-1"

    assert "Hello" == ask(client, stream=stream)

    first, second = server.requests
    assert ["/v1/chat/completions", "/v2/chat/completions"] == [first.path, second.path]
    assert first.body == second.body
    assert "Bearer key-1" == second.headers["authorization"]


# -- connections are used again --------------------------------------------------------------


def test_reuse_after_an_answer(server: ScriptedServer, client: OpenAI, stream: bool) -> None:
    """One connection serves one answer after another, streams read to `[DONE]` included."""
    server.play(good_answer(stream=stream))

    for _ in range(3):
        assert "Hello" == ask(client, stream=stream)

    assert (3, 1) == (len(server.requests), server.connections_opened)


def test_reuse_after_an_error(server: ScriptedServer, client: OpenAI, stream: bool) -> None:
    """The connection is kept after an answer with an error status."""
    server.play(json_answer({"error": {"message": "no"}}, status=400), good_answer(stream=False))

    with pytest.raises(APIStatusError):
        ask(client, stream=stream)
    ask(client)

    assert 1 == server.connections_opened


def test_no_wait_for_a_body_that_does_not_end(server: ScriptedServer, client: OpenAI) -> None:
    """If the body goes on after `[DONE]`, the stream ends all the same, and closes."""
    server.play(chunked([*map(event, chat_chunks("Hello")), HoldOpen()]), good_answer(stream=False))

    assert "Hello" == ask(client, stream=True)
    assert server.wait_for_disconnect(5)

    assert "Hello" == ask(client)
    assert 2 == server.connections_opened


def test_abandoned_stream(server: ScriptedServer, client: OpenAI) -> None:
    """The connection of an abandoned stream is closed and its bytes appear in no other answer."""
    server.play(
        KeepAlive(chunked([event(chat_chunk({"content": "old"})), HoldOpen()])),
        good_answer(stream=True),
    )
    stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
    assert "old" == next(stream).choices[0].delta.content

    stream.close()

    assert server.wait_for_disconnect(5)
    assert "Hello" == ask(client, stream=True)
    assert 2 == server.connections_opened


def test_requests_beside_an_open_stream(server: ScriptedServer, client: OpenAI) -> None:
    """While a stream is open, another request takes another connection."""
    server.play(
        chunked([event(chat_chunk({"content": "old"})), HoldOpen()]), good_answer(stream=False)
    )
    with client.chat.completions.create(model="m", messages=MESSAGES, stream=True) as stream:
        next(stream)

        assert "Hello" == ask(client)

    assert 2 == server.connections_opened


@pytest.mark.parametrize("ending", [[], [Reset()]], ids=["close", "reset"])
def test_stale_connection_is_invisible(
    server: ScriptedServer, client: OpenAI, stream: bool, ending: list[Step]
) -> None:
    """A kept connection that the server drops just as it is used again is no error and no retry."""
    good = good_answer(stream=stream)
    server.play(good, ending, good)

    assert "Hello" == ask(client, stream=stream)
    assert "Hello" == ask(client, stream=stream)

    assert (3, 2) == (len(server.requests), server.connections_opened)
    assert "0" == server.requests[2].headers["x-stainless-retry-count"]


def test_a_server_that_dies_at_work_is_no_stale_connection(
    server: ScriptedServer, client: OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kept connection that breaks after a while is an error: the request may have been served."""
    monkeypatch.setattr("openai_local._io.loopback.STALE_SECONDS", 0.1)
    monkeypatch.setattr("openai_local._io.requests_.STALE_SECONDS", 0.1)
    server.play(good_answer(stream=False), [Pause(0.3)], good_answer(stream=False))
    ask(client)

    with pytest.raises(APIConnectionError, match="closed the connection without an answer"):
        ask(client)

    assert 2 == len(server.requests)


def test_closed_while_idle_is_invisible(server: ScriptedServer, client: OpenAI) -> None:
    """A kept connection that the server closed after its answer is not used again."""
    # The same bytes as a `KeepAlive`, but the server closes after them.
    server.play(list(good_answer(stream=False)), good_answer(stream=False))

    assert "Hello" == ask(client)
    assert "Hello" == ask(client)

    assert 2 == server.connections_opened


def test_server_that_restarts(client: OpenAI, server: ScriptedServer) -> None:
    """A client goes on with a server that was restarted at the same address."""
    server.play(good_answer(stream=False))
    ask(client)
    server.stop()

    with pytest.raises(APIConnectionError):
        ask(client)
    with ScriptedServer(port=server.port) as restarted:
        restarted.play(good_answer(stream=False))

        assert "Hello" == ask(client)


def test_a_new_connection_is_not_called_stale(server: ScriptedServer, client: OpenAI) -> None:
    """A connection that breaks on its first request is an error, and not tried again unasked."""
    server.play([], good_answer(stream=False))

    with pytest.raises(APIConnectionError):
        ask(client)

    assert 1 == len(server.requests)


# -- what breaks -----------------------------------------------------------------------------

ENDLESS_HEADER = b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 70_000 + b"\r\n\r\n"
MANY_HEADERS = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(300)) + b"\r\n"
FIRST = event(chat_chunk({"content": "Hel"}))
LONG = {"Content-Length": "1000"}
CUT = "closed the connection in the middle of the answer|Incomplete stream"

BROKEN: dict[str, tuple[Sequence[Step], str]] = {
    "closed": ([], "it closed the connection without an answer"),
    "reset": ([Reset()], "broke: "),
    "closed in the status line": ([b"HTTP/1.1 20"], "broke: "),
    "closed in the head": ([b"HTTP/1.1 200 OK\r\nContent-Type: text/eve"], CUT),
    "closed in the head of an error": ([b"HTTP/1.1 401 Unauthorized\r\n"], CUT),
    "no HTTP": ([b"SSH-2.0-OpenSSH_9.6\r\n\r\n"], "broke: "),
    "blank line first": ([b"\r\n\r\n"], "broke: BadStatusLine"),
    "no status code": ([b"HTTP/1.1 what\r\n\r\n"], "broke: "),
    "header line too long": ([ENDLESS_HEADER], "broke: "),
    "too many header lines": ([MANY_HEADERS], "broke: "),
    "body cut": ([head(headers=LONG), FIRST], CUT),
    "body reset": ([head(headers=LONG), FIRST, Pause(0.05), Reset()], "broke|Incomplete"),
    "chunk cut": ([*chunked([FIRST], end=False), b"ff\r\ndata: {"], CUT),
    "last chunk missing": (chunked([FIRST], end=False), CUT),
    "chunk size is no number": ([*chunked([FIRST], end=False), b"zz\r\n"], "broke|Incomplete"),
    "gzip is none": ([head(headers={"Content-Encoding": "gzip"}), b"not gzip"], "broke|Incomplete"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_answers(server: ScriptedServer, client: OpenAI, stream: bool, name: str) -> None:
    """Whatever breaks is our own connection error: one line that says where and what."""
    answer, words = BROKEN[name]
    server.play(answer)

    with pytest.raises(APIConnectionError, match=words) as caught:
        ask(client, stream=stream)

    assert not isinstance(caught.value, APITimeoutError)
    assert_ours(caught.value)
    assert server.origin in str(caught.value)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such signals here")
def test_a_time_limit_of_the_program(
    server: ScriptedServer, client: OpenAI, stream: bool, request: pytest.FixtureRequest
) -> None:
    """What a signal handler raises comes out as it is, and the request is not sent again."""

    class TimeIsUp(Exception):
        pass

    def end(*args: Any) -> None:
        raise TimeIsUp

    server.play(chunked([FIRST, HoldOpen()]) if stream else [HoldOpen()])
    before = signal.signal(signal.SIGALRM, end)
    request.addfinalizer(lambda: signal.signal(signal.SIGALRM, before))
    signal.setitimer(signal.ITIMER_REAL, 0.3)

    with pytest.raises(TimeIsUp):
        ask(client.with_options(max_retries=2), stream=stream)

    assert server.wait_for_disconnect(5)
    assert 1 == len(server.requests)


SILENT: dict[str, Sequence[Step]] = {
    "no answer": [HoldOpen()],
    "in the headers": [b"HTTP/1.1 200 OK\r\n", HoldOpen()],
    "no body": [head(headers=LONG), HoldOpen()],
    "in the body": [head(headers=LONG), FIRST, HoldOpen()],
    "in a chunk": [*chunked([FIRST], end=False), b"ff\r\nda", HoldOpen()],
}


@pytest.mark.parametrize("name", SILENT)
def test_silence(server: ScriptedServer, client: OpenAI, stream: bool, name: str) -> None:
    """A server that falls silent anywhere is a timeout, and sees the connection closed."""
    server.play(SILENT[name])

    with pytest.raises(APITimeoutError, match=r"was silent for 0\.2 s") as caught:
        ask(client, stream=stream, timeout=0.2)

    assert_ours(caught.value)
    assert server.wait_for_disconnect(5)


def test_silence_on_a_kept_connection(server: ScriptedServer, client: OpenAI) -> None:
    """The timeout of each call counts, not the one of the call that opened the connection."""
    server.play(good_answer(stream=False), [HoldOpen()])
    ask(client, timeout=100)

    with pytest.raises(APITimeoutError, match=r"silent for 0\.2 s"):
        ask(client, timeout=0.2)

    assert 1 == server.connections_opened


def test_no_timeout_lasts_longer(server: ScriptedServer, client: OpenAI) -> None:
    """A call without a limit outwaits the limit of the call before it on the same connection."""
    server.play(good_answer(stream=False), [Pause(0.5), *good_answer(stream=False)])
    ask(client, timeout=0.2)

    assert "Hello" == ask(client, timeout=None)
    assert 1 == server.connections_opened


def test_time_to_connect_is_not_time_to_answer(
    server: ScriptedServer, client: OpenAI, stream: bool
) -> None:
    """A short limit for connecting does not shorten the wait for the answer, nor for its body."""
    first, *rest = good_answer(stream=stream)
    server.play([Pause(0.4), first, Pause(0.4), *rest])

    assert "Hello" == ask(client, stream=stream, timeout=Timeout(5, connect=0.2))


def test_time_to_answer_is_not_time_to_connect(
    server: ScriptedServer, client: OpenAI, stream: bool
) -> None:
    """A short limit for reading counts even if there is none for connecting."""
    server.play([HoldOpen()])

    with pytest.raises(APITimeoutError, match=r"silent for 0\.2 s"):
        ask(client, stream=stream, timeout=Timeout(None, read=0.2))


@pytest.mark.parametrize("seconds", [0, -1, 0.0001])
def test_no_time_at_all(server: ScriptedServer, client: OpenAI, seconds: float) -> None:
    """A timeout of zero or less is over at once, and no foreign error."""
    server.play([HoldOpen()])

    with pytest.raises(APITimeoutError) as caught:
        ask(client, timeout=seconds)

    assert_ours(caught.value)


def test_refused(stream: bool) -> None:
    """If nothing listens, the error says so, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"

    with OpenAI(base_url=f"{origin}/v1", max_retries=0) as client:
        with pytest.raises(APIConnectionError) as caught:
            ask(client, stream=stream)

    assert_ours(caught.value)
    assert f"nothing listens on {origin} (connection refused). Start the server" in str(
        caught.value
    )


def test_unknown_host(stream: bool) -> None:
    """A host that does not exist is named."""
    with OpenAI(base_url="http://no-such-host.invalid:8080/v1", max_retries=0) as client:
        with pytest.raises(APIConnectionError, match=r"no-such-host\.invalid:8080") as caught:
            ask(client, stream=stream)

    assert_ours(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems accept what is not asked for")
def test_connecting_takes_too_long(stream: bool) -> None:
    """A connection that does not come about in time is a timeout that names the address."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        # Fill the queue of connections that nobody accepts: Linux then answers no more.
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        limit = Timeout(None, connect=0.2)
        with OpenAI(base_url=f"{origin}/v1", max_retries=0, timeout=limit) as client:
            with pytest.raises(
                APITimeoutError, match=f"no connection to {origin} within 0.2 s .Timeout.connect"
            ):
                ask(client, stream=stream)


def test_server_that_does_not_read(monkeypatch: pytest.MonkeyPatch, stream: bool) -> None:
    """A server that stops taking the request is a timeout that says so."""
    monkeypatch.setattr("openai_local._io.transport.SEND_TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        with OpenAI(base_url=base_url, max_retries=0) as client:
            with pytest.raises(APITimeoutError, match="stopped reading the request") as caught:
                # More than the buffers of both ends hold.
                ask(client, stream=stream, user="x" * 20_000_000)

    assert_ours(caught.value)


def test_total_holds_for_sending(stream: bool) -> None:
    """`Timeout.total` also ends a call of which the server does not take the request."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        with OpenAI(base_url=base_url, max_retries=0, timeout=Timeout(30, total=0.5)) as client:
            with pytest.raises(APITimeoutError, match=r"within 0\.5 s for the whole call"):
                ask(client, stream=stream, user="x" * 20_000_000)


def test_server_that_reads_late(stream: bool) -> None:
    """A busy server may take longer to read a large request than to accept the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as incoming:
                time.sleep(0.5)
                size = 0
                while (line := incoming.readline().lower()) != b"\r\n":
                    if line.startswith(b"content-length:"):
                        size = int(line.split()[1])
                incoming.read(size)
                for step in good_answer(stream=stream):
                    assert isinstance(step, bytes)
                    connection.sendall(step)

        thread = threading.Thread(target=serve)
        thread.start()
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        limit = Timeout(10, connect=0.2)
        with OpenAI(base_url=base_url, max_retries=0, timeout=limit) as client:
            assert "Hello" == ask(client, stream=stream, user="x" * 20_000_000)
        thread.join(5)


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", None], ids=["plain", "closed", "silent"]
)
def test_tls_to_a_plain_port(stream: bool, answer: bytes | None) -> None:
    """TLS to a server that speaks plain http is our own error, whatever that server does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(10_000)
                if answer is None:
                    while connection.recv(10_000):
                        pass
                else:
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        origin = f"https://127.0.0.1:{listener.getsockname()[1]}"
        limit = Timeout(5, connect=0.3)
        with OpenAI(base_url=f"{origin}/v1", max_retries=0, timeout=limit) as client:
            with pytest.raises(APIConnectionError, match=f"{origin}") as caught:
                ask(client, stream=stream)
        thread.join(5)

    assert not thread.is_alive()
    assert_ours(caught.value)
    assert (answer is None) == isinstance(caught.value, APITimeoutError)


@pytest.mark.parametrize("ending", ["drains", "closes"])
def test_answer_before_the_body_is_read(client: OpenAI, ending: str) -> None:
    """A server that refuses a large request without reading it to its end is heard."""
    refusal = b'{"error": {"message": "too large"}}'
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1000)
                fields = {"Content-Length": str(len(refusal)), "Connection": "close"}
                connection.sendall(head(413, "application/json", fields) + refusal)
                if ending == "closes":
                    return
                connection.shutdown(socket.SHUT_WR)
                # Take the rest without looking at it, so that no reset overtakes the answer.
                while connection.recv(1_000_000):
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        client.base_url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"  # type: ignore[assignment]
        with pytest.raises(APIStatusError, match="Error code: 413 - too large"):
            ask(client, user="x" * 5_000_000)
        thread.join(5)

    assert not thread.is_alive()


def assert_ours(error: BaseException) -> None:
    """No class of another package shows, and the message is one line."""
    foreign = [cls for cls in type(error).__mro__ if cls.__module__.split(".")[0] != "openai_local"]
    assert [Exception, BaseException, object] == foreign
    assert "\n" not in str(error)


# -- bodies ----------------------------------------------------------------------------------


def test_gzip_is_decoded(server: ScriptedServer, client: OpenAI, stream: bool) -> None:
    """A body that comes compressed although that was not asked for is decoded."""
    steps = sse(chat_chunks("Hel", "lo")) if stream else json_answer(chat_completion("Hello"))
    body = gzip.compress(b"".join(step for step in steps[1:] if isinstance(step, bytes)))
    fields = {"Content-Encoding": "gzip", "Content-Length": str(len(body))}
    server.play([head(headers=fields), body])

    assert "Hello" == ask(client, stream=stream)


@pytest.mark.parametrize("compressed", [False, True])
def test_endless_error_body(server: ScriptedServer, client: OpenAI, compressed: bool) -> None:
    """Of an error body without end only the first MiB is read and kept, and the error says so."""
    zeros = b"x" * 2**16
    if compressed:
        # 256 MiB in 256 KiB.
        body = [gzip.compress(zeros * 1024) * 4]
        fields = {"Content-Encoding": "gzip"}
    else:
        body, fields = [zeros] * 4096, {}
    server.play([head(500, "text/plain", fields), *body, HoldOpen()])

    tracemalloc.start()
    try:
        with pytest.raises(InternalServerError, match=r"\(cut after 1048576 bytes\)"):
            ask(client)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert server.wait_for_disconnect(5)
    assert peak < 16 * 2**20


def test_endless_body(
    server: ScriptedServer, client: OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body without end is read up to a bound only."""
    monkeypatch.setattr("openai_local._wire.exchange.MAX_BODY_BYTES", 2**20)
    server.play([head(200, "application/json"), *[b" " * 2**16] * 1024, HoldOpen()])

    with pytest.raises(APIResponseValidationError, match="over 1048576 bytes"):
        ask(client)

    assert server.wait_for_disconnect(5)


def test_endless_event(
    server: ScriptedServer, client: OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event without end is read up to a bound only."""
    monkeypatch.setattr("openai_local._wire.stream.MAX_EVENT_BYTES", 2**25)
    server.play([head(), b"data: ", *[b" " * 2**16] * 1024, HoldOpen()])

    with pytest.raises(APIError, match="an event of the stream is over 33554432 bytes"):
        ask(client, stream=True)

    assert server.wait_for_disconnect(5)


# -- threads, processes ----------------------------------------------------------------------


def test_threads_share_a_client(server: ScriptedServer, client: OpenAI, stream: bool) -> None:
    """Twenty threads use one client at the same time, each gets its own answer."""
    barrier = threading.Barrier(20)
    server.play(good_answer(stream=stream))

    def work(_: int) -> list[str]:
        barrier.wait(10)
        return [ask(client, stream=stream) for _ in range(5)]

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(work, range(20)))

    assert [["Hello"] * 5] * 20 == answers
    assert 100 == len(server.requests)
    assert server.connections_opened <= 20


FORK = """
import os, sys
from openai_local import OpenAI

def ask():
    answer = client.chat.completions.create(model="m", messages=[])
    assert answer.choices[0].message.content == "Hello"

client = OpenAI(base_url=sys.argv[1], max_retries=0, timeout=10)
ask()
child = os.fork()
if child == 0:
    ask()
    ask()
    os._exit(0)
_, status = os.waitpid(child, 0)
ask()
sys.exit(status)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_fork(server: ScriptedServer) -> None:
    """After a fork, parent and child go on with the same client, each on its own connection."""
    server.play(good_answer(stream=False))

    subprocess.run([sys.executable, "-c", FORK, server.base_url], check=True, timeout=30)

    assert (4, 2) == (len(server.requests), server.connections_opened)


CHILD_DROPS_STREAM = """
import os, sys
from openai_local import OpenAI

client = OpenAI(base_url=sys.argv[1], max_retries=0)
stream = client.chat.completions.create(model="m", messages=[], stream=True)
next(stream)
child = os.fork()
if not child:
    del stream
    os._exit(0)
os.waitpid(child, 0)
open(sys.argv[2], "w").close()
assert ["b", None] == [chunk.choices[0].delta.content for chunk in stream]
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_a_forked_child_leaves_the_parents_stream_alone(
    server: ScriptedServer, tmp_path: Path
) -> None:
    """A child that drops its copy of a stream does not cut off the parent's."""
    child_is_gone = tmp_path / "gone"
    go = threading.Event()
    first, *rest = chat_chunks("a", "b")
    server.play([head(), event(first), WaitFor(go), *map(event, rest)])
    arguments = [sys.executable, "-c", CHILD_DROPS_STREAM, server.base_url, str(child_is_gone)]
    with subprocess.Popen(arguments) as parent:
        while not child_is_gone.exists() and parent.poll() is None:
            time.sleep(0.01)
        go.set()

        assert 0 == parent.wait(30)


def test_a_failed_call_keeps_nothing_alive(server: ScriptedServer) -> None:
    """Without the garbage collector, a stream beside a failed call closes when it is dropped."""
    server.play([head(), event(chat_chunk("a")), HoldOpen()])
    nobody = OpenAI(base_url="http://127.0.0.1:1/v1", max_retries=1)

    def stream_and_fail() -> None:
        stream = OpenAI(base_url=server.base_url).chat.completions.create(
            model="m", messages=[], stream=True
        )
        next(stream)
        with contextlib.suppress(APIConnectionError):
            nobody.chat.completions.create(model="m", messages=[])

    gc.disable()
    try:
        stream_and_fail()
        assert server.wait_for_disconnect(5)
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("variable", "value"),
    [("ALL_PROXY", "socks5://127.0.0.1:1"), ("HTTP_PROXY", "http://"),
     ("HTTP_PROXY", "http://localhost:99999"), ("HTTP_PROXY", "ftp://127.0.0.1:1")],
)  # fmt: skip
def test_proxy_settings_that_can_not_be_used(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are a connection error that says where to look."""
    monkeypatch.setenv(variable, value)
    client = OpenAI(base_url="http://example.test/v1", max_retries=0)

    with pytest.raises(APIConnectionError, match="Look at the proxy variables") as caught:
        ask(client)
    assert_ours(caught.value)


@pytest.mark.parametrize("host", ["xn--\xfc.x", "a\0b", "a" * 300])
def test_host_names_that_can_not_be_used(host: str) -> None:
    """They are a connection error as well."""
    with pytest.raises(APIConnectionError) as caught:
        ask(OpenAI(base_url=f"http://{host}/v1", max_retries=0))
    assert_ours(caught.value)


def test_pickled_errors_hold_no_key() -> None:
    """An error that goes to another process takes no key with it."""
    client = OpenAI(base_url="http://127.0.0.1:1/v1", api_key="sk-secret", max_retries=0)
    with pytest.raises(APIConnectionError) as caught:
        ask(client)
    assert "Bearer sk-secret" == caught.value.request.headers["authorization"]

    pickled = pickle.dumps(caught.value)

    assert b"sk-secret" not in pickled
    assert "[secure]" == pickle.loads(pickled).request.headers["authorization"]


def test_pickle(server: ScriptedServer) -> None:
    """A client that was used can be pickled; its copy has the settings and works."""
    server.play(good_answer(stream=False))
    with OpenAI(base_url=server.base_url, api_key="mine", max_retries=0) as client:
        ask(client)
        copy = pickle.loads(pickle.dumps(client))

    with copy:
        assert "Hello" == ask(copy)

    assert ["Bearer mine"] * 2 == [request.headers["authorization"] for request in server.requests]
    assert 2 == server.connections_opened


@pytest.mark.parametrize("make", [lambda c: c.close(), lambda c: c.__exit__(None, None, None)])
def test_close_closes_idle_connections(
    server: ScriptedServer, make: Callable[[OpenAI], None]
) -> None:
    """Closing a client closes the connection that it has kept."""
    server.play(KeepAlive([*good_answer(stream=False), HoldOpen()]))
    client = OpenAI(base_url=server.base_url, max_retries=0)
    ask(client)

    make(client)

    assert server.wait_for_disconnect(5)
