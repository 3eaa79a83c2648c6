"""Deltas turned into the whole message, and a whole completion into the chunks of a stream."""

from __future__ import annotations

import json
import time
from copy import deepcopy
from typing import Any

import pytest

from openai_local._wire.deltas import (
    CallNumbering,
    GrowingText,
    TextSoFar,
    accumulate,
    chunks_of,
    fill_in_calls,
    whole,
)
from openai_local.types.chat.chat_completion_chunk import ChoiceDelta


def test_a_completion_becomes_two_chunks() -> None:
    """First all of the message, then the finish reason and the usage."""
    completion = {
        "id": "c1",
        "object": "chat.completion",
        "created": 5,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "Hi"},
                "logprobs": {"content": []},
                "finish_reason": "length",
            }
        ],
        "usage": {"total_tokens": 3},
        "timings": {"n": 1},
    }
    given = deepcopy(completion)

    assert [
        {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 5,
            "model": "m",
            "timings": {"n": 1},
            "choices": [
                {
                    "index": 0,
                    "delta": {"role": "assistant", "content": "Hi"},
                    "finish_reason": None,
                    "logprobs": {"content": []},
                }
            ],
        },
        {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 5,
            "model": "m",
            "timings": {"n": 1},
            "choices": [{"index": 0, "delta": {}, "finish_reason": "length"}],
            "usage": {"total_tokens": 3},
        },
    ] == list(chunks_of(completion))
    assert given == completion


def test_tool_calls_are_numbered() -> None:
    """Tool calls get the index that deltas have, and keep one they bring."""
    calls = [{"id": "a"}, {"id": "b", "index": 7}, "odd"]
    message = {"role": "assistant", "content": None, "tool_calls": calls}
    opening, closing = chunks_of(
        {"choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}]}
    )

    assert [{"index": 0, "id": "a"}, {"index": 7, "id": "b"}, "odd"] == (
        opening["choices"][0]["delta"]["tool_calls"]
    )
    assert "tool_calls" == closing["choices"][0]["finish_reason"]
    assert [{"id": "a"}, {"id": "b", "index": 7}, "odd"] == calls


def test_several_choices_stay_apart() -> None:
    """Every choice is in both chunks, under its own index."""
    choices = [
        {"index": 1, "message": {"content": "b"}, "finish_reason": "stop"},
        {"index": 0, "message": {"content": "a"}, "finish_reason": "length"},
    ]
    opening, closing = chunks_of({"choices": choices})

    assert [(1, "b"), (0, "a")] == [(c["index"], c["delta"]["content"]) for c in opening["choices"]]
    assert [(1, "stop"), (0, "length")] == [
        (c["index"], c["finish_reason"]) for c in closing["choices"]
    ]


@pytest.mark.parametrize("choice", [{}, {"message": None}, {"message": "odd"}, {"text": "Hi"}])
def test_a_choice_without_a_message(choice: dict[str, object]) -> None:
    """What is no message is an empty delta; a finish reason that is missing is `stop`."""
    opening, closing = chunks_of({"choices": [choice]})

    assert [{"index": 0, "delta": {}, "finish_reason": None}] == opening["choices"]
    assert [{"index": 0, "delta": {}, "finish_reason": "stop"}] == closing["choices"]


@pytest.mark.parametrize("choices", [[], None, ["odd", None]])
def test_no_choices(choices: object) -> None:
    """Without choices both chunks are there, and the usage isn't made up."""
    opening, closing = chunks_of({"choices": choices, "usage": None})

    assert ([], []) == (opening["choices"], closing["choices"])
    assert "usage" not in closing


# -- deltas -> message -----------------------------------------------------------------------


def put_together(*deltas: dict[str, Any]) -> Any:
    message: dict[str, Any] = {}
    for delta in deltas:
        accumulate(message, delta)
    return whole(message)


def test_texts_grow_and_objects_merge() -> None:
    """Texts are joined, also of fields nobody has heard of; numbers and flags are replaced."""
    assert {
        "content": "Hello",
        "reasoning_content": "Hm",
        "audio": {"transcript": "ab", "expires_at": 7},
        "refusal": None,
        "flag": True,
    } == put_together(
        {"content": "", "refusal": None, "audio": {"transcript": "a", "expires_at": 7}},
        {"content": "Hel", "reasoning_content": "H", "flag": False},
        {"content": "lo", "reasoning_content": "m", "audio": {"transcript": "b", "expires_at": 7}},
        {"content": None, "flag": True},
    )


def test_what_comes_whole_is_not_repeated() -> None:
    """Servers that send role, id or name in each delta don't get "assistantassistant"."""
    call = {"index": 0, "id": "c1", "type": "function", "function": {"name": "f"}}
    again = {**call, "function": {"name": "f", "arguments": "{}"}}
    assert {
        "role": "assistant",
        "tool_calls": [{**call, "function": {"name": "f", "arguments": "{}"}}],
    } == put_together(
        {"role": "assistant", "tool_calls": [call]}, {"role": "assistant", "tool_calls": [again]}
    )


def test_lists_grow_by_index_or_at_their_end() -> None:
    """Entries with an index are put together, others are appended."""
    assert {"parts": [{"index": 0, "text": "ab"}, {"index": 1, "text": "c"}], "n": [1, 2]} == (
        put_together(
            {"parts": [{"index": 0, "text": "a"}], "n": [1]},
            {"parts": [{"index": 0, "text": "b"}, {"index": 1, "text": "c"}], "n": [2]},
        )
    )


def calls_of(*deltas: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Id, name and arguments of each call that the deltas amount to."""
    message = put_together(*({"tool_calls": [delta]} for delta in deltas))
    return [
        (call["id"], call["function"]["name"], call["function"]["arguments"])
        for call in message["tool_calls"]
    ]


def call_delta(name: str | None = None, arguments: Any = None, **more: Any) -> dict[str, Any]:
    return {**more, "function": {"name": name, "arguments": arguments}}


def test_calls_without_index_are_told_apart() -> None:
    """A name begins another call; what has none goes to the call of its id, else to the last."""
    assert [("a", "f", "12"), ("b", "g", "34")] == calls_of(
        call_delta("f", "1", id="a"),
        call_delta(None, "2"),
        call_delta("g", "3", id="b"),
        call_delta(None, "4", id="b"),
    )
    assert [("a", "f", "13"), ("b", "f", "2")] == calls_of(
        call_delta("f", "1", id="a"), call_delta("f", "2", id="b"), call_delta(None, "3", id="a")
    )


def test_calls_that_are_all_numbered_0_are_told_apart() -> None:
    """Another id with a name is another call; another id alone is the same call's."""
    assert [("a", "f", "1"), ("b", "g", "2")] == calls_of(
        call_delta("f", "1", id="a", index=0), call_delta("g", "2", id="b", index=0)
    )
    assert [("a", "f", "12")] == calls_of(
        call_delta("f", "1", id="a", index=0), call_delta(None, "2", id="other", index=0)
    )


def test_numbers_of_calls_may_begin_anywhere() -> None:
    """Calls numbered 1 and 3 stand at positions 0 and 1."""
    assert [("a", "f", "12"), ("b", "g", "")] == calls_of(
        call_delta("f", "1", id="a", index=1),
        call_delta("g", id="b", index=3),
        call_delta(None, "2", index=1),
    )


def test_a_missing_id_is_made_up_once() -> None:
    """Reading the message twice shows the same id, which no other call has."""
    message: dict[str, Any] = {}
    accumulate(message, {"tool_calls": [call_delta("f"), call_delta("g")]})
    first = [call["id"] for call in whole(message)["tool_calls"]]
    assert first == [call["id"] for call in whole(message)["tool_calls"]]
    assert 2 == len(set(first))
    assert all(id_.startswith("call_") for id_ in first)


def test_arguments_that_are_an_object_become_their_text() -> None:
    """Ollama's way of sending arguments ends up as the official one, null as no text."""
    assert [("a", "f", '{"city": "Zürich"}'), ("b", "g", "")] == calls_of(
        call_delta("f", {"city": "Zürich"}, id="a"), call_delta("g", None, id="b")
    )


def test_a_call_of_nothing_is_still_a_call() -> None:
    """A delta with no more than an index has everything that programs read."""
    (call,) = put_together({"tool_calls": [{"index": 0}]})["tool_calls"]
    assert {"name": "", "arguments": ""} == call["function"]
    assert "function" == call["type"]


def test_the_positions_of_calls_are_told() -> None:
    """Whoever adds a delta learns which calls it was about."""
    message: dict[str, Any] = {}
    deltas = [call_delta("f", index=4), call_delta("g", index=9)]
    assert [0, 1] == accumulate(message, {"tool_calls": deltas})
    assert [1] == accumulate(message, {"tool_calls": [call_delta(None, "1", index=9)]})
    assert [] == accumulate(message, {"content": "x"})


def test_models_count_as_objects() -> None:
    """The deltas of a stream are taken as they are, without dumping them."""
    delta = ChoiceDelta.from_json({"content": "a", "tool_calls": [call_delta("f", "1", index=0)]})
    message = put_together(vars(delta), vars(delta))
    assert ("aa", "11") == (
        message["content"],
        message["tool_calls"][0]["function"]["arguments"],
    )


def test_a_text_so_far_stays_what_it_was() -> None:
    """It can be read later, again, and out of order."""
    text = GrowingText("a")
    moments = [TextSoFar(text)]
    for piece in ("b", "", "cd"):
        text.add(piece)
        moments.append(TextSoFar(text))
    assert ["abcd", "ab", "ab", "a"] == [moment.read() for moment in reversed(moments)]
    text.add("e")
    assert ("abcd", "abcde") == (moments[-1].read(), str(text))


def test_a_text_so_far_is_parsed_if_it_is_json() -> None:
    """Parsed once, when it is asked for."""
    moment = TextSoFar(GrowingText('{"a": [1'), is_json=True)
    parsed = moment.parsed()
    assert {"a": [1]} == parsed
    assert parsed is moment.parsed()
    assert TextSoFar(GrowingText("{}")).parsed() is None


# -- what servers leave out of tool calls ----------------------------------------------------


def filled(*deltas: Any) -> list[Any]:
    """The tool calls of a stream's deltas, each with what was filled in."""
    fill_in = CallNumbering().fill_in
    chunks = [{"choices": [{"index": 0, "delta": {"tool_calls": calls}}]} for calls in deltas]
    for chunk in chunks:
        fill_in(chunk)
    return [call for calls in deltas for call in calls]


def test_what_is_complete_stays() -> None:
    """Deltas as OpenAI and llama-server send them are left as they are."""
    deltas = [
        [{"index": 0, "id": "a", "type": "function", "function": {"name": "f", "arguments": "{"}}],
        [{"index": 0, "function": {"arguments": "}"}}],
        [{"index": 3, "id": "b", "type": "function", "function": {"name": "g", "arguments": ""}}],
        [{"index": 3, "function": {"arguments": "{}"}}, {"index": 0, "function": None}],
    ]
    given = deepcopy(deltas)

    assert [call for calls in given for call in calls] == filled(*deltas)


def test_deltas_without_index_get_one() -> None:
    """A name or a new id begins a call; what has neither goes on with the last."""
    calls = filled(
        [call_delta("f", id="a")],
        [{"function": {"arguments": "1"}}],
        [call_delta("g", id="b"), call_delta("h", id="c")],
        [{"id": "b", "function": {"arguments": "2"}}],
    )

    assert [0, 0, 1, 2, 1] == [call["index"] for call in calls]


def test_a_missing_id_is_filled_in_once() -> None:
    """The first delta of a call gets it, the others stay without, as in the official API."""
    calls = filled(
        [{"index": 0, "function": {"name": "f", "arguments": ""}}],
        [{"index": 0, "function": {"arguments": "{}"}}],
        [{"index": 1, "id": "", "function": {"name": "f", "arguments": ""}}],
        [{"index": 0, "id": "late", "function": {"arguments": ""}}],
    )

    assert calls[0]["id"].startswith("call_")
    assert "id" not in calls[1]
    assert calls[2]["id"].startswith("call_") and calls[2]["id"] != calls[0]["id"]
    # Kept, whatever the server thinks of later.
    assert calls[3]["id"] == calls[0]["id"]


def test_every_call_numbered_0() -> None:
    """A call under the number of another gets a free one, which its other deltas keep."""
    calls = filled(
        [{"index": 0, "id": "a", "function": {"name": "f", "arguments": "{"}}],
        [{"index": 0, "function": {"arguments": "}"}}],
        [{"index": 0, "id": "b", "function": {"name": "g", "arguments": "{"}}],
        [{"index": 0, "function": {"arguments": "}"}}],
        [{"index": 1, "id": "c", "function": {"name": "h", "arguments": "{}"}}],
    )

    assert [0, 0, 1, 1, 2] == [call["index"] for call in calls]


def test_arguments_add_up_from_the_first_piece() -> None:
    """vLLM names the function first, without arguments; the usual `+=` gets a text."""
    calls = filled(
        [{"index": 0, "id": "a", "type": "function", "function": {"name": "f"}}],
        [{"index": 0, "function": {"arguments": "{}"}}],
    )

    assert "{}" == "".join(call["function"]["arguments"] for call in calls)


def test_an_object_as_arguments_becomes_text() -> None:
    """Its JSON; texts stay, and null is no text, for programs that add the pieces up."""
    calls = filled(
        [call_delta("f", id="a", arguments={"city": "Köln"})],
        [call_delta("g", id="b", arguments=[])],
        [{"index": 7, "id": "c", "function": {"name": "h", "arguments": None}}],
    )

    assert ['{"city": "Köln"}', "[]", ""] == [call["function"]["arguments"] for call in calls]


def test_choices_are_counted_apart() -> None:
    """Each choice numbers its own calls."""
    numbering = CallNumbering()
    chunk: Any = {
        "choices": [
            {"index": index, "delta": {"tool_calls": [call_delta("f"), call_delta("g")]}}
            for index in (0, 1)
        ]
    }
    numbering.fill_in(chunk)

    assert [[0, 1], [0, 1]] == [
        [call["index"] for call in choice["delta"]["tool_calls"]] for choice in chunk["choices"]
    ]


@pytest.mark.parametrize(
    "chunk",
    [
        {}, {"choices": None}, {"choices": 5}, {"choices": [None, {"delta": None}, {"delta": 1}]},
        {"choices": [{"delta": {"tool_calls": 5}}]}, {"choices": [{"delta": {"tool_calls": [5]}}]},
        {"choices": [{"index": [], "delta": {"tool_calls": [{"index": [], "id": {}}]}}]},
        {"choices": [{"delta": {"tool_calls": [{"function": "f"}, {"function": {"name": []}}]}}]},
    ],
)  # fmt: skip
def test_odd_chunks(chunk: Any) -> None:
    """Whatever the shape, filling in raises nothing."""
    CallNumbering().fill_in(chunk)
    text = json.dumps(chunk).replace('"delta"', '"message"')
    fill_in_calls(json.loads(text))


def test_many_calls_cost_alike() -> None:
    """Ten times as many calls take about ten times as long, not a hundred."""

    def seconds(count: int) -> float:
        calls = [call_delta("f", id=f"c{number}") for number in range(count)]
        start = time.perf_counter()
        filled(calls)
        return time.perf_counter() - start

    few, many = (min(seconds(count) for _ in range(3)) for count in (2_000, 20_000))
    assert many < 50 * few


def test_calls_of_a_whole_message() -> None:
    """What a completion's calls lack is filled in; what was sent stays."""
    complete = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    custom = {"id": "b", "type": "custom", "custom": {"name": "c", "input": "x"}}
    bare = {"function": {"name": "g", "arguments": {"n": 1}}}
    completion = {"choices": [{"message": {"tool_calls": [deepcopy(complete), custom, bare]}}]}
    fill_in_calls(completion)
    calls: Any = completion["choices"][0]["message"]["tool_calls"]

    assert [complete, {"id": "b", "type": "custom", "custom": {"name": "c", "input": "x"}}] == (
        calls[:2]
    )
    assert ("function", {"name": "g", "arguments": '{"n": 1}'}) == (
        calls[2]["type"],
        calls[2]["function"],
    )
    assert calls[2]["id"].startswith("call_")
