"""The way to other servers, or with TLS: requests' adapter and its pools, without its `Session`.

It is imported on the first such request; plain http to this machine goes over `loopback.py`.
Taking the pool from the adapter skips what `Session.send` does for each call (cookies, netrc,
redirects, environment): it costs three times the CPU of the rest, and it is not wanted. A netrc
file would replace the key, and a proxy meant for the internet would swallow 127.0.0.1.

Whatever urllib3, http.client or the socket raises becomes a `TransportError` here.
"""

from __future__ import annotations

import math
import os
import socket
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from http.client import HTTPMessage, HTTPResponse, IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING, Any, NamedTuple

import urllib3
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import SKIP_HEADER

from .._constants import READ_SIZE, STALE_SECONDS
from .._http import (
    URL,
    ConnectError,
    Headers,
    Request,
    Response,
    TransportError,
)
from .._wire.chunked import Dechunker
from .answer_head import WholeHead, plain_head
from .failures import (
    CLOSED_INSIDE_ANSWER,
    CLOSED_WITHOUT_ANSWER,
    CutShort,
    Failures,
    connection_errors,
    forget_frames,
    has,
    root_of,
    words_of,
)
from .socket_body import BodyFile, Counter, SocketBody, ToTheEnd
from .transport import Interrupt, address, as_wait, length_of, send_limit

if TYPE_CHECKING:
    # What the two connection classes have in common with the mixin below.
    _Connection = HTTPConnection
else:
    _Connection = object


class RequestsTransport:
    """Sends requests through requests' connection pools; see `Transport`."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._lock = threading.Lock()
        self._routes: dict[str, Route] = {}
        self._process = os.getpid()

    def send(self, request: Request, interrupt: Interrupt | None = None) -> Response:
        """See `InterruptibleTransport.send`."""
        _in_this_thread.interrupt = interrupt
        _in_this_thread.send_limit = send_limit(request)
        route = self._route(request)
        headers = request.headers.as_sent()
        for name in ("Accept-Encoding", "User-Agent"):
            # urllib3 would add its own to a request from which they were left out.
            if name not in request.headers:
                headers[name] = SKIP_HEADER
        headers.update(length_of(request.body))
        started = time.monotonic()
        try:
            raw = route.pool.urlopen(
                request.method,
                route.target(request.url),
                body=request.body,
                headers=headers,
                timeout=_limits(request.timeout.connect, request.timeout.read),
                retries=_NEVER_AGAIN,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
            )
        except connection_errors() as error:
            forget_frames(error)
            raise translated(error, request, route.proxy) from error
        response = Response(
            raw.status,
            headers=Headers(raw.headers.items()),
            request=request,
            body=UrllibBody(raw, request, route.proxy),
            reason_phrase=raw.reason or "",
            http_version="HTTP/1.0" if raw.version == 10 else "HTTP/1.1",
        )
        response.elapsed_seconds = time.monotonic() - started
        return response

    def close(self) -> None:
        """See `Transport.close`."""
        # Another thread may just be adding one.
        for route in list(self._routes.values()):
            route.pool.close()
        self._routes.clear()

    def _route(self, request: Request) -> Route:
        if self._process != os.getpid():
            # After a fork, parent and child must not share connections, nor a lock that another
            # thread of the parent held.
            self._start()
        origin = request.url.origin
        with self._lock:
            if origin not in self._routes:
                try:
                    from .adapter import route_to

                    self._routes[origin] = route_to(request.url, POOLS)
                except Exception as error:
                    raise _no_route(error, request) from error
            return self._routes[origin]


#: What `retries=False` means to urllib3, made once and not for each call.
_NEVER_AGAIN = urllib3.Retry(False, redirect=False)


@lru_cache(maxsize=64)
def _limits(connect: float | None, read: float | None) -> urllib3.Timeout:
    """urllib3 copies it for each request."""
    return urllib3.Timeout(connect=as_wait(connect), read=as_wait(read))


class Route(NamedTuple):
    """How one server is reached: its pool, and the proxy in the way, if any."""

    pool: Any
    proxy: str | None

    def target(self, url: URL) -> str:
        """What stands in the request line; never a password, which would end up in logs."""
        whole = address(url)
        return whole if self.proxy and url.scheme == "http" else whole[len(url.origin) :]


def proxy_in_the_way(url: URL) -> str | None:
    """The URL of the proxy, password and all, through which a request to there would go."""
    if url.is_loopback:
        return None
    from .adapter import proxy_for

    return proxy_for(url)


class _InThisThread(threading.local):
    """The way from `send` to the connection that urllib3 picks for it."""

    interrupt: Interrupt | None = None
    send_limit: float | None = None


_in_this_thread = _InThisThread()


class _StaleSocket(ConnectionError):
    """Marks, inside urllib3, that a connection broke which had served a request before."""


class Answer(HTTPResponse):
    """`http.client.HTTPResponse`, with a head that is read in a fifth of the time."""

    def begin(self) -> None:
        """Read the head, as `http.client` does: what follows the request, up to an empty line."""
        # What has arrived, without taking it. For the first bytes this waits like `super()`.
        arrived = self.fp.peek(1) if self.headers is None and not self.debuglevel else b""
        plain = plain_head(arrived, self._method)  # type: ignore[attr-defined]
        if plain is None:
            file: Any = self.fp
            self.fp: Any = WholeHead(file)
            try:
                super().begin()
            finally:
                # `http.client` has closed it if a line was no HTTP.
                if self.fp is not None:
                    self.fp = file
            return
        head, size = plain
        self.fp.read(size)
        message = HTTPMessage()
        for name, value in head.fields:
            message.set_raw(name, value)
        # All that the other methods of `HTTPResponse` read.
        self.code = self.status = head.status
        self.reason = head.reason
        self.version = head.version
        self.headers: Any = message
        self.msg = message
        self.chunked = head.is_chunked
        self.chunk_left = None
        self.length = head.length
        self.will_close = head.will_close


class _Watched(_Connection):
    """A connection that remembers its socket, and whether it has brought an answer."""

    response_class = Answer
    #: http.client forgets the socket of an answer with `Connection: close`; closing needs it.
    watched_socket: socket.socket | None = None
    _has_answered = False
    _sent_at = math.inf
    _interrupt: Interrupt | None = None
    #: Headers that wait for the body, to be sent with it; None outside of `request`.
    _held: bytes | None = None

    def connect(self) -> None:
        self._has_answered = False
        self._sent_at = math.inf
        super().connect()
        self.watched_socket = self.sock
        self._get_ready()

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._get_ready()
        self._sent_at = time.monotonic()
        self._held = b""
        try:
            super().request(*args, **kwargs)
            self._send_held()
        except ConnectionError as error:
            if not self._was_idle():
                raise
            raise _StaleSocket(*error.args) from error
        finally:
            self._held = None
        self._sent_at = time.monotonic()

    def putheader(self, header: Any, *values: Any) -> None:
        """Add a header, which `_wire/request.py` has looked at: twice more costs a call 20 us."""
        value = values[0]
        if isinstance(header, str) and isinstance(value, str) and len(values) == 1:
            if value != SKIP_HEADER:
                self._output(f"{header}: {value}".encode("latin-1"))  # type: ignore[attr-defined]
        else:
            super().putheader(header, *values)

    def send(self, data: Any) -> None:
        """Send the headers and a short body as one: each system call and packet costs a call 30 us.

        http.client sends them apart.
        """
        if self._held is None:
            super().send(data)
        elif isinstance(data, bytes) and len(self._held) + len(data) <= READ_SIZE:
            self._held += data
        else:
            self._send_held()
            super().send(data)

    def _send_held(self) -> None:
        held, self._held = self._held, None
        if held:
            super().send(held)

    def getresponse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            response = super().getresponse(*args, **kwargs)
        except (ConnectionError, RemoteDisconnected) as error:
            if not self._was_idle():
                raise
            raise _StaleSocket(*error.args) from error
        self._has_answered = True
        return response

    def _was_idle(self) -> bool:
        """True if it broke as a connection does that the server had closed before."""
        broke_at_once = time.monotonic() - self._sent_at < STALE_SECONDS
        return self._has_answered and broke_at_once

    def _get_ready(self) -> None:
        if self.sock is None:
            return
        # The socket still has the short timeout of connecting, or that of an earlier answer.
        self.sock.settimeout(_in_this_thread.send_limit)
        if self._interrupt is not None:
            # Whoever used this connection before may not have noticed yet that it is done with
            # it, and must not break off the request that comes now.
            self._interrupt.watch(None)
        self._interrupt = _in_this_thread.interrupt
        if self._interrupt is not None:
            self._interrupt.watch(self.sock)


class _WatchedHTTPConnection(_Watched, HTTPConnection):
    pass


class _WatchedHTTPSConnection(_Watched, HTTPSConnection):
    pass


class _QuietPool(HTTPConnectionPool):
    """Closes connections that there is no room for without a warning on the log for each."""

    def _put_conn(self, conn: Any) -> None:
        if conn is not None and self.pool is not None and self.pool.full():
            conn.close()
        else:
            super()._put_conn(conn)


class _HTTPPool(_QuietPool):
    ConnectionCls = _WatchedHTTPConnection


class _HTTPSPool(_QuietPool, HTTPSConnectionPool):
    ConnectionCls = _WatchedHTTPSConnection


#: By scheme: pools whose connections know whether they were used before.
POOLS = {"http": _HTTPPool, "https": _HTTPSPool}


class UrllibBody(SocketBody):
    """The body of a urllib3 response; see `Body`."""

    def __init__(self, raw: Any, request: Request, proxy: str | None) -> None:
        self._raw = raw
        self._request = request
        self._proxy = proxy
        file = _file_of(raw)
        super().__init__(file, None if file else _reader_of(raw))

    def _socket(self) -> socket.socket | None:
        # At its end, urllib3 gives the connection back to the pool: it is no longer ours.
        return getattr(self._raw.connection, "watched_socket", None)

    def _release(self) -> None:
        self._raw.release_conn()

    def _drop(self) -> None:
        self._raw.close()
        self._raw.release_conn()

    def _translated(self, error: Exception) -> TransportError:
        return translated(error, self._request, self._proxy)


def _file_of(raw: Any) -> BodyFile | None:
    """The fastest way to read what has arrived of a body; None if there is only urllib3's."""
    response: Any = getattr(raw, "_fp", None)
    file = getattr(response, "fp", None)
    if not hasattr(file, "read1") or raw.headers.get("content-encoding"):
        return None
    framing = _framing(response)
    if framing is None:
        return None

    def give_back(has_surplus: bool) -> None:
        # As http.client and urllib3 do at the end of a body.
        response._close_conn()
        if has_surplus:
            raw.connection.close()
        raw.release_conn()

    return BodyFile(file, framing, give_back)


def _framing(response: Any) -> Dechunker | Counter | ToTheEnd | None:
    """None if there is no body."""
    if getattr(response, "chunked", False):
        return Dechunker()
    length = getattr(response, "length", 0)
    if length is None:
        return ToTheEnd()
    return Counter(length) if length else None


def decoded(file: BodyFile, coding: str) -> Callable[[int], bytes]:
    """Reads a body whose `Content-Encoding` is that, and undoes it as far as urllib3 can."""
    source: Any = _Compressed(file)
    fields = {"Content-Encoding": coding}
    return _reader_of(urllib3.HTTPResponse(source, fields, preload_content=False))


class _Compressed:
    """As much of a file as urllib3 asks for."""

    closed = False

    def __init__(self, file: BodyFile) -> None:
        self.read = self.read1 = file.read

    def close(self) -> None:
        self.closed = True


def _reader_of(raw: Any) -> Callable[[int], bytes]:
    """urllib3's way to read what has arrived of a body."""
    reader: Callable[[int], bytes] = getattr(raw, "read1", None) or _old_read1(raw)
    return reader


def _old_read1(raw: Any) -> Callable[[int], bytes]:
    """What `read1` does, for urllib3 before 2.2, which has none."""
    if raw.headers.get("content-encoding"):
        blocks = raw.stream(READ_SIZE, decode_content=True)
        return lambda size: next(blocks, b"")
    response = raw._fp

    def read1(size: int) -> bytes:
        block: bytes = response.read1(size)
        if not block and response.length:
            raise IncompleteRead(b"", response.length)
        return block

    return read1


def _no_route(error: Exception, request: Request) -> ConnectError:
    """There is no way to the server: a proxy setting or a host name that can't be used."""
    words = f"no connection to {request.url.origin}: {words_of(root_of(error))}."
    if not request.url.is_loopback:
        from .adapter import proxies_for

        if proxies_for(request.url):
            words += " Look at the proxy variables of the environment (HTTP_PROXY, ALL_PROXY, ...)."
    return ConnectError(words)


def translated(error: Exception, request: Request, proxy: str | None) -> TransportError:
    """What went wrong, in our terms, in one line that says what to do."""
    failures = Failures(request, proxy)
    if isinstance(error, urllib3_errors.NewConnectionError):
        return failures.not_connected(error)
    if isinstance(error, urllib3_errors.ConnectTimeoutError):
        return failures.connect_timeout()
    if isinstance(error, urllib3_errors.ReadTimeoutError) and "handshake" in str(root_of(error)):
        return failures.tls_timeout()
    if isinstance(error, (urllib3_errors.ReadTimeoutError, TimeoutError)):
        return failures.silent()
    if isinstance(error, urllib3_errors.ProxyError):
        return failures.not_connected(error)
    if isinstance(error, urllib3_errors.SSLError):
        return failures.no_tls(error)
    if isinstance(root_of(error), TimeoutError):
        return failures.stopped_reading()
    return failures.broken(_words(error), is_stale=has(error, _StaleSocket))


def _words(error: Exception) -> str:
    if has(error, RemoteDisconnected):
        return CLOSED_WITHOUT_ANSWER
    if has(error, (CutShort, IncompleteRead, urllib3_errors.IncompleteRead)):
        return CLOSED_INSIDE_ANSWER
    return words_of(root_of(error))
