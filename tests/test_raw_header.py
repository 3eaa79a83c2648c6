"""The header by which programs that wrap `create` ask the official SDK for the raw answer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from openai_local import APIResponse, AsyncAPIResponse, AsyncOpenAI, OpenAI, Stream
from openai_local._constants import RAW_RESPONSE_HEADER
from openai_local._legacy_response import LegacyAPIResponse
from openai_local.testing.scripted import (
    ScriptedServer,
    chat_chunks,
    chat_completion,
    json_answer,
    sse,
)

MESSAGES: Any = [{"role": "user", "content": "Hello"}]


def ask(client: Any, header: str, **params: Any) -> Any:
    """One call with the header, in a spelling of its own, and another beside it."""
    headers = {RAW_RESPONSE_HEADER.lower(): header, "X-Other": "1"}
    return client.chat.completions.create(
        model="m", messages=MESSAGES, extra_headers=headers, **params
    )


@pytest.mark.parametrize(("header", "kind"), [("true", LegacyAPIResponse), ("stream", APIResponse)])
def test_the_raw_answer(
    header: str, kind: type[Any], server: ScriptedServer, client: OpenAI
) -> None:
    """ "true" gives what `.with_raw_response` does, "stream" an answer that is not read yet."""
    server.play(json_answer(chat_completion("Hello")))

    response = ask(client, header)

    assert kind is type(response)
    assert 200 == response.status_code
    assert "Hello" == response.parse().choices[0].message.content


def test_it_is_not_sent(server: ScriptedServer, client: OpenAI) -> None:
    """The server gets the other headers only."""
    server.play(json_answer(chat_completion("Hello")))

    ask(client, "true")

    assert RAW_RESPONSE_HEADER.lower() not in server.requests[0].headers
    assert "1" == server.requests[0].headers["x-other"]


def test_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """The raw answer of a streamed call parses to a `Stream`."""
    server.play(sse(chat_chunks("Hel", "lo")))

    stream = ask(client, "true", stream=True).parse()

    assert isinstance(stream, Stream)
    contents = [chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices]
    assert "Hello" == "".join(contents)


def test_an_empty_header_asks_for_nothing(server: ScriptedServer, client: OpenAI) -> None:
    """Without a value it is as if it were not there."""
    server.play(json_answer(chat_completion("Hello")))

    assert "Hello" == ask(client, "").choices[0].message.content


def test_asyncio(server: ScriptedServer) -> None:
    """`AsyncOpenAI` gives the same raw answers, the unread one to be awaited."""
    server.play(json_answer(chat_completion("one")), json_answer(chat_completion("two")))

    async def main() -> tuple[Any, Any]:
        async with AsyncOpenAI(base_url=server.base_url, max_retries=0) as client:
            legacy = await ask(client, "true")
            unread = await ask(client, "stream")
            assert AsyncAPIResponse is type(unread)
            return legacy.parse(), await unread.parse()

    contents = [answer.choices[0].message.content for answer in asyncio.run(main())]
    assert ["one", "two"] == contents


def put_over_create(client: OpenAI, seen: list[Any]) -> None:
    """As tracing programs do it: a method on one client's resource, that calls the old one."""
    original = client.chat.completions.create

    def create(**params: Any) -> Any:
        seen.append(params.pop("extra_headers", None))
        return original(extra_headers=seen[-1], **params)

    client.chat.completions.create = create  # type: ignore[method-assign,assignment]


def test_a_method_of_the_programs_own(server: ScriptedServer, client: OpenAI) -> None:
    """One that was put over `create` is called for raw answers, too, and asked by header."""
    server.play(*[json_answer(chat_completion("Hello"))] * 3)
    seen: list[Any] = []
    put_over_create(client, seen)

    raw = client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES)
    of_all = client.with_raw_response.chat.completions.create(model="m", messages=MESSAGES)
    streaming = client.chat.completions.with_streaming_response
    with streaming.create(model="m", messages=MESSAGES, extra_headers={"X-Own": "1"}) as unread:
        kinds = [type(raw), type(of_all), type(unread)]
        assert "Hello" == unread.parse().choices[0].message.content

    assert [LegacyAPIResponse, LegacyAPIResponse, APIResponse] == kinds
    assert [
        {RAW_RESPONSE_HEADER: "true"},
        {RAW_RESPONSE_HEADER: "true"},
        {"X-Own": "1", RAW_RESPONSE_HEADER: "stream"},
    ] == seen
    assert RAW_RESPONSE_HEADER.lower() not in server.requests[0].headers


def test_the_classes_of_views(client: OpenAI) -> None:
    """`with_raw_response` is of a class with the official name, at the official paths."""
    from openai_local.resources import EmbeddingsWithStreamingResponse, chat
    from openai_local.resources.chat.completions import CompletionsWithRawResponse

    assert chat.CompletionsWithRawResponse is CompletionsWithRawResponse
    assert CompletionsWithRawResponse is type(client.chat.completions.with_raw_response)
    assert isinstance(client.embeddings.with_streaming_response, EmbeddingsWithStreamingResponse)
    with pytest.raises(AttributeError, match="has no attribute 'NothingWithRawResponse'"):
        _ = chat.NothingWithRawResponse


def test_a_view_whose_class_was_wrapped(
    server: ScriptedServer, client: OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a program puts on the object in its `__init__` is what users call."""
    from openai_local.resources.chat.completions import CompletionsWithRawResponse

    server.play(json_answer(chat_completion("Hello")))
    original = CompletionsWithRawResponse.__init__
    seen: list[Any] = []

    def init(self: Any, *args: Any) -> None:
        original(self, *args)
        create = self.create
        self.create = lambda **params: (seen.append(params["model"]), create(**params))[1]

    monkeypatch.setattr(CompletionsWithRawResponse, "__init__", init)

    answer = client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES)
    assert "Hello" == answer.parse().choices[0].message.content
    assert ["m"] == seen
