"""The events of `client.chat.completions.stream(...)`. Told apart by `type`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias

from ...._models import BaseModel
from ...._wire.deltas import TextSoFar
from ....types.chat import ChatCompletionChunk, ChatCompletionTokenLogprob
from ..._parsing import ResponseFormatT
from .._lazy_event import LazyEvent
from ._types import ParsedChatCompletionSnapshot


def _snapshot(state: Any) -> Any:
    return state.current_completion_snapshot


class ChunkEvent(LazyEvent, lazy={"snapshot": _snapshot}):
    """Comes first for every chunk. `snapshot` is the completion as far as it has come."""

    type: Literal["chunk"]
    chunk: ChatCompletionChunk
    snapshot: ParsedChatCompletionSnapshot


class ContentDeltaEvent(LazyEvent, lazy={"snapshot": TextSoFar.read, "parsed": TextSoFar.parsed}):
    """More content. `snapshot` is all of it so far.

    `parsed` is what can be read of it as JSON, if a type was given as `response_format`. Each
    read of either looks at the whole text again.
    """

    type: Literal["content.delta"]
    delta: str
    snapshot: str
    parsed: object | None = None


class ContentDoneEvent(BaseModel, Generic[ResponseFormatT]):
    """The content is complete; `parsed` is an instance of the type that was asked for."""

    type: Literal["content.done"]
    content: str
    if TYPE_CHECKING:
        parsed: ResponseFormatT | None = None
    else:
        # The type has a default, None: pydantic would take any other for a mistake.
        parsed: Any = None


class RefusalDeltaEvent(LazyEvent, lazy={"snapshot": TextSoFar.read}):
    """More of a refusal. `snapshot` is all of it so far."""

    type: Literal["refusal.delta"]
    delta: str
    snapshot: str


class RefusalDoneEvent(BaseModel):
    type: Literal["refusal.done"]
    refusal: str


class FunctionToolCallArgumentsDeltaEvent(
    LazyEvent, lazy={"arguments": TextSoFar.read, "parsed_arguments": TextSoFar.parsed}
):
    """More of a call's arguments. `arguments` is all of their text so far.

    `index` is the position of the call in `message.tool_calls`. `parsed_arguments` is what can
    be read of the text as JSON, if the tool is strict.
    """

    type: Literal["tool_calls.function.arguments.delta"]
    name: str
    index: int
    arguments: str
    parsed_arguments: object
    arguments_delta: str


class FunctionToolCallArgumentsDoneEvent(BaseModel):
    """A call is complete; `parsed_arguments` is an instance of the tool's model if it has one."""

    type: Literal["tool_calls.function.arguments.done"]
    name: str
    index: int
    arguments: str
    parsed_arguments: object


class LogprobsContentDeltaEvent(LazyEvent):
    """`snapshot` is the list that goes on growing, not a copy."""

    type: Literal["logprobs.content.delta"]
    content: list[ChatCompletionTokenLogprob]
    snapshot: list[ChatCompletionTokenLogprob]


class LogprobsContentDoneEvent(BaseModel):
    type: Literal["logprobs.content.done"]
    content: list[ChatCompletionTokenLogprob]


class LogprobsRefusalDeltaEvent(LazyEvent):
    """`snapshot` is the list that goes on growing, not a copy."""

    type: Literal["logprobs.refusal.delta"]
    refusal: list[ChatCompletionTokenLogprob]
    snapshot: list[ChatCompletionTokenLogprob]


class LogprobsRefusalDoneEvent(BaseModel):
    type: Literal["logprobs.refusal.done"]
    refusal: list[ChatCompletionTokenLogprob]


ChatCompletionStreamEvent: TypeAlias = (
    ChunkEvent
    | ContentDeltaEvent
    | ContentDoneEvent[ResponseFormatT]
    | RefusalDeltaEvent
    | RefusalDoneEvent
    | FunctionToolCallArgumentsDeltaEvent
    | FunctionToolCallArgumentsDoneEvent
    | LogprobsContentDeltaEvent
    | LogprobsContentDoneEvent
    | LogprobsRefusalDeltaEvent
    | LogprobsRefusalDoneEvent
)
