"""The body of an answer of which a cancelled read takes something along."""

from __future__ import annotations

from .._http import Request, TransportError
from .failures import Failures


class CancellableBody:
    """See `AsyncBody`. A subclass reads, and closes."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._is_closed = False
        #: True once part of the body can't be read any more.
        self._has_lost = False

    async def read_block(self) -> bytes:
        """See `AsyncBody.read_block`."""
        if self._has_lost:
            raise Failures(self._request).broken("a read of it was cancelled")
        try:
            return await self._read()
        except TransportError:
            if self._is_closed:
                # Closed by another task, which is why the read failed.
                return b""
            raise
        except BaseException:
            # Cancelled: the rest, if there is any, must not pass for the end of the body.
            self._has_lost = not self._is_closed
            self.close()
            raise

    async def _read(self) -> bytes:
        """The next block; `TransportError` if that fails."""
        raise NotImplementedError

    def close(self) -> None:
        """See `AsyncBody.close`."""
        raise NotImplementedError
