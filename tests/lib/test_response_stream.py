"""`client.responses.stream(...)`: events with the text so far, and the response at the end."""

from __future__ import annotations

import asyncio
import gc
import pickle
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from typing_extensions import TypedDict

from openai_local import AsyncOpenAI, IncompleteStreamError, OpenAI
from openai_local.lib.streaming.responses import (
    ResponseCompletedEvent,
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseStreamState,
    ResponseTextDeltaEvent,
    ResponseTextDoneEvent,
)
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import HoldOpen, ScriptedServer, event, head, sse
from openai_local.testing.tiny_model import ANSWER
from openai_local.types.responses import ParsedResponse, ResponseTextDeltaEvent as RawTextDeltaEvent

MESSAGE = {"id": "m1", "type": "message", "role": "assistant"}
CALL = {"id": "f1", "type": "function_call", "name": "f", "call_id": "c1"}
TEXT = {"type": "output_text", "text": '{"a": 1}', "annotations": []}
WHOLE = {"id": "r1", "object": "response", "status": "completed",
         "output": [{**MESSAGE, "content": [TEXT]}, {**CALL, "arguments": '{"b": 2}'}]}  # fmt: skip

#: As llama-server sends them: the ids of items are all that tells them apart.
CREATED: dict[str, Any] = {"type": "response.created", "response": {"id": "r1"}}
MESSAGE_ADDED = {"type": "response.output_item.added", "item": {**MESSAGE, "content": []}}
CALL_ADDED = {"type": "response.output_item.added", "item": {**CALL, "arguments": ""}}
TEXT_DONE = {"type": "response.output_text.done", "item_id": "m1", "text": '{"a": 1}'}
COMPLETED = {"type": "response.completed", "response": WHOLE}


def text(delta: str) -> dict[str, Any]:
    return {"type": "response.output_text.delta", "item_id": "m1", "delta": delta}


def arguments(delta: str) -> dict[str, Any]:
    return {"type": "response.function_call_arguments.delta", "item_id": "f1", "delta": delta}


EVENTS = [CREATED, MESSAGE_ADDED, text('{"a"'), CALL_ADDED, arguments('{"b"'), text(": 1}"),
          arguments(": 2}"), TEXT_DONE, COMPLETED]  # fmt: skip


class Answer(TypedDict):
    a: int


@pytest.fixture
def no_gc() -> Iterator[None]:
    """Only the count of references frees objects."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


# -- events ----------------------------------------------------------------------------------


def test_events(server: ScriptedServer, client: OpenAI) -> None:
    """Every event is handed out, with the text so far where there is one."""
    server.play(sse(EVENTS))
    with client.responses.stream(input="Hello", model="m") as stream:
        events: list[Any] = list(stream)

    assert {"input": "Hello", "model": "m", "stream": True} == server.requests[0].json()
    assert [event["type"] for event in EVENTS] == [event.type for event in events]
    texts = [event for event in events if isinstance(event, ResponseTextDeltaEvent)]
    assert [('{"a"', '{"a"'), (": 1}", '{"a": 1}')] == [(e.delta, e.snapshot) for e in texts]
    calls = [e for e in events if isinstance(e, ResponseFunctionCallArgumentsDeltaEvent)]
    assert ['{"b"', '{"b": 2}'] == [event.snapshot for event in calls]
    assert [0, 1] == [texts[-1].output_index, calls[-1].output_index]
    assert isinstance(events[-2], ResponseTextDoneEvent)
    assert isinstance(events[-1], ResponseCompletedEvent)


def test_two_parts_have_texts_of_their_own(server: ScriptedServer, client: OpenAI) -> None:
    """The text so far is that of one part."""
    part = {"type": "response.content_part.added", "item_id": "m1", "part": TEXT}
    server.play(sse([CREATED, MESSAGE_ADDED, part, text("a"), part, text("b"), COMPLETED]))
    with client.responses.stream(input="Hello") as stream:
        deltas = [event for event in stream if isinstance(event, ResponseTextDeltaEvent)]

    assert [(0, "a"), (1, "b")] == [(event.content_index, event.snapshot) for event in deltas]


def test_an_event_as_a_whole(server: ScriptedServer, client: OpenAI) -> None:
    """Dumps, reprs and copies of an event have its text so far, read before or not."""
    server.play(sse([CREATED, MESSAGE_ADDED, text("a"), text("b"), text("c"), COMPLETED]))
    with client.responses.stream(input="Hello") as stream:
        dumped, shown, pickled = [e for e in stream if isinstance(e, ResponseTextDeltaEvent)]

    assert {
        "content_index": 0, "delta": "a", "item_id": "m1", "logprobs": [], "output_index": 0,
        "sequence_number": 2, "type": "response.output_text.delta", "snapshot": "a",
    } == dumped.model_dump()  # fmt: skip
    assert "snapshot='ab'" in repr(shown)
    assert "abc" == pickle.loads(pickle.dumps(pickled)).snapshot


def test_an_item_that_is_not_there(server: ScriptedServer, client: OpenAI) -> None:
    """An announcement without its item is skipped, as by the official SDK."""
    server.play(sse([CREATED, {"type": "response.output_item.added", "item": None}, COMPLETED]))
    with client.responses.stream(input="Hello") as stream:
        assert ["response.created", "response.completed"] == [event.type for event in stream]


def test_text_without_an_item(server: ScriptedServer, client: OpenAI) -> None:
    """Text of an item that was never announced is text all the same."""
    server.play(sse([text("a"), text("b"), COMPLETED]))
    with client.responses.stream(input="Hello") as stream:
        events: list[Any] = list(stream)

    assert ["a", "ab"] == [event.snapshot for event in events[:2]]


def test_output_of_an_unfinished_response(server: ScriptedServer, client: OpenAI) -> None:
    """A response inside an event has a list of what came so far, where the server sent none."""
    failed: dict[str, Any] = {"type": "response.failed", "response": {"id": "r1"}}
    server.play(sse([CREATED, MESSAGE_ADDED, text("a"), failed]))
    with client.responses.stream(input="Hello") as stream:
        events: list[Any] = list(stream)

    assert [] == events[0].response.output
    assert "a" == events[-1].response.output_text


# -- the end ---------------------------------------------------------------------------------


def test_final_response(server: ScriptedServer, client: OpenAI) -> None:
    """`get_final_response()` reads to the end and gives the whole."""
    server.play(sse(EVENTS))
    with client.responses.stream(input="Hello") as stream:
        response = stream.get_final_response()
        again = stream.get_final_response()

    assert ParsedResponse is type(response)
    assert ("r1", '{"a": 1}', None) == (response.id, response.output_text, response.output_parsed)
    assert response is again


def test_final_response_without_output(server: ScriptedServer, client: OpenAI) -> None:
    """Where the closing event has no output, it is put together from the others."""
    call_done = {"type": "response.output_item.done", "item": {**CALL, "arguments": "{}"}}
    last = {"type": "response.completed", "response": {"id": "r1"}}
    server.play(sse([*EVENTS[:-1], call_done, last]))
    with client.responses.stream(input="Hello") as stream:
        message, call = stream.get_final_response().output

    assert message.type == "message"
    assert '{"a": 1}' == message.content[0].text
    assert call.type == "function_call"
    assert "{}" == call.arguments


@pytest.mark.parametrize("closing", ["incomplete", "failed"])
def test_no_final_response(server: ScriptedServer, client: OpenAI, closing: str) -> None:
    """A response that was not completed has no final one; the error says how it ended."""
    server.play(sse([CREATED, {"type": f"response.{closing}", "response": WHOLE}]))
    with (
        client.responses.stream(input="Hello") as stream,
        pytest.raises(RuntimeError, match=rf"response\.completed.*response\.{closing}"),
    ):
        stream.get_final_response()


def test_until_done(server: ScriptedServer, client: OpenAI) -> None:
    """`until_done()` reads to the end and gives the stream itself."""
    server.play(sse(EVENTS))
    with client.responses.stream(input="Hello") as stream:
        assert stream is stream.until_done()
        assert [] == list(stream)


def test_cut_stream(server: ScriptedServer, client: OpenAI) -> None:
    """A stream that is cut off raises, with the response so far."""
    thought = {"type": "response.reasoning_text.delta", "item_id": "t1", "delta": "hm"}
    refusal = {"type": "response.refusal.delta", "item_id": "m1", "delta": "no"}
    thinking = {"type": "response.output_item.added", "item": {"id": "t1", "type": "reasoning"}}
    server.play(sse([CREATED, thinking, thought, CALL_ADDED, arguments("{"), MESSAGE_ADDED,
                     refusal]))  # fmt: skip
    with (
        client.responses.stream(input="Hello") as stream,
        pytest.raises(IncompleteStreamError) as caught,
    ):
        stream.until_done()

    partial: Any = caught.value.partial
    assert (ParsedResponse, "r1") == (type(partial), partial.id)
    reasoning, call, message = partial.output
    assert ("hm", "{", "no") == (
        reasoning.content[0].text, call.arguments, message.content[0].refusal,
    )  # fmt: skip


def test_nothing_so_far(server: ScriptedServer, client: OpenAI) -> None:
    """A stream that is cut off before its beginning has no partial response."""
    server.play(sse([]))
    with (
        client.responses.stream(input="Hello") as stream,
        pytest.raises(IncompleteStreamError) as caught,
    ):
        stream.until_done()
    assert caught.value.partial is None


# -- structured output -----------------------------------------------------------------------


def test_parsed_text(server: ScriptedServer, client: OpenAI) -> None:
    """With `text_format` the done text and the final response hold the object."""
    pytest.importorskip("pydantic")
    server.play(sse(EVENTS))
    with client.responses.stream(input="Hello", text_format=Answer) as stream:
        done = [event for event in stream if isinstance(event, ResponseTextDoneEvent)]
        response = stream.get_final_response()

    assert "Answer" == server.requests[0].json()["text"]["format"]["name"]
    assert [{"a": 1}] == [event.parsed for event in done]
    assert {"a": 1} == response.output_parsed


def test_parsed_arguments(server: ScriptedServer, client: OpenAI) -> None:
    """The arguments of a strict tool's call are parsed, and don't go into the next request."""
    server.play(sse(EVENTS))
    tool: Any = {"type": "function", "name": "f", "strict": True, "parameters": {}}
    with client.responses.stream(input="Hello", tools=iter([tool])) as stream:
        message, call = stream.get_final_response().output
    with client.responses.stream(input=[message, call], model="m") as stream:
        stream.until_done()

    assert [tool] == server.requests[0].json()["tools"]
    assert call.type == "function_call"
    assert {"b": 2} == call.parsed_arguments
    assert WHOLE["output"] == server.requests[1].json()["input"]


# -- a response that there is already --------------------------------------------------------


def test_resumed(server: ScriptedServer, client: OpenAI) -> None:
    """By `response_id` the stream is read from its start, and handed out after a number."""
    server.play(sse(EVENTS))
    with client.responses.stream(response_id="r1", starting_after=4) as stream:
        events: list[Any] = list(stream)

    (request,) = server.requests
    assert ("GET", "/v1/responses/r1?stream=true") == (request.method, request.path)
    assert [5, 6, 7, 8] == [event.sequence_number for event in events]
    assert '{"a": 1}' == events[0].snapshot


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({}, "input must be provided"),
        ({"starting_after": 1}, "response_id must be provided"),
        ({"response_id": "r1", "model": "m", "input": "x"}, "together with input, model"),
    ],
)
def test_contradictions(client: OpenAI, params: dict[str, Any], message: str) -> None:
    """Either a response is made or one there is is streamed."""
    stream: Any = client.responses.stream
    with pytest.raises(ValueError, match=message):
        stream(**params)


# -- closing ---------------------------------------------------------------------------------


def test_nothing_is_sent_before_with(server: ScriptedServer, client: OpenAI) -> None:
    """The request is sent when the `with` begins."""
    client.responses.stream(input="Hello")
    assert [] == server.requests


def test_leaving_closes(server: ScriptedServer, client: OpenAI) -> None:
    """Leaving the `with` closes the connection, so that the server stops."""
    server.play([head(), event(CREATED), HoldOpen()])
    with client.responses.stream(input="Hello") as stream:
        next(stream)

    assert server.wait_for_disconnect(5)


@pytest.mark.usefixtures("no_gc")
def test_dropping_closes(server: ScriptedServer, client: OpenAI) -> None:
    """A stream that is dropped closes its connection at once."""
    server.play([head(), event(CREATED), HoldOpen()])
    stream = client.responses.stream(input="Hello").__enter__()
    next(stream)
    del stream

    assert server.wait_for_disconnect(5)


def test_going_on_after_break(server: ScriptedServer, client: OpenAI) -> None:
    """A loop that was left can be taken up again."""
    server.play(sse(EVENTS))
    with client.responses.stream(input="Hello") as stream:
        for _ in stream:
            break
        rest = [event.type for event in stream]

    assert [event["type"] for event in EVENTS[1:]] == rest


# -- cost ------------------------------------------------------------------------------------


def seconds_for(count: int) -> float:
    """How long a state takes for a text of this many pieces."""
    state: ResponseStreamState[None] = ResponseStreamState(input_tools=None, text_format=None)
    pieces = [RawTextDeltaEvent.from_json({**text("x" * 20), "output_index": 0, "content_index": 0})
              for _ in range(count)]  # fmt: skip
    started = time.perf_counter()
    for piece in pieces:
        state.handle_event(piece)
    return time.perf_counter() - started


def test_long_texts_cost_what_they_are_long() -> None:
    """Eight times the text takes about eight times as long, not sixty-four times."""
    short = min(seconds_for(5_000) for _ in range(3))
    long = min(seconds_for(40_000) for _ in range(3))

    assert long < 24 * short


# -- asyncio ---------------------------------------------------------------------------------


def test_async(server: ScriptedServer) -> None:
    """The same for asyncio."""
    server.play(sse(EVENTS))

    async def run() -> tuple[list[Any], Any]:
        async with (
            AsyncOpenAI(base_url=server.base_url, max_retries=0, timeout=5) as client,
            client.responses.stream(input="Hello") as stream,
        ):
            events = [event async for event in stream]
            return events, await stream.get_final_response()

    events, response = asyncio.run(run())
    assert [event["type"] for event in EVENTS] == [event.type for event in events]
    assert '{"a": 1}' == events[5].snapshot
    assert '{"a": 1}' == response.output_text


def test_async_cut_stream(server: ScriptedServer) -> None:
    """A stream that is cut off has the response so far in asyncio, too."""
    server.play(sse([CREATED, MESSAGE_ADDED, text("a")]))

    async def run() -> None:
        async with (
            AsyncOpenAI(base_url=server.base_url, max_retries=0, timeout=5) as client,
            client.responses.stream(input="Hello") as stream,
        ):
            await stream.until_done()

    with pytest.raises(IncompleteStreamError) as caught:
        asyncio.run(run())
    partial: Any = caught.value.partial
    assert "a" == partial.output_text


# -- a real server ---------------------------------------------------------------------------


def test_real_stream(llama_server: LlamaServer) -> None:
    """llama-server, whose events have no numbers, is streamed to its end."""
    with (
        OpenAI(base_url=llama_server.base_url, max_retries=0) as client,
        client.responses.stream(input="Hello", model="tiny") as stream,
    ):
        snapshots = [e.snapshot for e in stream if isinstance(e, ResponseTextDeltaEvent)]
        response = stream.get_final_response()

    assert ANSWER == snapshots[-1]
    assert ANSWER == response.output_text
    assert all(new.startswith(old) for old, new in pairwise(snapshots))


def test_a_real_tool_call(llama_server: LlamaServer) -> None:
    """llama-server's tool calls are streamed, numbered apart from its text, and parsed."""
    tool: Any = {
        "type": "function",
        "name": "f",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    }
    with (
        OpenAI(base_url=llama_server.base_url, max_retries=0) as client,
        client.responses.stream(
            input="Hello", model="tiny", tools=[tool], tool_choice="required"
        ) as stream,
    ):
        events = list(stream)
        output: list[Any] = stream.get_final_response().output

    deltas = [e for e in events if isinstance(e, ResponseFunctionCallArgumentsDeltaEvent)]
    (call,) = [item for item in output if item.type == "function_call"]
    assert call.arguments == deltas[-1].snapshot
    assert {output.index(call)} == {event.output_index for event in deltas}
    assert ["city"] == list(call.parsed_arguments)
