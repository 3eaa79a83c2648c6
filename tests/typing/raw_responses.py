"""Never run: what type checkers must make of the answer beside the object."""

from __future__ import annotations

from typing_extensions import assert_type

from openai_local import (
    APIResponse,
    AsyncAPIResponse,
    AsyncOpenAI,
    AsyncStream,
    HttpxBinaryResponseContent,
    OpenAI,
    Stream,
)
from openai_local._legacy_response import LegacyAPIResponse
from openai_local.pagination import AsyncPage, SyncPage
from openai_local.types import CreateEmbeddingResponse, Model
from openai_local.types.chat import ChatCompletion, ChatCompletionChunk, ParsedChatCompletion
from openai_local.types.responses import Response

client, aclient = OpenAI(), AsyncOpenAI()


class Step:
    """What an answer is read into."""


def whole_answers() -> None:
    """`.parse()` gives what the method gives without `.with_raw_response`."""
    raw = client.chat.completions.with_raw_response.create(model="m", messages=[])
    assert_type(raw, LegacyAPIResponse[ChatCompletion])
    assert_type(raw.parse(), ChatCompletion)
    assert_type(raw.headers["x-a"], str)
    embeddings = client.embeddings.with_raw_response
    assert_type(embeddings.create(input="a", model="m").parse(), CreateEmbeddingResponse)
    assert_type(client.models.with_raw_response.list().parse(), SyncPage[Model])
    assert_type(client.models.with_raw_response.retrieve("m").parse(), Model)
    speech = client.audio.speech.with_raw_response.create(input="a", model="m", voice="v")
    assert_type(speech.parse(), HttpxBinaryResponseContent)


def overloads() -> None:
    """`stream` and `response_format` decide as they do for the method."""
    ask = client.chat.completions.with_raw_response
    streamed = ask.create(model="m", messages=[], stream=True)
    assert_type(streamed.parse(), Stream[ChatCompletionChunk])
    either = ask.create(model="m", messages=[], stream=bool(client))
    assert_type(either.parse(), ChatCompletion | Stream[ChatCompletionChunk])
    parsed = ask.parse(model="m", messages=[], response_format=Step)
    assert_type(parsed.parse(), ParsedChatCompletion[Step])


def other_types() -> None:
    """`to` says what the body becomes."""
    raw = client.chat.completions.with_raw_response.create(model="m", messages=[])
    assert_type(raw.parse(to=Step), Step)
    assert_type(raw.parse(to=str), str)


def views_of_more() -> None:
    """The whole client has them, and each part of it."""
    request = client.with_raw_response.chat.completions.create
    assert_type(request(model="m", messages=[]).parse(), ChatCompletion)
    request = client.beta.with_raw_response.chat.completions.create
    assert_type(request(model="m", messages=[]).parse(), ChatCompletion)
    options = client.with_options(timeout=1).responses.with_raw_response
    assert_type(options.create(input="a", model="m").parse(), Response)


def mistakes() -> None:
    """Arguments are checked as those of the method."""
    client.embeddings.with_raw_response.create(model="m")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.models.with_raw_response.remove("m")  # type: ignore[attr-defined]  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]


def unread_answers() -> None:
    """Inside its `with`, the answer is there and its body is not read yet."""
    manager = client.chat.completions.with_streaming_response.create(model="m", messages=[])
    with manager as response:
        assert_type(response, APIResponse[ChatCompletion])
        assert_type(response.parse(), ChatCompletion)
        assert_type(response.read(), bytes)
        for line in response.iter_lines():
            assert_type(line, str)


async def in_asyncio() -> None:
    """The same, to be awaited."""
    raw = await aclient.chat.completions.with_raw_response.create(model="m", messages=[])
    assert_type(raw, LegacyAPIResponse[ChatCompletion])
    streamed = await aclient.chat.completions.with_raw_response.create(
        model="m", messages=[], stream=True
    )
    assert_type(streamed.parse(), AsyncStream[ChatCompletionChunk])
    models = await aclient.with_raw_response.models.list()
    assert_type(models.parse(), AsyncPage[Model])
    ask = aclient.chat.completions.with_streaming_response
    async with ask.create(model="m", messages=[]) as response:
        assert_type(response, AsyncAPIResponse[ChatCompletion])
        assert_type(await response.parse(), ChatCompletion)
        assert_type(await response.parse(to=Step), Step)
        async for piece in response.iter_bytes():
            assert_type(piece, bytes)
