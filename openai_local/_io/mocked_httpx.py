"""Requests go through httpx while a test has put something else in the place of its network.

Tests of programs for the official SDK let respx, pytest-httpx, vcrpy or `unittest.mock` answer
what httpx would send. They expect that of our requests, too; and a test that has cut its network
off must not reach a server because of us. Nothing is imported to find out: a program whose httpx
was replaced has imported httpx.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .._http import AsyncResponse, Request, Response
    from .transport import AsyncTransport, Transport

#: What such libraries replace: below httpx for the first, and in httpx itself.
_SYNC = (
    ("httpcore", "ConnectionPool", "handle_request"),
    ("httpx", "HTTPTransport", "handle_request"),
    ("httpx", "Client", "_transport_for_url"),
    ("httpx", "Client", "_send_single_request"),
)
_ASYNC = (
    ("httpcore", "AsyncConnectionPool", "handle_async_request"),
    ("httpx", "AsyncHTTPTransport", "handle_async_request"),
    ("httpx", "AsyncClient", "_transport_for_url"),
    ("httpx", "AsyncClient", "_send_single_request"),
)


class MockableTransport:
    """The transport given, or httpx while it is replaced."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def send(self, request: Request) -> Response:
        """See `Transport.send`."""
        httpx = _replaced(_SYNC)
        if httpx is None:
            return self._transport.send(request)
        from .httpx_ import HttpxTransport

        # Certificates take long to load, and nothing is connected to.
        return HttpxTransport(httpx.Client(verify=False, trust_env=False)).send(request)

    def close(self) -> None:
        """See `Transport.close`."""
        self._transport.close()


class MockableAsyncTransport:
    """`MockableTransport` for asyncio."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def send(self, request: Request) -> AsyncResponse:
        """See `AsyncTransport.send`."""
        httpx = _replaced(_ASYNC)
        if httpx is None:
            return await self._transport.send(request)
        from .httpx_ import AsyncHttpxTransport

        client = httpx.AsyncClient(verify=False, trust_env=False)
        return await AsyncHttpxTransport(client).send(request)

    async def close(self) -> None:
        """See `AsyncTransport.close`."""
        await self._transport.close()


def replaced_httpx(*, is_async: bool) -> Any:
    """The module, httpx or httpx2, whose network was replaced; None if it is as it was."""
    return _replaced(_ASYNC if is_async else _SYNC)


def _replaced(methods: tuple[tuple[str, str, str], ...]) -> Any:
    """The httpx one of whose methods is not its own any more; None if all are."""
    for generation in ("", "2"):
        httpx = sys.modules.get("httpx" + generation)
        if httpx is not None and any(_foreign(methods, generation)):
            return httpx
    return None


def _foreign(methods: tuple[tuple[str, str, str], ...], generation: str) -> Iterator[bool]:
    for package, owner, name in methods:
        module = sys.modules.get(package + generation)
        method = vars(getattr(module, owner, object)).get(name)
        if method is not None:
            # Of a mock it is no name at all. Tracing libraries wrap, and show the original's.
            home = getattr(method, "__globals__", {}).get("__name__", "")
            yield not isinstance(home, str) or home.partition(".")[0] != package + generation
