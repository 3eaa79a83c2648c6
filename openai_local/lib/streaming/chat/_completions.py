"""`client.chat.completions.stream(...)`: the events of a chat completion, sync and async.

The twins only pass chunks on; `ChatCompletionStreamState` makes the events.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from ...._closing import AsyncClosing, AsyncOpening, Closing, Opening
from ...._streaming import AsyncStream, Stream
from ...._types import Omit
from ....types.chat import ChatCompletionChunk, ChatCompletionToolUnionParam, ParsedChatCompletion
from ....types.chat.completion_create_params import ResponseFormat as ResponseFormatParam
from ..._parsing import ResponseFormatT
from ._events import ChatCompletionStreamEvent
from ._state import ChatCompletionStreamState, partial_if_cut
from ._types import ParsedChatCompletionSnapshot

if TYPE_CHECKING:
    from typing_extensions import Self

    from ...._http import AsyncResponse, Response
    from ...._wire.tally import StreamStats


def _events(
    raw_stream: Stream[ChatCompletionChunk], state: ChatCompletionStreamState[Any]
) -> Iterator[Any]:
    with partial_if_cut(state):
        for chunk in raw_stream:
            yield from state.handle_chunk(chunk)


class _AsyncEvents:
    """What `_events` is, for asyncio: no generator, which the event loop would close too late."""

    def __init__(
        self,
        raw_stream: AsyncStream[ChatCompletionChunk],
        state: ChatCompletionStreamState[Any],
    ) -> None:
        self._raw_stream = raw_stream
        self._state = state
        self._arrived: Iterator[Any] = iter(())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        while True:
            for event in self._arrived:
                return event
            with partial_if_cut(self._state):
                chunk = await self._raw_stream.__anext__()
            self._arrived = iter(self._state.handle_chunk(chunk))


class _Stream(Generic[ResponseFormatT]):
    """What both kinds of stream have."""

    #: Makes the events. Not a method: that would be a cycle, and dropping a stream wouldn't close.
    _events: ClassVar[Any]
    _iterator: Any

    def __init__(
        self,
        *,
        raw_stream: Any,
        response_format: type[ResponseFormatT] | ResponseFormatParam | Omit,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit,
    ) -> None:
        self.response = raw_stream.response
        self._raw_stream = raw_stream
        self._state = ChatCompletionStreamState[ResponseFormatT](
            response_format=response_format, input_tools=input_tools
        )
        self._iterator = self._events(raw_stream, self._state)

    @property
    def stats(self) -> StreamStats:
        """See `Stream.stats`."""
        stats: StreamStats = self._raw_stream.stats
        return stats

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletionSnapshot:
        """See `ChatCompletionStreamState.current_completion_snapshot`."""
        return self._state.current_completion_snapshot


class _Manager(Generic[ResponseFormatT]):
    """What both kinds of manager are made of."""

    def __init__(
        self,
        api_request: Any,
        *,
        response_format: type[ResponseFormatT] | ResponseFormatParam | Omit,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit,
    ) -> None:
        self._api_request = api_request
        self._options: dict[str, Any] = {
            "response_format": response_format,
            "input_tools": input_tools,
        }


class ChatCompletionStream(_Stream[ResponseFormatT], Closing):
    """The events of a streamed chat completion, and the completion that they amount to.

    Iterate over it inside the `with` of its manager. What iterating raises is said at `Stream`,
    `ChatCompletionStreamState.handle_chunk` and `parse()`; an `IncompleteStreamError` has what
    came until then in `.partial`.
    """

    #: Status, headers and request of the answer.
    response: Response

    _events = staticmethod(_events)
    _iterator: Iterator[ChatCompletionStreamEvent[ResponseFormatT]]

    def __next__(self) -> ChatCompletionStreamEvent[ResponseFormatT]:
        return next(self._iterator)

    def __iter__(self) -> Iterator[ChatCompletionStreamEvent[ResponseFormatT]]:
        return self._iterator

    def close(self) -> None:
        """Close the connection now; the server stops generating."""
        self._raw_stream.close()

    def until_done(self) -> Self:
        """Read to the end."""
        for _ in self:
            pass
        return self

    def get_final_completion(self) -> ParsedChatCompletion[ResponseFormatT]:
        """Read to the end; the whole completion with everything parsed.

        Raises `LengthFinishReasonError` or `ContentFilterFinishReasonError` if it ended that way.
        """
        self.until_done()
        return self._state.get_final_completion()


class ChatCompletionStreamManager(
    _Manager[ResponseFormatT], Opening[ChatCompletionStream[ResponseFormatT]]
):
    """What `stream(...)` returns: its `with` sends the request, and closes the answer at its end.

    with client.chat.completions.stream(...) as stream:
        for event in stream: ...
    """

    def _open(self) -> ChatCompletionStream[ResponseFormatT]:
        return ChatCompletionStream(raw_stream=self._api_request(), **self._options)


class AsyncChatCompletionStream(_Stream[ResponseFormatT], AsyncClosing):
    """`ChatCompletionStream` for asyncio."""

    #: Status, headers and request of the answer.
    response: AsyncResponse

    _events = _AsyncEvents
    _iterator: AsyncIterator[ChatCompletionStreamEvent[ResponseFormatT]]

    async def __anext__(self) -> ChatCompletionStreamEvent[ResponseFormatT]:
        return await self._iterator.__anext__()

    def __aiter__(self) -> AsyncIterator[ChatCompletionStreamEvent[ResponseFormatT]]:
        return self._iterator

    async def close(self) -> None:
        """Close the connection now; the server stops generating."""
        await self._raw_stream.close()

    async def until_done(self) -> Self:
        """Read to the end."""
        async for _ in self:
            pass
        return self

    async def get_final_completion(self) -> ParsedChatCompletion[ResponseFormatT]:
        """See `ChatCompletionStream.get_final_completion`."""
        await self.until_done()
        return self._state.get_final_completion()


class AsyncChatCompletionStreamManager(
    _Manager[ResponseFormatT], AsyncOpening[AsyncChatCompletionStream[ResponseFormatT]]
):
    """`ChatCompletionStreamManager` for asyncio: `async with client...stream(...) as stream`."""

    async def _open(self) -> AsyncChatCompletionStream[ResponseFormatT]:
        request = self._api_request
        raw_stream = await (request() if callable(request) else request)
        return AsyncChatCompletionStream(raw_stream=raw_stream, **self._options)
