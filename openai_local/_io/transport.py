"""What a transport is: the one thing that the rest of the package asks of an HTTP library."""

from __future__ import annotations

import socket
import threading
from typing import Protocol

from .._http import AsyncResponse, Request, Response


class Transport(Protocol):
    """Sends requests. Safe to use from several threads at once."""

    def send(self, request: Request) -> Response:
        """Send and return the response as soon as its headers are there, its body unread.

        Redirects are not followed and nothing is tried twice. Raises `TransportError` for
        whatever goes wrong on the way.
        """

    def close(self) -> None:
        """Close all idle connections."""


class InterruptibleTransport(Protocol):
    """A `Transport` whose calls another thread can break off."""

    def send(self, request: Request, interrupt: Interrupt | None = None) -> Response:
        """As `Transport.send`; the connection in use is shown to `interrupt`."""

    def close(self) -> None:
        """Close all idle connections."""


class AsyncTransport(Protocol):
    """A `Transport` for asyncio. Bound to no event loop between two calls."""

    async def send(self, request: Request) -> AsyncResponse:
        """As `Transport.send`. Cancelling it closes the connection at once."""

    async def close(self) -> None:
        """Close all idle connections."""


class Interrupt:
    """Breaks off one request from another thread, at any moment: also before its headers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_fired = False

    def watch(self, connection: socket.socket | None) -> None:
        """The request now uses this connection; None once it is done with it."""
        with self._lock:
            self._socket = connection
            if self._is_fired:
                self._shut()

    def fire(self) -> None:
        """Shut the connection down, now or as soon as there is one."""
        with self._lock:
            self._is_fired = True
            self._shut()

    def wait_at_most(self, seconds: float | None) -> None:
        """Bound the silence of the next reads."""
        with self._lock:
            if self._socket is not None:
                self._socket.settimeout(seconds)

    def _shut(self) -> None:
        if self._socket is not None:
            try:
                # Wakes the thread that is reading, and tells the server at once.
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
