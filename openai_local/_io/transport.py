"""What a transport is: the one thing that the rest of the package asks of an HTTP library."""

from __future__ import annotations

from typing import Protocol

from .._http import Request, Response


class Transport(Protocol):
    """Sends requests. Safe to use from several threads at once."""

    def send(self, request: Request) -> Response:
        """Send and return the response as soon as its headers are there, its body unread.

        Redirects are not followed and nothing is tried twice. Raises `TransportError` for
        whatever goes wrong on the way.
        """

    def close(self) -> None:
        """Close all idle connections."""
