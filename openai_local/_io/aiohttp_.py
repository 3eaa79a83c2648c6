"""The transport for many streams at once: `AsyncOpenAI(http_client=DefaultAioHttpClient())`.

Needs the extra `aiohttp`. Raw blocks come from aiohttp, our parser reads them. There is one
session of aiohttp for each event loop, so that a client works from one loop after another.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import time
import weakref
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.request import getproxies, proxy_bypass

from .._constants import DEFAULT_TIMEOUT, END_OF_BODY_SECONDS, MAX_HEADER_LINE_BYTES, READ_SIZE
from .._exceptions import OpenAIError
from .._http import (
    URL,
    AsyncResponse,
    Headers,
    OnePassBody,
    Request,
    Response,
    SizedBody,
    TransportError,
)
from .async_library import in_trio
from .failures import (
    CLOSED_INSIDE_ANSWER,
    CLOSED_WITHOUT_ANSWER,
    Failures,
    chain_of,
    root_of,
    words_of,
)
from .loops import PerLoop, WaitLimit, call_in, off_the_loop
from .transport import address, as_wait, ca_bundle, length_of

if TYPE_CHECKING:
    import aiohttp
    import yarl
    from typing_extensions import Self

    from .._http import RequestBody
    from .._types import Timeout

#: Bytes. aiohttp warns of longer bodies in one piece, because sending them stops the event loop.
_PIECE_BYTES = 256 * 1024


class DefaultAioHttpClient:
    """Lets `AsyncOpenAI` send through aiohttp: for hundreds of streams at once.

    `timeout` is that of the `AsyncOpenAI` which gets this, unless it has its own. `limits` is any
    object with `max_connections`, such as `httpx.Limits`; there is no limit unless it is given.
    `verify` is True, False, a file or folder of certificates, or an `ssl.SSLContext`. `proxy` is
    a URL; without it the environment's proxies are used, never for this machine itself, unless
    `trust_env` is False. `follow_redirects` is there for the official spelling: redirects are
    followed within one server only, whatever it says.

    Raises `RuntimeError` if aiohttp is not installed. Bound to no event loop; can be pickled.
    """

    def __init__(
        self,
        *,
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        headers: Mapping[str, str] | None = None,
        limits: Any = None,
        verify: bool | str | ssl.SSLContext = True,
        proxy: str | None = None,
        trust_env: bool = True,
        follow_redirects: bool = True,
    ) -> None:
        _check_installed()
        self.timeout = timeout
        self.headers = dict(headers or {})
        self.limits = limits
        self.verify = verify
        self.proxy = proxy
        self.trust_env = trust_env
        self.follow_redirects = follow_redirects
        self.is_closed = False
        self._start()

    def _start(self) -> None:
        #: Connections at once to all servers; 0 for any number.
        self._most = getattr(self.limits, "max_connections", None) or 0
        self._sessions: PerLoop[_Session] = PerLoop(partial(_Session, self._most), _Session.end)
        self._routes: dict[str, _Route] = {}

    async def send(self, request: Request) -> AsyncResponse:
        """See `AsyncTransport.send`."""
        import aiohttp

        if in_trio():
            raise RuntimeError(
                "aiohttp runs in asyncio only, and this program runs in trio: leave http_client "
                "out, or give an httpx.AsyncClient."
            )
        session = await self._sessions.get()
        route = self._route(request.url)
        attempt = _Attempt(request, route.proxy)
        started = time.monotonic()
        try:
            sending = session.http.request(
                request.method,
                _url(request),
                headers=_headers(request, self.headers),
                data=_data(request.body),
                allow_redirects=False,
                proxy=route.proxy,
                ssl=route.tls,
                timeout=_timeout(request, are_limited=bool(self._most)),
                trace_request_ctx=attempt,
            )
            # aiohttp knows one limit for silence before and inside the answer, none for sending.
            limits = request.timeout
            is_one = limits.read == request.body_silence
            raw = await asyncio.wait_for(sending, limits.total if is_one else limits.read)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise attempt.failure(error) from error
        response = Response(
            raw.status,
            headers=Headers(raw.headers.items()),
            request=request,
            reason_phrase=raw.reason or "",
            http_version="HTTP/1.0" if raw.version == (1, 0) else "HTTP/1.1",
        )
        response.elapsed_seconds = time.monotonic() - started
        body = _Body(raw, attempt, self)
        session.bodies.add(body)
        return AsyncResponse.of(response, body)

    async def close(self) -> None:
        """Close all connections. This can't be used any more."""
        self.is_closed = True
        await self._sessions.end()

    async def aclose(self) -> None:
        """The same as `close`, under httpx's name."""
        await self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()

    def _route(self, url: URL) -> _Route:
        origin = url.origin
        if origin not in self._routes:
            proxy = self.proxy
            if proxy is None and self.trust_env and not url.is_loopback:
                proxy = _proxy_of_environment(url)
            tls = _tls(self.verify) if url.scheme == "https" else True
            self._routes[origin] = _Route(proxy, tls)
        return self._routes[origin]

    def __getstate__(self) -> dict[str, Any]:
        # Connections stay with this process.
        left_out = ("_sessions", "_routes")
        return {name: value for name, value in vars(self).items() if name not in left_out}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._start()


class _Route(NamedTuple):
    """How one server is reached."""

    proxy: str | None
    tls: ssl.SSLContext | bool


def _check_installed() -> None:
    try:
        import aiohttp  # noqa: F401
    except ImportError as error:
        raise RuntimeError(
            "DefaultAioHttpClient needs the extra `aiohttp`: pip install 'openai-local[aiohttp]'"
        ) from error


class _Session:
    """What belongs to one loop: aiohttp's session, and the responses that are open in it."""

    def __init__(self, most: int) -> None:
        """`most` connections at once; 0 for any number."""
        import aiohttp

        trace = aiohttp.TraceConfig()
        trace.on_connection_reuseconn.append(_note_reuse)
        trace.on_connection_queued_start.append(_note_queue)
        trace.on_connection_queued_end.append(_note_queue)
        self.http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=most),
            cookie_jar=aiohttp.DummyCookieJar(),
            # All others are said by us, once for all transports.
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            trace_configs=[trace],
            max_line_size=MAX_HEADER_LINE_BYTES,
            max_field_size=MAX_HEADER_LINE_BYTES,
        )
        self.bodies: weakref.WeakSet[_Body] = weakref.WeakSet()

    async def end(self) -> None:
        """Close everything."""
        for body in list(self.bodies):
            body.close()
        await self.http.close()
        # The sockets are closed in the next turn of the loop, which may be its last.
        await asyncio.sleep(0)


async def _note_reuse(session: aiohttp.ClientSession, context: Any, params: Any) -> None:
    context.trace_request_ctx.is_reused = True


async def _note_queue(session: aiohttp.ClientSession, context: Any, params: Any) -> None:
    context.trace_request_ctx.is_queued = not context.trace_request_ctx.is_queued


def _proxy_of_environment(url: URL) -> str | None:
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    if proxy is None or proxy_bypass(f"{url.host}:{url.port}" if url.port else url.host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _tls(verify: bool | str | ssl.SSLContext) -> ssl.SSLContext | bool:
    if isinstance(verify, ssl.SSLContext) or verify is False:
        return verify
    bundle = verify if isinstance(verify, str) else ca_bundle()
    if bundle is not None and os.path.isdir(bundle):
        return ssl.create_default_context(capath=bundle)
    return ssl.create_default_context(cafile=bundle)


# -- one request -----------------------------------------------------------------------------


def _url(request: Request) -> yarl.URL:
    import yarl

    return yarl.URL(address(request.url), encoded=True)


def _headers(request: Request, more: Mapping[str, str]) -> dict[str, str]:
    """The fields of the request, and of the others those which it has not."""
    headers = {name: value for name, value in more.items() if name not in request.headers}
    headers.update(request.headers.as_sent())
    headers.update(length_of(request.body))
    return headers


def _data(body: RequestBody) -> Any:
    if body is None or isinstance(body, AsyncIterable):
        return body
    is_short = isinstance(body, bytes) and len(body) <= _PIECE_BYTES
    return body if is_short else _pieces(body)


async def _pieces(body: bytes | SizedBody | OnePassBody) -> AsyncIterator[bytes]:
    """A long body bit by bit, so that other tasks get their turn."""
    if isinstance(body, bytes):
        for start in range(0, len(body), _PIECE_BYTES):
            yield body[start : start + _PIECE_BYTES]
    else:
        async for piece in off_the_loop(body):
            yield piece


def _timeout(request: Request, *, are_limited: bool) -> aiohttp.ClientTimeout:
    import aiohttp

    limits = request.timeout
    # What aiohttp calls `connect` includes the wait for one of a limited number of connections.
    whole = as_wait(limits.pool if are_limited else limits.connect)
    connect, silence = as_wait(limits.connect), as_wait(request.body_silence)
    return aiohttp.ClientTimeout(total=None, connect=whole, sock_connect=connect, sock_read=silence)


class _Attempt:
    """One request on its way, for the errors it may end in."""

    def __init__(self, request: Request, proxy: str | None) -> None:
        self.failures = Failures(request, proxy)
        self.limit = request.body_silence
        #: True if it went over a connection that had served another one before.
        self.is_reused = False
        #: True while it waits for one of a limited number of connections.
        self.is_queued = False

    def failure(self, error: Exception) -> Exception:
        """What went wrong before the answer, in our terms."""
        import aiohttp

        for link in chain_of(error):
            if isinstance(link, OpenAIError):
                # From the request's own body: an image that can't be read any more.
                return link
        if isinstance(error, aiohttp.ConnectionTimeoutError):
            is_queued, failures = self.is_queued, self.failures
            return failures.pool_timeout() if is_queued else failures.connect_timeout()
        if isinstance(error, asyncio.TimeoutError):
            return self.failures.silent()
        if isinstance(error, aiohttp.ClientSSLError):
            return self.failures.no_tls(error)
        if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError)):
            return self.failures.not_connected(error)
        if isinstance(error, ValueError):
            # A proxy of a kind that aiohttp does not know.
            return self.failures.not_connected(error)
        is_silent_end = isinstance(error, aiohttp.ServerDisconnectedError)
        words = CLOSED_WITHOUT_ANSWER if is_silent_end else words_of(root_of(error))
        is_stale = self.is_reused and isinstance(error, aiohttp.ClientConnectionError)
        return self.failures.broken(words, is_stale=is_stale)


class _Body:
    """The body of a response of aiohttp; see `AsyncBody`."""

    def __init__(
        self, raw: aiohttp.ClientResponse, attempt: _Attempt, client: DefaultAioHttpClient
    ) -> None:
        self._raw = raw
        self._attempt = attempt
        # The connection lives as long as its client does.
        self._client = client
        self._loop = asyncio.get_running_loop()
        self._limit = attempt.limit
        _without_limit(raw)
        _read_less_at_once(raw)
        self._wait = WaitLimit(self._loop)
        self._failure: TransportError | None = None
        self._is_closed = False

    async def read_block(self) -> bytes:
        """See `AsyncBody.read_block`."""
        if self._failure is not None:
            raise self._failure
        content = self._raw.content
        # It must not know this object: whoever drops that closes the connection.
        self._wait.begin(self._limit, partial(_give_up, content))
        try:
            return await content.readany()
        except Exception as error:
            if self._is_closed:
                # Closed by another task, which is why the read failed.
                return b""
            failure = self._broken(error)
            if block := self._left_over():
                self._failure = failure
                return block
            raise failure from error
        finally:
            self._wait.end()

    def _left_over(self) -> bytes:
        """What arrived before the connection broke; aiohttp's own methods would only raise."""
        take = getattr(self._raw.content, "_read_nowait", None)
        block: bytes = b"" if take is None else take(-1)
        return block

    def _broken(self, error: Exception) -> TransportError:
        import aiohttp

        if isinstance(error, asyncio.TimeoutError):
            return self._attempt.failures.silent()
        is_cut = isinstance(error, aiohttp.ClientPayloadError)
        if is_cut and not isinstance(root_of(error), OSError):
            return self._attempt.failures.broken(CLOSED_INSIDE_ANSWER)
        return self._attempt.failures.broken(words_of(root_of(error)))

    def wait_at_most(self, seconds: float | None) -> None:
        """See `AsyncBody.wait_at_most`."""
        self._limit = seconds

    async def finish(self) -> None:
        """See `AsyncBody.finish`: at the end of the body, aiohttp takes the connection back."""
        if not self._raw.content.is_eof() and not self._loop.is_closed():
            self._loop.call_later(END_OF_BODY_SECONDS, self.close)

    def close(self) -> None:
        """See `AsyncBody.close`."""
        self._is_closed = True
        call_in(self._loop, self._wait.stop)
        if not self._raw.closed:
            call_in(self._loop, self._raw.close)

    async def wait_closed(self) -> None:
        """See `AsyncBody.wait_closed`: nothing is left to do."""

    def __del__(self) -> None:
        self.close()


def _without_limit(raw: aiohttp.ClientResponse) -> None:
    """No limit of aiohttp for the body: it takes a timer for each block."""
    protocol = raw.connection and raw.connection.protocol
    if protocol is not None:
        protocol.read_timeout = None
        protocol.start_timeout()


def _read_less_at_once(raw: aiohttp.ClientResponse) -> None:
    """For each read, asyncio takes memory for 256 KB: so much that the system is asked for it."""
    transport: Any = raw.connection and raw.connection.transport
    if hasattr(transport, "max_size"):
        transport.max_size = READ_SIZE


def _give_up(content: aiohttp.StreamReader) -> None:
    content.set_exception(asyncio.TimeoutError())
