"""A loopback server that plays scripted bytes: for faults that no real server gives on demand.

    with ScriptedServer() as server:
        server.play(sse([{"choices": [...]}, "[DONE]"]))
        client = OpenAI(base_url=server.base_url)
        ...
        assert server.requests[0].json()["stream"] is True

Every request gets the next of the answers that were given to `play`; the last one is repeated.
An answer is a list of steps: bytes to send, or one of `Pause`, `WaitFor`, `HoldOpen`, `Reset`.
After its last step the connection is closed, unless the answer is a `KeepAlive`. Nothing of the
rest of the package is used here: a server that shared its encoder would hide the decoder's bugs.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self


class Pause(NamedTuple):
    """Wait that many seconds, or until the client goes away."""

    seconds: float


class WaitFor(NamedTuple):
    """Wait until the test sets the event; without its go, the answer ends here after a while."""

    event: threading.Event


class HoldOpen(NamedTuple):
    """Send nothing and keep the connection open until the client closes it."""


class Reset(NamedTuple):
    """Break the connection at once (TCP RST)."""


Step: TypeAlias = bytes | Pause | WaitFor | HoldOpen | Reset

#: Seconds. A test that forgets to set its event fails instead of hanging.
_LONGEST_WAIT = 20.0


class KeepAlive(list[Step]):
    """An answer after which the connection serves the next request."""


class RecordedRequest(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body parsed as JSON."""
        return json.loads(self.body)

    def parts(self) -> list[tuple[str, bytes]]:
        """The parts of a form in their order: each its header lines, and its content."""
        boundary = b"\r\n--" + self.headers["content-type"].partition("boundary=")[2].encode()
        first, *parts, last = (b"\r\n" + self.body).split(boundary)
        if (first, last) != (b"", b"--\r\n"):
            raise ValueError(f"This is no form: {self.body!r}")
        split = [part.removeprefix(b"\r\n").partition(b"\r\n\r\n") for part in parts]
        return [(head.decode(), content) for head, _, content in split]


class ScriptedServer:
    """Plays answers on 127.0.0.1, each connection in a thread of its own.

    `port` 0 takes a free one. With `tls`, it speaks https as localhost.
    """

    def __init__(self, port: int = 0, *, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.requests: list[RecordedRequest] = []
        self._answers: list[Sequence[Step]] = []
        self._lock = threading.Lock()
        self._disconnected = threading.Semaphore(0)
        self._connections: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=512)
        self.port: int = self._listener.getsockname()[1]
        #: How many connections were opened so far.
        self.connections_opened = 0

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        host = "http://127.0.0.1" if self._tls is None else "https://localhost"
        return f"{host}:{self.port}"

    @property
    def base_url(self) -> str:
        """What a client takes as `base_url`."""
        return f"{self.origin}/v1"

    def play(self, *answers: Sequence[Step]) -> None:
        """Answer the next requests with these, in this order; the last one again and again."""
        with self._lock:
            self._answers = list(answers)

    def wait_for_disconnect(self, seconds: float) -> bool:
        """True as soon as a client has closed a connection on us, False after `seconds`."""
        return self._disconnected.acquire(timeout=seconds)

    def start(self) -> None:
        """Begin to accept connections."""
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        """Close the port and all connections."""
        _shut(self._listener)
        with self._lock:
            for connection in self._connections:
                _shut(connection)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.stop()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._connections.add(connection)
                self.connections_opened += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, accepted: socket.socket) -> None:
        connection = accepted
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as incoming:
                while (request := _read_request(incoming)) is not None:
                    answer = self.next_answer(request)
                    if not self._play(answer, connection) or not isinstance(answer, KeepAlive):
                        break
        except OSError:
            pass
        finally:
            with self._lock:
                self._connections.discard(accepted)

    def next_answer(self, request: RecordedRequest) -> Iterable[Step]:
        """Record a request, and give the answer to it. For a subclass that answers by what came."""
        with self._lock:
            self.requests.append(request)
            if not self._answers:
                return json_answer({"error": {"message": "nothing to play"}}, status=500)
            return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def _play(self, answer: Iterable[Step], connection: socket.socket) -> bool:
        """Carry out the steps; False if the connection is gone."""
        for step in answer:
            if isinstance(step, Reset):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            if isinstance(step, WaitFor):
                if not step.event.wait(_LONGEST_WAIT):
                    return False
            elif isinstance(step, bytes):
                try:
                    connection.sendall(step)
                except OSError:
                    self._disconnected.release()
                    return False
            elif _is_left(connection, step.seconds if isinstance(step, Pause) else None):
                self._disconnected.release()
                return False
        return True


def _is_left(connection: socket.socket, seconds: float | None) -> bool:
    """Wait until the client closes the connection, at most `seconds`; True if it did."""
    deadline = None if seconds is None else time.monotonic() + seconds
    while deadline is None or (left := deadline - time.monotonic()) > 0:
        connection.settimeout(None if deadline is None else left)
        try:
            if not connection.recv(1024):
                return True
        except TimeoutError:
            return False
        except OSError:
            return True
        finally:
            connection.settimeout(None)
    return False


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()


def _read_request(incoming: Any) -> RecordedRequest | None:
    """The next request, `None` if none comes or it is cut short."""
    line = incoming.readline().decode("latin-1").split()
    if len(line) != 3:
        return None
    headers: dict[str, str] = {}
    while text := incoming.readline().decode("latin-1").strip():
        name, _, value = text.partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding") == "chunked":
        body = _read_chunks(incoming)
        return None if body is None else RecordedRequest(line[0], line[1], headers, body)
    length = int(headers.get("content-length", 0))
    body = incoming.read(length)
    return RecordedRequest(line[0], line[1], headers, body) if len(body) == length else None


def _read_chunks(incoming: Any) -> bytes | None:
    """A body in chunks, `None` if it is cut short."""
    body = b""
    while size := int(incoming.readline() or b"-1", 16):
        if size < 0:
            return None
        body += incoming.read(size)
        incoming.readline()
    incoming.readline()
    return body


# -- answers


def head(
    status: int = 200,
    content_type: str = "text/event-stream",
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """A status line and header fields; a field with an empty value is left out."""
    fields = {"Content-Type": content_type, **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status} {_REASONS.get(status, 'Unknown')}\r\n{lines}\r\n".encode()


_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found",
            429: "Too Many Requests", 500: "Internal Server Error",
            503: "Service Unavailable"}  # fmt: skip


def json_answer(
    data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> KeepAlive:
    """A JSON document with a Content-Length; bytes are sent as they are."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    fields = {"Content-Length": str(len(body)), **(headers or {})}
    return KeepAlive([head(status, "application/json", fields), body])


def event(data: Any) -> bytes:
    """One server-sent event: a str as it is, anything else as JSON."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return f"data: {text}\n\n".encode()


def sse(events: Iterable[Any], headers: Mapping[str, str] | None = None) -> list[Step]:
    """A stream of events, the body ended by closing the connection."""
    return [head(headers=headers), *map(event, events)]


def chunked(pieces: Iterable[Step], *, end: bool = True) -> list[Step]:
    """Pieces of a body, each as an HTTP chunk; without the last one if not `end`."""
    steps: list[Step] = [head(headers={"Transfer-Encoding": "chunked"})]
    steps += [
        b"%x\r\n%s\r\n" % (len(piece), piece) if isinstance(piece, bytes) else piece
        for piece in pieces
    ]
    return [*steps, b"0\r\n\r\n"] if end else steps


# -- what a chat model says


def chat_completion(text: str) -> dict[str, Any]:
    """A whole answer, as a JSON object."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {**_ABOUT, "object": "chat.completion", "choices": [choice]}


def chat_chunks(*texts: str) -> list[Any]:
    """The same in pieces, for `sse`: a chunk for each text, one with the finish_reason, the end."""
    deltas = [chat_chunk({"content": text}) for text in texts]
    return [*deltas, chat_chunk({}, "stop"), "[DONE]"]


def chat_chunk(delta: Mapping[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
    """One chunk of a streamed answer, as a JSON object."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {**_ABOUT, "object": "chat.completion.chunk", "choices": [choice]}


_ABOUT = {"id": "chatcmpl-1", "created": 1_700_000_000, "model": "scripted"}
