"""The default transport: requests' adapter and its connection pools, without its `Session`.

It is imported on the first request. Taking the pool from the adapter skips what `Session.send`
does for each call (cookies, netrc, redirects, environment): it costs three times the CPU of the
rest, and it is not wanted. A netrc file would replace the key, and a proxy meant for the internet
would swallow 127.0.0.1. Of plain http to this machine requests knows nothing that urllib3 does not,
so it is imported only for other servers: that is a quarter of a program's time to its first chunk.

Whatever urllib3, http.client or the socket raises becomes a `TransportError` here.
"""

from __future__ import annotations

import math
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from http.client import IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING, Any, NamedTuple

import urllib3
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import SKIP_HEADER

from .._constants import (
    END_OF_BODY_SECONDS,
    MAX_IDLE_CONNECTIONS,
    READ_SIZE,
    SEND_TIMEOUT_SECONDS,
)
from .._exceptions import OpenAIError
from .._http import (
    URL,
    ConnectError,
    Headers,
    Request,
    Response,
    TransportError,
)
from .._wire.chunked import Dechunker
from .answer_head import Answer
from .failures import (
    CLOSED_INSIDE_ANSWER,
    CLOSED_WITHOUT_ANSWER,
    Failures,
    forget_frames,
    has,
    root_of,
    words_of,
)
from .non_blocking import NonBlockingBody
from .transport import Interrupt, address, as_wait, length_of, shut_down

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
        except OpenAIError:
            # From the request's own body: an image that can't be read any more.
            raise
        except Exception as error:
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
        response.elapsed = timedelta(seconds=time.monotonic() - started)
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
                    self._routes[origin] = _route_to(request.url)
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


def _route_to(url: URL) -> Route:
    if url.is_loopback and url.scheme == "http":
        return Route(_HTTPPool(url.host, url.port, maxsize=MAX_IDLE_CONNECTIONS), None)
    from .adapter import route_to

    return route_to(url, POOLS)


def proxy_in_the_way(url: URL) -> str | None:
    """The URL of the proxy, password and all, through which a request to there would go."""
    if url.is_loopback:
        return None
    from .adapter import proxy_for

    return proxy_for(url)


class _InThisThread(threading.local):
    """The way from `send` to the connection that urllib3 picks for it."""

    interrupt: Interrupt | None = None


_in_this_thread = _InThisThread()


#: A server that has closed an idle connection refuses what is sent on it within that many
#: seconds. Later, it has worked on the request and died, which is another matter.
_STALE_SECONDS = 1.0


class _StaleSocket(ConnectionError):
    """Marks, inside urllib3, that a connection broke which had served a request before."""


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
        broke_at_once = time.monotonic() - self._sent_at < _STALE_SECONDS
        return self._has_answered and broke_at_once

    def _get_ready(self) -> None:
        if self.sock is None:
            return
        # The socket still has the short timeout of connecting, or that of an earlier answer;
        # a busy server may take its time to read a large body.
        self.sock.settimeout(SEND_TIMEOUT_SECONDS)
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


class UrllibBody:
    """The body of a urllib3 response; see `Body`."""

    def __init__(self, raw: Any, request: Request, proxy: str | None) -> None:
        self._raw = raw
        self._request = request
        self._proxy = proxy
        self._file = _file_of(raw)
        self._read = _reader_of(raw) if self._file is None else self._file.read
        self._is_closed = False
        self._process = os.getpid()

    def read_block(self) -> bytes:
        """See `Body.read_block`."""
        try:
            block: bytes = self._read(READ_SIZE)
        except Exception as error:
            if self._is_closed:
                # Closed by another thread, which is why the read failed.
                return b""
            raise self.explained(error) from error
        return block

    def wait_at_most(self, seconds: float | None) -> None:
        """See `Body.wait_at_most`."""
        if (sock := self._socket()) is not None:
            try:
                sock.settimeout(as_wait(seconds))
            except OSError:
                # Closed already; the next read will say so.
                pass

    def without_waiting(self) -> NonBlockingBody | None:
        """See `Response.without_waiting`: over a plain socket, of a body that is sent as it is."""
        connection = self._socket()
        # Of one that is encrypted, the bytes in the socket are not those of the body.
        if self._file is None or type(connection) is not socket.socket:
            return None
        return NonBlockingBody(self, self._file, connection)

    def explained(self, error: Exception) -> TransportError:
        """What went wrong while reading, in our terms."""
        forget_frames(error)
        return translated(error, self._request, self._proxy)

    def finish(self) -> None:
        """See `Body.finish`."""
        self.wait_at_most(END_OF_BODY_SECONDS)
        try:
            is_at_end = not self._read(READ_SIZE)
        except Exception:  # noqa: BLE001 - whatever it is, the connection can't be kept
            is_at_end = False
        if is_at_end:
            self._raw.release_conn()
        else:
            self.close()

    def close(self) -> None:
        """See `Body.close`."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._process == os.getpid():
            # In a forked child it is the parent's connection: there it goes on.
            shut_down(self._socket())
        self._raw.close()
        self._raw.release_conn()

    def _socket(self) -> socket.socket | None:
        # At its end, urllib3 gives the connection back to the pool: it is no longer ours.
        return getattr(self._raw.connection, "watched_socket", None)


def _file_of(raw: Any) -> BodyFile | None:
    """The fastest way to read what has arrived of a body; None if it has to be decompressed."""
    response = getattr(raw, "_fp", None)
    file = getattr(response, "fp", None)
    if not hasattr(file, "read1") or raw.headers.get("content-encoding"):
        return None
    if getattr(response, "chunked", False):
        return BodyFile(raw, response, file, Dechunker())
    length = getattr(response, "length", 0)
    if length is None:
        return BodyFile(raw, response, file, _ToTheEnd())
    return BodyFile(raw, response, file, _Counter(length)) if length else None


class BodyFile:
    """Reads the socket's file below http.client and urllib3.

    They read chunk by chunk, and a body of known length at three times the cost.
    """

    def __init__(
        self, raw: Any, response: Any, file: Any, framing: Dechunker | _Counter | _ToTheEnd
    ) -> None:
        self._raw = raw
        self._response = response
        self._framing = framing
        #: One read of at most that many bytes, which may come out of the file's buffer.
        self.read_file: Callable[[int], bytes] = file.read1

    def read(self, size: int) -> bytes:
        """What has arrived of the body; `b""` at the end."""
        framing = self._framing
        while not framing.is_done:
            body = self.unframed(self.read_file(size))
            if framing.is_done:
                self.give_back()
            if body:
                return body
        return b""

    @property
    def is_at_end(self) -> bool:
        return self._framing.is_done

    def unframed(self, block: bytes) -> bytes:
        """The bytes of the body in a block; an empty block is the end of the connection."""
        body = self._framing.feed(block)
        if not block and not self._framing.is_done:
            raise IncompleteRead(b"")
        return body

    def give_back(self) -> None:
        """At the end of the body: let the connection serve others, as http.client and urllib3 do.

        One with bytes after the end is closed.
        """
        self._response._close_conn()
        if self._framing.has_surplus:
            self._raw.connection.close()
        self._raw.release_conn()


class _Counter:
    """What `Dechunker` is, for a body of known length."""

    def __init__(self, length: int) -> None:
        self._missing = length

    @property
    def is_done(self) -> bool:
        return self._missing <= 0

    @property
    def has_surplus(self) -> bool:
        return self._missing < 0

    def feed(self, block: bytes) -> bytes:
        body = block[: self._missing]
        self._missing -= len(block)
        return body


class _ToTheEnd:
    """What `Dechunker` is, for a body that ends with its connection."""

    is_done = False
    has_surplus = False

    def feed(self, block: bytes) -> bytes:
        self.is_done = not block
        return block


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
    if has(error, (IncompleteRead, urllib3_errors.IncompleteRead)):
        return CLOSED_INSIDE_ANSWER
    return words_of(root_of(error))
