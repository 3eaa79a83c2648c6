"""`Stream`: what the user iterates. `_wire/stream.py` makes the objects, `_io` brings the bytes."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args

from ._closing import AsyncClosing, Closing
from ._http import AsyncResponse, ReadTimeout, Response, TotalTimeout, TransportError
from ._wire.deadlines import no_first_token, only_comments, silent
from ._wire.exchange import connection_error
from ._wire.sse import ServerSentEvent, SSEDecoder as EventDecoder
from ._wire.stream import StreamReader, rule_for

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._wire.tally import StreamStats

__all__ = ["AsyncStream", "SSEDecoder", "ServerSentEvent", "Stream"]

_T = TypeVar("_T")


class SSEDecoder(EventDecoder):
    """The events of a whole body, for programs that read one themselves.

    As with the official SDK, and other than in the streams here: an event is whatever ends in a
    blank line, also without data; one that the body's end cuts short is none.
    """

    def iter_bytes(self, iterator: Iterator[bytes]) -> Iterator[ServerSentEvent]:
        """Each event as soon as its blank line has arrived."""
        try:
            for block in iterator:
                yield from self.feed(block)
        finally:
            self._forget()

    async def aiter_bytes(self, iterator: AsyncIterator[bytes]) -> AsyncIterator[ServerSentEvent]:
        """`iter_bytes` for asyncio."""
        try:
            async for block in iterator:
                for event in self.feed(block):
                    yield event
        finally:
            self._forget()

    def decode(self, line: str) -> ServerSentEvent | None:
        """Take one line without its end; the event that it ends, if it is blank."""
        return self._read_line(line.encode())

    def _read_field(self, line: bytes) -> None:
        # An error in place of an event is none here.
        super()._read_field(line)

    def _is_event(self) -> bool:
        fields = (self._event, self._data, self._last_event_id)
        return any(fields) or self._retry is not None

    def _forget(self) -> None:
        # A caller may go on to look at it, or read another body.
        vars(self).update(vars(type(self)(self._max_event_bytes)))


class Stream(Closing, Generic[_T]):
    """The objects of a streamed answer, as they arrive.

        for chunk in stream: ...

    Iterate, or use it in a `with` block, which closes it. It also closes, and the server stops
    working, when it is read to its end, when `close()` is called and when it is dropped. After a
    `break`, a stream that is still held goes on where it was.

    Iterating raises `APIError` with the server's words if the stream reports an error,
    `IncompleteStreamError` if it is cut off, `APITimeoutError` if a limit of `Timeout` is over:
    the server falls silent for longer than `read` seconds, and so on.
    """

    #: Status, headers and request of the answer.
    response: Response

    def __init__(
        self,
        *,
        cast_to: Any = object,
        response: Any,
        client: Any = None,
        options: Any = None,
        reader: StreamReader | None = None,
    ) -> None:
        """Programs make one of an `httpx.Response` of their own, as with the official SDK.

        `cast_to` is what its objects become; `client` and `options` are not used.
        """
        if reader is None:
            from ._io.httpx_ import received

            rule = rule_for(cast_to, response)
            if not isinstance(response, Response):
                response = received(response)
            reader = StreamReader(response, rule, strict=False)
        self.response = response
        self._cast_to = cast_to
        self._patience = _Patience(response, reader)
        # The generator knows nothing of this object: no cycle, so dropping either closes at once.
        self._objects: Generator[_T, None, None] = _objects(response, reader, self._patience)
        # Enter its `try` now: closing a generator that never ran would run no `finally`.
        next(self._objects)
        self._iterator: Iterator[_T] = self.__stream__()

    @classmethod
    def over(cls, response: Response, own_type: Any) -> Self:
        """A stream of an answer; `own_type` is this class with its items, as `Stream[Model]`."""
        return cls(cast_to=_item_of(own_type), response=response)

    def __stream__(self) -> Iterator[_T]:
        """The objects as they arrive; programs that trace calls override it in a subclass."""
        return self._objects

    def _iter_events(self) -> Iterator[ServerSentEvent]:
        """The events before they become objects, for programs that read these themselves."""
        try:
            yield from SSEDecoder().iter_bytes(self.response.iter_bytes())
        except TransportError as error:
            raise connection_error(error, self.response.request) from error
        # Held until here: a stream that is dropped closes its response.
        self.close()

    def __next__(self) -> _T:
        return next(self._iterator)

    def __iter__(self) -> Iterator[_T]:
        return self._iterator

    @property
    def stats(self) -> StreamStats:
        """How fast it is, at any time: time to first token, tokens per second and so on."""
        return self._patience.stats()

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
    """The objects of a streamed answer, in asyncio or trio: `async for chunk in stream`.

    Everything said of `Stream` holds. It also closes when the task that waits for its next
    object is cancelled.
    """

    #: Status, headers and request of the answer.
    response: AsyncResponse

    def __init__(
        self,
        *,
        cast_to: Any = object,
        response: Any,
        client: Any = None,
        options: Any = None,
        reader: StreamReader | None = None,
    ) -> None:
        """See `Stream.__init__`; to be called in a coroutine."""
        if reader is None:
            from ._io.httpx_ import async_received

            rule = rule_for(cast_to, response)
            if not isinstance(response, Response):
                response = async_received(response)
            reader = StreamReader(response, rule, strict=False)
        self.response = response
        self._cast_to = cast_to
        self._patience = _Patience(response, reader)
        self._objects = _AsyncObjects(response, reader, self._patience)
        self._iterator: AsyncIterator[_T] = self.__stream__()

    @classmethod
    def over(cls, response: AsyncResponse, own_type: Any) -> Self:
        """See `Stream.over`."""
        return cls(cast_to=_item_of(own_type), response=response)

    def __stream__(self) -> AsyncIterator[_T]:
        """See `Stream.__stream__`."""
        return self._objects

    async def _iter_events(self) -> AsyncIterator[ServerSentEvent]:
        """See `Stream._iter_events`."""
        try:
            async for event in SSEDecoder().aiter_bytes(self.response.aiter_bytes()):
                yield event
        except TransportError as error:
            raise connection_error(error, self.response.request) from error
        await self.close()

    async def __anext__(self) -> _T:
        return await self._iterator.__anext__()

    def __aiter__(self) -> AsyncIterator[_T]:
        return self._iterator

    @property
    def stats(self) -> StreamStats:
        """See `Stream.stats`."""
        return self._patience.stats()

    async def close(self) -> None:
        """Close the connection now, wherever the stream is; the server stops generating."""
        await self.response.aclose()

    async def aclose(self) -> None:
        """The same as `close`, under the name that async generators use."""
        await self.close()


def _item_of(stream_type: Any) -> Any:
    """`Model` for `Stream[Model]`, and for a class that is derived from it."""
    bases = (stream_type, *getattr(stream_type, "__orig_bases__", ()))
    return next((args[0] for base in bases if (args := get_args(base))), object)


def _objects(
    response: Response, reader: StreamReader, patience: _Patience
) -> Generator[Any, None, None]:
    """First `None`, see `Stream.__init__`, then the objects of the stream."""
    try:
        yield None
        try:
            patience.judge()
            patience.begins_to_wait()
            for block in response.iter_blocks():
                patience.has_waited()
                yield from reader.feed(block)
                if reader.is_done:
                    response.finish()
                    return
                patience.judge()
                patience.begins_to_wait()
        except TransportError as error:
            reader.break_off(patience.explained(error))
            return
        if not response.is_closed:
            yield from reader.end()
    finally:
        response.close()


class _AsyncObjects:
    """What `_objects` is, for asyncio and trio.

    Not an async generator: the event loop closes those some time after they were dropped.
    """

    def __init__(self, response: AsyncResponse, reader: StreamReader, patience: _Patience) -> None:
        self._response = response
        self._reader = reader
        self._patience = patience
        self._arrived: Iterator[Any] = iter(())
        self._is_at_end = False
        self._is_running = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        if self._is_running:
            # The same as an asynchronous generator, which it is officially.
            raise RuntimeError("This stream is being read by another task already.")
        self._is_running = True
        try:
            while not self._response.is_closed:
                for item in self._arrived:
                    return item
                if self._is_at_end:
                    break
                await self._read_on()
        except BaseException:
            # Also when the task is cancelled: the server must not go on for nobody.
            await self._response.aclose()
            raise
        finally:
            self._is_running = False
        await self._response.aclose()
        raise StopAsyncIteration

    async def _read_on(self) -> None:
        """Let the next block, or the end of the body, arrive."""
        reader, response = self._reader, self._response
        if reader.is_done:
            await response.afinish()
            return
        try:
            self._patience.judge()
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
    """The limits of a stream, and when what arrived; it reads the clock for all of it.

    The read timeout, which comments do not extend once the answer has begun: a llama-server that
    has been told to stop generates nothing more, but goes on sending comments to keep the
    connection open. Only time spent in waiting counts, not what the caller does between two
    objects. Before the first token, `Timeout.first_token` takes its place, if there is one.
    """

    def __init__(self, response: Response, reader: StreamReader) -> None:
        self._response = response
        self._reader = reader
        self._limit = response.request.limits.read
        self._first_limit = response.request.limits.first_token
        self._silence = 0.0
        self._asked = 0.0
        self._is_shortened = False
        #: When the first token and the last bytes arrived.
        self._first_at: float | None = None
        self._last_at = response.sent_at

    def begins_to_wait(self) -> None:
        self._asked = time.monotonic()

    def has_waited(self) -> None:
        self._last_at = now = time.monotonic()
        self._silence += now - self._asked

    def judge(self) -> None:
        """Before the next wait: raise `ReadTimeout` if nothing that matters came for too long."""
        reader = self._reader
        if self._first_at is None:
            if reader.has_tokens:
                self._first_at = self._last_at
            elif self._first_limit is not None:
                self._wait_for_first_token(self._first_limit)
                return
        if self._limit is None or reader.made_progress or not reader.has_begun:
            self._silence = 0.0
            if self._is_shortened:
                self._response.wait_at_most(self._limit)
                self._is_shortened = False
            return
        if self._silence >= self._limit:
            raise only_comments(self._response.request)
        self._response.wait_at_most(self._limit - self._silence)
        self._is_shortened = True

    def _wait_for_first_token(self, limit: float) -> None:
        left = self._response.sent_at + limit - time.monotonic()
        if left <= 0:
            raise no_first_token(self._response.request, self._reader.arrived)
        self._response.wait_at_most(left)
        self._is_shortened = True

    def explained(self, error: TransportError) -> TransportError:
        """The same failure, or which limit it was that is over."""
        explained = self._limit_behind(error)
        explained.behind = error.behind
        return explained

    def _limit_behind(self, error: TransportError) -> TransportError:
        if not isinstance(error, ReadTimeout) or isinstance(error, TotalTimeout):
            return error
        request = self._response.request
        if self._first_limit is not None and self._first_at is None:
            return no_first_token(request, self._reader.arrived)
        if self._is_shortened:
            return only_comments(request)
        return error if self._first_at is None else silent(request)

    def stats(self) -> StreamStats:
        """How fast the stream is so far."""
        sent_at, first_at = self._response.sent_at, self._first_at
        if first_at is None and self._reader.has_tokens:
            # It came with the block that is being handed out.
            first_at = self._last_at
        first_after = None if first_at is None else first_at - sent_at
        return self._reader.stats(first_after, self._last_at - sent_at)


#: Official names of this module that are loaded when they are asked for.
_TYPES = frozenset(
    {"SSEBytesDecoder", "_SSELineDecoder", "extract_stream_chunk_type", "is_stream_class_type"}
)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in _TYPES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__package__}._stream_types"), name)
