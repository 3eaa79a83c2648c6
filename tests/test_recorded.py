"""What real servers sent, played again: the same sentence comes out of every dialect."""

from __future__ import annotations

import json
from typing import Any

import pytest

import openai_local
from openai_local import OpenAI
from openai_local.testing.scripted import ScriptedServer, chat_completion, json_answer
from openai_local.testing.tiny_model import THOUGHT
from openai_local.types.chat import ChatCompletionChunk

from .conftest import SAMPLES

SENTENCE = (
    "Hello from a tiny local model: café, it runs on one machine only🙂 with no network日и at all."
)
MESSAGES = [{"role": "user", "content": "hello"}]


def stream_of(name: str, server: ScriptedServer, client: OpenAI) -> list[ChatCompletionChunk]:
    """The chunks that come out of a recorded stream."""
    server.play([(SAMPLES / f"{name}.http").read_bytes()])
    return list(client.chat.completions.create(model="tiny", messages=MESSAGES, stream=True))


def text_of(chunks: list[ChatCompletionChunk], choice: int = 0) -> str:
    return "".join(
        each.delta.content or ""
        for chunk in chunks
        for each in chunk.choices
        if each.index == choice
    )


@pytest.mark.parametrize(
    "name",
    ["llama-server-stream-usage", "vllm-stream-usage", "mlx-lm-stream-usage",
     "transformers-stream-no-done", "litellm-stream-usage"],
)  # fmt: skip
def test_every_server_says_the_sentence(name: str, server: ScriptedServer, client: OpenAI) -> None:
    """Characters cut over tokens, chunk framing, pings and missing fields change nothing."""
    chunks = stream_of(name, server, client)

    assert SENTENCE == text_of(chunks).strip()
    assert "stop" in [c.choices[0].finish_reason for c in chunks if c.choices]
    usage = [chunk.usage for chunk in chunks if chunk.usage]
    assert 35 == usage[-1].completion_tokens


def test_reasoning_is_readable(server: ScriptedServer, client: OpenAI) -> None:
    """A field of the server's own is an attribute of the delta."""
    chunks = stream_of("llama-server-stream-reasoning", server, client)

    deltas = [choice.delta for chunk in chunks for choice in chunk.choices]
    thoughts = [getattr(delta, "reasoning_content", None) or "" for delta in deltas]
    assert "Let me think about that first!" == "".join(thoughts).strip()
    assert SENTENCE == text_of(chunks).strip()


@pytest.mark.parametrize("name", ["llama-server-stream-tool-call", "vllm-stream-tool-call"])
def test_tool_calls_come_in_pieces(name: str, server: ScriptedServer, client: OpenAI) -> None:
    """The pieces of the arguments make JSON (of any kind); the first names the function."""
    chunks = stream_of(name, server, client)

    calls = [call for c in chunks if c.choices for call in c.choices[0].delta.tool_calls or []]
    assert "get_weather" == calls[0].function.name
    assert calls[0].id
    arguments = "".join(call.function.arguments or "" for call in calls)
    assert json.loads(arguments) in ({"city": "hiœ", "days": 7}, [])


def test_choices_interleave(server: ScriptedServer, client: OpenAI) -> None:
    """Two choices in one stream are told apart by their index."""
    chunks = stream_of("llama-server-stream-two-choices", server, client)

    assert "Hello from a tiny local" == text_of(chunks, 0)
    assert "Hello from a tiny local" == text_of(chunks, 1)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("llama-server-stream-error", r"Context size has been exceeded\. Give llama-server a"),
        ("vllm-stream-error", "EngineCore encountered an issue."),
    ],
)
def test_an_error_in_the_stream_raises(
    name: str, words: str, server: ScriptedServer, client: OpenAI
) -> None:
    """The chunks before it are yielded, then its words are raised."""
    server.play([(SAMPLES / f"{name}.http").read_bytes()])
    stream = client.chat.completions.create(model="tiny", messages=MESSAGES, stream=True)
    chunks = []

    with pytest.raises(openai_local.APIError, match=words) as raised:
        for chunk in stream:
            chunks.append(chunk)  # noqa: PERF402 - those before the error are wanted

    assert text_of(chunks)
    assert "500" == raised.value.code


@pytest.mark.parametrize("name", ["llama-server-stream-reasoning", "vllm-stream-reasoning"])
def test_thoughts_under_both_names(name: str, server: ScriptedServer, client: OpenAI) -> None:
    """A program that knows one name for them reads the same from either server."""
    deltas = [chunk.choices[0].delta for chunk in stream_of(name, server, client) if chunk.choices]

    for known in ("reasoning_content", "reasoning"):
        assert THOUGHT == "".join(getattr(delta, known, None) or "" for delta in deltas)
    # What was sent is what is dumped, and found to have been sent.
    for delta in deltas:
        sent = delta.to_dict().keys() & {"reasoning_content", "reasoning"}
        assert len(sent) <= 1
        assert bool(sent) == hasattr(delta, "reasoning") == hasattr(delta, "reasoning_content")


def test_thoughts_of_a_whole_message(server: ScriptedServer, client: OpenAI) -> None:
    """vLLM's `reasoning` is found as `reasoning_content`, too; the dump has the former only."""
    server.play([(SAMPLES / "vllm-reasoning.http").read_bytes()])
    answer = client.chat.completions.create(model="tiny", messages=MESSAGES)
    message: Any = answer.choices[0].message

    assert THOUGHT == message.reasoning_content == message.reasoning
    assert "reasoning_content" not in message.to_dict()
    assert "reasoning" in message.to_dict()


def test_a_limit_that_transformers_refuses(server: ScriptedServer, client: OpenAI) -> None:
    """`transformers serve` names fields that it does not know: the limit goes out once more."""
    refusal = (SAMPLES / "transformers-error-fields.http").read_bytes()
    assert refusal.count(b"ignore_eos") == 1
    refusal = refusal.replace(b"ignore_eos", b"max_tokens")
    server.play([refusal], json_answer(chat_completion("Hello")))
    asked: Any = {"model": "tiny", "messages": MESSAGES, "max_completion_tokens": 3}
    answer = client.chat.completions.create(**asked)

    assert "Hello" == answer.choices[0].message.content
    assert [{**asked, "max_tokens": 3}, asked] == [each.json() for each in server.requests]


def test_a_killed_server_does_not_look_complete(server: ScriptedServer, client: OpenAI) -> None:
    """What llama-server sent until it was killed ends in an IncompleteStreamError."""
    with pytest.raises(openai_local.IncompleteStreamError) as raised:
        stream_of("llama-server-stream-killed", server, client)

    assert isinstance(raised.value.last_chunk, ChatCompletionChunk)


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        (
            "llama-server-error-context",
            openai_local.BadRequestError,
            (
                "Error code: 400 - request (1513 tokens) exceeds the available context size "
                "(1024 tokens), try increasing it. Give llama-server a larger context (-c, which "
                "its -np slots share; with Ollama OLLAMA_CONTEXT_LENGTH) or shorten the prompt."
            ),
        ),
        (
            "vllm-error-context",
            openai_local.BadRequestError,
            (
                "Error code: 400 - This model's maximum context length is 1024 tokens. However, "
                "your prompt contains at least 1025 input tokens, which exceeds this limit even "
                "without any output tokens. Please reduce the length of the input prompt. "
                "(parameter=input_tokens, value=1025). Start vLLM with a larger --max-model-len, "
                "or shorten the prompt or max_tokens."
            ),
        ),
        (
            "vllm-error-max-tokens",
            openai_local.BadRequestError,
            (
                "Error code: 400 - max_tokens=5000 cannot be greater than max_model_len=1024. "
                "Please request fewer output tokens. (parameter=max_tokens, value=5000). Start "
                "vLLM with a larger --max-model-len, or shorten the prompt or max_tokens."
            ),
        ),
        (
            "llama-server-error-key",
            openai_local.AuthenticationError,
            "Error code: 401 - Invalid API Key",
        ),
        (
            "llama-server-error-no-projector",
            openai_local.InternalServerError,
            (
                "Error code: 500 - image input is not supported - hint: if this is unexpected, you "
                "may need to provide the mmproj"
            ),
        ),
        (
            "vllm-error-model",
            openai_local.NotFoundError,
            "Error code: 404 - The model `no-such-model` does not exist. Valid aliases: tiny-chat.",
        ),
        ("vllm-error-key", openai_local.AuthenticationError, "Error code: 401 - Unauthorized"),
        (
            "mlx-lm-error-model",
            openai_local.NotFoundError,
            "Error code: 404 - generation thread died",
        ),
        (
            "transformers-error-text",
            openai_local.InternalServerError,
            "Error code: 500 - Internal Server Error",
        ),
    ],
)
def test_errors_carry_the_words_of_the_server(
    name: str,
    error: type[openai_local.APIStatusError],
    message: str,
    server: ScriptedServer,
    client: OpenAI,
) -> None:
    """An object, a string or plain text: the message says what the server said."""
    with pytest.raises(error) as raised:
        stream_of(name, server, client)

    assert message == str(raised.value)


def test_what_can_only_fail_again_is_sent_once(server: ScriptedServer) -> None:
    """llama-server's 500 for a missing projector is not tried again, retries or not."""
    client = OpenAI(base_url=server.base_url, max_retries=2)

    with pytest.raises(openai_local.InternalServerError):
        stream_of("llama-server-error-no-projector", server, client)

    assert 1 == len(server.requests)
