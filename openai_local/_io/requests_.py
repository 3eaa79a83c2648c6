"""The default transport: requests' adapter and its connection pools, without its `Session`.

This is the only module that imports requests, and it is imported on the first request. Taking
the pool from the adapter skips what `Session.send` does for each call (cookies, netrc, redirects,
environment): it costs three times the CPU of the rest, and it is not wanted. A netrc file would
replace the key, and a proxy meant for the internet would swallow 127.0.0.1.

Whatever urllib3, http.client or the socket raises becomes a `TransportError` here.
"""

from __future__ import annotations

import math
import os
import socket
import threading
import time
import traceback
from collections.abc import Callable
from http.client import IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING, Any, NamedTuple

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, select_proxy
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
    BrokenConnection,
    ConnectError,
    ConnectTimeout,
    Headers,
    ReadTimeout,
    Request,
    Response,
    StaleConnection,
    TransportError,
    WriteTimeout,
)
from .._wire.chunked import Dechunker

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
        self._adapter = _Adapter(max_retries=0, pool_maxsize=MAX_IDLE_CONNECTIONS)
        self._routes: dict[str, _Route] = {}
        self._process = os.getpid()

    def send(self, request: Request) -> Response:
        """See `Transport.send`."""
        route = self._route(request)
        headers = request.headers.as_sent()
        for name in ("Accept-Encoding", "User-Agent"):
            # urllib3 would add its own to a request from which they were left out.
            if name not in request.headers:
                headers[name] = SKIP_HEADER
        if request.body is not None:
            headers["Content-Length"] = str(len(request.body))
        try:
            raw = route.pool.urlopen(
                request.method,
                route.target(request.url),
                body=request.body,
                headers=headers,
                timeout=urllib3.Timeout(
                    connect=_as_wait(request.timeout.connect), read=_as_wait(request.timeout.read)
                ),
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
            )
        except OpenAIError:
            # From the request's own body: an image that can't be read any more.
            raise
        except Exception as error:
            _forget_frames(error)
            raise _translated(error, request, route.proxy) from error
        return Response(
            raw.status,
            headers=Headers(raw.headers.items()),
            request=request,
            body=_Body(raw, request, route),
            reason_phrase=raw.reason or "",
            http_version="HTTP/1.0" if raw.version == 10 else "HTTP/1.1",
        )

    def close(self) -> None:
        """See `Transport.close`."""
        self._adapter.close()
        self._routes.clear()

    def _route(self, request: Request) -> _Route:
        if self._process != os.getpid():
            # After a fork, parent and child must not share connections, nor a lock that another
            # thread of the parent held.
            self._start()
        origin = request.url.origin
        with self._lock:
            if origin not in self._routes:
                try:
                    self._routes[origin] = self._adapter.route(request.url)
                except Exception as error:
                    raise _no_route(error, request) from error
            return self._routes[origin]


class _Route(NamedTuple):
    """How one server is reached: its pool, and the proxy in the way, if any."""

    pool: Any
    proxy: str | None

    def target(self, url: URL) -> str:
        """What stands in the request line; never a password, which would end up in logs."""
        target = url.path + (f"?{url.query.decode()}" if url.query else "")
        return url.origin + target if self.proxy and url.scheme == "http" else target


class _Adapter(HTTPAdapter):
    """requests' adapter, with pools whose connections know whether they were used before."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def route(self, url: URL) -> _Route:
        """The way to a server: never through a proxy to this machine itself."""
        prepared = requests.PreparedRequest()
        prepared.url = url.without_credentials()
        proxies = {} if url.is_loopback else get_environ_proxies(prepared.url, no_proxy=None)
        proxy = select_proxy(prepared.url, proxies)
        pool = self.get_connection_with_tls_context(prepared, _ca_bundle(), proxies=proxies)
        return _Route(pool, proxy)


def _ca_bundle() -> bool | str:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        if os.environ.get(name):
            return os.environ[name]
    return True


#: A server that has closed an idle connection refuses what is sent on it within that many
#: seconds. Later, it has worked on the request and died, which is another matter.
_STALE_SECONDS = 1.0


class _StaleSocket(ConnectionError):
    """Marks, inside urllib3, that a connection broke which had served a request before."""


class _Watched(_Connection):
    """A connection that remembers its socket, and whether it has brought an answer."""

    #: http.client forgets the socket of an answer with `Connection: close`; closing needs it.
    watched_socket: socket.socket | None = None
    _has_answered = False
    _sent_at = math.inf

    def connect(self) -> None:
        self._has_answered = False
        self._sent_at = math.inf
        super().connect()
        self.watched_socket = self.sock
        self._allow_time_to_send()

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._allow_time_to_send()
        try:
            super().request(*args, **kwargs)
        except ConnectionError as error:
            if not self._was_idle():
                raise
            raise _StaleSocket(*error.args) from error
        self._sent_at = time.monotonic()

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

    def _allow_time_to_send(self) -> None:
        # The socket still has the short timeout of connecting, or that of an earlier answer;
        # a busy server may take its time to read a large body.
        if self.sock is not None:
            self.sock.settimeout(SEND_TIMEOUT_SECONDS)


class _WatchedHTTPConnection(_Watched, HTTPConnection):
    pass


class _WatchedHTTPSConnection(_Watched, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _WatchedHTTPConnection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedHTTPSConnection


_POOLS = {"http": _HTTPPool, "https": _HTTPSPool}


class _Body:
    """The body of a urllib3 response; see `Body`."""

    def __init__(self, raw: Any, request: Request, route: _Route) -> None:
        self._raw = raw
        self._request = request
        self._route = route
        self._read = _reader_of(raw)
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
            _forget_frames(error)
            raise _translated(error, self._request, self._route.proxy) from error
        return block

    def wait_at_most(self, seconds: float | None) -> None:
        """See `Body.wait_at_most`."""
        if (sock := self._socket()) is not None:
            try:
                sock.settimeout(_as_wait(seconds))
            except OSError:
                # Closed already; the next read will say so.
                pass

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
        # In a forked child it is the parent's connection: there it goes on.
        if (sock := self._socket()) is not None and self._process == os.getpid():
            try:
                # Wakes a thread that is reading, and tells the server at once.
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self._raw.close()
        self._raw.release_conn()

    def _socket(self) -> socket.socket | None:
        # At its end, urllib3 gives the connection back to the pool: it is no longer ours.
        return getattr(self._raw.connection, "watched_socket", None)


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


def _reader_of(raw: Any) -> Callable[[int], bytes]:
    """The fastest way to read what has arrived of a body."""
    response = getattr(raw, "_fp", None)
    file = getattr(response, "fp", None)
    is_plain = not raw.headers.get("content-encoding")
    if is_plain and getattr(response, "chunked", False) and hasattr(file, "read1"):
        return _ChunkedFile(raw, response, file).read
    reader: Callable[[int], bytes] = getattr(raw, "read1", None) or _old_read1(raw)
    return reader


class _ChunkedFile:
    """Reads the socket's file below http.client, which reads it chunk by chunk."""

    def __init__(self, raw: Any, response: Any, file: Any) -> None:
        self._raw = raw
        self._response = response
        self._read_file = file.read1
        self._dechunker = Dechunker()

    def read(self, size: int) -> bytes:
        """What has arrived, undone of its chunks; `b""` at the end."""
        dechunker = self._dechunker
        while not dechunker.is_done:
            block = self._read_file(size)
            if not block:
                raise IncompleteRead(b"")
            body = dechunker.feed(block)
            if dechunker.is_done:
                self._give_back()
            if body:
                return body
        return b""

    def _give_back(self) -> None:
        # As http.client and urllib3 do at the end of a body.
        self._response._close_conn()
        if self._dechunker.has_surplus:
            self._raw.connection.close()
        self._raw.release_conn()


def _as_wait(seconds: float | None) -> float | None:
    """A limit as sockets take it: for them 0 would mean "don't block", which is no limit."""
    return None if seconds is None else max(seconds, 0.001)


def _forget_frames(error: BaseException) -> None:
    """Let go of what urllib3's frames hold: they refer to the error that refers to them."""
    for link in _chain(error):
        traceback.clear_frames(link.__traceback__)


def _no_route(error: Exception, request: Request) -> ConnectError:
    """There is no way to the server: a proxy setting or a host name that can't be used."""
    words = f"no connection to {request.url.origin}: {_cause(error)}."
    proxies = () if request.url.is_loopback else get_environ_proxies(request.url, no_proxy=None)
    if proxies:
        words += " Look at the proxy variables of the environment (HTTP_PROXY, ALL_PROXY, ...)."
    return ConnectError(words)


def _translated(error: Exception, request: Request, proxy: str | None) -> TransportError:
    """What went wrong, in our terms, in one line that says what to do."""
    origin = request.url.origin
    through = f" through the proxy {_shown(proxy)}" if proxy else ""
    timeout = request.timeout
    if isinstance(error, urllib3_errors.NewConnectionError):
        return ConnectError(_refused(error, origin))
    if isinstance(error, urllib3_errors.ConnectTimeoutError):
        return ConnectTimeout(
            f"no connection to {origin}{through} within {timeout.connect or 0:g} s."
        )
    if isinstance(error, urllib3_errors.ReadTimeoutError) and "handshake" in str(_root(error)):
        return ConnectTimeout(
            f"{origin}{through} did not answer in TLS within {timeout.connect or 0:g} s. "
            "Does it speak plain http?"
        )
    if isinstance(error, (urllib3_errors.ReadTimeoutError, TimeoutError)):
        return ReadTimeout(
            f"{origin} was silent for {timeout.read or 0:g} s. A long prompt or a slow machine "
            "may need a higher timeout."
        )
    if isinstance(error, urllib3_errors.ProxyError):
        return ConnectError(f"no connection to {origin}{through}: {_cause(error)}.")
    if isinstance(error, urllib3_errors.SSLError):
        return ConnectError(f"no TLS connection to {origin}{through}: {_cause(error)}.")
    inner = _root(error)
    if isinstance(inner, TimeoutError):
        return WriteTimeout(f"{origin} stopped reading the request.")
    kind = StaleConnection if _has(error, _StaleSocket) else BrokenConnection
    return kind(f"the connection to {origin}{through} broke: {_cause(error)}.")


def _shown(proxy: str) -> str:
    """A proxy without its password."""
    return URL(proxy if "://" in proxy else f"http://{proxy}").origin


def _refused(error: Exception, origin: str) -> str:
    cause = _root(error)
    if isinstance(cause, ConnectionRefusedError):
        return (
            f"nothing listens on {origin} (connection refused). Start the server, or set "
            "base_url or OPENAI_BASE_URL to where it runs."
        )
    return f"no connection to {origin}: {_cause(error)}."


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what caused it, outermost first; urllib3 keeps causes in `args` as well."""
    chain: list[BaseException] = []
    pending: BaseException | None = error
    while pending is not None and pending not in chain:
        chain.append(pending)
        nested = [arg for arg in pending.args if isinstance(arg, BaseException)]
        reason = getattr(pending, "reason", None)
        pending = (
            reason
            if isinstance(reason, BaseException)
            else nested[0] if nested else pending.__cause__ or pending.__context__
        )  # fmt: skip
    return chain


def _root(error: BaseException) -> BaseException:
    return _chain(error)[-1]


def _has(error: BaseException, kind: type[BaseException] | tuple[type[BaseException], ...]) -> bool:
    return any(isinstance(link, kind) for link in _chain(error))


def _cause(error: BaseException) -> str:
    """The innermost cause in a few words."""
    if _has(error, RemoteDisconnected):
        return "it closed the connection without an answer"
    if _has(error, (IncompleteRead, urllib3_errors.IncompleteRead)):
        return "it closed the connection in the middle of the answer"
    root = _root(error)
    words = getattr(root, "strerror", None) or str(root) or type(root).__name__
    return " ".join(str(words).split()).rstrip(".")
