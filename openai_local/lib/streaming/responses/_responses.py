"""`client.responses.stream(...)`: events with the text so far, and the response at the end.

with client.responses.stream(model="local", input="Hello") as stream:
    for event in stream:
        if event.type == "response.output_text.delta":
            print(event.delta, end="", flush=True)
    response = stream.get_final_response()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic

from ...._closing import AsyncClosing, AsyncOpening, Closing, Opening
from ...._exceptions import IncompleteStreamError
from ...._types import NotGiven, Omit
from ....types.responses import (
    ParsedResponse,
    ToolParam,
)
from ._events import ResponseStreamEvent, TextFormatT
from ._state import ResponseStreamState

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = [
    "AsyncResponseStream",
    "AsyncResponseStreamManager",
    "ResponseStream",
    "ResponseStreamManager",
    "ResponseStreamState",
]


class _Stream(Generic[TextFormatT]):
    """What both kinds of stream have."""

    def __init__(
        self,
        *,
        raw_stream: Any,
        text_format: type[TextFormatT] | Omit | NotGiven,
        input_tools: Iterable[ToolParam] | Omit | NotGiven,
        starting_after: int | None,
    ) -> None:
        self._raw_stream = raw_stream
        self._response = raw_stream.response
        self._state: ResponseStreamState[TextFormatT] = ResponseStreamState(
            text_format=text_format, input_tools=input_tools, starting_after=starting_after
        )


class _Manager(Generic[TextFormatT]):
    """What both kinds of manager are made of."""

    def __init__(
        self,
        api_request: Callable[[], Any],
        *,
        text_format: type[TextFormatT] | Omit | NotGiven,
        input_tools: Iterable[ToolParam] | Omit | NotGiven,
        starting_after: int | None,
    ) -> None:
        self._api_request = api_request
        self._options: dict[str, Any] = {
            "text_format": text_format,
            "input_tools": input_tools,
            "starting_after": starting_after,
        }


class ResponseStream(_Stream[TextFormatT], Closing):
    """The events of one response, as they arrive. Iterating raises what `Stream` raises.

    An `IncompleteStreamError` has the response so far in `partial`.
    """

    def __next__(self) -> ResponseStreamEvent[TextFormatT]:
        try:
            while True:
                events = self._state.handle_event(next(self._raw_stream))
                if events:
                    return events[0]
        except IncompleteStreamError as error:
            error.partial = self._state.snapshot()
            raise

    def __iter__(self) -> Self:
        return self

    def close(self) -> None:
        """Close the connection now; the server stops generating."""
        self._raw_stream.close()

    def get_final_response(self) -> ParsedResponse[TextFormatT]:
        """Read to the end; the whole response, parsed.

        Raises `RuntimeError` if it was not completed: it failed, or was cut at a limit.
        """
        self.until_done()
        return self._state.final_response()

    def until_done(self) -> Self:
        """Read to the end."""
        for _ in self:
            pass
        return self


class ResponseStreamManager(_Manager[TextFormatT], Opening[ResponseStream[TextFormatT]]):
    """Sends the request when its `with` begins, and closes the stream at its end."""

    def _open(self) -> ResponseStream[TextFormatT]:
        return ResponseStream(raw_stream=self._api_request(), **self._options)


class AsyncResponseStream(_Stream[TextFormatT], AsyncClosing):
    """`ResponseStream` for asyncio."""

    async def __anext__(self) -> ResponseStreamEvent[TextFormatT]:
        try:
            while True:
                events = self._state.handle_event(await self._raw_stream.__anext__())
                if events:
                    return events[0]
        except IncompleteStreamError as error:
            error.partial = self._state.snapshot()
            raise

    def __aiter__(self) -> Self:
        return self

    async def close(self) -> None:
        """See `ResponseStream.close`."""
        await self._raw_stream.close()

    async def get_final_response(self) -> ParsedResponse[TextFormatT]:
        """See `ResponseStream.get_final_response`."""
        await self.until_done()
        return self._state.final_response()

    async def until_done(self) -> Self:
        """See `ResponseStream.until_done`."""
        async for _ in self:
            pass
        return self


class AsyncResponseStreamManager(
    _Manager[TextFormatT], AsyncOpening[AsyncResponseStream[TextFormatT]]
):
    """`ResponseStreamManager` for asyncio."""

    async def _open(self) -> AsyncResponseStream[TextFormatT]:
        return AsyncResponseStream(raw_stream=await self._api_request(), **self._options)
