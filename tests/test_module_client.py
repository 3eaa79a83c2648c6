"""The module used as a client: `openai.base_url = ...; openai.chat.completions.create(...)`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import requests

import openai_local as openai
from openai_local import APITimeoutError, InternalServerError, OpenAIError
from openai_local.testing.scripted import (
    HoldOpen,
    ScriptedServer,
    chat_chunks,
    chat_completion,
    json_answer,
    sse,
)

MESSAGES: list[Any] = [{"role": "user", "content": "Hello"}]
SETTINGS = {
    "api_key": None,
    "organization": None,
    "project": None,
    "base_url": None,
    "timeout": openai.DEFAULT_TIMEOUT,
    "max_retries": openai.DEFAULT_MAX_RETRIES,
    "default_headers": None,
    "default_query": None,
    "http_client": None,
    "api_type": None,
    "api_version": None,
}


@pytest.fixture
def configure(
    monkeypatch: pytest.MonkeyPatch, server: ScriptedServer
) -> Callable[..., ScriptedServer]:
    """Sets names of the module until the test ends; gives the server that it then talks to."""
    server.play(json_answer(chat_completion("Hello")))

    def set_all(**settings: Any) -> ScriptedServer:
        for name, value in {**SETTINGS, "base_url": server.base_url, **settings}.items():
            monkeypatch.setattr(openai, name, value)
        return server

    return set_all


def test_defaults() -> None:
    """The settings start as in the official SDK."""
    assert SETTINGS == {name: getattr(openai, name) for name in SETTINGS}


def test_create(configure: Callable[..., ScriptedServer]) -> None:
    """`openai.chat.completions.create` asks the server at `openai.base_url`."""
    server = configure()

    answer = openai.chat.completions.create(model="m", messages=MESSAGES)

    assert "Hello" == answer.choices[0].message.content
    assert MESSAGES == server.requests[0].json()["messages"]
    assert "authorization" not in server.requests[0].headers


def test_stream(configure: Callable[..., ScriptedServer]) -> None:
    """It streams, too."""
    configure().play(sse(chat_chunks("Hel", "lo")))

    stream = openai.chat.completions.create(model="m", messages=MESSAGES, stream=True)

    assert ["Hel", "lo", None] == [chunk.choices[0].delta.content for chunk in stream]


@pytest.mark.parametrize(
    ("setting", "value", "header", "expected"),
    [
        ("api_key", "key-1", "authorization", "Bearer key-1"),
        ("organization", "org-1", "openai-organization", "org-1"),
        ("project", "project-1", "openai-project", "project-1"),
        ("default_headers", {"X-One": "1"}, "x-one", "1"),
    ],
)
def test_headers(
    configure: Callable[..., ScriptedServer],
    setting: str,
    value: object,
    header: str,
    expected: str,
) -> None:
    """Settings that are headers are sent from the next request on, and no more once unset."""
    server = configure()
    openai.chat.completions.create(model="m", messages=MESSAGES)
    configure(**{setting: value})
    openai.chat.completions.create(model="m", messages=MESSAGES)
    configure()
    openai.chat.completions.create(model="m", messages=MESSAGES)

    sent = [request.headers.get(header) for request in server.requests]
    assert [None, expected, None] == sent


def test_query(configure: Callable[..., ScriptedServer]) -> None:
    """`openai.default_query` is added to the URL."""
    server = configure(default_query={"a": "b"})

    openai.chat.completions.create(model="m", messages=MESSAGES)

    assert "/v1/chat/completions?a=b" == server.requests[0].path


def test_timeout(configure: Callable[..., ScriptedServer]) -> None:
    """`openai.timeout` counts."""
    configure(timeout=0.2, max_retries=0).play([HoldOpen()])

    with pytest.raises(APITimeoutError, match=r"silent for 0\.2 s"):
        openai.chat.completions.create(model="m", messages=MESSAGES)


def test_max_retries(configure: Callable[..., ScriptedServer]) -> None:
    """`openai.max_retries` counts, also 0."""
    server = configure(max_retries=0)
    server.play(json_answer({}, status=500))
    with pytest.raises(InternalServerError):
        openai.chat.completions.create(model="m", messages=MESSAGES)
    assert 1 == len(server.requests)

    configure(max_retries=1)
    server.play(json_answer({}, status=500, headers={"Retry-After-Ms": "1"}))
    with pytest.raises(InternalServerError):
        openai.chat.completions.create(model="m", messages=MESSAGES)
    assert 3 == len(server.requests)


def test_base_url_can_change(configure: Callable[..., ScriptedServer]) -> None:
    """A later `openai.base_url` counts for the next request."""
    configure(base_url="http://127.0.0.1:1/v1", max_retries=0)
    with pytest.raises(OpenAIError):
        openai.chat.completions.create(model="m", messages=MESSAGES)

    server = configure()
    openai.chat.completions.create(model="m", messages=MESSAGES)

    assert 1 == len(server.requests)


def test_bad_base_url(configure: Callable[..., ScriptedServer]) -> None:
    """A base URL that is none is refused when it is used."""
    configure(base_url="localhost:8080")

    with pytest.raises(OpenAIError, match="base_url must be"):
        openai.chat.completions.create(model="m", messages=MESSAGES)


PROGRAM = """
import os, sys
import openai_local as openai
assert openai.chat is openai.chat
if len(sys.argv) > 1:
    openai.base_url = sys.argv[1]
answer = openai.chat.completions.create(model="m", messages=[])
assert answer.choices[0].message.content == "Hello"
"""


@pytest.mark.parametrize("how", ["variable", "attribute"])
def test_fresh_process(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """In a fresh process it works without a client, with base URL and key of the environment."""
    server.play(json_answer(chat_completion("Hello")))
    monkeypatch.setenv("OPENAI_API_KEY", "key-1")
    if how == "variable":
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    arguments = [server.base_url] if how == "attribute" else []

    subprocess.run([sys.executable, "-c", PROGRAM, *arguments], check=True, timeout=30)

    assert "Bearer key-1" == server.requests[0].headers["authorization"]


def test_http_client(configure: Callable[..., ScriptedServer]) -> None:
    """`openai.http_client` carries the requests from when it is set until it is taken away."""
    server = configure()
    server.play(*[json_answer(chat_completion("Hello"))] * 2)
    with requests.Session() as session:
        session.headers["X-Session"] = "1"
        for http_client in (None, session, None):
            openai.http_client = http_client
            openai.chat.completions.create(model="m", messages=MESSAGES)

    seen = [request.headers.get("x-session") for request in server.requests]
    assert [None, "1", None] == seen


def test_the_client_can_be_made_anew(
    configure: Callable[..., ScriptedServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`_reset_client`, which tests of programs call, reads the environment again."""
    configure(base_url=None)
    client = openai.chat._client
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    assert "http://127.0.0.1:8080/v1/" == client.base_url
    openai._reset_client()
    try:
        assert "http://127.0.0.1:1/v1/" == client.base_url
    finally:
        monkeypatch.undo()
        openai._reset_client()
