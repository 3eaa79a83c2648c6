"""Clients that speak the dialect of their server: rewording, its switch, and what is filled in."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from openai_local import AsyncOpenAI, BadRequestError, OpenAI
from openai_local.testing.scripted import (
    ScriptedServer,
    chat_chunk,
    chat_chunks,
    chat_completion,
    json_answer,
    sse,
)
from openai_local.types.chat import ChatCompletion

LONG = "The quick brown fox jumps over the lazy dog. " * 900
MESSAGES: Any = [{"role": "user", "content": "Hello"}]
ASK: Any = {"model": "m", "messages": MESSAGES}
JSON: Any = {**ASK, "response_format": {"type": "json_object"}}
#: LM Studio 0.4.19.
REFUSAL = json_answer(
    {"error": "'response_format.type' must be 'json_schema' or 'text'"}, status=400
)
ANSWER = json_answer(chat_completion('{"a": 1}'))


def formats(server: ScriptedServer) -> list[str]:
    """The type of response_format in each request."""
    return [each.json()["response_format"]["type"] for each in server.requests]


def cut_answer(model: str, tokens: int = 2050) -> dict[str, Any]:
    """What Ollama answers to a prompt that is longer than its context of 4096 tokens."""
    usage = {"prompt_tokens": tokens, "completion_tokens": 1, "total_tokens": tokens + 1}
    about = {"model": model, "system_fingerprint": "fp_ollama", "usage": usage}
    return {**chat_completion("Fox?"), **about}


def cut_stream(model: str) -> list[Any]:
    """The same, streamed with `include_usage`."""
    *chunks, end = chat_chunks("Fox?")
    usage = {**cut_answer(model), "object": "chat.completion.chunk", "choices": []}
    return [*chunks, usage, end]


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        each.getMessage()
        for each in caplog.records
        if each.name == "openai_local" and each.levelno == logging.WARNING
    ]


# -- rewording -------------------------------------------------------------------------------


def test_a_refused_format(server: ScriptedServer, client: OpenAI) -> None:
    """It works at the first call, without retries; afterwards the server is asked at once."""
    server.play(REFUSAL, ANSWER)
    for _ in range(2):
        answer = client.chat.completions.create(**JSON)
        assert '{"a": 1}' == answer.choices[0].message.content

    assert ["json_object", "json_schema", "json_schema"] == formats(server)
    assert ["0"] * 3 == [each.headers["x-stainless-retry-count"] for each in server.requests]
    assert {"type": "json_object"} == JSON["response_format"]


@pytest.mark.parametrize("derive", [lambda c: c.with_options(timeout=3), lambda c: c.copy()])
def test_copies_know(
    derive: Callable[[OpenAI], OpenAI], server: ScriptedServer, client: OpenAI
) -> None:
    """What one client has learnt, its copies know, and the other way round."""
    server.play(REFUSAL, ANSWER)
    derive(client).chat.completions.create(**JSON)
    client.chat.completions.create(**JSON)

    assert ["json_object", "json_schema", "json_schema"] == formats(server)


def test_a_pickled_client_knows(server: ScriptedServer, client: OpenAI) -> None:
    """A client that goes to another process takes it along."""
    server.play(REFUSAL, ANSWER)
    client.chat.completions.create(**JSON)
    with pickle.loads(pickle.dumps(client)) as copied:
        copied.chat.completions.create(**JSON)

    assert ["json_object", "json_schema", "json_schema"] == formats(server)


def test_streams_and_raw_answers(server: ScriptedServer, client: OpenAI) -> None:
    """They are reworded alike."""
    server.play(REFUSAL, sse(chat_chunks("a")), REFUSAL, ANSWER)
    for chunk in client.chat.completions.create(**JSON, stream=True):
        assert "a" == chunk.choices[0].delta.content
        break
    other = OpenAI(base_url=server.base_url, max_retries=0)
    raw = other.chat.completions.with_raw_response.create(**JSON)

    assert '{"a": 1}' == raw.parse().choices[0].message.content
    assert ["json_object", "json_schema"] * 2 == formats(server)


def test_async(server: ScriptedServer) -> None:
    """The asynchronous client has the same conversation."""
    server.play(REFUSAL, ANSWER)

    async def run() -> str | None:
        async with AsyncOpenAI(base_url=server.base_url, max_retries=0) as client:
            answer = await client.chat.completions.create(**JSON)
            return answer.choices[0].message.content

    assert '{"a": 1}' == asyncio.run(run())
    assert ["json_object", "json_schema"] == formats(server)


@pytest.mark.parametrize("off", ["constructor", "copy", "with_options"])
def test_the_switch(off: str, server: ScriptedServer) -> None:
    """With `dialect=False` parameters go out as they are, and a refusal is raised."""
    server.play(REFUSAL)
    params: Any = {
        **JSON,
        "messages": [{"role": "developer", "content": "a"}],
        "max_completion_tokens": 5,
        "stream_options": {"include_usage": True},
    }
    with OpenAI(base_url=server.base_url, dialect=off != "constructor") as client:
        assert client.dialect is (off != "constructor")
        plain = client if off == "constructor" else getattr(client, off)(dialect=False)
        assert plain.copy().dialect is False
        with pytest.raises(BadRequestError):
            plain.chat.completions.create(**params)

    assert [params] == [each.json() for each in server.requests]


def test_embeddings_as_they_are(server: ScriptedServer) -> None:
    """With `dialect=False` no encoding is asked for; what comes is decoded all the same."""
    server.play(json_answer({"data": [{"index": 0, "embedding": "AAAAPwAAgD8="}]}))
    with OpenAI(base_url=server.base_url, dialect=False) as client:
        answer = client.embeddings.create(input="a", model="m")

    assert [0.5, 1.0] == answer.data[0].embedding
    assert {"input": "a", "model": "m"} == server.requests[0].json()


def test_a_programs_own_request(server: ScriptedServer, client: OpenAI) -> None:
    """The body of `client.post()` is the program's own: it is sent as it is."""
    server.play(ANSWER)
    body = {"messages": [{"role": "developer", "content": "a"}], "max_completion_tokens": 5}
    client.post("/chat/completions", body=body, cast_to=ChatCompletion)

    assert body == server.requests[0].json()


def test_every_rule_is_logged(
    server: ScriptedServer, client: OpenAI, caplog: pytest.LogCaptureFixture
) -> None:
    """At INFO and once per client; nothing of the prompt is in it."""
    caplog.set_level(logging.INFO, logger="openai_local")
    server.play(REFUSAL, ANSWER)
    asked: Any = {**JSON, "messages": [{"role": "developer", "content": "secret"}]}
    for _ in range(2):
        client.with_options(timeout=4).chat.completions.create(**asked, max_completion_tokens=9)
    lines = [each.getMessage() for each in caplog.records if each.name == "openai_local"]

    starts = ('The role "developer"', "`max_completion_tokens` is sent", "The response_format")

    assert len(starts) == len(lines)
    assert all(line.startswith(start) for line, start in zip(lines, starts))
    assert "secret" not in "".join(lines)


# -- a prompt that was cut -------------------------------------------------------------------


def test_a_cut_prompt_is_warned_of(
    server: ScriptedServer, client: OpenAI, caplog: pytest.LogCaptureFixture
) -> None:
    """Once for each model, whether it streams or not; the answer is returned as it came."""
    server.play(
        json_answer(cut_answer("a")),
        sse(cut_stream("a")),
        sse(cut_stream("b")),
        json_answer(cut_answer("b")),
    )
    asked: Any = {**ASK, "messages": [{"role": "user", "content": LONG}]}
    for stream in (False, True, True, False):
        answer = client.chat.completions.create(**asked, stream=stream)
        if stream:
            first, *_ = answer
            assert "Fox?" == first.choices[0].delta.content
        else:
            assert "Fox?" == answer.choices[0].message.content

    about_a, about_b = warnings_in(caplog)
    assert "cut the prompt for 'a'" in about_a
    assert "cut the prompt for 'b'" in about_b


def test_a_cut_prompt_in_asyncio(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    """The asynchronous client warns, too, of both kinds of answers."""
    server.play(json_answer(cut_answer("a")), sse(cut_stream("b")))
    asked: Any = {**ASK, "messages": [{"role": "user", "content": LONG}]}

    async def run() -> None:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            await client.chat.completions.create(**asked)
            async for _ in await client.chat.completions.create(**asked, stream=True):
                pass

    asyncio.run(run())
    assert 2 == len(warnings_in(caplog))


@pytest.mark.parametrize(
    ("text", "tokens", "dialect"), [("Hello", 2050, True), (LONG, 9000, True), (LONG, 2050, False)]
)
def test_no_false_alarm(
    text: str,
    tokens: int,
    dialect: bool,
    server: ScriptedServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nothing is said of a short prompt, nor of one that was counted, nor when switched off."""
    server.play(json_answer(cut_answer("a", tokens)))
    with OpenAI(base_url=server.base_url, dialect=dialect) as client:
        client.chat.completions.create(model="a", messages=[{"role": "user", "content": text}])

    assert [] == warnings_in(caplog)


# -- tool calls ------------------------------------------------------------------------------


OLLAMA_LIKE = [
    chat_chunk({"tool_calls": [{"function": {"name": "f", "arguments": {"n": 1}}}]}),
    chat_chunk({"tool_calls": [{"function": {"name": "g", "arguments": {"m": 2}}}]}),
    chat_chunk({}, "tool_calls"),
    "[DONE]",
]


def gathered(calls: list[Any]) -> dict[int, tuple[str, str, str]]:
    """What the loop of the official guide makes of the pieces, by index."""
    found: dict[int, tuple[str, str, str]] = {}
    for piece in calls:
        id_, name, arguments = found.get(piece.index, ("", "", ""))
        found[piece.index] = (
            id_ or piece.id,
            name or piece.function.name,
            arguments + piece.function.arguments,
        )
    return found


def check_gathered(calls: list[Any]) -> None:
    found = gathered(calls)
    assert [("f", {"n": 1}), ("g", {"m": 2})] == [
        (name, json.loads(arguments)) for _, name, arguments in found.values()
    ]
    ids = {id_ for id_, _, _ in found.values()}
    assert 2 == len(ids)
    assert all(id_.startswith("call_") for id_ in ids)


def test_tool_calls_in_a_plain_stream(server: ScriptedServer, client: OpenAI) -> None:
    """Calls without index and id, their arguments an object, work in the usual loop."""
    server.play(sse(OLLAMA_LIKE))
    stream = client.chat.completions.create(**ASK, stream=True)
    check_gathered([c for chunk in stream for c in chunk.choices[0].delta.tool_calls or []])


def test_tool_calls_in_an_asynchronous_stream(server: ScriptedServer) -> None:
    """The same in asyncio."""
    server.play(sse(OLLAMA_LIKE))

    async def run() -> list[Any]:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            stream = await client.chat.completions.create(**ASK, stream=True)
            return [c async for chunk in stream for c in chunk.choices[0].delta.tool_calls or []]

    check_gathered(asyncio.run(run()))


@pytest.mark.parametrize("stream", [False, True])
def test_tool_calls_of_a_whole_answer(stream: bool, server: ScriptedServer, client: OpenAI) -> None:
    """A whole message gets the same, also where it answers `stream=True`."""
    answer = chat_completion("")
    answer["choices"][0]["message"]["tool_calls"] = [
        {"function": {"name": "f", "arguments": {"n": 1}}},
        {"function": {"name": "g", "arguments": {"m": 2}}},
    ]
    server.play(json_answer(answer))
    result: Any = client.chat.completions.create(**ASK, stream=stream)
    if stream:
        check_gathered([c for chunk in result for c in chunk.choices[0].delta.tool_calls or []])
        return
    calls = result.choices[0].message.tool_calls
    assert ["f", "g"] == [call.function.name for call in calls]
    assert [{"n": 1}, {"m": 2}] == [json.loads(call.function.arguments) for call in calls]
    assert ["function"] * 2 == [call.type for call in calls]
    assert 2 == len({call.id for call in calls})


def test_the_helper_sees_the_same_ids(server: ScriptedServer, client: OpenAI) -> None:
    """The chunks of `.stream()` and its final message have the same ids."""
    server.play(sse(OLLAMA_LIKE))
    seen = []
    with client.chat.completions.stream(**ASK) as stream:
        for event in stream:
            if event.type == "chunk":
                seen += [c.id for c in event.chunk.choices[0].delta.tool_calls or []]
        final: Any = stream.get_final_completion()

    assert seen == [call.id for call in final.choices[0].message.tool_calls]
