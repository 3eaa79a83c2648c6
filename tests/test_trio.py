"""`AsyncOpenAI` in trio. What is the same as in asyncio is in `test_async.py`."""

from __future__ import annotations

import asyncio
import gc
import io
import sys
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from openai_local import (
    APIConnectionError,
    APITimeoutError,
    AsyncOpenAI,
    DefaultAioHttpClient,
    IncompleteStreamError,
    Timeout,
)
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import (
    HoldOpen,
    ScriptedServer,
    WaitFor,
    chat_chunks,
    chat_completion,
    chunked,
    event,
    json_answer,
)

from .async_programs import (
    AT_ONCE,
    MESSAGES,
    ask,
    client_of,
    endless,
    open_stream,
    run,
    said,
    texts,
)

trio = pytest.importorskip("trio")


@pytest.fixture(params=["default", "httpx", "httpx2"])
def client(request: pytest.FixtureRequest, server: ScriptedServer) -> AsyncOpenAI:
    """A client of the scripted server over each of the transports."""
    return client_of(server, request.param)


async def is_left(server: ScriptedServer) -> bool:
    """True if the server sees within a second that its client is gone."""
    return await trio.to_thread.run_sync(server.wait_for_disconnect, AT_ONCE)


@pytest.mark.parametrize("has_anyio", [True, False])
def test_a_status_is_retried(
    server: ScriptedServer,
    client: AsyncOpenAI,
    has_anyio: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A 503 is followed by another try, whether or not anyio could do the waiting."""
    busy = json_answer({"error": "busy"}, status=503, headers={"Retry-After-Ms": "1"})
    server.play(busy, json_answer(chat_completion("Hello")))
    client.max_retries = 1
    if not has_anyio:
        if client._http_client is not None:
            pytest.skip("httpx needs anyio")
        monkeypatch.setitem(sys.modules, "anyio", None)

    answer = run(client, lambda: ask(client), "trio")

    assert "Hello" == answer.choices[0].message.content


def test_the_whole_call_has_an_end(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """`Timeout.total` ends a stream whose server just goes on."""
    server.play(endless())

    async def main() -> None:
        with pytest.raises(APITimeoutError, match=r"0\.4 s"):
            await texts(aiter(await open_stream(client, timeout=Timeout(5, total=0.4))))

    run(client, main, "trio")


def test_a_cut_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """With `strict_streams`, what was yielded is not taken for the whole answer."""
    server.play(chunked([said("a")]))
    client = client.with_options(strict_streams=True)

    async def main() -> None:
        with pytest.raises(IncompleteStreamError):
            await texts(aiter(await open_stream(client)))

    run(client, main, "trio")


def test_cancelling_a_call(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A call that is cancelled before its answer closes its connection at once."""
    server.play([HoldOpen()])

    async def main() -> bool:
        with trio.move_on_after(0.3):
            await ask(client)
        return await is_left(server)

    assert run(client, main, "trio")


def test_cancelling_a_read(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A stream whose reader is cancelled closes its connection at once."""
    server.play(endless())

    async def main() -> bool:
        with trio.move_on_after(0.3):
            await texts(aiter(await open_stream(client)))
        return await is_left(server)

    assert run(client, main, "trio")


def test_cancelling_a_read_of_bytes(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """It closes the connection at once, and the rest does not pass for the end of the body."""
    server.play(endless())
    create = client.with_streaming_response.chat.completions.create

    async def main() -> bool:
        async with create(model="m", messages=MESSAGES, stream=True) as response:
            with trio.move_on_after(0.3):
                async for _ in response.iter_bytes():
                    pass
            is_told = await is_left(server)
            with pytest.raises(APIConnectionError, match="a read of it was cancelled"):
                [block async for block in response.iter_bytes()]
        return is_told

    assert run(client, main, "trio")


def test_leaving_a_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A stream that is left in the middle of its `async with` closes its connection at once."""
    server.play(endless())

    async def main() -> bool:
        async with await open_stream(client) as stream:
            await anext(aiter(stream))
        return await is_left(server)

    assert run(client, main, "trio")


def test_a_dropped_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A stream that nobody refers to any more closes its connection at once."""
    server.play(endless())

    async def main() -> bool:
        await anext(aiter(await open_stream(client)))
        return await is_left(server)

    assert run(client, main, "trio")


def test_closing_from_another_task(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A reader just comes to an end when another task closes its stream."""
    server.play(endless())
    seen: list[str] = []

    async def main() -> None:
        stream = await open_stream(client)

        async def close() -> None:
            await trio.sleep(0.3)
            await stream.close()

        async with trio.open_nursery() as nursery:
            nursery.start_soon(close)
            async for chunk in stream:
                seen.append(chunk.choices[0].delta.content or "")  # noqa: PERF401

    run(client, main, "trio")
    assert ["a"] == seen


def test_more_streams_than_trio_has_threads(server: ScriptedServer) -> None:
    """Trio's limit on threads, 40, is none on streams that are open at once."""
    is_read = threading.Event()
    answer = chunked([said("a"), WaitFor(is_read), *map(event, chat_chunks("b"))])
    server.play(*[answer] * 60)
    client = AsyncOpenAI(base_url=server.base_url, max_retries=0, timeout=10)
    seen: list[str] = []

    async def read() -> None:
        async for chunk in await open_stream(client):
            seen.append(chunk.choices[0].delta.content or "")
            if seen.count("a") == 60:
                is_read.set()

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            for _ in range(60):
                nursery.start_soon(read)

    run(client, main, "trio")
    assert (60, 60) == (seen.count("a"), seen.count("b"))


def test_trio_and_asyncio_in_turn(server: ScriptedServer) -> None:
    """A client is bound to neither of the two."""
    server.play(*[json_answer(chat_completion("Hello"))] * 3)
    client = AsyncOpenAI(base_url=server.base_url, max_retries=0, timeout=5)

    async def main() -> str | None:
        return (await ask(client)).choices[0].message.content

    assert ["Hello"] * 3 == [trio.run(main), asyncio.run(main()), trio.run(main)]


def test_a_file(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A file to be sent is read off trio's thread, and arrives whole."""
    server.play(json_answer({"text": "Hello"}))
    sound = io.BytesIO(b"RIFF" + bytes(100_000))

    async def main() -> str:
        made = await client.audio.transcriptions.create(model="m", file=("a.wav", sound))
        return made.text

    assert "Hello" == run(client, main, "trio")
    assert sound.getvalue() in server.requests[0].body


def test_content_in_pieces(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """An async iterable of bytes is sent as the body."""
    server.play(json_answer({"done": True}))

    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"one ", b"two"):
            await trio.sleep(0)
            yield piece

    async def main() -> Any:
        return await client.post("/anything", cast_to=dict, content=pieces())

    assert {"done": True} == run(client, main, "trio")
    assert b"one two" == server.requests[0].body


def test_the_real_server(llama_server: LlamaServer) -> None:
    """llama-server's stream, its stats, and the same text from `.stream()`."""
    client = AsyncOpenAI(base_url=llama_server.base_url)

    async def main() -> tuple[str, str, int]:
        params: Any = {"model": "m", "messages": MESSAGES, "max_tokens": 8, "temperature": 0}
        stream = await client.chat.completions.create(**params, stream=True)
        by_chunks = "".join(await texts(aiter(stream)))
        by_events = ""
        async with client.chat.completions.stream(**params) as events:
            async for one in events:
                by_events += one.delta if one.type == "content.delta" else ""
        return by_chunks, by_events, stream.stats.tokens

    by_chunks, by_events, tokens = run(client, main, "trio")
    assert by_chunks == by_events
    assert tokens == 8


def test_a_run_that_ends_with_an_open_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A run that ends takes its open streams with it."""
    server.play(endless())

    async def main() -> Any:
        stream = await open_stream(client)
        await anext(aiter(stream))
        return stream

    stream = trio.run(main)

    assert server.wait_for_disconnect(AT_ONCE)
    assert stream is not None


@pytest.mark.parametrize("runs", ["trio", "asyncio"])
def test_nothing_is_kept_of_streams_that_outlive_their_run(
    server: ScriptedServer, client: AsyncOpenAI, runs: str
) -> None:
    """What there was to be done about them can't be done any more."""
    server.play(*[endless()] * 2)

    async def main() -> Any:
        stream = await open_stream(client)
        await anext(aiter(stream))
        return stream

    for _ in range(2):
        stream = trio.run(main) if runs == "trio" else asyncio.run(main())
        del stream
    gc.collect()

    transport: Any = client._transport
    assert not getattr(transport, "_endings", ())


def test_aiohttp_needs_asyncio(server: ScriptedServer) -> None:
    """The error says what to use in trio; closing such a client is fine."""
    pytest.importorskip("aiohttp")
    client = AsyncOpenAI(base_url=server.base_url, http_client=DefaultAioHttpClient())

    async def main() -> None:
        with pytest.raises(RuntimeError, match=r"asyncio only.*leave http_client out"):
            await ask(client)

    run(client, main, "trio")
