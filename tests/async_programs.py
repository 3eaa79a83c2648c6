"""The programs that the tests of `AsyncOpenAI` run, in asyncio or trio, and what they are told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest

from openai_local import AsyncOpenAI, AsyncStream, DefaultAioHttpClient
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import HoldOpen, ScriptedServer, chat_chunk, chunked, event
from openai_local.types.chat import ChatCompletion, ChatCompletionChunk

MESSAGES: list[Any] = [{"role": "user", "content": "Hello"}]
#: Seconds. Long enough for a busy machine, far shorter than what would happen without closing.
AT_ONCE = 1.0


def client_of(server: ScriptedServer | LlamaServer, kind: str) -> AsyncOpenAI:
    """A client over one of the transports, without retries; skips where its library is missing."""
    http_client: Any = None
    if not kind.startswith("default"):
        module = pytest.importorskip(kind)
        http_client = DefaultAioHttpClient() if kind == "aiohttp" else module.AsyncClient()
    return AsyncOpenAI(base_url=server.base_url, max_retries=0, timeout=5, http_client=http_client)


def run(
    client: AsyncOpenAI, main: Callable[[], Coroutine[Any, Any, Any]], library: str = "asyncio"
) -> Any:
    """Run in a loop of its own, and close the client in the same."""

    async def in_client() -> Any:
        async with client:
            return await main()

    if library == "asyncio":
        return asyncio.run(in_client())
    trio = pytest.importorskip(library)

    async def in_time() -> Any:
        with trio.fail_after(20):
            return await in_client()

    return trio.run(in_time)


async def ask(client: AsyncOpenAI, **params: Any) -> ChatCompletion:
    return await client.chat.completions.create(model="m", messages=MESSAGES, **params)


async def open_stream(client: AsyncOpenAI, **params: Any) -> AsyncStream[ChatCompletionChunk]:
    return await client.chat.completions.create(model="m", messages=MESSAGES, stream=True, **params)


async def texts(chunks: AsyncIterator[ChatCompletionChunk]) -> list[str]:
    return [chunk.choices[0].delta.content or "" async for chunk in chunks]


def said(text: str) -> bytes:
    return event(chat_chunk({"content": text}))


def endless() -> list[Any]:
    """Says one word, and then nothing more."""
    return chunked([said("a"), HoldOpen()])
