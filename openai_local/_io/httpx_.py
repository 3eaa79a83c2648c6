"""Transports over a client of httpx or httpx2 that the user made: `http_client=httpx.Client()`.

Neither library is imported here: whoever has such a client has imported it. Proxies, headers,
cookies, auth, event hooks, mounts and the transport of the client take part as they are. What its
event hooks raise reaches the user as it is.
"""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from .._constants import END_OF_BODY_SECONDS
from .._http import (
    AsyncResponse,
    Headers,
    OnePassBody,
    Request,
    Response,
    SizedBody,
    TransportError,
)
from .async_library import Work, here, within
from .cancellable_body import CancellableBody
from .failures import CLOSED_INSIDE_ANSWER, CLOSED_WITHOUT_ANSWER, Failures, root_of, words_of
from .loops import off_the_loop
from .transport import address, length_of, shut_down


class HttpxTransport:
    """Sends requests through an `httpx.Client` or `httpx2.Client`; see `Transport`."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def send(self, request: Request) -> Response:
        """See `Transport.send`."""
        started = time.monotonic()
        with _translated(request):
            raw = self._client.send(
                _built(self._client, request, request.body), stream=True, follow_redirects=False
            )
        return _response(raw, request, started, _Body(raw, request))

    def close(self) -> None:
        """Close the user's client, as the official SDK does."""
        self._client.close()


class AsyncHttpxTransport:
    """Sends requests through an `httpx.AsyncClient` or `httpx2.AsyncClient`."""

    def __init__(self, client: Any) -> None:
        self._client = client
        #: What is left to do for responses that were closed; held, so that it isn't lost.
        self._endings: set[Work] = set()

    async def send(self, request: Request) -> AsyncResponse:
        """See `AsyncTransport.send`."""
        started = time.monotonic()
        body = request.body
        content: Any = body
        if isinstance(body, Iterable) and not isinstance(body, bytes):
            content = _AsyncPieces(body)
        with _translated(request):
            raw = await self._client.send(
                _built(self._client, request, content), stream=True, follow_redirects=False
            )
        return AsyncResponse.of(
            _response(raw, request, started, None), _AsyncBody(raw, request, self._endings)
        )

    async def close(self) -> None:
        """Close the user's client, as the official SDK does."""
        for ending in list(self._endings):
            await ending.wait()
        await self._client.aclose()


def received(raw: Any) -> Response:
    """A response that a program has received by its own `httpx.Client`, its body not read yet."""
    request = _request_of(raw)
    return _response(raw, request, time.monotonic(), _Body(raw, request))


def async_received(raw: Any) -> AsyncResponse:
    """`received` for an `httpx.AsyncClient`."""
    request = _request_of(raw)
    response = _response(raw, request, time.monotonic(), None)
    return AsyncResponse.of(response, _AsyncBody(raw, request, set()))


def _request_of(raw: Any) -> Request:
    # One that was made by hand, for a test, has none, and its `request` raises.
    request = getattr(raw, "_request", None)
    if request is None:
        return Request("GET", "http://unknown.invalid/")
    return Request(request.method, str(request.url), headers=request.headers)


class _AsyncPieces:
    """A request body for an asynchronous client."""

    def __init__(self, body: SizedBody | OnePassBody) -> None:
        self._body = body

    def __aiter__(self) -> AsyncIterator[bytes]:
        return off_the_loop(self._body)


def _built(client: Any, request: Request, content: Any) -> Any:
    """The request in the library's own terms, with what the client adds to it."""
    headers = request.headers.as_sent()
    headers.update(length_of(request.body))
    return client.build_request(
        request.method,
        address(request.url),
        headers=headers,
        content=content,
        timeout=type(client.timeout)(**request.timeout.as_dict()),
    )


def _response(raw: Any, request: Request, started: float, body: _Body | None) -> Response:
    if request.body_silence != request.timeout.read:
        # Where httpx looks for its limits when the reading of the body begins.
        raw.request.extensions["timeout"]["read"] = request.body_silence
    response = Response(
        raw.status_code,
        headers=Headers(raw.headers.multi_items()),
        request=request,
        body=body,
        reason_phrase=raw.reason_phrase,
        http_version=raw.http_version,
    )
    response.elapsed_seconds = time.monotonic() - started
    return response


def _socket_of(raw: Any) -> socket.socket | None:
    """The connection of a response, if it serves nothing else and is a real one."""
    stream = raw.extensions.get("network_stream")
    if stream is None or raw.http_version == "HTTP/2":
        return None
    found: socket.socket | None = stream.get_extra_info("socket")
    return found


class _Body:
    """The body of a response of httpx; see `Body`."""

    def __init__(self, raw: Any, request: Request) -> None:
        self._raw = raw
        self._request = request
        self._socket = _socket_of(raw)
        self._blocks: Iterator[bytes] = raw.iter_bytes()
        self._limit: float | None = None
        self._is_closed = False

    def read_block(self) -> bytes:
        """See `Body.read_block`."""
        watchdog = None if self._limit is None else _Watchdog(self._socket, self._limit)
        try:
            with _translated(self._request):
                block = next(self._blocks, b"")
        except TransportError as error:
            if self._is_closed:
                # Closed by another thread, which is why the read failed.
                return b""
            if watchdog is not None and watchdog.has_bitten:
                raise Failures(self._request).silent() from error
            raise
        finally:
            if watchdog is not None:
                watchdog.cancel()
        if not block and watchdog is not None and watchdog.has_bitten:
            # A body that ends with its connection seems to be at its end.
            raise Failures(self._request).silent()
        return block

    def wait_at_most(self, seconds: float | None) -> None:
        """See `Body.wait_at_most`. httpx itself takes no other limit once it reads."""
        shortens = seconds is not None and seconds != self._request.body_silence
        self._limit = seconds if shortens and self._socket is not None else None

    def finish(self) -> None:
        """See `Body.finish`."""
        self.wait_at_most(END_OF_BODY_SECONDS)
        if self._limit is not None:
            try:
                self.read_block()
            except TransportError:
                # Then the connection is not kept.
                pass
        self.close()

    def close(self) -> None:
        """See `Body.close`."""
        if self._is_closed:
            return
        self._is_closed = True
        if not self._raw.is_closed:
            shut_down(self._socket)
            self._raw.close()

    def __del__(self) -> None:
        # httpx's pool holds the connection: nobody else would close it.
        self.close()


class _Watchdog(threading.Timer):
    """Shuts a connection down after so many seconds, which ends the read that waits for it."""

    def __init__(self, connection: socket.socket | None, seconds: float) -> None:
        super().__init__(seconds, self._bite)
        self.daemon = True
        self._connection = connection
        self.has_bitten = False
        self.start()

    def _bite(self) -> None:
        self.has_bitten = True
        shut_down(self._connection)


class _AsyncBody(CancellableBody):
    """The body of a response of httpx in asyncio or trio; see `AsyncBody`."""

    def __init__(self, raw: Any, request: Request, endings: set[Work]) -> None:
        super().__init__(request)
        self._raw = raw
        self._endings = endings
        self._home = here()
        self._socket = _socket_of(raw)
        self._blocks: AsyncIterator[bytes] = raw.aiter_bytes()
        self._limit: float | None = None
        self._ending: Work | None = None

    async def _read(self) -> bytes:
        try:
            with _translated(self._request):
                following = anext(self._blocks, b"")
                if self._limit is None:
                    return await following
                return await within(self._limit, following)
        except TimeoutError as error:
            raise Failures(self._request).silent() from error

    def wait_at_most(self, seconds: float | None) -> None:
        """See `AsyncBody.wait_at_most`."""
        self._limit = None if seconds == self._request.body_silence else seconds

    async def finish(self) -> None:
        """See `AsyncBody.finish`. With HTTP/2 the connection is kept anyway."""
        try:
            if self._raw.http_version != "HTTP/2":
                with suppress(Exception):
                    await within(END_OF_BODY_SECONDS, anext(self._blocks, b""))
        finally:
            self.close()
            await self.wait_closed()

    def close(self) -> None:
        """See `AsyncBody.close`. The client gets its connection back a little later."""
        if self._is_closed:
            return
        self._is_closed = True
        if not self._raw.is_closed:
            shut_down(self._socket)
            self._ending = self._home.begin(self._end, self._endings)

    async def _end(self) -> None:
        # Whatever goes wrong here, the connection is closed one way or the other.
        with suppress(Exception):
            await self._raw.aclose()

    async def wait_closed(self) -> None:
        """See `AsyncBody.wait_closed`. A task that is cancelled meanwhile leaves the rest to it."""
        if self._ending is not None:
            await self._ending.wait()

    def __del__(self) -> None:
        self.close()


#: httpx's exceptions by name, the more special first -> what they are here.
_KINDS = {
    "ConnectTimeout": Failures.connect_timeout,
    "PoolTimeout": Failures.pool_timeout,
    "WriteTimeout": Failures.stopped_reading,
    "TimeoutException": Failures.silent,
}
#: Words of h11 and httpcore in a `RemoteProtocolError` -> ours.
_PROTOCOL_ERRORS = {
    "without sending a response": CLOSED_WITHOUT_ANSWER,
    "without sending complete message body": CLOSED_INSIDE_ANSWER,
}


@contextmanager
def _translated(request: Request) -> Iterator[None]:
    """What goes wrong inside is raised in our terms; what did not happen on the way, as it is."""
    try:
        yield
    except Exception as error:
        failure = _failure(error, request)
        if failure is None:
            raise
        failure.behind = error
        raise failure from error


def _failure(error: Exception, request: Request) -> TransportError | None:
    failures = Failures(request)
    names = {cls.__name__ for cls in type(error).__mro__ if _is_httpx(cls)}
    for name, make in _KINDS.items():
        if name in names:
            return make(failures)
    if isinstance(root_of(error), ssl.SSLError) and (not names or "ConnectError" in names):
        return failures.no_tls(error)
    if names & {"ConnectError", "ProxyError", "UnsupportedProtocol"}:
        return failures.not_connected(error)
    if "RemoteProtocolError" in names:
        for words, ours in _PROTOCOL_ERRORS.items():
            if words in str(error):
                return failures.broken(ours)
    if "InvalidURL" in names:
        # httpx looks at the target of every redirect, also where it isn't to follow it.
        return failures.broken(words_of(error))
    # anyio's, which httpx lets through when TLS ends without a goodbye.
    if "RequestError" in names or type(error).__name__ == "EndOfStream":
        return failures.broken(words_of(error))
    return None


def _is_httpx(cls: type) -> bool:
    library = cls.__module__.partition(".")[0]
    return library in ("httpx", "httpx2") and library in sys.modules
