"""The Responses API: the events of a stream, and the whole response that they amount to.

Some servers leave out of their events which part of the response they are about, some answer
`stream=True` with a whole response, and some answer with a stream though none was asked for.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from copy import deepcopy
from functools import cache
from itertools import chain
from typing import Any, get_args

from .._exceptions import IncompleteStreamError
from .._http import Response
from ..types.responses import ResponseStreamEvent
from .ending import ResponseEnding
from .payload import DONE, error_with_status_200, read_body, read_event, unreadable
from .sse import EventTooLong, SSEDecoder

# -- what servers leave out ------------------------------------------------------------------

_FILLED_IN = frozenset(
    {"sequence_number", "output_index", "item_id", "content_index", "summary_index", "logprobs"}
)


@cache
def _fields_by_type() -> dict[str, frozenset[str]]:
    """Which of the fields that can be filled in each type of event has, read off its class."""
    classes = get_args(ResponseStreamEvent)
    return {
        get_args(event.model_fields["type"].annotation)[0]: _FILLED_IN & event.model_fields.keys()
        for event in classes
    }


class EventNumbering:
    """Fills in which item and which part of it an event is about, in place.

    llama-server sends no `output_index`, no `content_index` and no `sequence_number`; items are
    told apart by their ids. What a server does send is left as it is.
    """

    #: See `Numbering`.
    calls: Container[int] = ()

    def __init__(self) -> None:
        self._sequence_number = 0
        self._index_of: dict[Any, int] = {}
        self._id_of: dict[int, Any] = {}
        self._next_index = 0
        #: The item that was added last: what events without any hint are about.
        self._current = 0
        #: By item and by kind of part: the part that was added last.
        self._parts: dict[tuple[int, str], int] = {}

    def fill_in(self, event: dict[str, Any]) -> None:
        """To be called with each event of one stream, in their order."""
        fields = _fields_by_type().get(str(event.get("type")))
        if fields is None:
            return
        self._fill_in_number(event)
        if "output_index" in fields:
            index = self._fill_in_index(event)
            if "item_id" in fields and not event.get("item_id") and index in self._id_of:
                event["item_id"] = self._id_of[index]
            for name in ("content_index", "summary_index"):
                if name in fields:
                    self._fill_in_part(event, name, index)
        if "logprobs" in fields and event.get("logprobs") is None:
            event["logprobs"] = []

    def _fill_in_number(self, event: dict[str, Any]) -> None:
        number = event.get("sequence_number")
        if not isinstance(number, int):
            number = event["sequence_number"] = self._sequence_number
        self._sequence_number = number + 1

    def _fill_in_index(self, event: dict[str, Any]) -> int:
        is_added = event["type"] == "response.output_item.added"
        item = event.get("item")
        item_id = event.get("item_id") or (item.get("id") if isinstance(item, dict) else None)
        if not isinstance(item_id, str):
            item_id = ""
        index = event.get("output_index")
        if not isinstance(index, int):
            index = self._index_of.get(item_id, self._next_index if is_added else self._current)
            event["output_index"] = index
        if is_added:
            self._current = index
            self._next_index = max(self._next_index, index + 1)
            if item_id:
                self._index_of[item_id] = index
                self._id_of[index] = item_id
        return index

    def _fill_in_part(self, event: dict[str, Any], name: str, index: int) -> None:
        if not isinstance(event.get(name), int):
            part = self._parts.get((index, name))
            is_next = part is not None and event["type"].endswith("part.added")
            event[name] = (part or 0) + is_next
        self._parts[index, name] = event[name]


# -- a whole response as a stream ------------------------------------------------------------


def events_of(response: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The events that a stream would have sent; `Numbering` fills in what they are about."""
    opening = {**response, "status": "in_progress", "output": []}
    opening.pop("usage", None)
    # Copies, because every object takes the dicts that it is made of for its own.
    yield deepcopy({"type": "response.created", "response": opening})
    for item in response.get("output") or []:
        if isinstance(item, dict):
            yield from map(deepcopy, _events_of_item(item))
    status = response.get("status") or "completed"
    yield {"type": f"response.{status}", "response": response}


def _events_of_item(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    opening = dict(item)
    if "status" in item:
        opening["status"] = "in_progress"
    events: list[dict[str, Any]] = []
    if item.get("type") == "function_call" and isinstance(item.get("arguments"), str):
        opening["arguments"] = ""
        name = "response.function_call_arguments"
        events += _delta_and_done(name, "arguments", item["arguments"])
    for field in ("summary", "content"):
        if isinstance(item.get(field), list):
            opening[field] = []
            events += [event for part in item[field] for event in _events_of_part(part)]
    yield {"type": "response.output_item.added", "item": opening}
    yield from events
    yield {"type": "response.output_item.done", "item": item}


#: By type of part: the names of the events of the part and of its text, and the text's field.
_PARTS = {
    "output_text": ("response.content_part", "response.output_text", "text"),
    "refusal": ("response.content_part", "response.refusal", "refusal"),
    "reasoning_text": ("response.content_part", "response.reasoning_text", "text"),
    "summary_text": (
        "response.reasoning_summary_part",
        "response.reasoning_summary_text",
        "text",
    ),
}


def _events_of_part(part: Any) -> list[dict[str, Any]]:
    if not isinstance(part, dict) or part.get("type") not in _PARTS:
        return []
    name, text_name, field = _PARTS[part["type"]]
    return [
        {"type": f"{name}.added", "part": {**part, field: ""}},
        *_delta_and_done(text_name, field, part.get(field) or ""),
        {"type": f"{name}.done", "part": part},
    ]


def _delta_and_done(name: str, field: str, text: str) -> list[dict[str, Any]]:
    return [{"type": f"{name}.delta", "delta": text}, {"type": f"{name}.done", field: text}]


# -- a stream as a whole response ------------------------------------------------------------


def read_response(answer: Response) -> dict[str, Any]:
    """The response in a body that was read: the body itself, or that of its closing event.

    transformers serve streams unless it is told not to. Raises as `read_event` does, and
    `IncompleteStreamError` if the stream has no closing event.
    """
    if "text/event-stream" not in answer.headers.get("content-type", "").lower():
        return read_body(answer)
    ending = ResponseEnding()
    last: Any = None
    for payload in _payloads(answer):
        if payload.get("type") == "error":
            raise error_with_status_200(payload, answer)
        ending.observe(payload)
        last = payload
    if not ending.is_complete or not isinstance(last.get("response"), dict):
        raise IncompleteStreamError(
            message=f"Incomplete stream from {answer.url.without_credentials()}: "
            f"{ending.missing()}.",
            request=answer.request,
            last_chunk=last,
        )
    whole: dict[str, Any] = last["response"]
    return whole


def _payloads(answer: Response) -> Iterator[dict[str, Any]]:
    decoder = SSEDecoder()
    try:
        for event in chain(decoder.feed(answer.content), decoder.end()):
            payload = read_event(event, answer)
            if payload is DONE:
                return
            if payload is not None:
                yield payload
    except EventTooLong as error:
        raise unreadable(answer, str(error), what="An event") from error
