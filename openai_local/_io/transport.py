"""What a transport is: the one thing that the rest of the package asks of an HTTP library."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Sized
from typing import TYPE_CHECKING, Protocol

from .._constants import SEND_TIMEOUT_SECONDS
from .._http import URL, AsyncResponse, Request, Response

if TYPE_CHECKING:
    from .._http import RequestBody


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
    """A `Transport` for asyncio or trio. Bound to no event loop between two calls."""

    async def send(self, request: Request) -> AsyncResponse:
        """As `Transport.send`. Cancelling it closes the connection at once."""

    async def close(self) -> None:
        """Close all idle connections."""


class Interrupt:
    """Breaks off one request from another thread, at any moment: also before its headers.

    In a forked child it does nothing: the connection is the parent's, where it goes on.
    """

    def __init__(self) -> None:
        self._process = os.getpid()
        # A response that the garbage collector drops may fire in a thread that is just in here.
        self._lock = threading.RLock()
        self._socket: socket.socket | None = None
        self._is_fired = False

    def watch(self, connection: socket.socket | None) -> None:
        """The request now uses this connection; None once it is done with it."""
        with self._lock:
            self._socket = connection
            if self._is_fired:
                shut_down(self._socket)

    def fire(self) -> None:
        """Shut the connection down, now or as soon as there is one."""
        if self._process != os.getpid():
            return
        with self._lock:
            self._is_fired = True
            shut_down(self._socket)


def address(url: URL) -> str:
    """The URL with its query as a library may have it: no password that would end up in logs."""
    return url.without_credentials() + (f"?{url.query.decode()}" if url.query else "")


def length_of(body: RequestBody) -> dict[str, str]:
    """The header that says how long a body is, if that is known; libraries know it for bytes.

    Without it, a body in pieces is sent chunked, which some servers don't take.
    """
    return {"Content-Length": str(len(body))} if isinstance(body, Sized) else {}


def ca_bundle() -> str | None:
    """Where the environment says that the certificates are which we trust: a file or a folder."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        if os.environ.get(name):
            return os.environ[name]
    return None


def shut_down(connection: socket.socket | None) -> None:
    """Wake whoever reads from the connection and tell the server, both at once."""
    if connection is not None:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            # It is gone already.
            pass


def send_limit(request: Request) -> float:
    """Seconds for the system to take one piece of the body: a busy server may read it late."""
    total = request.timeout.total
    return SEND_TIMEOUT_SECONDS if total is None else min(SEND_TIMEOUT_SECONDS, total)


def as_wait(seconds: float | None) -> float | None:
    """A limit as sockets take it: for them 0 would mean "don't block", which is no limit."""
    return None if seconds is None else max(seconds, 0.001)
