"""Never run: what type checkers must make of programs that use chat completions."""

from __future__ import annotations

from pathlib import Path

from typing_extensions import assert_type

import openai_local as openai
from openai_local import NOT_GIVEN, OpenAI, Stream, Timeout, omit
from openai_local.types.chat import (
    ChatCompletion,
    ChatCompletionChunk,
    ChatCompletionMessageParam,
    ChatCompletionToolParam,
)

client = OpenAI(base_url="http://127.0.0.1:8080/v1", timeout=Timeout(60, connect=5))
messages: list[ChatCompletionMessageParam] = [
    {"role": "system", "content": "Be brief."},
    {
        "role": "user",
        "content": [
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": Path("cat.jpg"), "detail": "low"}},
        ],
    },
]
tools: list[ChatCompletionToolParam] = [
    {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
]


def whole() -> None:
    """Without `stream`, or with False or None, it is a `ChatCompletion`."""
    completion = client.chat.completions.create(model="m", messages=messages)
    assert_type(completion, ChatCompletion)
    assert_type(completion.choices[0].message.content, str | None)
    assert_type(
        client.chat.completions.create(model="m", messages=messages, stream=False), ChatCompletion
    )
    assert_type(
        client.chat.completions.create(model="m", messages=messages, stream=None), ChatCompletion
    )
    for call in completion.choices[0].message.tool_calls or []:
        if call.type == "function":
            assert_type(call.function.arguments, str)


def streamed() -> None:
    """With `stream=True` it is a `Stream` of chunks."""
    stream = client.chat.completions.create(model="m", messages=messages, stream=True)
    assert_type(stream, Stream[ChatCompletionChunk])
    with stream as entered:
        for chunk in entered:
            assert_type(chunk, ChatCompletionChunk)
            assert_type(chunk.choices[0].delta.content, str | None)


def unknown_at_check_time(stream: bool) -> None:
    """With a `bool` it is either."""
    answer = client.chat.completions.create(model="m", messages=messages, stream=stream)
    assert_type(answer, ChatCompletion | Stream[ChatCompletionChunk])


def options() -> None:
    """Parameters may be left out by a sentinel, and have their types."""
    client.chat.completions.create(
        model="m",
        messages=messages,
        tools=tools,
        tool_choice="auto",
        temperature=omit,
        top_p=NOT_GIVEN,
        stop=["a", "b"],
        response_format={"type": "json_object"},
        extra_headers={"X-Name": "value"},
        extra_query={"q": 1},
        extra_body={"top_k": 40},
        timeout=30,
    )


def mistakes() -> None:
    """A misspelt parameter, a wrong type and a missing argument are errors."""
    client.chat.completions.create(model="m", messages=messages, temprature=1)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    client.chat.completions.create(model="m", messages=messages, temperature="hot")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    client.chat.completions.create(messages=messages)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]


def of_the_module() -> None:
    """The module-level client is typed alike."""
    openai.api_key = "key"
    assert_type(
        openai.chat.completions.create(model="m", messages=messages, stream=True),
        Stream[ChatCompletionChunk],
    )


def errors() -> None:
    """Exceptions know their response."""
    try:
        whole()
    except openai.APIStatusError as error:
        assert_type(error.status_code, int)
        assert_type(error.response.headers["x-request-id"], str)
    except openai.IncompleteStreamError as error:
        assert_type(error.code, str | None)
