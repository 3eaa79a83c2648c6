"""Chunks turned into events and completions, without a server."""

from __future__ import annotations

import itertools
import sys
import tracemalloc
from typing import Any

import pytest

from openai_local import (
    ContentFilterFinishReasonError,
    LengthFinishReasonError,
    OpenAIError,
    pydantic_function_tool,
)
from openai_local.lib.streaming.chat import ChatCompletionStreamState
from openai_local.types.chat import ChatCompletionChunk

pydantic = pytest.importorskip("pydantic")


class Step(pydantic.BaseModel):
    size: int


STRICT: Any = {"type": "function", "function": {"name": "plain", "strict": True}}


def chunk(delta: Any = None, finish_reason: Any = None, index: int = 0, **more: Any) -> Any:
    """A chunk with one choice; keywords become fields of the choice."""
    choice = {"index": index, "delta": delta or {}, "finish_reason": finish_reason, **more}
    return about(choices=[choice])


def about(**fields: Any) -> Any:
    """A chunk with these fields."""
    start = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return ChatCompletionChunk.from_json({**start, **fields})


def call(arguments: Any, name: str | None = None, index: int = 0, **more: Any) -> Any:
    function = {"name": name, "arguments": arguments}
    return {"tool_calls": [{"index": index, "function": function, **more}]}


def events(state: Any, *chunks: Any) -> list[dict[str, Any]]:
    """The events, without those that only pass on the chunk."""
    made = [event for each in chunks for event in state.handle_chunk(each)]
    return [event.to_dict() for event in made if event.type != "chunk"]


def test_content_comes_as_deltas_and_is_done_at_the_end() -> None:
    """Each delta has the text so far; an empty delta is one too."""
    state = ChatCompletionStreamState()
    assert [
        {"type": "content.delta", "delta": "", "snapshot": "", "parsed": None},
        {"type": "content.delta", "delta": "Hel", "snapshot": "Hel", "parsed": None},
        {"type": "content.delta", "delta": "lo", "snapshot": "Hello", "parsed": None},
        {"type": "content.done", "content": "Hello", "parsed": None},
    ] == events(
        state,
        chunk({"role": "assistant", "content": ""}),
        chunk({"content": "Hel"}),
        chunk({"content": "lo"}),
        chunk(finish_reason="stop"),
        about(choices=[], usage={"total_tokens": 5}),
    )
    final = state.get_final_completion()
    assert ("Hello", "stop", 5, "chat.completion") == (
        final.choices[0].message.content,
        final.choices[0].finish_reason,
        final.usage and final.usage.total_tokens,
        final.object,
    )


def test_every_chunk_is_an_event_with_the_live_snapshot() -> None:
    """It comes first, and its snapshot is the completion so far: one object all along."""
    state = ChatCompletionStreamState()
    first, second = chunk({"content": "a"}), chunk({"content": "b"})
    event: Any = state.handle_chunk(first)[0]
    assert ("chunk", first, "a") == (
        event.type,
        event.chunk,
        event.snapshot.choices[0].message.content,
    )
    later: Any = state.handle_chunk(second)[0]
    assert "ab" == later.snapshot.choices[0].message.content
    assert event.snapshot is later.snapshot is state.current_completion_snapshot


def test_typed_content_is_parsed_on_the_way() -> None:
    """Deltas have the JSON that is complete so far, the end has the instance."""
    state = ChatCompletionStreamState(response_format=Step)
    made = events(
        state,
        chunk({"content": '{"size"'}),
        chunk({"content": ": 12, "}),
    )
    assert [{}, {"size": 12}] == [event["parsed"] for event in made]
    assert {"size": 12} == state.current_completion_snapshot.choices[0].message.parsed
    made = events(state, chunk({"content": '"x": 1}'}), chunk(finish_reason="stop"))
    assert Step(size=12) == made[-1]["parsed"]
    assert Step(size=12) == state.current_completion_snapshot.choices[0].message.parsed
    parsed = state.get_final_completion().choices[0].message.parsed
    assert Step(size=12) == parsed


def test_text_before_the_json_has_no_parsed_part() -> None:
    """A server without grammar may begin with words: that is no error until the end."""
    state = ChatCompletionStreamState(response_format=Step)
    (event,) = events(state, chunk({"content": "Sure! {"}))
    assert event["parsed"] is None
    with pytest.raises(pydantic.ValidationError):
        state.handle_chunk(chunk(finish_reason="stop"))


def test_a_refusal_has_its_own_events() -> None:
    """It is not parsed, and it is done at the end."""
    state = ChatCompletionStreamState(response_format=Step)
    assert [
        {"type": "refusal.delta", "delta": "N", "snapshot": "N"},
        {"type": "refusal.delta", "delta": "o", "snapshot": "No"},
        {"type": "refusal.done", "refusal": "No"},
    ] == events(
        state, chunk({"refusal": "N"}), chunk({"refusal": "o"}), chunk(finish_reason="stop")
    )
    message = state.get_final_completion().choices[0].message
    assert ("No", None) == (message.refusal, message.parsed)


def test_tool_calls_are_done_when_the_next_begins_or_at_the_end() -> None:
    """The content is done when the first begins; each has its own parsed arguments."""
    state = ChatCompletionStreamState(input_tools=[pydantic_function_tool(Step), STRICT])
    made = events(
        state,
        chunk({"content": "Hm"}),
        chunk(call('{"size": 1', "Step", 0, id="a", type="function")),
        chunk(call(", ", None, 0)),
        chunk(call('"z": 0}', None, 0)),
        chunk(call("[2", "plain", 1, id="b", type="function")),
        chunk(call("]", None, 1)),
        chunk(finish_reason="tool_calls"),
    )
    assert [
        ("content.delta", None),
        ("tool_calls.function.arguments.delta", {"size": 1}),
        ("content.done", None),
        ("tool_calls.function.arguments.delta", {"size": 1}),
        ("tool_calls.function.arguments.delta", {"size": 1, "z": 0}),
        ("tool_calls.function.arguments.delta", [2]),
        ("tool_calls.function.arguments.done", Step(size=1)),
        ("tool_calls.function.arguments.delta", [2]),
        ("tool_calls.function.arguments.done", [2]),
    ] == [(event["type"], event.get("parsed_arguments")) for event in made]
    assert {
        "type": "tool_calls.function.arguments.delta",
        "name": "plain",
        "index": 1,
        "arguments": "[2]",
        "arguments_delta": "]",
        "parsed_arguments": [2],
    } == made[-2]
    calls = state.get_final_completion().choices[0].message.tool_calls or []
    assert [Step(size=1), [2]] == [each.function.parsed_arguments for each in calls]


def test_a_whole_call_in_the_last_chunk_is_done_too() -> None:
    """Ollama, mlx-lm and others send calls whole, with the finish_reason."""
    state = ChatCompletionStreamState(input_tools=[STRICT])
    delta = {"tool_calls": [{"id": "a", "function": {"name": "plain", "arguments": {"b": 1}}}]}
    assert [
        ("tool_calls.function.arguments.delta", '{"b": 1}', {"b": 1}),
        ("tool_calls.function.arguments.done", '{"b": 1}', {"b": 1}),
    ] == [
        (event["type"], event["arguments"], event["parsed_arguments"])
        for event in events(state, chunk(delta, "tool_calls"))
    ]


def test_the_index_of_an_event_finds_its_call() -> None:
    """Also where the server numbers its calls from 1."""
    state = ChatCompletionStreamState()
    (event,) = events(state, chunk(call("{}", "f", 1, id="a")))
    calls = state.current_completion_snapshot.choices[0].message.tool_calls or []
    assert "f" == calls[event["index"]].function.name


def test_arguments_of_other_tools_are_not_parsed() -> None:
    """A tool that isn't strict may be called with anything."""
    loose: Any = {"type": "function", "function": {"name": "loose"}}
    state = ChatCompletionStreamState(input_tools=[loose])
    made = events(state, chunk(call("{oops", "loose")), chunk(finish_reason="tool_calls"))
    assert [None, None] == [event["parsed_arguments"] for event in made]


def test_custom_calls_have_no_events_but_are_kept() -> None:
    """They are in the snapshot with their input put together."""
    state = ChatCompletionStreamState()
    pieces = [{"custom": {"name": "grep", "input": "a"}}, {"custom": {"input": "b"}}]
    deltas = [{"tool_calls": [{"index": 0, "type": "custom", "id": "c", **p}]} for p in pieces]
    assert [] == events(state, *map(chunk, deltas), chunk(finish_reason="tool_calls"))
    snapshot: Any = state.current_completion_snapshot
    assert "ab" == snapshot.choices[0].message.tool_calls[0].custom.input


def test_logprobs_have_their_own_events() -> None:
    """Deltas show what came beside the list that grows, the end all of it."""
    state = ChatCompletionStreamState()
    a, b = ({"token": text, "logprob": -1.0, "top_logprobs": []} for text in "ab")
    first = chunk({"content": "a"}, logprobs={"content": [a], "refusal": None})
    second = chunk({"content": "b"}, logprobs={"content": [b], "refusal": [a]})
    made = events(state, first, second, chunk(finish_reason="stop"))
    assert [
        {"type": "logprobs.content.delta", "content": [a], "snapshot": [a, b]},
        {"type": "logprobs.content.delta", "content": [b], "snapshot": [a, b]},
        {"type": "logprobs.refusal.delta", "refusal": [a], "snapshot": [a]},
        {"type": "logprobs.content.done", "content": [a, b]},
        {"type": "logprobs.refusal.done", "refusal": [a]},
    ] == [event for event in made if event["type"].startswith("logprobs.")]
    assert 1 == len(first.choices[0].logprobs.content)


def test_choices_may_come_in_any_order() -> None:
    """With n=2, the second may be first; each keeps its own text and events."""
    state = ChatCompletionStreamState()
    made = events(
        state,
        chunk({"content": "b"}, index=1),
        chunk({"content": "a"}, index=0),
        chunk(finish_reason="stop", index=0),
        chunk(finish_reason="length", index=1),
    )
    assert ["a", "b"] == [event["content"] for event in made if event["type"] == "content.done"]
    assert [(0, "a", "stop"), (1, "b", "length")] == [
        (choice.index, choice.message.content, choice.finish_reason)
        for choice in state.current_completion_snapshot.choices
    ]


def test_what_the_server_says_of_the_whole_is_kept() -> None:
    """The last usage that is not null, the first id, and extra fields at any time."""
    state = ChatCompletionStreamState()
    start = chunk({"content": "x"}, "stop")
    events(
        state,
        start,
        about(choices=[], usage={"total_tokens": 1}),
        about(choices=[], usage={"total_tokens": 2}, timings={"n": 3}),
        about(choices=[], usage=None, id="other", obfuscation="abc"),
    )
    final: Any = state.get_final_completion()
    assert (2, {"n": 3}, "c1") == (final.usage.total_tokens, final.timings, final.id)
    assert not hasattr(final, "obfuscation")


@pytest.mark.parametrize(
    ("reason", "error"),
    [("length", LengthFinishReasonError), ("content_filter", ContentFilterFinishReasonError)],
)
def test_what_is_to_be_parsed_must_be_whole(reason: str, error: Any) -> None:
    """The error comes with the chunk, and has the completion so far; plain text goes on."""
    state = ChatCompletionStreamState(response_format=Step)
    with pytest.raises(error) as caught:
        events(state, chunk({"content": '{"size'}, reason))
    assert '{"size' == caught.value.completion.choices[0].message.content
    plain = ChatCompletionStreamState()
    assert "content.done" == events(plain, chunk({"content": "x"}, reason))[-1]["type"]
    with pytest.raises(error):
        plain.get_final_completion()


def test_before_the_first_chunk_there_is_nothing() -> None:
    """Asking for a completion then is an error that says so."""
    with pytest.raises(OpenAIError, match="no chunk was handled"):
        _ = ChatCompletionStreamState().current_completion_snapshot


def fed(count: int) -> list[Any]:
    """All events of `count` tokens of JSON in one choice, and of arguments in another."""
    state = ChatCompletionStreamState(response_format=Step, input_tools=[STRICT])
    kept: list[Any] = []
    kept += state.handle_chunk(chunk({"content": '{"t": "'}))
    kept += state.handle_chunk(chunk(call('{"t": "', "plain", id="a"), index=1))
    for _ in range(count):
        kept += state.handle_chunk(chunk({"content": "token "}))
        kept += state.handle_chunk(chunk(call("token "), index=1))
    return kept


def calls_for(count: int) -> int:
    """How many functions, of Python and of C, are called for so many tokens."""
    seen = itertools.count()
    sys.setprofile(lambda *_: next(seen) and None)
    try:
        fed(count)
    finally:
        sys.setprofile(None)
    return next(seen)


def test_a_chunk_costs_the_same_however_long_the_answer_is() -> None:
    """Four times the tokens, all events kept, take four times the work."""
    assert calls_for(2_000) < 4.2 * calls_for(500)


def test_kept_events_need_memory_for_their_own_part_only() -> None:
    """10,000 texts of 15 kB on average would be 150 MB; the events know how to make them."""
    tracemalloc.start()
    try:
        kept = fed(5_000)
        assert tracemalloc.get_traced_memory()[0] < 30_000_000
    finally:
        tracemalloc.stop()
    deltas = [event for event in kept if event.type == "content.delta"]
    assert [7 + 6 * count for count in (0, 1, 5_000)] == [
        len(deltas[count].snapshot) for count in (0, 1, 5_000)
    ]
