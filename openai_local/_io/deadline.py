"""A body that must have come by some moment, however its bytes trickle: `Timeout.total`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from .._http import ReadTimeout
from .._wire.deadlines import total_is_over

if TYPE_CHECKING:
    from .._http import AsyncBody, Body, Request


class _Bounded:
    """What the two bodies have in common: how long the next read may wait."""

    def __init__(self, body: Any, request: Request, at: float) -> None:
        """`at`: when the request was sent, by `time.monotonic`."""
        self._body = body
        self._request = request
        self._end = at + (request.timeout.total or 0.0)
        self._silence = request.body_silence

    def _prepare(self) -> None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise total_is_over(self._request)
        self._body.wait_at_most(left if self._silence is None else min(left, self._silence))

    def _explained(self, error: ReadTimeout) -> ReadTimeout:
        return total_is_over(self._request) if time.monotonic() >= self._end else error

    def wait_at_most(self, seconds: float | None) -> None:
        """See `Body.wait_at_most`."""
        self._silence = seconds

    def close(self) -> None:
        """See `Body.close`."""
        self._body.close()


class DeadlineBody(_Bounded):
    """A `Body` with an end in time."""

    _body: Body

    def read_block(self) -> bytes:
        """See `Body.read_block`; `ReadTimeout` when the time is over."""
        self._prepare()
        try:
            return self._body.read_block()
        except ReadTimeout as error:
            raise self._explained(error) from error

    def finish(self) -> None:
        """See `Body.finish`."""
        self._body.finish()


class AsyncDeadlineBody(_Bounded):
    """An `AsyncBody` with an end in time."""

    _body: AsyncBody

    async def read_block(self) -> bytes:
        """See `AsyncBody.read_block`; `ReadTimeout` when the time is over."""
        self._prepare()
        try:
            return await self._body.read_block()
        except ReadTimeout as error:
            raise self._explained(error) from error

    async def finish(self) -> None:
        """See `AsyncBody.finish`."""
        await self._body.finish()

    async def wait_closed(self) -> None:
        """See `AsyncBody.wait_closed`."""
        await self._body.wait_closed()
