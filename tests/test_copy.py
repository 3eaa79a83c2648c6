"""`with_options()` and `copy()`: a client with some settings changed."""

from __future__ import annotations

import asyncio
import pickle
from typing import Any

import pytest

from openai_local import AsyncOpenAI, OpenAI, OpenAIError
from openai_local.testing.scripted import ScriptedServer, chat_completion, json_answer

MESSAGES: list[Any] = [{"role": "user", "content": "hello"}]


def test_settings_change_in_the_copy_alone(server: ScriptedServer) -> None:
    """The client that was copied stays as it was."""
    client = OpenAI(base_url=server.base_url, timeout=5, max_retries=1, api_key="one")
    changed = client.with_options(timeout=7, max_retries=3, api_key="two", organization="o")

    assert (5, 1, "one", None) == (
        client.timeout,
        client.max_retries,
        client.api_key,
        client.organization,
    )
    assert (7, 3, "two", "o") == (
        changed.timeout,
        changed.max_retries,
        changed.api_key,
        changed.organization,
    )
    assert type(changed) is OpenAI


def test_what_is_not_given_stays() -> None:
    """A copy without arguments has all settings of the original."""
    client = OpenAI(
        base_url="http://127.0.0.1:1/v1",
        timeout=5,
        default_headers={"A": "1"},
        strict_streams=False,
    )
    same = client.copy()

    assert vars(client)["_custom_headers"] == vars(same)["_custom_headers"]
    assert (client.base_url, client.timeout, client.strict_streams) == (
        same.base_url,
        same.timeout,
        same.strict_streams,
    )


def test_the_copy_uses_the_same_connections(server: ScriptedServer) -> None:
    """Options for one call cost no new connection."""
    server.play(json_answer(chat_completion("hi")))
    client = OpenAI(base_url=server.base_url)
    for timeout in (5, 6, 7):
        client.with_options(timeout=timeout).chat.completions.create(model="m", messages=MESSAGES)

    assert (3, 1) == (len(server.requests), server.connections_opened)


def test_copies_share_what_streams_are_like() -> None:
    """Programs that make one for each request gain as much from the streams before as others."""
    client = OpenAI()

    assert client.with_options(timeout=7)._known_patterns is client._known_patterns


def test_headers_and_query(server: ScriptedServer) -> None:
    """`default_` adds to what there is, `set_default_` replaces it; both at once is an error."""
    server.play(json_answer(chat_completion("hi")))
    client = OpenAI(
        base_url=server.base_url, default_headers={"X-A": "1"}, default_query={"a": "1"}
    )
    added = client.with_options(default_headers={"X-B": "2"}, default_query={"b": "2"})
    replaced = client.with_options(set_default_headers={"X-B": "2"}, set_default_query={})
    for each in (added, replaced):
        each.chat.completions.create(model="m", messages=MESSAGES)

    first, second = server.requests
    assert ("1", "2") == (first.headers.get("x-a"), first.headers.get("x-b"))
    assert "/v1/chat/completions?a=1&b=2" == first.path
    assert (None, "2") == (second.headers.get("x-a"), second.headers.get("x-b"))
    assert "/v1/chat/completions" == second.path
    with pytest.raises(ValueError, match="are mutually exclusive"):
        client.copy(default_headers={}, set_default_headers={})


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"max_retries": None}, TypeError),
        ({"max_retries": -1}, ValueError),
        ({"timeout": "soon"}, TypeError),
        ({"base_url": "nonsense"}, OpenAIError),
        ({"workload_identity": {}}, OpenAIError),
    ],
)
def test_mistakes(changes: dict[str, Any], error: type[Exception]) -> None:
    """What the constructor refuses, a copy refuses too."""
    with pytest.raises(error):
        OpenAI().with_options(**changes)


def test_async(server: ScriptedServer) -> None:
    """The client for asyncio is copied alike."""
    server.play(json_answer(chat_completion("hi")))

    async def ask() -> Any:
        client = AsyncOpenAI(base_url=server.base_url).with_options(timeout=5)
        return await client.chat.completions.create(model="m", messages=MESSAGES)

    assert "hi" == asyncio.run(ask()).choices[0].message.content


def test_a_used_client_still_pickles(server: ScriptedServer) -> None:
    """Resources that were asked for do not go along."""
    client = OpenAI(base_url=server.base_url)
    assert client.chat and client.embeddings and client.models and client.responses

    assert client.base_url == pickle.loads(pickle.dumps(client)).base_url
