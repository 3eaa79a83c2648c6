"""Events that work out some of their fields when they are read."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from openai_local._wire.deltas import GrowingText, TextSoFar
from openai_local.lib.streaming.chat import (
    ContentDeltaEvent,
    FunctionToolCallArgumentsDeltaEvent,
)


def event() -> tuple[ContentDeltaEvent, GrowingText]:
    """An event in the middle of a text, which then goes on."""
    text = GrowingText('{"a": 1')
    made = ContentDeltaEvent.at(TextSoFar(text, is_json=True), type="content.delta", delta=" 1")
    text.add(', "b": 2}')
    return made, text


FIELDS: dict[str, Any] = {
    "type": "content.delta",
    "delta": " 1",
    "snapshot": '{"a": 1',
    "parsed": {"a": 1},
}


def test_fields_are_those_of_their_moment() -> None:
    """Read late, they show the text as it was, and the same parsed object each time."""
    made, _ = event()
    assert ('{"a": 1', {"a": 1}) == (made.snapshot, made.parsed)
    assert made.parsed is made.parsed


def test_the_whole_event_has_all_fields() -> None:
    """Dumps, repr, vars, sets and comparisons don't show which fields are lazy."""
    assert FIELDS == event()[0].model_dump()
    assert FIELDS == event()[0].to_dict()
    assert FIELDS == vars(event()[0])
    assert FIELDS.keys() == event()[0].model_fields_set
    assert ContentDeltaEvent(**FIELDS) == event()[0]
    assert repr(ContentDeltaEvent(**FIELDS)) == repr(event()[0])


def test_the_fields_stand_in_their_order() -> None:
    """Also where a lazy one comes before others, as the official events print them."""
    made = FunctionToolCallArgumentsDeltaEvent.at(
        TextSoFar(GrowingText("{")),
        type="tool_calls.function.arguments.delta",
        name="f",
        index=0,
        arguments_delta="{",
        more=1,
    )
    expected = ["type", "name", "index", "arguments", "parsed_arguments", "arguments_delta", "more"]

    assert expected == list(vars(made)) == list(made.model_dump())


def test_events_can_be_copied_and_pickled() -> None:
    """A copy stands for itself: it has all fields, and holds on to no stream."""
    made, _ = event()
    for twin in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert made == twin
        assert twin._moment is None
    assert "x" == made.model_copy(update={"snapshot": "x"}).snapshot


def test_fields_can_be_assigned() -> None:
    """What a program puts there is what it reads, also before anything was worked out."""
    made, _ = event()
    made.snapshot = "mine"
    assert "mine" == made.snapshot == made.model_dump()["snapshot"]


def test_classes_know_their_fields() -> None:
    """A lazy field is declared like any other."""
    fields = ContentDeltaEvent.model_fields
    assert ["type", "delta", "snapshot", "parsed"] == list(fields)
    assert fields["snapshot"].is_required()
    assert not fields["parsed"].is_required()
