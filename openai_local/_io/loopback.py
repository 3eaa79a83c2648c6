"""Plain http to this machine, over a socket: the way of almost every request.

Importing urllib3 takes longer than all else that a program does before its first chunk, and
`http.client` is a fifth of what is left, most of it TLS and a parser for e-mail. What they do for a
request without TLS, proxy and redirect is little: it is here. An answer that is not plain is left
to them, see `answer_head.py` and `decoded`.

Whatever the socket raises becomes a `TransportError` here.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import time
import weakref
from collections.abc import Iterator, Sized
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from .._constants import MAX_IDLE_CONNECTIONS, READ_SIZE, STALE_SECONDS
from .._http import URL, Headers, Request, Response, TransportError
from .._wire.chunked import Dechunker
from .answer_head import Head, NoAnswer, read_head
from .failures import (
    CLOSED_INSIDE_ANSWER,
    CLOSED_WITHOUT_ANSWER,
    CutShort,
    Failures,
    connection_errors,
    forget_frames,
    root_of,
    words_of,
)
from .socket_body import BodyFile, Counter, SocketBody, ToTheEnd
from .transport import Interrupt, address, as_wait, length_of, send_limit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import BufferedReader

_PORT = 80


class LoopbackTransport:
    """Sends requests in plain http, straight to their server; see `Transport`."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._pools: dict[str, _Pool] = {}
        self._process = os.getpid()

    def send(self, request: Request, interrupt: Interrupt | None = None) -> Response:
        """See `InterruptibleTransport.send`."""
        if self._process != os.getpid():
            # After a fork, parent and child must not share connections.
            self._start()
        origin = request.url.origin
        pool = self._pools.get(origin) or self._pools.setdefault(origin, _Pool())
        started = time.monotonic()
        connection = pool.take() or _connected(request)
        loan = _Loan(connection, pool, interrupt)
        try:
            head, file = connection.exchange(request)
        except BaseException:
            loan.close()
            raise
        headers = Headers(head.fields)
        response = Response(
            head.status,
            headers=headers,
            request=request,
            body=_Body(head, file, loan, request, headers.get("content-encoding")),
            reason_phrase=head.reason,
            http_version="HTTP/1.0" if head.version == 10 else "HTTP/1.1",
        )
        response.elapsed_seconds = time.monotonic() - started
        return response

    def close(self) -> None:
        """See `Transport.close`."""
        # Another thread may just be adding one.
        for pool in list(self._pools.values()):
            pool.close()
        self._pools.clear()


# -- connections -----------------------------------------------------------------------------


class _Connection:
    """A connection to a server, for one request after another."""

    def __init__(self, connected: socket.socket, host: str) -> None:
        """`host`: as it stands in the requests' `Host`."""
        self.socket = connected
        self._host = host
        self._file: BufferedReader | None = None
        self._has_answered = False

    def is_quiet(self) -> bool:
        """False if the server has closed it while it was idle, or sent what nobody asked for."""
        try:
            self.socket.settimeout(0)
            self.socket.recv(1)
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False

    def exchange(self, request: Request) -> tuple[Head, BufferedReader]:
        """Send a request; the head of its answer, and the file from which its body is read."""
        sent_at = time.monotonic()
        try:
            self._send(request)
            sent_at = time.monotonic()
            return self._read_head(request)
        except connection_errors() as error:
            # A server that has closed an idle connection refuses at once what is sent on it.
            # Later, it has worked on the request and died, which is another matter.
            broke_at_once = time.monotonic() - sent_at < STALE_SECONDS
            was_idle = self._has_answered and isinstance(error, ConnectionError) and broke_at_once
            raise _translated(error, request, is_stale=was_idle) from error

    def _send(self, request: Request) -> None:
        self.socket.settimeout(send_limit(request))
        try:
            for block in _blocks(request, self._host):
                self.socket.sendall(block)
        except TimeoutError as error:
            raise Failures(request).stopped_reading() from error
        except OSError as error:
            # It may have answered without reading all; macOS has a number of its own for that.
            if not (isinstance(error, ConnectionError) or error.errno == errno.EPROTOTYPE):
                raise

    def _read_head(self, request: Request) -> tuple[Head, BufferedReader]:
        self.socket.settimeout(as_wait(request.timeout.read))
        if self._file is not None:
            # Whoever keeps the answer before would keep the socket open after `close`.
            self._file.close()
        file = self._file = self.socket.makefile("rb")
        head = read_head(file, request.method)
        self._has_answered = True
        return head, file

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self.socket.close()

    def __del__(self) -> None:
        self.close()


def _connected(request: Request) -> _Connection:
    url, limit = request.url, request.timeout.connect
    try:
        # As bytes: the codec for names in other scripts takes long to import.
        place = (_host(url).encode(), url.port or _PORT)
        connected = socket.create_connection(place, as_wait(limit))  # type: ignore[arg-type]
        connection = _Connection(connected, _host_field(url))
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except connection_errors() as error:
        forget_frames(error)
        failures = Failures(request)
        if isinstance(error, TimeoutError):
            raise failures.connect_timeout() from error
        raise failures.not_connected(error) from error
    return connection


class _Pool:
    """The idle connections to one server. What it does to its list is safe in all threads."""

    def __init__(self) -> None:
        self._idle: list[_Connection] = []
        # With the last loan at the latest. Not `__del__`: the garbage collector may finalize the
        # sockets before that.
        weakref.finalize(self, _close_all, self._idle)

    def take(self) -> _Connection | None:
        """The connection that was used last, without those that the server has closed since."""
        while (connection := _popped(self._idle)) is not None:
            if connection.is_quiet():
                break
            connection.close()
        return connection

    def put(self, connection: _Connection) -> None:
        if len(self._idle) < MAX_IDLE_CONNECTIONS:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        _close_all(self._idle)


class _Loan:
    """A connection for one request and its answer; whoever is first gives it back or closes it."""

    def __init__(self, connection: _Connection, pool: _Pool, interrupt: Interrupt | None) -> None:
        self._connections = [connection]
        self._pool = pool
        self._interrupt = interrupt
        #: True if the connection serves no further request.
        self.is_last = False
        if interrupt is not None:
            interrupt.watch(connection.socket)

    @property
    def sock(self) -> socket.socket | None:
        """None once the connection is not ours any more."""
        return next((connection.socket for connection in self._connections), None)

    def give_back(self, has_surplus: bool) -> None:
        """Keep the connection for the next request, if it can serve one."""
        if self.is_last or has_surplus:
            self.close()
        elif (connection := _popped(self._connections)) is not None:
            if self._interrupt is not None:
                # It must not break off the request that comes next.
                self._interrupt.watch(None)
            self._pool.put(connection)

    def close(self) -> None:
        if (connection := _popped(self._connections)) is not None:
            connection.close()


def _close_all(connections: list[_Connection]) -> None:
    while (connection := _popped(connections)) is not None:
        connection.close()


def _popped(connections: list[_Connection]) -> _Connection | None:
    """The last one, which no other thread gets then; None if there is none."""
    try:
        return connections.pop()
    except IndexError:
        return None


# -- what is sent ----------------------------------------------------------------------------

#: What stands in a request line as it is; all else is sent as `%` and its number.
_TARGET_MARKS = "/?:@!$&'()*+,;=~._-"
_TARGET = re.compile(rf"(?:[{re.escape(_TARGET_MARKS)}0-9A-Za-z]|%[0-9A-Fa-f]{{2}})+")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def _blocks(request: Request, host: str) -> Iterator[bytes]:
    """The request in blocks to be sent at once. A short one is one system call and one packet."""
    body = request.body
    if body is None or isinstance(body, bytes):
        return _joined(_head_of(request, host), [body or b""])
    pieces = cast("Iterable[bytes]", body)
    if isinstance(body, Sized):
        return _joined(_head_of(request, host), pieces)
    return _chunks(_head_of(request, host), pieces)


def _joined(head: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = head
    for piece in pieces:
        if len(held) + len(piece) > READ_SIZE:
            yield held
            held = b""
        held += piece
    yield held


def _chunks(head: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    # Each as soon as it is there: who makes them may take time.
    yield head
    for piece in pieces:
        # An empty one would be the end.
        if piece:
            yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def _head_of(request: Request, host: str) -> bytes:
    """The request line and the header fields, which `_wire/request.py` has looked at."""
    method, body = request.method, request.body
    if not (method.isascii() and method.isalpha()):
        raise ValueError(f"{method!r} is no HTTP method")
    fields = request.headers.as_sent()
    if "host" not in request.headers:
        fields = {"Host": host, **fields}
    if body is None and method not in ("GET", "HEAD", "DELETE", "OPTIONS"):
        body = b""
    if body is not None:
        fields.update(length_of(body) or {"Transfer-Encoding": "chunked"})
    lines = [f"{method} {_target(request.url)} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _target(url: URL) -> str:
    target = address(url)[len(url.origin) :]
    if _TARGET.fullmatch(target):
        return target if target[0] == "/" else f"/{target}"
    safe = _TARGET_MARKS if _STRAY_PERCENT.search(target) else f"{_TARGET_MARKS}%"
    # A name of a file that is not UTF-8 may stand in it.
    return quote(target, safe, errors="surrogatepass") or "/"


def _host_field(url: URL) -> str:
    host = _host(url).rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return host if url.port in (None, _PORT) else f"{host}:{url.port}"


def _host(url: URL) -> str:
    return url.host if url.host.isascii() else url.host.encode("idna").decode()


# -- the answer ------------------------------------------------------------------------------


class _Body(SocketBody):
    """The body of an answer on a lent connection; see `Body`."""

    def __init__(
        self, head: Head, file: BufferedReader, loan: _Loan, request: Request, coding: str | None
    ) -> None:
        self._loan = loan
        self._request = request
        loan.is_last = head.will_close
        body = BodyFile(file, _framing(head), loan.give_back)
        if body.is_at_end:
            loan.give_back(_has_more(file, loan.sock))
        if coding:
            from .requests_ import decoded

            super().__init__(None, decoded(body, coding))
        else:
            super().__init__(body)

    def _socket(self) -> socket.socket | None:
        return self._loan.sock

    def _release(self) -> None:
        """The file has given the connection back."""

    def _drop(self) -> None:
        self._loan.close()

    def _translated(self, error: Exception) -> TransportError:
        return _translated(error, self._request)


def _framing(head: Head) -> Dechunker | Counter | ToTheEnd:
    if head.length is not None:
        # Also 0 of an answer without a body that is said to be chunked: after HEAD, or with 204.
        return Counter(head.length)
    return Dechunker() if head.is_chunked else ToTheEnd()


def _has_more(file: BufferedReader, connection: socket.socket | None) -> bool:
    """True if bytes have come that belong to no answer; never waits."""
    try:
        if connection is not None:
            connection.settimeout(0)
        return bool(file.peek(1))
    except OSError:
        # Broken off: it serves no further request either.
        return True


def _translated(error: Exception, request: Request, *, is_stale: bool = False) -> TransportError:
    """What went wrong with an answer, in one line that says what to do."""
    forget_frames(error)
    failures = Failures(request)
    if isinstance(error, TimeoutError):
        return failures.silent()
    if isinstance(error, NoAnswer):
        return failures.broken(CLOSED_WITHOUT_ANSWER, is_stale=is_stale)
    if isinstance(error, CutShort):
        return failures.broken(CLOSED_INSIDE_ANSWER)
    return failures.broken(words_of(root_of(error)), is_stale=is_stale)
