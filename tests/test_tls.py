"""https: to a server whose certificate is trusted, and to others."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import openai_local
from openai_local import APIConnectionError, AsyncOpenAI, OpenAI
from openai_local.testing.scripted import (
    KeepAlive,
    ScriptedServer,
    chat_chunks,
    chat_completion,
    chunked,
    event,
    json_answer,
)

#: A certificate for localhost that signs itself, and its key, which guards nothing.
PEM = Path(__file__).parent / "localhost.pem"
MESSAGES: list[Any] = [{"role": "user", "content": "hello"}]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    with ScriptedServer(tls=context) as server:
        server.play(
            KeepAlive(json_answer(chat_completion("whole"))),
            chunked([event(chunk) for chunk in chat_chunks("in ", "pieces")]),
        )
        yield server


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_a_trusted_certificate(
    name: str, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that the environment names; both calls use one connection."""
    monkeypatch.setenv(name, str(PEM))

    with OpenAI(base_url=server.base_url) as client:
        completion = client.chat.completions.create(model="m", messages=MESSAGES)
        stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        texts = [chunk.choices[0].delta.content for chunk in stream]

    assert "whole" == completion.choices[0].message.content
    assert "in pieces" == "".join(filter(None, texts))
    assert 1 == server.connections_opened


@pytest.mark.parametrize("transport", ["threads", "aiohttp"])
def test_in_asyncio(
    transport: str, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same over both transports of asyncio."""
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
    http_client = None
    if transport == "aiohttp":
        pytest.importorskip("aiohttp")
        http_client = openai_local.DefaultAioHttpClient()

    async def main() -> list[str | None]:
        async with AsyncOpenAI(base_url=server.base_url, http_client=http_client) as client:
            whole = await client.chat.completions.create(model="m", messages=MESSAGES)
            stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
            pieces = [chunk.choices[0].delta.content async for chunk in stream]
        return [whole.choices[0].message.content, *pieces]

    assert ["whole", "in ", "pieces"] == list(filter(None, asyncio.run(main())))


def test_an_unknown_certificate(server: ScriptedServer) -> None:
    """Nothing is sent, and the error says how to trust it."""
    with OpenAI(base_url=server.base_url, max_retries=0) as client:
        with pytest.raises(APIConnectionError, match=r"certificate.* set SSL_CERT_FILE"):
            client.chat.completions.create(model="m", messages=MESSAGES)

    assert [] == server.requests


def test_a_server_without_tls() -> None:
    """The error says that it speaks plain http."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=refuse_in_plain_http, args=(listener,), daemon=True).start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/v1"
        with OpenAI(base_url=url, max_retries=0) as client:
            with pytest.raises(APIConnectionError, match="begin base_url with http://"):
                client.models.list()


def refuse_in_plain_http(listener: socket.socket) -> None:
    """What servers do with a greeting that is none in their language."""
    connection, _ = listener.accept()
    with connection, contextlib.suppress(ConnectionError):
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        connection.recv(4096)
