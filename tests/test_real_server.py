"""The client against the real llama-server with the tiny model, whose sentences are known."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest

import openai_local
from openai_local import (
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    IncompleteStreamError,
    InternalServerError,
    NotFoundError,
    OpenAI,
)
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.picture import jpeg_bytes, write_png
from openai_local.testing.tiny_model import ANSWER, IMAGE_ANSWER, THOUGHT, TOOL_LEAD
from openai_local.types.chat import ChatCompletionMessage

from .conftest import skip_without_llama_server

MESSAGES: list[Any] = [{"role": "user", "content": "Hello"}]
WEATHER: Any = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}


class TinyModel(Protocol):
    """See the fixture of that name."""

    chat: Path
    projector: Path


@pytest.fixture
def client(llama_server: LlamaServer) -> Iterator[OpenAI]:
    with OpenAI(base_url=llama_server.base_url, timeout=30, max_retries=0) as client:
        yield client


def ask(client: OpenAI, **params: Any) -> Any:
    return client.chat.completions.create(**{"model": "tiny", "messages": MESSAGES, **params})


def text_of(stream: Any) -> str:
    return "".join(choice.delta.content or "" for chunk in stream for choice in chunk.choices)


# -- answers ---------------------------------------------------------------------------------


def test_text(client: OpenAI) -> None:
    """A plain answer has its text, its end, its usage and the server's timings."""
    answer = ask(client)

    assert ANSWER == answer.choices[0].message.content
    assert "stop" == answer.choices[0].finish_reason
    assert "tiny" == answer.model
    usage = answer.usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert usage.completion_tokens == answer.timings["predicted_n"]


def test_stream(client: OpenAI) -> None:
    """A streamed answer comes in many chunks, with whole characters; usage and timings last."""
    chunks = list(ask(client, stream=True, stream_options={"include_usage": True}))

    texts = [c.choices[0].delta.content for c in chunks if c.choices and c.choices[0].delta.content]
    assert ANSWER == "".join(texts)
    assert len(texts) > 10
    assert "assistant" == chunks[0].choices[0].delta.role
    assert ["stop"] == [c.choices[0].finish_reason for c in chunks
                        if c.choices and c.choices[0].finish_reason]  # fmt: skip
    assert [] == chunks[-1].choices
    assert chunks[-1].usage.completion_tokens == chunks[-1].timings["predicted_n"]
    assert {chunks[0].id} == {chunk.id for chunk in chunks}


def test_one_connection(client: OpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers leave the connection to the next request. After a stream llama-server closes it."""
    made = []
    connect = socket.create_connection

    def counted(*args: Any) -> socket.socket:
        made.append(connect(*args))
        return made[-1]

    monkeypatch.setattr(socket, "create_connection", counted)
    for _ in range(6):
        assert ANSWER == ask(client).choices[0].message.content

    # Once in a while llama-server closes one that is idle; its request is sent anew.
    assert 1 <= len(made) <= 3


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("form", ["path", "bytes", "image"])
def test_picture(client: OpenAI, tmp_path: Path, stream: bool, form: str) -> None:
    """A picture from a file or memory is seen."""
    write_png(tmp_path / "picture.png")
    image = {
        "path": tmp_path / "picture.png",
        "bytes": jpeg_bytes(),
        "image": openai_local.image(str(tmp_path / "picture.png")),
    }[form]
    content = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": image}},
    ]

    answer = ask(client, messages=[{"role": "user", "content": content}], stream=stream)

    text = text_of(answer) if stream else answer.choices[0].message.content
    assert IMAGE_ANSWER == text


def about(image: Any) -> list[Any]:
    """Messages about an image."""
    part = {"type": "image_url", "image_url": {"url": image}}
    return [{"role": "user", "content": [{"type": "text", "text": "What is this?"}, part]}]


def _sized(*numbers: int, order: Literal["big", "little"], width: int) -> bytes:
    return b"".join(number.to_bytes(width, order) for number in numbers)


#: Pictures of 8 by 8 pixels in formats that are quickly written by hand.
RARE_BUT_READ = {
    "bmp": b"BM" + _sized(246, 0, 54, 40, 8, 8, order="little", width=4) + b"\1\0\x18\0"
    + bytes(24 + 192),
    "ppm": b"P6\n8 8\n255\n" + bytes(192),
    "pgm": b"P5\n8 8\n255\n" + bytes(64),
    "psd": b"8BPS\0\1" + bytes(6) + b"\0\3" + _sized(8, 8, order="big", width=4)
    + b"\0\x08\0\3" + bytes(12) + b"\0\0" + bytes(192),
    "hdr": b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 8 +X 7\n" + bytes([1, 2, 3, 128]) * 56,
}  # fmt: skip


@pytest.mark.parametrize("format", RARE_BUT_READ)
def test_formats_that_llama_server_reads(client: OpenAI, format: str) -> None:
    """What counts as read by llama-server is read by it."""
    answer = ask(client, messages=about(RARE_BUT_READ[format]))

    assert IMAGE_ANSWER == answer.choices[0].message.content


@pytest.mark.parametrize("format", ["WEBP", "TIFF", "AVIF", "JPEG2000"])
def test_formats_that_llama_server_refuses(client: OpenAI, format: str) -> None:
    """The error of a picture that it can't read says so; converted, the picture is seen."""
    out = io.BytesIO()
    pytest.importorskip("PIL.Image").new("RGB", (64, 64), "red").save(out, format)

    with pytest.raises(BadRequestError, match=r"which llama-server can't read: send it as PNG"):
        ask(client, messages=about(out.getvalue()))

    with pytest.raises(ValueError, match=r"which llama-server can't read"):
        # It is known by now which server that is: nothing is sent.
        ask(client, messages=about(out.getvalue()))

    answer = ask(client, messages=about(openai_local.image(out.getvalue(), convert=True)))
    assert IMAGE_ANSWER == answer.choices[0].message.content


@pytest.mark.parametrize("path", ["cat.png", "/home/me/cat.png", r"C:\cat.png", "file:///cat.png"])
def test_paths_in_strings(client: OpenAI, path: str) -> None:
    """llama-server's refusal of a path ends in how to send a local image."""
    with pytest.raises((BadRequestError, InternalServerError), match=r"pass pathlib.Path"):
        ask(client, messages=about(path))


def test_pictures_of_a_directory(llama_server: LlamaServer, tmp_path: Path) -> None:
    """With `local_images`, a picture is named by a plain string."""
    write_png(tmp_path / "picture.png")

    with OpenAI(base_url=llama_server.base_url, local_images=tmp_path) as client:
        answer = ask(client, messages=about("picture.png"))

    assert IMAGE_ANSWER == answer.choices[0].message.content


def test_reasoning(client: OpenAI) -> None:
    """A parameter that only the server knows is passed on; the thoughts come under their name."""
    think = {"chat_template_kwargs": {"think": True}}

    message = ask(client, **think).choices[0].message
    assert (THOUGHT, ANSWER) == (message.reasoning_content, message.content)

    thought = "".join(
        getattr(choice.delta, "reasoning_content", None) or ""
        for chunk in ask(client, stream=True, **think)
        for choice in chunk.choices
    )
    assert THOUGHT == thought


def test_tools(client: OpenAI) -> None:
    """The loop of tools: call, result, answer; the server's own message object is sent back."""
    messages: list[Any] = [{"role": "user", "content": "What is the weather in Paris?"}]
    first = ask(client, messages=messages, tools=[WEATHER])

    message = first.choices[0].message
    assert "tool_calls" == first.choices[0].finish_reason
    assert isinstance(message, ChatCompletionMessage)
    assert TOOL_LEAD == (message.content or "").strip()
    (call,) = message.tool_calls or []
    assert ("function", "get_weather") == (call.type, call.function.name)
    assert ["city"] == list(json.loads(call.function.arguments))

    messages += [message, {"role": "tool", "tool_call_id": call.id, "content": "Rain."}]
    second = ask(client, messages=messages, tools=[WEATHER])

    assert ANSWER == second.choices[0].message.content


def test_streamed_tools(client: OpenAI) -> None:
    """Deltas of a tool call add up to the plain one."""
    calls: dict[int, list[str]] = {}
    reasons = []
    for chunk in ask(client, tools=[WEATHER], stream=True):
        reasons += [choice.finish_reason for choice in chunk.choices if choice.finish_reason]
        for delta in chunk.choices[0].delta.tool_calls or []:
            parts = calls.setdefault(delta.index, ["", ""])
            parts[0] += delta.function.name or ""
            parts[1] += delta.function.arguments or ""

    assert ["tool_calls"] == reasons
    (call,) = ask(client, tools=[WEATHER]).choices[0].message.tool_calls
    assert {0: [call.function.name, call.function.arguments]} == calls


def test_several_choices(client: OpenAI) -> None:
    """`n=2` gives two choices, plain and streamed; the stream ends when both are complete."""
    plain = ask(client, n=2)
    assert [ANSWER, ANSWER] == [choice.message.content for choice in plain.choices]

    texts = {0: "", 1: ""}
    for chunk in ask(client, n=2, stream=True):
        for choice in chunk.choices:
            texts[choice.index] += choice.delta.content or ""
    assert {0: ANSWER, 1: ANSWER} == texts


def test_at_the_same_time(client: OpenAI) -> None:
    """Several threads stream through one client at the same time."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: text_of(ask(client, stream=True)), range(8)))

    assert [ANSWER] * 8 == answers


def test_json_schema(client: OpenAI) -> None:
    """With a JSON schema the answer is JSON of that shape."""
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        "required": ["name", "age"],
        "additionalProperties": False,
    }
    response_format = {"type": "json_schema", "json_schema": {"name": "person", "schema": schema}}

    answer = ask(client, response_format=response_format)

    person = json.loads(answer.choices[0].message.content)
    assert {"name": str, "age": int} == {name: type(value) for name, value in person.items()}


def test_logprobs(client: OpenAI) -> None:
    """Log probabilities come token by token, plain and streamed."""
    plain = ask(client, logprobs=True, top_logprobs=3).choices[0].logprobs.content
    assert {3} == {len(token.top_logprobs) for token in plain}
    assert ANSWER.encode() == b"".join(bytes(token.bytes) for token in plain)
    assert all(token.logprob <= 0 for token in plain)

    streamed = [
        token
        for chunk in ask(client, logprobs=True, top_logprobs=3, stream=True)
        for choice in chunk.choices
        if choice.logprobs
        for token in choice.logprobs.content or []
    ]
    assert ANSWER.encode() == b"".join(bytes(token.bytes) for token in streamed)


def test_stop(client: OpenAI) -> None:
    """The answer ends before a stop word."""
    choice = ask(client, stop=["model"]).choices[0]

    assert ANSWER.partition("model")[0] == choice.message.content
    assert "stop" == choice.finish_reason


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
def test_length(client: OpenAI, name: str) -> None:
    """A limit on tokens cuts the answer, which says so."""
    choice = ask(client, **{name: 3}).choices[0]

    assert "length" == choice.finish_reason
    assert ANSWER.startswith(choice.message.content)
    assert len(choice.message.content) < len(ANSWER)


def test_seed(client: OpenAI) -> None:
    """With a seed, the same wild answer comes twice, and another with another seed."""
    wild = {"temperature": 50.0, "max_tokens": 20, "top_k": 0, "top_p": 1.0, "min_p": 0.0}

    first, second, other = (
        ask(client, seed=seed, **wild).choices[0].message.content for seed in (7, 7, 8)
    )

    assert first == second
    assert first != other


def test_the_words_of_the_official_api(client: OpenAI) -> None:
    """What the server takes under other names does what the program asked for."""
    told: Any = [{"role": "developer", "content": "Be brief."}, *MESSAGES]
    system: Any = [{"role": "system", "content": "Be brief."}, *MESSAGES]
    params: Any = {"max_completion_tokens": 3, "stream_options": {"include_usage": True}}

    answer, same = ask(client, messages=told, **params), ask(client, messages=system)
    assert answer.usage.prompt_tokens == same.usage.prompt_tokens
    assert 3 == answer.usage.completion_tokens


# -- errors ----------------------------------------------------------------------------------


def test_prompt_too_long(client: OpenAI, llama_server: LlamaServer) -> None:
    """A prompt over the context is refused with the server's words."""
    with pytest.raises(BadRequestError, match="exceeds the available context size") as caught:
        ask(client, messages=[{"role": "user", "content": "hello " * 20_000}])

    assert "exceed_context_size_error" == caught.value.type
    assert "400" == caught.value.code
    sizes: Any = caught.value.body
    assert f"({sizes['n_prompt_tokens']} tokens)" in str(caught.value)
    assert f"({sizes['n_ctx']} tokens)" in str(caught.value)
    assert "Give llama-server a larger context (-c" in str(caught.value)


@pytest.mark.parametrize("stream", [False, True])
def test_bad_parameter(client: OpenAI, stream: bool) -> None:
    """A parameter of a wrong type is refused with the server's words."""
    with pytest.raises(BadRequestError, match="Error code: 400 - ") as caught:
        ask(client, temperature="warm", stream=stream)

    assert "temperature" in str(caught.value)


def test_wrong_path(llama_server: LlamaServer) -> None:
    """A wrong path is not found."""
    with OpenAI(base_url=f"{llama_server.origin}/v2", max_retries=0) as client:
        with pytest.raises(NotFoundError, match="Error code: 404 - "):
            ask(client)


def test_key(tiny_model: TinyModel) -> None:
    """A server that wants a key refuses a wrong one and none, and takes the right one."""
    skip_without_llama_server()
    with LlamaServer(tiny_model.chat, api_key="right") as server:
        for key in ("wrong", None):
            with OpenAI(base_url=server.base_url, api_key=key, max_retries=0) as client:
                with pytest.raises(AuthenticationError, match="401 - Invalid API Key"):
                    ask(client)
        with OpenAI(base_url=server.base_url, api_key="right", max_retries=0) as client:
            assert ANSWER == ask(client).choices[0].message.content


def test_picture_without_projector(tiny_model: TinyModel) -> None:
    """A server that can't see says so with a 500, which is not tried again."""
    skip_without_llama_server()
    content = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": jpeg_bytes()}},
    ]
    with LlamaServer(tiny_model.chat) as server, OpenAI(base_url=server.base_url) as client:
        with pytest.raises(InternalServerError, match="image input is not supported") as caught:
            ask(client, messages=[{"role": "user", "content": content}])

    assert "0" == caught.value.request.headers["x-stainless-retry-count"]


# -- a server that ends in the middle --------------------------------------------------------


def endless_stream(client: OpenAI) -> Any:
    """A stream that goes on for long, of which three chunks have arrived."""
    stream = ask(client, stream=True, ignore_eos=True, max_tokens=-1)
    for _ in range(3):
        next(stream)
    return stream


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_server_that_dies(tiny_model: TinyModel, name: str) -> None:
    """If the server dies in the middle of a stream, that is an error, not an end."""
    skip_without_llama_server()
    with LlamaServer(tiny_model.chat, context=100_000) as server:
        with OpenAI(base_url=server.base_url, max_retries=0, timeout=30) as client:
            stream = endless_stream(client)
            os.kill(server.pid, getattr(signal, name))

            with pytest.raises(IncompleteStreamError) as caught:
                list(stream)

    assert caught.value.last_chunk.choices[0].delta.content


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
def test_server_that_hangs(tiny_model: TinyModel) -> None:
    """If the server hangs in the middle of a stream, that is a timeout."""
    skip_without_llama_server()
    with LlamaServer(tiny_model.chat, context=100_000) as server:
        with OpenAI(base_url=server.base_url, max_retries=0, timeout=1) as client:
            stream = endless_stream(client)
            os.kill(server.pid, signal.SIGSTOP)

            with pytest.raises(APITimeoutError, match="was silent for 1 s"):
                list(stream)
        server.kill()


def test_left_stream_frees_the_server(client: OpenAI, llama_server: LlamaServer) -> None:
    """More streams than the server has slots can be left one after another."""
    for _ in range(4):
        endless_stream(client).close()

    assert ANSWER == ask(client).choices[0].message.content
