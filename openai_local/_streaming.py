"""`Stream`: what the user iterates. `_wire/stream.py` makes the objects, `_io` brings the bytes."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._closing import AsyncClosing, Closing
from ._http import AsyncResponse, ReadTimeout, Response, TransportError
from ._wire.sse import ServerSentEvent, SSEDecoder
from ._wire.stream import StreamReader

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["AsyncStream", "SSEDecoder", "ServerSentEvent", "Stream"]

_T = TypeVar("_T")


class Stream(Closing, Generic[_T]):
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
        self._objects: Generator[_T, None, None] = _objects(response, reader)
        # Enter its `try` now: closing a generator that never ran would run no `finally`.
        next(self._objects)
        self._iterator: Iterator[_T] = self.__stream__()

    def __stream__(self) -> Iterator[_T]:
        """The objects as they arrive; programs that trace calls override it in a subclass."""
        return self._objects

    def __next__(self) -> _T:
        return next(self._iterator)

    def __iter__(self) -> Iterator[_T]:
        return self._iterator

    def close(self) -> None:
        """Close the connection now, wherever the stream is; the server stops generating.

        Any thread may call this; an iteration that is waiting just ends.
        """
        self.response.close()
        try:
            # Nothing more comes, not even what has already arrived.
            self._objects.close()
        except ValueError:
            # Another thread is inside it, and ends now that the response is closed.
            pass


class AsyncStream(AsyncClosing, Generic[_T]):
    """The objects of a streamed answer in asyncio, as they arrive: `async for chunk in stream`.

    Everything said of `Stream` holds. It also closes when the task that waits for its next
    object is cancelled.
    """

    #: Status, headers and request of the answer.
    response: AsyncResponse

    def __init__(self, *, response: AsyncResponse, reader: StreamReader) -> None:
        self.response = response
        self._objects = _AsyncObjects(response, reader)
        self._iterator: AsyncIterator[_T] = self.__stream__()

    def __stream__(self) -> AsyncIterator[_T]:
        """See `Stream.__stream__`."""
        return self._objects

    async def __anext__(self) -> _T:
        return await self._iterator.__anext__()

    def __aiter__(self) -> AsyncIterator[_T]:
        return self._iterator

    async def close(self) -> None:
        """Close the connection now, wherever the stream is; the server stops generating."""
        self.response.close()

    async def aclose(self) -> None:
        """The same as `close`, under the name that async generators use."""
        await self.close()


def _objects(response: Response, reader: StreamReader) -> Generator[Any, None, None]:
    """First `None`, see `Stream.__init__`, then the objects of the stream."""
    patience = _Patience(response)
    try:
        yield None
        patience.begins_to_wait()
        try:
            for block in response.iter_blocks():
                patience.has_waited()
                yield from reader.feed(block)
                if reader.is_done:
                    response.finish()
                    return
                patience.judge(reader)
                patience.begins_to_wait()
        except TransportError as error:
            reader.break_off(patience.explained(error))
            return
        if not response.is_closed:
            yield from reader.end()
    finally:
        response.close()


class _AsyncObjects:
    """What `_objects` is, for asyncio.

    Not an async generator: the event loop closes those some time after they were dropped.
    """

    def __init__(self, response: AsyncResponse, reader: StreamReader) -> None:
        self._response = response
        self._reader = reader
        self._patience = _Patience(response)
        self._arrived: Iterator[Any] = iter(())
        self._is_at_end = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        try:
            while not self._response.is_closed:
                for item in self._arrived:
                    return item
                if self._is_at_end:
                    break
                await self._read_on()
        except BaseException:
            # Also when the task is cancelled: the server must not go on for nobody.
            self._response.close()
            raise
        self._response.close()
        raise StopAsyncIteration

    async def _read_on(self) -> None:
        """Let the next block, or the end of the body, arrive."""
        reader, response = self._reader, self._response
        if reader.is_done:
            response.finish()
            return
        try:
            self._patience.judge(reader)
            self._patience.begins_to_wait()
            block = await response.read_block()
            self._patience.has_waited()
        except TransportError as error:
            self._is_at_end = True
            reader.break_off(self._patience.explained(error))
            return
        if block:
            self._arrived = reader.feed(block)
        elif not response.is_closed:
            self._is_at_end = True
            self._arrived = reader.end()

    def __del__(self) -> None:
        self._response.close()


class _Patience:
    """The read timeout, which comments do not extend once the answer has begun.

    A llama-server that has been told to stop generates nothing more, but goes on sending
    comments to keep the connection open. Only time spent in waiting counts, not what the caller
    does between two objects.
    """

    def __init__(self, response: Response) -> None:
        self._response = response
        self._limit = response.request.timeout.read
        self._silence = 0.0
        self._asked = 0.0
        self._is_shortened = False

    def begins_to_wait(self) -> None:
        self._asked = time.monotonic()

    def has_waited(self) -> None:
        self._silence += time.monotonic() - self._asked

    def judge(self, reader: StreamReader) -> None:
        """After a block: raise `ReadTimeout` if comments were all there was for too long."""
        if self._limit is None or reader.made_progress or not reader.has_started:
            self._silence = 0.0
            if self._is_shortened:
                self._response.wait_at_most(self._limit)
                self._is_shortened = False
            return
        if self._silence >= self._limit:
            raise self._only_comments()
        self._response.wait_at_most(self._limit - self._silence)
        self._is_shortened = True

    def explained(self, error: TransportError) -> TransportError:
        """The same failure, or what it is if it ended a wait that comments had shortened."""
        is_over = self._is_shortened and isinstance(error, ReadTimeout)
        return self._only_comments() if is_over else error

    def _only_comments(self) -> ReadTimeout:
        origin = self._response.url.origin
        return ReadTimeout(f"{origin} sent nothing but comments for {self._limit:g} s.")
