"""Events of one response -> events that know what came before them, and the response so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, NamedTuple

from ...._types import NotGiven, Omit, is_given
from ...._wire.deltas import GrowingText, TextSoFar
from ....types.responses import ParsedResponse, Response, ToolParam
from ..._parsing._responses import parse_response, parse_text
from .._lazy_event import LazyEvent
from ._events import (
    ResponseCompletedEvent,
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseStreamEvent,
    ResponseTextDeltaEvent,
    ResponseTextDoneEvent,
    TextFormatT,
)
from ._types import ParsedResponseSnapshot


class _Place(NamedTuple):
    """Where in an item a text is that arrives in deltas."""

    #: The item's field: the text itself, or the list of the parts that hold it.
    field: str
    #: The event's field that says which part; the rest is of the part.
    numbered: str = ""
    part_type: str = ""
    part_field: str = ""


#: By type of event, without the `.delta` at its end.
_PLACES = {
    "response.output_text": _Place("content", "content_index", "output_text", "text"),
    "response.refusal": _Place("content", "content_index", "refusal", "refusal"),
    "response.reasoning_text": _Place("content", "content_index", "reasoning_text", "text"),
    "response.reasoning_summary_text": _Place("summary", "summary_index", "summary_text", "text"),
    "response.function_call_arguments": _Place("arguments"),
    "response.custom_tool_call_input": _Place("input"),
    "response.mcp_call_arguments": _Place("arguments"),
    "response.code_interpreter_call_code": _Place("code"),
}

_WITH_SNAPSHOT: dict[str, type[LazyEvent]] = {
    "response.output_text.delta": ResponseTextDeltaEvent,
    "response.function_call_arguments.delta": ResponseFunctionCallArgumentsDeltaEvent,
}
_CLOSING = ("response.failed", "response.incomplete", "response.cancelled")


class ResponseStreamState(Generic[TextFormatT]):
    """Fed with the events of the API, one by one; puts the response together from them."""

    def __init__(
        self,
        *,
        input_tools: Iterable[ToolParam] | Omit | NotGiven | None,
        text_format: type[TextFormatT] | Omit | NotGiven,
        starting_after: int | None = None,
    ) -> None:
        self._input_tools: list[Any] = []
        if input_tools and is_given(input_tools):
            self._input_tools = list(input_tools)  # type: ignore[arg-type]
        self._text_format = text_format
        self._starting_after = starting_after
        #: The response of the last event that had one.
        self._latest: Any = None
        self._items: dict[Any, _Item] = {}
        self._completed_response: ParsedResponse[TextFormatT] | None = None
        self._ended_with = ""

    def handle_event(self, event: Any) -> list[ResponseStreamEvent[TextFormatT]]:
        """What becomes of an event: one of the helper, or none.

        None up to `starting_after`, and none of an item that is announced but not there.
        """
        if event.type == "response.output_item.added" and event.item is None:
            return []
        rich = self._enrich(event)
        number = getattr(event, "sequence_number", None)
        if self._starting_after is not None and isinstance(number, int):
            return [rich] if number > self._starting_after else []
        return [rich]

    def final_response(self) -> ParsedResponse[TextFormatT]:
        """The whole response; `RuntimeError` if it was not completed."""
        if self._completed_response is None:
            how = f" It ended with `{self._ended_with}`." if self._ended_with else ""
            raise RuntimeError(f"Didn't receive a `response.completed` event.{how}")
        return self._completed_response

    def snapshot(self) -> ParsedResponseSnapshot | None:
        """The response so far, unparsed; None if nothing of it came."""
        if self._latest is None and not self._items:
            return None
        return ParsedResponse.from_json(self._so_far(self._latest))

    # -- events

    def _enrich(self, event: Any) -> Any:
        kind: str = event.type or ""
        if kind.endswith(".delta"):
            return self._take_delta(event, kind)
        if kind == "response.output_text.done":
            return self._with_parsed(event)
        if kind == "response.output_item.added":
            self._items[event.output_index] = _Item(event.item)
        elif kind == "response.output_item.done":
            self._item(event).done = event.item
        elif isinstance(getattr(event, "response", None), Response):
            return self._take_response(event, kind)
        return event

    def _take_delta(self, event: Any, kind: str) -> Any:
        place = _PLACES.get(kind.removesuffix(".delta"))
        if place is None or not isinstance(event.delta, str):
            return event
        text = self._item(event).text(place, getattr(event, place.numbered, None))
        text.add(event.delta)
        rich = _WITH_SNAPSHOT.get(kind)
        return event if rich is None else rich.at(TextSoFar(text), **event._sent_fields())

    def _with_parsed(self, event: Any) -> ResponseTextDoneEvent[TextFormatT]:
        phase = getattr(self._item(event).item, "phase", None)
        parsed = parse_text(event.text or "", self._text_format, phase=phase)
        return ResponseTextDoneEvent.from_json({**event._sent_fields(), "parsed": parsed})

    def _take_response(self, event: Any, kind: str) -> Any:
        if event.response.output is None:
            # What the server leaves out, programs loop over.
            event.response = Response.from_json(self._so_far(event.response))
        self._latest = event.response
        if kind in _CLOSING:
            self._ended_with = kind
        if kind != "response.completed":
            return event
        self._completed_response = parse_response(
            text_format=self._text_format,
            response=event.response,
            input_tools=self._input_tools,
        )
        sent = {**event._sent_fields(), "response": self._completed_response}
        return ResponseCompletedEvent.from_json(sent)

    # -- the response so far

    def _item(self, event: Any) -> _Item:
        """The item that an event is about; an empty one if the server never announced it."""
        item = self._items.get(event.output_index)
        if item is None:
            item = self._items[event.output_index] = _Item(None)
        return item

    def _so_far(self, response: Response | None) -> dict[str, Any]:
        """The response as JSON, with the items that came until now."""
        data = response.to_dict(warnings=False) if response is not None else {}
        if self._items or not data.get("output"):
            data["output"] = [self._items[index].snapshot() for index in sorted(self._items)]
        return data


class _Item:
    """One item of the output, and what has been added to it."""

    __slots__ = ("done", "item", "texts")

    def __init__(self, item: Any) -> None:
        self.item = item
        #: The item as the server gave it when it was finished.
        self.done: Any = None
        self.texts: dict[tuple[_Place, Any], GrowingText] = {}

    def text(self, place: _Place, index: Any) -> GrowingText:
        """The text at a place, to be appended to; it begins with what the item came with."""
        text = self.texts.get((place, index))
        if text is None:
            begun = None if place.numbered else getattr(self.item, place.field, None)
            text = self.texts[place, index] = GrowingText(begun or "")
        return text

    def snapshot(self) -> dict[str, Any]:
        """The item as JSON, finished or as far as it came."""
        data: dict[str, Any] = {}
        item = self.done or self.item
        if item is not None:
            data = item.to_dict(warnings=False)
        if self.done is None:
            for (place, index), text in self.texts.items():
                _put(data, place, index or 0, str(text))
        return data


def _put(item: dict[str, Any], place: _Place, index: int, text: str) -> None:
    if not place.numbered:
        item[place.field] = text
        return
    parts = item[place.field] = item.get(place.field) or []
    while len(parts) <= index:
        parts.append({"type": place.part_type, place.part_field: ""})
    parts[index][place.part_field] = text
