"""Tests of programs replace what httpx sends with; our requests are answered by that, too."""

from __future__ import annotations

import asyncio
import functools
from typing import Any
from unittest import mock

import pytest

from openai_local import APIConnectionError, AsyncOpenAI, OpenAI
from openai_local.testing.scripted import ScriptedServer, chat_completion, json_answer

#: Nothing listens there.
BASE_URL = "http://127.0.0.1:9/v1"


@pytest.fixture(params=["httpx", "httpx2"])
def httpx(request: pytest.FixtureRequest) -> Any:
    return pytest.importorskip(request.param)


def ask(client: OpenAI) -> str | None:
    answer = client.chat.completions.create(model="m", messages=[])
    return answer.choices[0].message.content


def ask_in_asyncio() -> str | None:
    async def run() -> str | None:
        client = AsyncOpenAI(base_url=BASE_URL, max_retries=0)
        answer = await client.chat.completions.create(model="m", messages=[])
        return answer.choices[0].message.content

    return asyncio.run(run())


@pytest.mark.parametrize("name", ["HTTPTransport.handle_request", "Client._transport_for_url"])
def test_a_replaced_method_answers(httpx: Any, name: str) -> None:
    """By a function of the test's own, as respx and pytest-httpx put it there."""
    requests = []

    def answer(self: Any, request: Any) -> Any:
        requests.append(request)
        return httpx.Response(200, json=chat_completion("mocked"))

    transport = httpx.MockTransport(lambda request: answer(None, request))
    replacement = answer if name.startswith("HTTP") else (lambda self, url: transport)
    client = OpenAI(base_url=BASE_URL, max_retries=0)
    with mock.patch(f"{httpx.__name__}.{name}", replacement):
        assert "mocked" == ask(client)
    assert f"{BASE_URL}/chat/completions" == str(requests[0].url)
    with pytest.raises(APIConnectionError):
        ask(client)


def test_a_mock_in_place_of_the_method_answers(httpx: Any) -> None:
    """Also in asyncio."""
    answer = httpx.Response(200, json=chat_completion("mocked"))
    with mock.patch(f"{httpx.__name__}.AsyncHTTPTransport.handle_async_request") as method:
        method.return_value = answer
        assert "mocked" == ask_in_asyncio()


def test_errors_of_the_mock_are_ours(httpx: Any) -> None:
    """A side effect that httpx would raise is a failed connection."""
    error = httpx.ConnectError("no way")
    with mock.patch(f"{httpx.__name__}.HTTPTransport.handle_request", side_effect=error):
        with pytest.raises(APIConnectionError):
            ask(OpenAI(base_url=BASE_URL, max_retries=0))


def test_httpx_as_it_is_plays_no_part(httpx: Any, server: ScriptedServer) -> None:
    """Nor where a tracing library has wrapped it for a look."""
    server.play(json_answer(chat_completion("real")))
    client = OpenAI(base_url=server.base_url)
    assert "real" == ask(client)

    own = httpx.HTTPTransport.handle_request

    class Wrapper:
        """What wrapt makes: it shows what it wraps."""

        __globals__ = own.__globals__
        __call__ = functools.partial(own)

    with mock.patch.object(httpx.HTTPTransport, "handle_request", Wrapper()):
        assert "real" == ask(client)
