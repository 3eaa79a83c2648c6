"""The default transport: straight to a server on this machine, over requests' pools to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .loopback import LoopbackTransport

if TYPE_CHECKING:
    from .._http import URL, Request, Response
    from .transport import Interrupt, InterruptibleTransport


class DefaultTransport:
    """Chooses the way for each request; see `InterruptibleTransport`."""

    def __init__(self) -> None:
        self._loopback = LoopbackTransport()
        self._others: list[InterruptibleTransport] = []
        self._ways: dict[str, InterruptibleTransport] = {}

    def send(self, request: Request, interrupt: Interrupt | None = None) -> Response:
        """See `InterruptibleTransport.send`."""
        url = request.url
        way = self._ways.get(url.origin) or self._ways.setdefault(url.origin, self._way_to(url))
        return way.send(request, interrupt)

    def _way_to(self, url: URL) -> InterruptibleTransport:
        if url.is_loopback and url.scheme == "http":
            return self._loopback
        # It imports requests, which takes longer than all the rest of this package.
        from .requests_ import RequestsTransport

        if not self._others:
            self._others.append(RequestsTransport())
        return self._others[0]

    def close(self) -> None:
        """See `Transport.close`."""
        for way in (self._loopback, *self._others):
            way.close()
