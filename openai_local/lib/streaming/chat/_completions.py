"""`client.chat.completions.stream(...)`: the events of a chat completion, sync and async.

The twins only pass chunks on; `ChatCompletionStreamState` makes the events.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic

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


class ChatCompletionStream(Closing, Generic[ResponseFormatT]):
    """The events of a streamed chat completion, and the completion that they amount to.

    Iterate over it inside the `with` of its manager. What iterating raises is said at `Stream`,
    `ChatCompletionStreamState.handle_chunk` and `parse()`; an `IncompleteStreamError` has what
    came until then in `.partial`.
    """

    #: Status, headers and request of the answer.
    response: Response

    def __init__(
        self,
        *,
        raw_stream: Stream[ChatCompletionChunk],
        response_format: type[ResponseFormatT] | ResponseFormatParam | Omit,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit,
    ) -> None:
        self.response = raw_stream.response
        self._raw_stream = raw_stream
        self._state = ChatCompletionStreamState[ResponseFormatT](
            response_format=response_format, input_tools=input_tools
        )
        # Not a method of this object: that would be a cycle, and dropping it wouldn't close.
        self._iterator = _events(raw_stream, self._state)

    def __next__(self) -> ChatCompletionStreamEvent[ResponseFormatT]:
        event: ChatCompletionStreamEvent[ResponseFormatT] = next(self._iterator)
        return event

    def __iter__(self) -> Iterator[ChatCompletionStreamEvent[ResponseFormatT]]:
        return self._iterator

    @property
    def stats(self) -> StreamStats:
        """See `Stream.stats`."""
        return self._raw_stream.stats

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

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletionSnapshot:
        """See `ChatCompletionStreamState.current_completion_snapshot`."""
        return self._state.current_completion_snapshot


class ChatCompletionStreamManager(Opening[ChatCompletionStream[ResponseFormatT]]):
    """What `stream(...)` returns: its `with` sends the request, and closes the answer at its end.

    with client.chat.completions.stream(...) as stream:
        for event in stream: ...
    """

    def __init__(
        self,
        api_request: Callable[[], Stream[ChatCompletionChunk]],
        *,
        response_format: type[ResponseFormatT] | ResponseFormatParam | Omit,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit,
    ) -> None:
        self._api_request = api_request
        self._response_format = response_format
        self._input_tools = input_tools

    def _open(self) -> ChatCompletionStream[ResponseFormatT]:
        return ChatCompletionStream(
            raw_stream=self._api_request(),
            response_format=self._response_format,
            input_tools=self._input_tools,
        )


class AsyncChatCompletionStream(AsyncClosing, Generic[ResponseFormatT]):
    """`ChatCompletionStream` for asyncio."""

    #: Status, headers and request of the answer.
    response: AsyncResponse

    def __init__(
        self,
        *,
        raw_stream: AsyncStream[ChatCompletionChunk],
        response_format: type[ResponseFormatT] | ResponseFormatParam | Omit,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit,
    ) -> None:
        self.response = raw_stream.response
        self._raw_stream = raw_stream
        self._state = ChatCompletionStreamState[ResponseFormatT](
            response_format=response_format, input_tools=input_tools
        )
        self._iterator = _AsyncEvents(raw_stream, self._state)

    async def __anext__(self) -> ChatCompletionStreamEvent[ResponseFormatT]:
        event: ChatCompletionStreamEvent[ResponseFormatT] = await self._iterator.__anext__()
        return event

    def __aiter__(self) -> AsyncIterator[ChatCompletionStreamEvent[ResponseFormatT]]:
        return self._iterator

    @property
    def stats(self) -> StreamStats:
        """See `Stream.stats`."""
        return self._raw_stream.stats

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

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletionSnapshot:
        """See `ChatCompletionStreamState.current_completion_snapshot`."""
        return self._state.current_completion_snapshot


class AsyncChatCompletionStreamManager(AsyncOpening[AsyncChatCompletionStream[ResponseFormatT]]):
    """`ChatCompletionStreamManager` for asyncio: `async with client...stream(...) as stream`."""

    def __init__(
        self,
        api_request: Awaitable[AsyncStream[ChatCompletionChunk]]
        | Callable[[], Awaitable[AsyncStream[ChatCompletionChunk]]],
        *,
        response_format: type[ResponseFormatT] | ResponseFormatParam | Omit,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit,
    ) -> None:
        self._api_request = api_request
        self._response_format = response_format
        self._input_tools = input_tools

    async def _open(self) -> AsyncChatCompletionStream[ResponseFormatT]:
        request = self._api_request
        return AsyncChatCompletionStream(
            raw_stream=await (request() if callable(request) else request),
            response_format=self._response_format,
            input_tools=self._input_tools,
        )


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
