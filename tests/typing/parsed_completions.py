"""Never run: what type checkers must make of programs that ask for typed answers."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import pydantic
from typing_extensions import TypedDict, assert_type

from openai_local import AsyncOpenAI, IncompleteStreamError, OpenAI, omit, pydantic_function_tool
from openai_local.lib.streaming.chat import (
    AsyncChatCompletionStream,
    ChatCompletionStream,
    ChatCompletionStreamEvent,
    ChatCompletionStreamState,
)
from openai_local.pagination import SyncCursorPage
from openai_local.types.chat import (
    ChatCompletion,
    ChatCompletionMessageParam,
    ParsedChatCompletion,
)

client = OpenAI()
async_client = AsyncOpenAI()
messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hello"}]


class Step(pydantic.BaseModel):
    size: int


@dataclass
class Plain:
    size: int


class Fields(TypedDict):
    size: int


class Color(enum.Enum):
    RED = "red"


def parsed() -> None:
    """`parsed` is the type that was asked for, or None."""
    completion = client.chat.completions.parse(
        model="m", messages=messages, response_format=Step, temperature=0, timeout=5
    )
    assert_type(completion, ParsedChatCompletion[Step])
    assert_type(completion.choices[0].message.parsed, Step | None)
    assert_type(completion.choices[0].message.content, str | None)
    for call in completion.choices[0].message.tool_calls or []:
        assert_type(call.function.parsed_arguments, object | None)


def other_types() -> None:
    """Dataclasses, TypedDicts and enums alike."""
    parse = client.beta.chat.completions.parse
    plain = parse(model="m", messages=messages, response_format=Plain)
    assert_type(plain.choices[0].message.parsed, Plain | None)
    fields = parse(model="m", messages=messages, response_format=Fields)
    assert_type(fields.choices[0].message.parsed, Fields | None)
    color = parse(model="m", messages=messages, response_format=Color)
    assert_type(color.choices[0].message.parsed, Color | None)


def untyped() -> None:
    """Without a type, nothing is parsed."""
    tools = [pydantic_function_tool(Step)]
    completion = client.chat.completions.parse(model="m", messages=messages, tools=tools)
    assert_type(completion, ParsedChatCompletion[None])
    assert_type(
        client.chat.completions.parse(
            model="m", messages=messages, response_format={"type": "json_object"}
        ),
        ParsedChatCompletion[None],
    )
    client.chat.completions.parse(model="m", messages=messages, response_format=omit)


def streamed() -> None:
    """Events are told apart by their `type`."""
    with client.chat.completions.stream(
        model="m", messages=messages, response_format=Step
    ) as stream:
        assert_type(stream, ChatCompletionStream[Step])
        for event in stream:
            if event.type == "content.delta":
                assert_type(event.delta, str)
                assert_type(event.snapshot, str)
            elif event.type == "content.done":
                assert_type(event.parsed, Step | None)
            elif event.type == "tool_calls.function.arguments.delta":
                assert_type(event.arguments_delta, str)
            elif event.type == "chunk":
                assert_type(event.chunk.choices[0].delta.content, str | None)
        assert_type(stream.get_final_completion(), ParsedChatCompletion[Step])
    with client.chat.completions.stream(model="m", messages=messages) as plain:
        assert_type(plain, ChatCompletionStream[None])
    try:
        stream.until_done()
    except IncompleteStreamError as error:
        print(error.partial)


async def asynchronous() -> None:
    """The same, awaited."""
    completion = await async_client.chat.completions.parse(
        model="m", messages=messages, response_format=Step
    )
    assert_type(completion.choices[0].message.parsed, Step | None)
    async with async_client.chat.completions.stream(
        model="m", messages=messages, response_format=Step
    ) as stream:
        assert_type(stream, AsyncChatCompletionStream[Step])
        async for event in stream:
            assert_type(event, ChatCompletionStreamEvent[Step])
        assert_type(await stream.get_final_completion(), ParsedChatCompletion[Step])


def by_hand() -> None:
    """The state is typed by the format it is given."""
    state = ChatCompletionStreamState(response_format=Step)
    for chunk in client.chat.completions.create(model="m", messages=messages, stream=True):
        state.handle_chunk(chunk)
    assert_type(state.get_final_completion(), ParsedChatCompletion[Step])


def stored() -> None:
    """Stored completions are completions."""
    completions = client.chat.completions
    assert_type(completions.list(limit=2), SyncCursorPage[ChatCompletion])
    assert_type(completions.retrieve("id"), ChatCompletion)
    assert_type(completions.update("id", metadata={"a": "b"}), ChatCompletion)
    assert_type(completions.delete("id").deleted, bool)
    for message in completions.messages.list("id", order="asc"):
        assert_type(message.id, str)


def mistakes() -> None:
    """Misspelt, missing and wrong arguments are errors."""
    client.chat.completions.parse(model="m", messages=messages, respons_format=Step)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    client.chat.completions.parse(messages=messages, response_format=Step)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    client.chat.completions.stream(model="m", messages=messages, response_format=3)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    client.chat.completions.update("id")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
