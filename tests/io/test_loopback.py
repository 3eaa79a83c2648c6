"""Plain http to this machine: what is on the wire, which connections are kept, which are closed.

What it has in common with the way to other servers is in `test_requests_transport.py`.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import queue
import socket
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from openai_local import APIConnectionError, APIError, OpenAI
from openai_local._http import Request
from openai_local._io.loopback import LoopbackTransport
from openai_local._types import Timeout
from openai_local.testing.scripted import (
    HoldOpen,
    KeepAlive,
    Pause,
    Reset,
    ScriptedServer,
    Step,
    chat_chunks,
    chat_completion,
    chunked,
    event,
    json_answer,
)

MESSAGES: list[Any] = [{"role": "user", "content": "Hello"}]
WHOLE = json_answer(chat_completion("Hello"))
BODY = b"".join(step for step in WHOLE[1:] if isinstance(step, bytes))
LENGTH = b"Content-Length: %d" % len(BODY)


def ask(client: OpenAI) -> str | None:
    return client.chat.completions.create(model="m", messages=MESSAGES).choices[0].message.content


def answer(*fields: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """The head of an answer as it is on the wire."""
    return b"\r\n".join([status, b"Content-Type: application/json", *fields, b"", b""])


@contextlib.contextmanager
def listener(host: str = "127.0.0.1") -> Iterator[tuple[int, queue.Queue[bytes]]]:
    """A server that answers one request: its port, and what it has read, read by read."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reads: queue.Queue[bytes] = queue.Queue()

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.settimeout(0.2)
            with contextlib.suppress(TimeoutError):
                while block := connection.recv(1_000_000):
                    reads.put(block)
            connection.sendall(answer(LENGTH, b"Connection: close") + BODY)

    with socket.create_server((host, 0), family=family) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], reads
        thread.join(5)


# -- what is sent ----------------------------------------------------------------------------


def test_a_first_chunk_needs_no_http_library(server: ScriptedServer) -> None:
    """Neither urllib3 nor http.client, TLS or e-mail are imported for it, nor OpenSSL."""
    server.play(KeepAlive(chunked(map(event, chat_chunks("Hel", "lo")))))
    program = (
        "import sys; from openai_local import OpenAI\n"
        "client = OpenAI(base_url=sys.argv[1])\n"
        "messages = [{'role': 'user', 'content': 'Hello'}]\n"
        "stream = client.chat.completions.create(model='m', messages=messages, stream=True)\n"
        "assert next(stream).choices[0].delta.content == 'Hel'\n"
        "wanted = ('requests', 'urllib3', 'http.client', 'ssl', 'email', '_hashlib', 'asyncio')\n"
        "print([module for module in wanted if module in sys.modules])"
    )
    arguments = [sys.executable, "-c", program, server.base_url]
    result = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=30)
    assert "[]" == result.stdout.strip()


def test_a_short_request_is_sent_at_once(
    server: ScriptedServer, client: OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its head and its body are one packet."""
    send = socket.socket.sendall
    sent: list[bytes] = []

    def remember(self: socket.socket, data: bytes) -> None:
        # The server is in other threads.
        if threading.current_thread() is threading.main_thread():
            sent.append(data)
        send(self, data)

    monkeypatch.setattr(socket.socket, "sendall", remember)
    server.play(WHOLE)

    ask(client)

    (request,) = sent
    assert request.startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
    assert request.endswith(b'"content":"Hello"}]}')


def test_pieces_of_a_body_are_sent_as_they_come() -> None:
    """A body that is still being made is not held back, and is sent chunked."""
    arrived: list[bytes] = []

    def pieces() -> Iterator[bytes]:
        yield b"first"
        while not (arrived and arrived[-1].endswith(b"5\r\nfirst\r\n")):
            arrived.append(reads.get(timeout=5))
        yield b""
        yield b"and second"

    with listener() as (port, reads):
        OpenAI(base_url=f"http://127.0.0.1:{port}").post("/x", cast_to=str, content=pieces())

    assert b"transfer-encoding: chunked" in b"".join(arrived).lower()
    assert b"a\r\nand second\r\n0\r\n\r\n" == b"".join(reads.queue)


@pytest.mark.parametrize(
    ("bind", "host", "expected"),
    [
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "localhost", "localhost"),
        ("127.0.0.1", "LOCALHOST", "localhost"),
        ("::1", "[::1]", "[::1]"),
    ],
)
def test_host_field(bind: str, host: str, expected: str) -> None:
    """It names host and port, an IPv6 address in brackets; each of its addresses is tried."""
    with contextlib.suppress(OSError), listener(bind) as (port, reads):
        ask(OpenAI(base_url=f"http://{host}:{port}/v1"))
        assert f"Host: {expected}:{port}\r\n".encode() in reads.get(timeout=5)
        return
    pytest.skip("no IPv6 here")


def test_own_host_field(server: ScriptedServer, client: OpenAI) -> None:
    """One that the program sets takes the place of ours."""
    server.play(WHOLE)

    ask(client.with_options(default_headers={"host": "me"}))

    assert "me" == server.requests[0].headers["host"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a b/\xfc", "/v1/a%20b/%C3%BC"),
        ("/a%20b/%2F", "/v1/a%20b/%2F"),
        ("/100%/a%20b", "/v1/100%25/a%2520b"),
        ("/a;b=1,2/@:!$&'()*+~._-", "/v1/a;b=1,2/@:!$&'()*+~._-"),
        ('/[x]{y}|\\^`"<>', "/v1/%5Bx%5D%7By%7D%7C%5C%5E%60%22%3C%3E"),
        ("/?a=b", "/v1/?a=b"),
        ("/\udcff", "/v1/%ED%B3%BF"),
    ],
)
def test_request_line(server: ScriptedServer, client: OpenAI, path: str, expected: str) -> None:
    """What may not stand in it is sent as `%` and its number, what may stays as it is."""
    server.play(WHOLE)

    client.get(path, cast_to=object)

    assert expected == server.requests[0].path


def test_method_with_a_line_break(server: ScriptedServer, client: OpenAI) -> None:
    """Nothing can be smuggled into the request."""
    from openai_local._models import FinalRequestOptions

    options = FinalRequestOptions.construct(method="GET / HTTP/1.1\r\nX: y\r\n\r\nGET", url="/x")
    with pytest.raises(APIConnectionError, match="is no HTTP method"):
        client.request(cast_to=object, options=options)

    assert [] == server.requests


@pytest.mark.parametrize(("method", "length"), [("post", "0"), ("put", "0"), ("get", None)])
def test_no_body(server: ScriptedServer, client: OpenAI, method: str, length: str | None) -> None:
    """Where a server expects a body, it is told that there is none."""
    server.play(WHOLE)

    getattr(client, method)("/x", cast_to=object)

    assert length == server.requests[0].headers.get("content-length")


def test_small_packets_are_not_held_back(
    server: ScriptedServer, client: OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection does not wait for more to send (TCP_NODELAY)."""
    connect = socket.create_connection
    made: list[socket.socket] = []

    def remember(*args: Any, **kwargs: Any) -> socket.socket:
        made.append(connect(*args, **kwargs))
        return made[-1]

    monkeypatch.setattr(socket, "create_connection", remember)
    server.play(WHOLE)

    ask(client)

    assert made[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


# -- connections -----------------------------------------------------------------------------

CLOSE = b"Connection: close"
OLD = b"HTTP/1.0 200 OK"
GZIPPED = gzip.compress(BODY)
CHUNKED = b"Transfer-Encoding: chunked"
#: What is on the wire, and whether the connection serves the next request.
ANSWERS: dict[str, tuple[Sequence[Step], bool]] = {
    "length": ([answer(LENGTH) + BODY], True),
    "twice the same length": ([answer(LENGTH, LENGTH) + BODY], True),
    "chunked": ([answer(CHUNKED), b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)], True),
    "trailers": ([answer(CHUNKED), b"%x\r\n%s\r\n0\r\nX: y\r\n\r\n" % (len(BODY), BODY)], True),
    "after 100": ([b"HTTP/1.1 100 Continue\r\n\r\n" + answer(LENGTH) + BODY], True),
    "late after 100": ([b"HTTP/1.1 100 Continue\r\n\r\n", Pause(0.05), answer(LENGTH), BODY], True),
    "after 103": ([b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + answer(LENGTH) + BODY], True),
    "late after 102": ([b"HTTP/1.1 102 P\r\n\r\n", Pause(0.05), answer(LENGTH), BODY], True),
    "head in pieces": ([b"HTTP/1.1 20", Pause(0.05), answer(LENGTH)[11:], BODY], True),
    "line feeds": ([answer(LENGTH).replace(b"\r", b"") + BODY], True),
    "close": ([answer(LENGTH, CLOSE) + BODY], False),
    "1.0": ([answer(LENGTH, status=OLD) + BODY], False),
    "1.0, kept": ([answer(LENGTH, b"Connection: keep-alive", status=OLD) + BODY], True),
    "gzip": ([answer(b"Content-Encoding: gzip", CHUNKED),
              b"%x\r\n%s\r\n0\r\n\r\n" % (len(GZIPPED), GZIPPED)], True),
    "deflate": ([answer(b"Content-Encoding: deflate",
                        b"Content-Length: %d" % len(zlib.compress(BODY))),
                 zlib.compress(BODY)], True),
    "unknown coding": ([answer(b"Content-Encoding: none", LENGTH), BODY], True),
    "surplus": ([answer(LENGTH) + BODY + b"surplus"], False),
    "surplus after chunks": ([answer(CHUNKED),
                              b"%x\r\n%s\r\n0\r\n\r\nsurplus" % (len(BODY), BODY)], False),
    "unasked bytes": ([answer(LENGTH), BODY, Pause(0.05), b"HTTP/1.1 408 Late\r\n\r\n"], False),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_which_connections_are_kept(server: ScriptedServer, client: OpenAI, name: str) -> None:
    """The answer is read as it is meant, and only a connection that is at its end is used again."""
    steps, is_kept = ANSWERS[name]
    server.play(KeepAlive(steps))

    assert "Hello" == ask(client)
    threading.Event().wait(0.1)
    assert "Hello" == ask(client)

    assert (1 if is_kept else 2) == server.connections_opened


def test_body_that_ends_with_the_connection(server: ScriptedServer, client: OpenAI) -> None:
    """Without a length, the body is all that comes."""
    server.play([answer() + BODY[:20], Pause(0.05), BODY[20:]])

    assert "Hello" == ask(client)


@pytest.mark.parametrize("framing", [LENGTH, CHUNKED])
@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_answers_without_a_body(
    server: ScriptedServer, client: OpenAI, status: bytes, framing: bytes
) -> None:
    """They are at their end at once, whatever they say of a body; their connection is kept."""
    server.play(KeepAlive([answer(framing, status=b"HTTP/1.1 " + status)]), WHOLE)

    with contextlib.suppress(APIError):
        client.delete("/x", cast_to=object)

    assert "Hello" == ask(client)
    assert 1 == server.connections_opened


def test_surplus_after_no_body(server: ScriptedServer, client: OpenAI) -> None:
    """What comes with an empty answer is no part of the next one: its connection is closed."""
    server.play(KeepAlive([answer(b"Content-Length: 0") + b"surplus"]), WHOLE)

    client.delete("/x", cast_to=str)

    assert "Hello" == ask(client)
    assert 2 == server.connections_opened


@pytest.mark.parametrize("begun", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 2"])
def test_an_answer_that_had_begun(server: ScriptedServer, client: OpenAI, begun: bytes) -> None:
    """A server that breaks off its first bytes was at work: the request is not sent again."""
    server.play(KeepAlive(WHOLE), [begun, Pause(0.1), Reset()], WHOLE)
    ask(client)

    with pytest.raises(APIConnectionError, match="in the middle of the answer"):
        ask(client)

    assert 2 == len(server.requests)


def test_an_answer_that_is_kept(server: ScriptedServer) -> None:
    """It does not keep its connection open, which serves another answer since."""
    server.play(KeepAlive(WHOLE), [answer(CHUNKED), HoldOpen()])
    transport = LoopbackTransport()
    request = Request("GET", server.base_url, timeout=Timeout(5))
    kept = transport.send(request)
    assert BODY == b"".join(kept.iter_blocks())

    dropped = transport.send(request)
    assert 1 == server.connections_opened
    del dropped

    assert server.wait_for_disconnect(5)


def test_two_lengths(server: ScriptedServer, client: OpenAI) -> None:
    """An answer whose end is anyone's guess is refused."""
    server.play([answer(LENGTH, b"Content-Length: 5") + BODY])

    with pytest.raises(APIConnectionError, match=r"multiple unmatching values \(\d+, 5\)"):
        ask(client)


def test_idle_connections_have_a_bound(
    server: ScriptedServer, client: OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those above it are closed when they become idle."""
    monkeypatch.setattr("openai_local._io.loopback.MAX_IDLE_CONNECTIONS", 2)
    server.play(KeepAlive([*chunked(map(event, chat_chunks("Hello"))), HoldOpen()]))
    streams = [
        client.chat.completions.create(model="m", messages=MESSAGES, stream=True) for _ in range(3)
    ]

    for stream in streams:
        assert list(stream)

    assert server.wait_for_disconnect(5)
    assert not server.wait_for_disconnect(0.2)


def test_a_stream_outlives_its_client(server: ScriptedServer) -> None:
    """Closing the client leaves it open; its connection is closed when it comes back."""
    server.play(KeepAlive([*chunked(map(event, chat_chunks("Hello"))), HoldOpen()]))
    client = OpenAI(base_url=server.base_url)
    stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)

    client.close()

    assert not server.wait_for_disconnect(0.1)
    assert "Hello" == next(stream).choices[0].delta.content
    assert list(stream)
    assert server.wait_for_disconnect(5)


def test_closing_a_client_beside_an_open_stream(server: ScriptedServer) -> None:
    """Its idle connections are closed, the stream is not."""
    stream_steps = KeepAlive(chunked([event(chunk) for chunk in chat_chunks("Hello")]))
    server.play(stream_steps, KeepAlive([*WHOLE, HoldOpen()]))
    client = OpenAI(base_url=server.base_url)
    with client.chat.completions.create(model="m", messages=MESSAGES, stream=True) as stream:
        ask(client)

        client.close()

        assert server.wait_for_disconnect(5)
        assert "Hello" == next(stream).choices[0].delta.content


def test_a_dropped_client_closes_its_connections(server: ScriptedServer) -> None:
    """Also without `close`, and without a warning."""
    server.play(KeepAlive([*WHOLE, HoldOpen()]))

    ask(OpenAI(base_url=server.base_url))
    import gc

    gc.collect()

    assert server.wait_for_disconnect(5)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="descriptors are counted there")
def test_what_breaks_leaves_no_descriptor(server: ScriptedServer, client: OpenAI) -> None:
    """Nor does it leave the connection to the next request."""
    broken: list[Sequence[Step]] = [
        [], [Reset()], [b"HTTP/1.1 20"], [b"SSH-2.0"], [answer(LENGTH), BODY[:9]], [b"\r\n"],
        [answer(CHUNKED), b"zz\r\n"], [answer(b"Content-Encoding: gzip", LENGTH), BODY],
    ]  # fmt: skip
    server.play(*broken)
    # What is imported for odd answers opens files.
    for _ in broken:
        with pytest.raises(APIConnectionError):
            ask(client)
    threading.Event().wait(0.1)
    before = len(os.listdir("/proc/self/fd"))

    server.play(*broken)
    for _ in broken:
        with pytest.raises(APIConnectionError):
            ask(client)
    threading.Event().wait(0.1)

    assert before == len(os.listdir("/proc/self/fd"))
    assert 2 * len(broken) == server.connections_opened


def test_a_large_request_on_a_connection_that_was_closed() -> None:
    """A kept connection that breaks while a large request is sent is replaced, unseen."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            first, _ = listening.accept()
            with first:
                first.recv(100_000)
                first.sendall(answer(LENGTH) + BODY)
                # Not before the next request has begun.
                first.recv(100)
            second, _ = listening.accept()
            with second:
                read = b""
                while not read.endswith(b"}"):
                    read = second.recv(1_000_000)
                second.sendall(answer(LENGTH) + BODY)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with OpenAI(
            base_url=f"http://127.0.0.1:{listening.getsockname()[1]}/v1", max_retries=0, timeout=5
        ) as client:
            assert "Hello" == ask(client)
            whole = client.chat.completions.create(
                model="m", messages=MESSAGES, user="x" * 5_000_000
            )
        thread.join(5)

    assert "Hello" == whole.choices[0].message.content
