"""`client.request`, through which every call goes: programs that trace calls put theirs over it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from openai_local import AsyncOpenAI, InternalServerError, OpenAI
from openai_local._legacy_response import LegacyAPIResponse
from openai_local.resources._request_options import FinalRequestOptions
from openai_local.testing.scripted import (
    ScriptedServer,
    chat_chunks,
    chat_completion,
    json_answer,
    sse,
)
from openai_local.types.chat import ChatCompletion

MESSAGES: Any = [{"role": "user", "content": "Hello"}]


def ask(client: Any, **params: Any) -> Any:
    return client.chat.completions.create(model="m", messages=MESSAGES, **params)


def wrap(client: Any, seen: list[Any]) -> None:
    """Put a method over `client.request` that notes its arguments."""
    original = client.request

    def request(*args: Any, **kwargs: Any) -> Any:
        seen.append((*args, kwargs))
        return original(*args, **kwargs)

    client.request = request


def test_a_wrapper_sees_the_call(server: ScriptedServer, client: OpenAI) -> None:
    """It gets what the answer becomes, the path and the parameters that were given."""
    server.play(json_answer(chat_completion("Hello")))
    seen: list[Any] = []
    wrap(client, seen)

    ask(client, temperature=0.5)

    [(cast_to, options, kwargs)] = seen
    assert cast_to is ChatCompletion
    assert ("post", "/chat/completions") == (options.method, options.url)
    assert {"model": "m", "messages": MESSAGES, "temperature": 0.5} == options.json_data
    assert {} == kwargs


def test_a_wrapper_changes_the_call(server: ScriptedServer, client: OpenAI) -> None:
    """What it changes in the options is what is sent."""
    server.play(json_answer(chat_completion("Hello")))
    original = client.request

    def request(cast_to: Any, options: Any, **kwargs: Any) -> Any:
        options.json_data["top_k"] = 40
        options.headers = {"x-traced": "1"}
        return original(cast_to, options, **kwargs)

    client.request = request  # type: ignore[method-assign]
    ask(client)

    assert 40 == server.requests[0].json()["top_k"]
    assert "1" == server.requests[0].headers["x-traced"]


def test_a_stream_of_the_wrappers_own(server: ScriptedServer, client: OpenAI) -> None:
    """A subclass of `stream_cls` with its own `__stream__` is what the program iterates."""
    server.play(sse(chat_chunks("Hel", "lo")))
    original, seen = client.request, []

    def request(*args: Any, stream_cls: Any, **kwargs: Any) -> Any:
        class Traced(stream_cls):  # type: ignore[misc]
            def __stream__(self) -> Iterator[Any]:
                for chunk in super().__stream__():
                    seen.append(chunk.choices[0].delta.content)
                    yield chunk

        return original(*args, stream_cls=Traced, **kwargs)

    client.request = request  # type: ignore[method-assign]
    texts = [chunk.choices[0].delta.content for chunk in ask(client, stream=True)]

    assert ["Hel", "lo", None] == texts == seen


def test_a_stream_of_the_wrappers_own_in_asyncio(server: ScriptedServer) -> None:
    """The same with `AsyncOpenAI`."""
    server.play(sse(chat_chunks("Hel", "lo")))
    seen = []

    async def play() -> list[Any]:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            original = client.request

            def request(*args: Any, stream_cls: Any, **kwargs: Any) -> Any:
                class Traced(stream_cls):  # type: ignore[misc]
                    async def __stream__(self) -> Any:
                        async for chunk in super().__stream__():
                            seen.append(chunk.choices[0].delta.content)
                            yield chunk

                return original(*args, stream_cls=Traced, **kwargs)

            client.request = request  # type: ignore[method-assign]
            stream = await ask(client, stream=True)
            return [chunk.choices[0].delta.content async for chunk in stream]

    assert ["Hel", "lo", None] == asyncio.run(play()) == seen


def test_raw_answers_go_through_it(server: ScriptedServer, client: OpenAI) -> None:
    """A wrapper sees `.with_raw_response`, too, and gets the raw answer."""
    server.play(json_answer(chat_completion("Hello")))
    found: list[Any] = []
    original = client.request

    def request(*args: Any, **kwargs: Any) -> Any:
        found.append(original(*args, **kwargs))
        return found[-1]

    client.request = request  # type: ignore[method-assign]
    raw = client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES)

    assert [raw] == found
    assert type(raw) is LegacyAPIResponse


def test_options_of_the_programs_own(server: ScriptedServer, client: OpenAI) -> None:
    """A program may call it itself, with options that it has made."""
    server.play(json_answer(chat_completion("Hello")))
    options = FinalRequestOptions.construct(
        method="post", url="/chat/completions", json_data={"model": "m", "messages": MESSAGES}
    )

    completion = client.request(ChatCompletion, options)

    assert "Hello" == completion.choices[0].message.content
    assert "POST" == server.requests[0].method


def test_copies_send_by_themselves(server: ScriptedServer, client: OpenAI) -> None:
    """What is put over a client's `request` stays with it: a copy has other settings."""
    server.play(json_answer(chat_completion("Hello")))
    seen: list[Any] = []
    wrap(client, seen)

    ask(client.with_options(api_key="another"))

    assert [] == seen
    assert "Bearer another" == server.requests[0].headers["authorization"]


def test_options_show_no_keys() -> None:
    """Their repr leaves the headers out."""
    options = FinalRequestOptions(method="get", url="/x", headers={"Authorization": "secret"})

    assert "secret" not in repr(options)


@pytest.mark.parametrize("form", ["with_raw_response", "with_streaming_response"])
def test_the_raw_header_is_in_the_options(
    form: str, server: ScriptedServer, client: OpenAI
) -> None:
    """As in the official SDK, so that a wrapper knows what it will get."""
    server.play(json_answer(chat_completion("Hello")))
    seen: list[Any] = []
    wrap(client, seen)

    outcome = ask_with(client, form)

    assert {"X-Stainless-Raw-Response": outcome} == seen[0][1].headers


def ask_with(client: OpenAI, form: str) -> str:
    """Make a call in that form; the value of the header that belongs to it."""
    method = getattr(client.chat.completions, form).create
    if form == "with_raw_response":
        method(model="m", messages=MESSAGES)
        return "true"
    with method(model="m", messages=MESSAGES):
        return "stream"


def test_a_request_can_be_looked_at(server: ScriptedServer) -> None:
    """`client._build_request` gives what would be sent; programs look at it in their tests."""
    client = OpenAI(base_url=server.base_url, default_query={"a": "1"}, timeout=7)
    options = FinalRequestOptions(method="post", url="/foo", json_data={"b": 2})
    request = client._build_request(options)

    assert "POST" == request.method
    assert f"{server.base_url}/foo?a=1" == str(request.url)
    assert b'{"b":2}' == request.content
    assert 7 == request.timeout.read


def test_the_wait_before_a_retry_can_be_replaced(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests replace `_calculate_retry_timeout` so as not to wait, and to see how often."""
    asked = []

    def at_once(self: Any, remaining: int, options: Any, headers: Any) -> float:
        asked.append((remaining, headers and headers.get("retry-after")))
        return 0.0

    assert 120 == OpenAI()._calculate_retry_timeout(1, None, {"retry-after": "120"})
    monkeypatch.setattr("openai_local._base_client.BaseClient._calculate_retry_timeout", at_once)
    server.play(json_answer({}, status=500, headers={"Retry-After": "100"}))
    with pytest.raises(InternalServerError):
        OpenAI(base_url=server.base_url).models.list()
    assert [(2, "100"), (1, "100")] == asked[:2]
    assert 3 == len(server.requests)


def test_the_last_step(server: ScriptedServer, client: OpenAI) -> None:
    """`_process_response` gets the answer by keyword and returns what the call does."""
    server.play(json_answer(chat_completion("Hello"), headers={"x-request-id": "r1"}))
    original = client._process_response
    seen: list[Any] = []

    def process(**kwargs: Any) -> Any:
        seen.append(kwargs["response"].headers["x-request-id"])
        return original(**kwargs)

    client._process_response = process  # type: ignore[method-assign]

    assert "Hello" == ask(client).choices[0].message.content
    assert ["r1"] == seen


def test_the_last_step_in_asyncio(server: ScriptedServer) -> None:
    """There it is awaited, also for a stream."""
    server.play(sse(chat_chunks("Hel", "lo")))

    async def play() -> tuple[list[Any], list[Any]]:
        seen: list[Any] = []
        async with AsyncOpenAI(base_url=server.base_url) as client:
            original = client._process_response

            async def process(**kwargs: Any) -> Any:
                seen.append((kwargs["stream"], kwargs["response"].status_code))
                return await original(**kwargs)

            client._process_response = process  # type: ignore[method-assign]
            stream = await ask(client, stream=True)
            return seen, [chunk.choices[0].delta.content async for chunk in stream]

    seen, pieces = asyncio.run(play())
    assert [(True, 200)] == seen
    assert "Hello" == "".join(filter(None, pieces))
