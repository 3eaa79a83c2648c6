"""`stream.stats`, and `on_prompt_progress`: how fast a stream is, and how far a prompt."""

from __future__ import annotations

import asyncio
import gc
import time
from typing import Any

import pytest

import openai_local
from openai_local import APITimeoutError, AsyncOpenAI, OpenAI, PromptProgress, StreamStats
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import (
    HoldOpen,
    Pause,
    ScriptedServer,
    chat_chunk,
    chat_chunks,
    chat_completion,
    chunked,
    event,
    head,
    json_answer,
    sse,
)

from .conftest import SAMPLES

MESSAGES: list[Any] = [{"role": "user", "content": "hello"}]
ROLE = event(chat_chunk({"role": "assistant", "content": None}))


def said(text: str) -> bytes:
    return event(chat_chunk({"content": text}))


def slow_answer() -> list[Any]:
    """A token after 0.4 s, ten more within 0.5 s, and nothing about usage."""
    tokens = [step for _ in range(10) for step in (Pause(0.05), said("b"))]
    return chunked([ROLE, Pause(0.4), said("a"), *tokens, event(chat_chunk({}, "stop"))])


def check(stats: StreamStats) -> None:
    """The clock of a busy machine may be late, never early."""
    assert (11, None, None) == (stats.tokens, stats.prompt_tokens, stats.prompt_tokens_per_second)
    assert stats.time_to_first_token is not None
    assert 0.4 <= stats.time_to_first_token < 3
    assert 0.9 <= stats.seconds < 6
    assert stats.tokens_per_second == pytest.approx(
        10 / (stats.seconds - stats.time_to_first_token)
    )


# -- stats -----------------------------------------------------------------------------------


def test_the_clock(server: ScriptedServer, client: OpenAI) -> None:
    """A server that counts nothing is measured by the clock."""
    server.play(slow_answer())
    stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)

    assert StreamStats(None, None, None, 0, None, 0.0) == stream.stats._replace(seconds=0.0)
    list(stream)

    check(stream.stats)


def test_the_clock_in_asyncio(server: ScriptedServer) -> None:
    """The same holds in asyncio, over both transports of our own."""
    server.play(slow_answer())

    async def main(http_client: Any) -> StreamStats:
        client = AsyncOpenAI(base_url=server.base_url, http_client=http_client)
        async with client:
            stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
            async for _ in stream:
                pass
            return stream.stats

    check(asyncio.run(main(None)))
    pytest.importorskip("aiohttp")
    check(asyncio.run(main(openai_local.DefaultAioHttpClient())))


def test_the_stream_helper(server: ScriptedServer, client: OpenAI) -> None:
    """`.stream()` has them too, inside its `with` and after it."""
    server.play(slow_answer())

    with client.chat.completions.stream(model="m", messages=MESSAGES) as stream:
        stream.until_done()
    check(stream.stats)

    async def main() -> StreamStats:
        async with AsyncOpenAI(base_url=server.base_url) as asynchronous:
            manager = asynchronous.chat.completions.stream(model="m", messages=MESSAGES)
            async with manager as events:
                await events.until_done()
        return events.stats

    check(asyncio.run(main()))


def test_in_the_middle(server: ScriptedServer, client: OpenAI) -> None:
    """They can be asked for at any time, also while a block is being handed out."""
    server.play(chunked([ROLE + said("a") + said("b"), HoldOpen()]))

    with client.chat.completions.create(model="m", messages=MESSAGES, stream=True) as stream:
        next(stream)
        assert stream.stats.time_to_first_token is None
        next(stream)
        assert 0 < (stream.stats.time_to_first_token or 0) == stream.stats.seconds
        assert 1 == stream.stats.tokens


def test_the_time_of_the_caller(server: ScriptedServer, client: OpenAI) -> None:
    """What a slow caller does between chunks of one block is not the server's time."""
    server.play([head() + b"".join(map(event, chat_chunks("a", "b", "c")))])
    stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)

    for _ in stream:
        time.sleep(0.5)

    assert stream.stats.seconds < 1.4


def test_retries_are_left_out(server: ScriptedServer) -> None:
    """The time is that of the try that was answered."""
    busy = json_answer({}, status=503, headers={"Retry-After-Ms": "2000"})
    server.play(busy, sse(chat_chunks("a")))

    with OpenAI(base_url=server.base_url) as client:
        stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        list(stream)

    assert 2 == len(server.requests)
    assert stream.stats.seconds < 1.9


@pytest.mark.parametrize(
    ("name", "prompt", "speed", "tokens"),
    [
        ("llama-server-stream-usage", 13, 3021.15, 35),
        ("llama-server-stream-progress", 1113, 94.21, 8),
        ("mlx-lm-stream-usage", 13, None, 35),
        ("vllm-stream-usage", 13, None, 35),
        ("transformers-stream-no-done", 13, None, 35),
        ("litellm-stream-usage", 13, None, 35),
    ],
)
def test_what_servers_count(
    name: str, prompt: int, speed: float | None, tokens: int, server: ScriptedServer, client: OpenAI
) -> None:
    """The numbers of each server are found where it puts them."""
    server.play([(SAMPLES / f"{name}.http").read_bytes()])
    stream = client.chat.completions.create(model="tiny", messages=MESSAGES, stream=True)
    list(stream)

    assert (prompt, tokens) == (stream.stats.prompt_tokens, stream.stats.tokens)
    if speed is not None:
        assert speed == pytest.approx(stream.stats.prompt_tokens_per_second, rel=1e-4)


def test_other_streams(server: ScriptedServer, client: OpenAI) -> None:
    """A stream of other events has its times; tokens are not counted there."""
    done = {"type": "response.completed", "response": {"id": "r", "object": "response"}}
    server.play(sse([{"type": "response.created", "response": {}}, done]))
    stream = client.responses.create(model="m", input="hello", stream=True)
    list(stream)

    assert 0 == stream.stats.tokens
    assert stream.stats.time_to_first_token


def test_requests_are_not_changed(server: ScriptedServer, client: OpenAI) -> None:
    """Nothing is asked of the server for the stats."""
    server.play(sse(chat_chunks("a")))
    list(client.chat.completions.create(model="m", messages=MESSAGES, stream=True))

    assert {"model": "m", "messages": MESSAGES, "stream": True} == server.requests[0].json()


def test_llama_server(llama_server: LlamaServer) -> None:
    """The real server's timings of chat and completions are what the stats say."""
    with OpenAI(base_url=llama_server.base_url) as client:
        for stream in (
            client.chat.completions.create(model="m", messages=MESSAGES, stream=True),
            client.completions.create(model="m", prompt="Hello", stream=True, max_tokens=20),
        ):
            *_, last = stream
            stats, timings = stream.stats, last.timings  # type: ignore[attr-defined]
            assert timings["predicted_n"] == stats.tokens > 10
            assert timings["predicted_per_second"] == stats.tokens_per_second
            assert timings["prompt_per_second"] == stats.prompt_tokens_per_second
            assert timings["prompt_n"] + timings["cache_n"] == stats.prompt_tokens
            assert 0 < (stats.time_to_first_token or 0) <= stats.seconds


# -- prompt progress -------------------------------------------------------------------------


def test_progress_of_llama_server(llama_server: LlamaServer) -> None:
    """The callback sees the real server read a long prompt; the chunks are those without it."""
    seen: list[PromptProgress] = []
    long: list[Any] = [{"role": "user", "content": "hello " * 700}]
    with OpenAI(base_url=llama_server.base_url) as client:
        watching = client.with_options(on_prompt_progress=seen.append)
        chunks = list(watching.chat.completions.create(model="m", messages=long, stream=True))
        plain = list(client.chat.completions.create(model="m", messages=long, stream=True))

    assert seen[-1].processed == seen[-1].total > 700
    assert sorted(seen) == seen
    assert [c.choices[0].delta for c in plain] == [c.choices[0].delta for c in chunks]


def test_progress_in_asyncio(llama_server: LlamaServer) -> None:
    """The same in asyncio, for completions, from `.stream()` and the constructor."""
    seen: list[PromptProgress] = []

    async def main() -> None:
        url = llama_server.base_url
        async with AsyncOpenAI(base_url=url, on_prompt_progress=seen.append) as client:
            stream = await client.completions.create(
                model="m", prompt="Hi " * 99, stream=True, max_tokens=5
            )
            async for _ in stream:
                pass
            assert seen
            seen.clear()
            chat = client.chat.completions.stream(model="m", messages=MESSAGES, max_tokens=5)
            async with chat as events:
                await events.until_done()

    asyncio.run(main())
    assert seen[-1].processed == seen[-1].total


def test_recorded_progress(server: ScriptedServer, client: OpenAI) -> None:
    """A slow llama-server, and mlx-lm with its comments, as they were recorded."""
    seen: list[PromptProgress] = []
    watching = client.with_options(on_prompt_progress=seen.append)
    server.play([(SAMPLES / "llama-server-stream-progress.http").read_bytes()])
    list(watching.chat.completions.create(model="m", messages=MESSAGES, stream=True))
    assert [
        PromptProgress(24, 1113, 24, 0.0),
        PromptProgress(1113, 1113, 24, 11.559),
    ] == seen

    seen.clear()
    server.play([(SAMPLES / "mlx-lm-completions-progress.http").read_bytes()])
    list(watching.completions.create(model="m", prompt="hello", stream=True))
    assert [PromptProgress(1, 2), PromptProgress(2, 2)] == seen


def test_only_streams_of_an_answer_ask_for_it(server: ScriptedServer, client: OpenAI) -> None:
    """`return_progress` is sent for streams of chat and completions, unless they say otherwise."""
    watching = client.with_options(on_prompt_progress=print)
    server.play(json_answer(chat_completion("a")))
    watching.chat.completions.create(model="m", messages=MESSAGES)
    assert "return_progress" not in server.requests[-1].json()

    server.play(sse(chat_chunks("a")))
    list(watching.chat.completions.create(model="m", messages=MESSAGES, stream=True))
    assert server.requests[-1].json()["return_progress"] is True
    for off in ({"return_progress": False}, {"extra_body": {"return_progress": False}}):
        list(watching.chat.completions.create(model="m", messages=MESSAGES, stream=True, **off))
        assert server.requests[-1].json()["return_progress"] is False
    unwatched = watching.with_options(on_prompt_progress=None)
    list(unwatched.chat.completions.create(model="m", messages=MESSAGES, stream=True))
    assert "return_progress" not in server.requests[-1].json()


def test_pings_between_reports(server: ScriptedServer, client: OpenAI) -> None:
    """Until the answer begins, pings are life, also after a first report on the prompt."""
    report = {"choices": [], "prompt_progress": {"processed": 1, "total": 9}}
    pings = [b": ping\n\n", Pause(0.1)] * 8
    server.play(chunked([event(report), *pings, *map(event, chat_chunks("a"))]))

    assert 3 == len(
        list(client.chat.completions.create(model="m", messages=MESSAGES, stream=True, timeout=0.4))
    )


def test_the_error_says_how_far_the_prompt_was(server: ScriptedServer, client: OpenAI) -> None:
    """A first token that is too late comes with what the server had said of the prompt."""
    report = {"choices": [], "prompt_progress": {"processed": 512, "total": 4096}}
    server.play(chunked([event(report), HoldOpen()]))
    limit = openai_local.Timeout(30, first_token=0.4)

    with pytest.raises(APITimeoutError, match="; 512 of the 4096 tokens of the prompt had been"):
        list(
            client.with_options(on_prompt_progress=lambda _: None).chat.completions.create(
                model="m", messages=MESSAGES, stream=True, timeout=limit
            )
        )


@pytest.mark.parametrize("callback", [7, "print", asyncio.sleep])
def test_no_callback(callback: Any) -> None:
    """What can't be called, or would have to be awaited, is refused when it is given."""
    with pytest.raises(TypeError, match="on_prompt_progress must be a plain function"):
        AsyncOpenAI(on_prompt_progress=callback)
    with pytest.raises(TypeError, match="on_prompt_progress must be a plain function"):
        OpenAI().with_options(on_prompt_progress=callback)


def test_a_callback_that_raises(server: ScriptedServer, client: OpenAI) -> None:
    """What the callback raises reaches the caller, and the connection is closed."""
    report = {"choices": [], "prompt_progress": {"processed": 1, "total": 9}}
    server.play(chunked([event(report), HoldOpen()]))

    def stop(progress: PromptProgress) -> None:
        raise LookupError(progress.total)

    watching = client.with_options(on_prompt_progress=stop)
    with pytest.raises(LookupError, match="9"):
        next(watching.chat.completions.create(model="m", messages=MESSAGES, stream=True))
    assert server.wait_for_disconnect(5)


def test_a_dropped_stream_closes(server: ScriptedServer, client: OpenAI) -> None:
    """With a callback, too, no garbage collector is needed to close a dropped stream."""
    server.play(chunked([ROLE, HoldOpen()]))
    watching = client.with_options(on_prompt_progress=print)
    gc.disable()
    try:
        stream = watching.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        next(stream)
        del stream
        assert server.wait_for_disconnect(5)
    finally:
        gc.enable()
