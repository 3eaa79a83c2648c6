"""The limits of one call that are not the transport's: `Timeout.first_token`, `Timeout.total`.

A transport knows two limits, for connecting and for silence. Each try is sent with those that
follow from all the others; here is also what is said when one of these is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._http import (
    ConnectTimeout,
    ReadTimeout,
    Request,
    TotalTimeout,
    TransportError,
    WriteTimeout,
)
from .._types import Timeout

if TYPE_CHECKING:
    from collections.abc import Callable


class CallDeadlines:
    """What is left of a call's time. `monotonic` gives seconds that never go back."""

    def __init__(self, limits: Timeout, monotonic: Callable[[], float]) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._end = None if limits.total is None else monotonic() + limits.total

    def has_room_for(self, seconds: float) -> bool:
        """True if the call may take that much longer."""
        return self._end is None or self._monotonic() + seconds < self._end

    def limited(self, request: Request) -> Request:
        """The request with the limits for sending it now."""
        limits = self._limits
        if limits.total is None and limits.first_token is None:
            return request
        # Not 0, which for a socket would mean that it must not wait at all.
        left = None if self._end is None else max(self._end - self._monotonic(), 0.001)
        silence = limits.read if limits.first_token is None else limits.first_token
        return request.replace(
            timeout=Timeout(
                limits,
                connect=_least(limits.connect, left),
                read=_least(silence, left),
                write=_least(limits.write, left),
                pool=_least(limits.pool, left),
                total=left,
            )
        )

    def explained(self, error: TransportError, request: Request) -> TransportError:
        """A failure before the answer, or which limit it was that was over."""
        if not isinstance(error, (ConnectTimeout, ReadTimeout, WriteTimeout)):
            return error
        if not self.has_room_for(0):
            return total_is_over(request)
        if isinstance(error, ReadTimeout) and self._limits.first_token is not None:
            return no_first_token(request, "the answer had not begun")
        return error


def _least(one: float | None, other: float | None) -> float | None:
    given = [limit for limit in (one, other) if limit is not None]
    return min(given) if given else None


def total_is_over(request: Request) -> TotalTimeout:
    """The failure of a call that took longer than it may take in all."""
    return TotalTimeout(
        f"{request.url.origin} was not done within {request.limits.total or 0:g} s for the whole "
        "call (Timeout.total)."
    )


def no_first_token(request: Request, arrived: str) -> ReadTimeout:
    """The failure of a stream whose first token is too late; `arrived` is what there was."""
    return ReadTimeout(
        f"{request.url.origin} sent no first token within {request.limits.first_token or 0:g} s "
        f"(Timeout.first_token); {arrived}. A long prompt or a slow machine may need more."
    )


def silent(request: Request) -> ReadTimeout:
    """The failure of a stream that has begun and then stopped."""
    return ReadTimeout(
        f"{request.url.origin} was silent for {request.limits.read or 0:g} s (Timeout.read)."
    )


def only_comments(request: Request) -> ReadTimeout:
    """The failure of a stream in which nothing but comments came after its beginning."""
    return ReadTimeout(
        f"{request.url.origin} sent nothing but comments for {request.limits.read or 0:g} s "
        "(Timeout.read)."
    )
