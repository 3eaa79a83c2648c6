"""The events of the `stream()` helper: those of the API, some with what came before them."""

from __future__ import annotations

from typing import Generic, TypeAlias

from ...._typing import TypeVar
from ...._wire.deltas import TextSoFar
from ....types import responses as raw
from ....types.responses import ParsedResponse
from ....types.responses.response_stream_event import PlainStreamEvent
from .._lazy_event import LazyEvent

__all__ = [
    "ResponseCompletedEvent",
    "ResponseFunctionCallArgumentsDeltaEvent",
    "ResponseStreamEvent",
    "ResponseTextDeltaEvent",
    "ResponseTextDoneEvent",
]

TextFormatT = TypeVar("TextFormatT", default=None)


class ResponseTextDeltaEvent(
    LazyEvent, raw.ResponseTextDeltaEvent, lazy={"snapshot": TextSoFar.read}
):
    """More of a text; `snapshot` is the text so far."""

    snapshot: str


class ResponseTextDoneEvent(raw.ResponseTextDoneEvent, Generic[TextFormatT]):
    """A whole text; `parsed` is the object that it holds, if `text_format` was given."""

    parsed: TextFormatT | None = None


class ResponseFunctionCallArgumentsDeltaEvent(
    LazyEvent, raw.ResponseFunctionCallArgumentsDeltaEvent, lazy={"snapshot": TextSoFar.read}
):
    """More of a function call's arguments; `snapshot` is their JSON so far."""

    snapshot: str


class ResponseCompletedEvent(raw.ResponseCompletedEvent, Generic[TextFormatT]):
    """The end; `response` is whole and parsed."""

    response: ParsedResponse[TextFormatT]


ResponseStreamEvent: TypeAlias = (
    ResponseTextDeltaEvent
    | ResponseTextDoneEvent[TextFormatT]
    | ResponseFunctionCallArgumentsDeltaEvent
    | ResponseCompletedEvent[TextFormatT]
    | PlainStreamEvent
)
