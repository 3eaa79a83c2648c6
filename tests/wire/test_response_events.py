"""Events of the Responses API: what is missing in them, and the whole that they amount to."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from openai_local import APIError, APIResponseValidationError, IncompleteStreamError
from openai_local._http import Request, Response
from openai_local._wire.ending import ResponseEnding
from openai_local._wire.response_events import EventNumbering, events_of, read_response

MESSAGE = {"id": "m1", "type": "message", "role": "assistant", "status": "completed",
           "content": [{"type": "output_text", "text": "Hi", "annotations": []}]}  # fmt: skip
CALL = {"id": "f1", "type": "function_call", "status": "completed", "call_id": "c1",
        "name": "f", "arguments": '{"a":1}'}  # fmt: skip
WHOLE = {"id": "r1", "object": "response", "status": "completed", "model": "m",
         "output": [MESSAGE, CALL], "usage": {"total_tokens": 3}}  # fmt: skip


def numbered(*events: dict[str, Any]) -> list[dict[str, Any]]:
    numbering = EventNumbering()
    for event in events:
        numbering.fill_in(event)
    return list(events)


def added(item_id: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"type": "response.output_item.added", "item": {"id": item_id}, **fields}


def part_added(**fields: Any) -> dict[str, Any]:
    return {"type": "response.content_part.added", "part": {}, **fields}


def delta(text: str = "x", **fields: Any) -> dict[str, Any]:
    return {"type": "response.output_text.delta", "delta": text, **fields}


# -- what servers leave out ------------------------------------------------------------------


def test_events_are_counted() -> None:
    """Missing sequence numbers count on from the last one that was sent."""
    events = numbered(
        {"type": "response.created"}, delta(), delta(sequence_number=7), {"type": "error"}
    )

    assert [0, 1, 7, 8] == [event["sequence_number"] for event in events]


def test_items_are_numbered_in_their_order() -> None:
    """Each item that is added gets the next index, and its events are found by its id."""
    events = numbered(added("a"), added("b"), delta(item_id="a"), delta(item_id="b"))

    assert [0, 1, 0, 1] == [event["output_index"] for event in events]


def test_finished_items_are_found_by_their_own_id() -> None:
    """`response.output_item.done` has the id inside of its item only."""
    done = {"type": "response.output_item.done", "item": {"id": "a"}}

    assert 0 == numbered(added("a"), added("b"), done)[-1]["output_index"]


def test_indexes_that_were_sent_stay() -> None:
    """Nothing that a server says is changed, and what it leaves out fits to it."""
    events = numbered(added("a", output_index=4), delta(item_id="a"), added("b"))

    assert [4, 4, 5] == [event["output_index"] for event in events]


@pytest.mark.parametrize("hint", [{}, {"item_id": "unknown"}, {"item_id": ""}])
def test_events_without_a_hint_are_about_the_last_item(hint: dict[str, str]) -> None:
    """An event that names no item that was added belongs to the one that was added last."""
    assert 1 == numbered(added("a"), added("b"), delta(**hint))[-1]["output_index"]


def test_the_id_of_the_item_is_filled_in() -> None:
    """An event with an index only gets the id of the item there."""
    assert "b" == numbered(added("a"), added("b"), delta(output_index=1))[-1]["item_id"]


def test_an_unknown_id_is_not_made_up() -> None:
    """An item without an id leaves its events without one."""
    assert "item_id" not in numbered(added(), delta())[-1]


@pytest.mark.parametrize("item_id", [["a"], {"a": 1}, 7, True])
def test_an_id_that_is_none(item_id: Any) -> None:
    """An id that is no text is as good as none."""
    (_, second) = numbered(added("a"), {**delta(), "item_id": item_id})

    assert 0 == second["output_index"]


def test_parts_are_numbered_by_item() -> None:
    """The first part of each item is 0, the next one is 1, and deltas belong to the last part."""
    events = numbered(
        added("a"), part_added(), delta(), part_added(), delta(), added("b"), part_added(), delta()
    )

    indexes = [event["content_index"] for event in events if "content_index" in event]
    assert [0, 0, 1, 1, 0, 0] == indexes


def test_summaries_have_numbers_of_their_own() -> None:
    """`summary_index` is filled in where it is due, and no `content_index` beside it."""
    event = {"type": "response.reasoning_summary_text.delta", "delta": "x"}
    filled = numbered(added("a"), event)[-1]

    assert 0 == filled["summary_index"]
    assert "content_index" not in filled


def test_text_events_have_a_list_of_logprobs() -> None:
    """`logprobs` is an empty list where the API promises a list."""
    assert [] == numbered(delta(logprobs=None))[0]["logprobs"]


def test_unknown_events_stay_as_they_are() -> None:
    """An event that the API does not know gets no numbers."""
    assert [{"type": "keepalive"}, {}] == numbered({"type": "keepalive"}, {})


# -- a whole response as a stream ------------------------------------------------------------


def test_a_whole_response_as_events() -> None:
    """Every item is added, written and finished; then the response is complete."""
    assert [
        "response.created",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.output_item.added",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_item.done",
        "response.completed",
    ] == [event["type"] for event in events_of(WHOLE)]


def test_what_is_written_is_not_there_before() -> None:
    """A response, an item and a part are empty when they begin."""
    events = list(events_of(WHOLE))

    opening = {"id": "r1", "object": "response", "status": "in_progress", "model": "m"}
    assert {**opening, "output": []} == events[0]["response"]
    assert {**MESSAGE, "status": "in_progress", "content": []} == events[1]["item"]
    assert "" == events[2]["part"]["text"]
    assert {**CALL, "status": "in_progress", "arguments": ""} == events[7]["item"]


def test_thoughts_as_events() -> None:
    """The summary and the content of a reasoning item are written like a text."""
    item = {
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": "S"}],
        "content": [{"type": "reasoning_text", "text": "R"}, {"type": "new"}],
    }
    events = list(events_of({"output": [item]}))[1:-1]

    assert [
        "response.output_item.added",
        "response.reasoning_summary_part.added",
        "response.reasoning_summary_text.delta",
        "response.reasoning_summary_text.done",
        "response.reasoning_summary_part.done",
        "response.content_part.added",
        "response.reasoning_text.delta",
        "response.reasoning_text.done",
        "response.content_part.done",
        "response.output_item.done",
    ] == [event["type"] for event in events]
    assert ["S", "R"] == [event["delta"] for event in events if "delta" in event]


@pytest.mark.parametrize("status", ["incomplete", "failed", "cancelled", "queued"])
def test_the_last_event_is_that_of_the_status(status: str) -> None:
    """A response that was not completed ends with another event."""
    *_, last = events_of({**WHOLE, "status": status})

    assert f"response.{status}" == last["type"]


def test_events_share_nothing() -> None:
    """Changing what one event holds changes no other event."""
    events = list(events_of(deepcopy(WHOLE)))
    events[-1]["response"]["output"][0]["content"].clear()

    assert MESSAGE == events[6]["item"]


# -- endings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "closing",
    ["response.completed", "response.incomplete", "response.failed", "response.cancelled", "error"],
)
def test_closing_events(closing: str) -> None:
    """A stream of a response is complete when one of five events was seen."""
    ending = ResponseEnding()
    ending.observe({"type": "response.output_item.done"})
    before = ending.is_complete
    ending.observe({"type": closing})

    assert (False, True) == (before, ending.is_complete)


@pytest.mark.parametrize("kind", [None, 7, {}, ["error"], "response.created"])
def test_events_that_close_nothing(kind: Any) -> None:
    """Whatever else stands for the type of an event does not close the stream."""
    ending = ResponseEnding()
    ending.observe({"type": kind})

    assert not ending.is_complete


# -- a stream in place of a response ---------------------------------------------------------


def answer(content: str, media_type: str) -> Response:
    return Response(
        200,
        headers={"content-type": media_type},
        request=Request("POST", "http://127.0.0.1:8080/v1/responses"),
        content=content.encode(),
    )


def streamed(*events: Any) -> Response:
    texts = (event if isinstance(event, str) else json.dumps(event) for event in events)
    text = "".join(f"data: {text}\n\n" for text in texts)
    return answer(text, "text/event-stream; charset=utf-8")


def test_a_plain_body() -> None:
    """A JSON body is the response."""
    assert WHOLE == read_response(answer(json.dumps(WHOLE), "application/json"))


def test_a_response_that_failed_is_an_answer() -> None:
    """The field `error` of a response is no error of the call."""
    failed = {**WHOLE, "status": "failed", "error": {"code": "server_error", "message": "no"}}

    assert failed == read_response(answer(json.dumps(failed), "application/json"))


def test_a_stream_gives_the_response_of_its_last_event() -> None:
    """A server that streams without being asked to has its whole in the closing event."""
    created = {"type": "response.created", "response": {"id": "r1"}}
    completed = {"type": "response.completed", "response": WHOLE}

    assert WHOLE == read_response(streamed(created, "", completed, "[DONE]", "ignored"))


@pytest.mark.parametrize(
    "events",
    [[], ["[DONE]"], [{"type": "response.created", "response": {}}], [{"type": "response.failed"}]],
)
def test_a_stream_without_a_response_is_incomplete(events: list[Any]) -> None:
    """A stream that was asked for or not must have its closing event, with a response."""
    with pytest.raises(IncompleteStreamError, match=r"no response.completed"):
        read_response(streamed(*events))


@pytest.mark.parametrize(
    "error", [{"type": "error", "message": "no memory"}, {"error": {"message": "no memory"}}]
)
def test_an_error_in_a_stream_raises(error: dict[str, Any]) -> None:
    """An error event, of the API's shape or another, raises with the server's words."""
    with pytest.raises(APIError, match=r"^no memory$"):
        read_response(streamed({"type": "response.created"}, error))


def test_an_event_over_the_bound_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that is too long is an error of the package."""
    bounds = "openai_local._wire.sse.SSEDecoder.__init__.__defaults__"
    monkeypatch.setattr(bounds, (10,))

    with pytest.raises(APIResponseValidationError):
        read_response(streamed({"type": "response.created"}))
