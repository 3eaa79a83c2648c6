"""`Stream`: what the user iterates. `_wire/stream.py` makes the objects, `_io` brings the bytes."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._http import ReadTimeout, Response, TransportError
from ._wire.sse import ServerSentEvent, SSEDecoder
from ._wire.stream import StreamReader

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

__all__ = ["SSEDecoder", "ServerSentEvent", "Stream"]

_T = TypeVar("_T")


class Stream(Generic[_T]):
    """The objects of a streamed answer, as they arrive.

        for chunk in stream: ...

    Iterate, or use it in a `with` block, which closes it. It also closes, and the server stops
    working, when it is read to its end, when `close()` is called and when it is dropped. After a
    `break`, a stream that is still held goes on where it was.

    Iterating raises `APIError` with the server's words if the stream reports an error,
    `IncompleteStreamError` if it is cut off, `APITimeoutError` if the server falls silent for
    longer than `Timeout.read` seconds.
    """

    #: Status, headers and request of the answer.
    response: Response

    def __init__(self, *, response: Response, reader: StreamReader) -> None:
        self.response = response
        # The generator knows nothing of this object: no cycle, so dropping either closes at once.
        self._iterator: Generator[_T, None, None] = _objects(response, reader)
        # Enter its `try` now: closing a generator that never ran would run no `finally`.
        next(self._iterator)

    def __next__(self) -> _T:
        return next(self._iterator)

    def __iter__(self) -> Iterator[_T]:
        return self._iterator

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection now, wherever the stream is; the server stops generating.

        Any thread may call this; an iteration that is waiting just ends.
        """
        self.response.close()
        try:
            # Nothing more comes, not even what has already arrived.
            self._iterator.close()
        except ValueError:
            # Another thread is inside it, and ends now that the response is closed.
            pass


def _objects(response: Response, reader: StreamReader) -> Generator[Any, None, None]:
    """First `None`, see `Stream.__init__`, then the objects of the stream."""
    patience = response.request.timeout.read
    #: Seconds spent in waiting since the last event. What the caller does meanwhile doesn't count.
    silence = 0.0
    is_shortened = False
    try:
        yield None
        asked = time.monotonic()
        try:
            for block in response.iter_blocks():
                silence += time.monotonic() - asked
                yield from reader.feed(block)
                if reader.is_done:
                    response.finish()
                    return
                if reader.made_progress or not reader.has_started or patience is None:
                    silence = 0.0
                    if is_shortened:
                        response.wait_at_most(patience)
                        is_shortened = False
                else:
                    # Comments keep the connection open, but after the first event they are no
                    # sign of life: llama-server goes on pinging when it has been told to stop.
                    if silence >= patience:
                        raise _only_comments(response)
                    response.wait_at_most(patience - silence)
                    is_shortened = True
                asked = time.monotonic()
        except TransportError as error:
            is_over = is_shortened and isinstance(error, ReadTimeout)
            reader.break_off(_only_comments(response) if is_over else error)
            return
        if not response.is_closed:
            yield from reader.end()
    finally:
        response.close()


def _only_comments(response: Response) -> ReadTimeout:
    patience = response.request.timeout.read
    return ReadTimeout(f"{response.url.origin} sent nothing but comments for {patience:g} s.")
