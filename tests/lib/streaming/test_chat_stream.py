"""`client.chat.completions.stream(...)`, sync and async, over a scripted server."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from openai_local import APIError, AsyncOpenAI, IncompleteStreamError, OpenAI
from openai_local.lib.streaming.chat import (
    AsyncChatCompletionStream,
    AsyncChatCompletionStreamManager,
    ChatCompletionStream,
)
from openai_local.testing.scripted import (
    HoldOpen,
    ScriptedServer,
    chat_chunk,
    chat_chunks,
    chat_completion,
    json_answer,
    sse,
)

ASK: Any = {"model": "m", "messages": [{"role": "user", "content": "Hello"}]}
TYPES = ["chunk", "content.delta", "chunk", "content.delta", "chunk", "content.done"]


async def events_of(server: ScriptedServer, **params: Any) -> tuple[list[str], Any]:
    """The types of the events that `AsyncOpenAI` gives, and the final completion."""
    async with (
        AsyncOpenAI(base_url=server.base_url, max_retries=0, timeout=5) as client,
        client.chat.completions.stream(**ASK, **params) as stream,
    ):
        assert isinstance(stream, AsyncChatCompletionStream)
        types = [event.type async for event in stream]
        return types, await stream.get_final_completion()


def test_events_and_the_completion(server: ScriptedServer, client: OpenAI) -> None:
    """The request asks for a stream; its events end with the whole completion."""
    server.play(sse(chat_chunks("Hel", "lo")))
    with client.chat.completions.stream(**ASK, top_k=40) as stream:
        assert isinstance(stream, ChatCompletionStream)
        assert TYPES == [event.type for event in stream]
        assert "Hello" == stream.get_final_completion().choices[0].message.content
        assert 200 == stream.response.status_code
    assert {**ASK, "stream": True, "top_k": 40} == server.requests[0].json()


def test_async_events_and_the_completion(server: ScriptedServer) -> None:
    """The same with `async with` and `async for`."""
    server.play(sse(chat_chunks("Hel", "lo")))
    types, final = asyncio.run(events_of(server))
    assert (TYPES, "Hello") == (types, final.choices[0].message.content)


def test_events_can_be_taken_one_by_one(server: ScriptedServer, client: OpenAI) -> None:
    """`next`, `until_done` and the snapshot go together."""
    server.play(sse(chat_chunks("Hel", "lo")))
    with client.chat.completions.stream(**ASK) as stream:
        next(stream)
        assert "Hel" == stream.current_completion_snapshot.choices[0].message.content
        assert stream is stream.until_done()
        assert "Hello" == stream.current_completion_snapshot.choices[0].message.content
        assert [] == list(stream)


def test_async_events_can_be_taken_one_by_one(server: ScriptedServer) -> None:
    """The same for asyncio; an official-style awaitable is taken as the request too."""
    server.play(sse(chat_chunks("Hel", "lo")))

    async def main() -> None:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            manager = AsyncChatCompletionStreamManager(
                client.chat.completions.create(**ASK, stream=True),
                response_format={"type": "text"},
                input_tools=[],
            )
            async with manager as stream, stream:
                assert "chunk" == (await stream.__anext__()).type
                assert "Hel" == stream.current_completion_snapshot.choices[0].message.content
                assert stream is await stream.until_done()

    asyncio.run(main())


def test_nothing_is_sent_before_the_with(server: ScriptedServer, client: OpenAI) -> None:
    """A manager that is never entered costs nothing and warns of nothing, sync and async."""
    client.chat.completions.stream(**ASK)
    AsyncOpenAI(base_url=server.base_url).chat.completions.stream(**ASK)
    assert [] == server.requests


def test_leaving_the_with_stops_the_server(server: ScriptedServer, client: OpenAI) -> None:
    """The connection is closed though the answer goes on; iterating further just ends."""
    server.play([*sse([chat_chunk({"content": "Hel"})]), HoldOpen()])
    with client.chat.completions.stream(**ASK) as stream:
        next(stream)
    assert server.wait_for_disconnect(5)
    assert "chunk" not in [event.type for event in stream]


def test_leaving_the_async_with_stops_the_server(server: ScriptedServer) -> None:
    """The same for asyncio, also when the task is cancelled."""
    server.play([*sse([chat_chunk({"content": "Hel"})]), HoldOpen()])

    async def main() -> None:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            async with client.chat.completions.stream(**ASK) as stream:
                await stream.__anext__()
            assert await asyncio.to_thread(server.wait_for_disconnect, 5)
            task = asyncio.create_task(events_of(server))
            await asyncio.sleep(0.1)
            task.cancel()
            assert await asyncio.to_thread(server.wait_for_disconnect, 5)

    asyncio.run(main())


def test_a_dropped_stream_stops_the_server(server: ScriptedServer, client: OpenAI) -> None:
    """Without `with`, dropping the stream closes it at once."""
    server.play([*sse([chat_chunk({"content": "Hel"})]), HoldOpen()])
    manager = client.chat.completions.stream(**ASK)
    stream = manager.__enter__()
    next(stream)
    del stream, manager
    assert server.wait_for_disconnect(5)


def test_a_cut_stream_raises_with_what_came(server: ScriptedServer, client: OpenAI) -> None:
    """`partial` is the completion so far; a plain stream has none."""
    server.play(sse([chat_chunk({"content": "Hel"}), chat_chunk({"content": "lo"})]))
    with (
        pytest.raises(IncompleteStreamError) as caught,
        client.chat.completions.stream(**ASK) as stream,
    ):
        stream.until_done()
    assert "Hello" == caught.value.partial.choices[0].message.content
    with pytest.raises(IncompleteStreamError) as caught:
        list(client.chat.completions.create(**ASK, stream=True))
    assert caught.value.partial is None


def test_a_cut_async_stream_raises_with_what_came(server: ScriptedServer) -> None:
    """The same for asyncio; before the first chunk there is no partial completion."""
    server.play(sse([chat_chunk({"content": "Hel"})]), sse([]))
    with pytest.raises(IncompleteStreamError) as caught:
        asyncio.run(events_of(server))
    assert "Hel" == caught.value.partial.choices[0].message.content
    with pytest.raises(IncompleteStreamError) as caught:
        asyncio.run(events_of(server))
    assert caught.value.partial is None


def test_an_error_in_the_stream_is_raised(server: ScriptedServer, client: OpenAI) -> None:
    """With the server's words, and the snapshot still there."""
    server.play(sse([chat_chunk({"content": "Hel"}), {"error": {"message": "out of memory"}}]))
    with client.chat.completions.stream(**ASK) as stream:
        with pytest.raises(APIError, match="out of memory"):
            stream.until_done()
        assert "Hel" == stream.current_completion_snapshot.choices[0].message.content


def test_a_whole_answer_has_events_too(server: ScriptedServer, client: OpenAI) -> None:
    """Some servers ignore `stream`."""
    server.play(json_answer(chat_completion("Hello")))
    with client.chat.completions.stream(**ASK) as stream:
        assert ["chunk", "content.delta", "chunk", "content.done"] == [e.type for e in stream]


def test_what_cannot_be_asked_for_is_refused_at_once(client: OpenAI) -> None:
    """Before the `with`: wrong types, missing and impossible arguments."""
    with pytest.raises(TypeError, match="Unsupported response_format"):
        client.chat.completions.stream(**ASK, response_format=int)
    with pytest.raises(TypeError, match="Missing required arguments: 'messages'"):
        client.chat.completions.stream(model="m")  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="unexpected keyword argument 'stream'"):
        client.chat.completions.stream(**ASK, stream=True)
