"""Never run: what type checkers must make of programs that use the Responses API."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from typing_extensions import assert_type

from openai_local import NOT_GIVEN, AsyncOpenAI, AsyncStream, OpenAI, Stream, omit
from openai_local.lib.streaming.responses import (
    AsyncResponseStream,
    ResponseStream,
    ResponseTextDeltaEvent,
)
from openai_local.pagination import SyncCursorPage
from openai_local.types.responses import (
    CompactedResponse,
    FunctionToolParam,
    ParsedResponse,
    Response,
    ResponseInputParam,
    ResponseItem,
    ResponseStreamEvent,
)

client = OpenAI()
async_client = AsyncOpenAI()
messages: ResponseInputParam = [
    {
        "role": "user",
        "content": [
            {"type": "input_text", "text": "What is this?"},
            {"type": "input_image", "image_url": Path("cat.jpg"), "detail": "low"},
        ],
    },
]
tool: FunctionToolParam = {"type": "function", "name": "f", "parameters": {}, "strict": True}


@dataclass
class Weather:
    city: str


def whole() -> None:
    """Without `stream`, or with False or None, it is a `Response`."""
    response = client.responses.create(model="m", input=messages, tools=[tool])
    assert_type(response, Response)
    assert_type(response.output_text, str)
    assert_type(client.responses.create(input="Hello", stream=False), Response)
    assert_type(client.responses.create(input="Hello", stream=None), Response)
    for item in response.output:
        if item.type == "function_call":
            assert_type(item.arguments, str)


def streamed() -> None:
    """With `stream=True` it is a `Stream` of events, told apart by `type`."""
    stream = client.responses.create(input="Hello", stream=True)
    assert_type(stream, Stream[ResponseStreamEvent])
    for event in stream:
        if event.type == "response.output_text.delta":
            assert_type(event.delta, str)


def unknown_at_check_time(stream: bool) -> None:
    """With a `bool` it is either."""
    answer = client.responses.create(input="Hello", stream=stream)
    assert_type(answer, Response | Stream[ResponseStreamEvent])


def parsed() -> None:
    """The parsed object has the type that was asked for."""
    response = client.responses.parse(input="Hello", text_format=Weather)
    assert_type(response, ParsedResponse[Weather])
    assert_type(response.output_parsed, Weather | None)
    assert_type(client.responses.parse(input="Hello", parse_as=Weather), ParsedResponse[Weather])
    assert_type(client.responses.parse(input="Hello"), ParsedResponse[None])
    unparsed = client.responses.parse(input="Hello", text_format=Weather, parse_as=None)
    assert_type(unparsed, ParsedResponse[None])


def helper() -> None:
    """The helper's stream and its final response have that type, too."""
    with client.responses.stream(input="Hello", model="m", text_format=Weather) as stream:
        assert_type(stream, ResponseStream[Weather])
        for event in stream:
            if isinstance(event, ResponseTextDeltaEvent):
                assert_type(event.snapshot, str)
        assert_type(stream.get_final_response(), ParsedResponse[Weather])
    with client.responses.stream(response_id="r1", starting_after=3) as resumed:
        assert_type(resumed, ResponseStream[None])


def stored() -> None:
    """What can be done with responses that the server keeps."""
    assert_type(client.responses.retrieve("r1"), Response)
    assert_type(client.responses.retrieve("r1", stream=True), Stream[ResponseStreamEvent])
    assert_type(client.responses.cancel("r1"), Response)
    assert_type(client.responses.input_items.list("r1"), SyncCursorPage[ResponseItem])
    assert_type(client.responses.input_tokens.count(input="Hello").input_tokens, int)
    assert_type(client.responses.compact(model="m", input=messages), CompactedResponse)
    client.responses.delete("r1", timeout=5)


async def asynchronous() -> None:
    """The same for asyncio."""
    responses = async_client.responses
    assert_type(await responses.create(input="Hello"), Response)
    stream = await responses.create(input="Hello", stream=True)
    assert_type(stream, AsyncStream[ResponseStreamEvent])
    parsed = await responses.parse(input="Hello", text_format=Weather)
    assert_type(parsed.output_parsed, Weather | None)
    async with responses.stream(input="Hello", text_format=Weather) as events:
        assert_type(events, AsyncResponseStream[Weather])
        assert_type(await events.get_final_response(), ParsedResponse[Weather])
    async for item in responses.input_items.list("r1"):
        assert_type(item, ResponseItem)


def options() -> None:
    """Parameters may be left out by a sentinel, and have their types."""
    client.responses.create(
        input="Hello",
        temperature=omit,
        top_p=NOT_GIVEN,
        reasoning={"effort": "low"},
        text={"format": {"type": "json_object"}},
        extra_headers={"X-Name": "value"},
        extra_body={"top_k": 40},
        timeout=30,
    )


def mistakes() -> None:
    """A misspelt parameter, a wrong type and a contradiction are errors."""
    client.responses.create(input="Hello", temprature=1)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    client.responses.create(input="Hello", temperature="hot")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    client.responses.stream(response_id="r1", input="Hello")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    client.responses.retrieve()  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
