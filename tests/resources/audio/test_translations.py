"""`client.audio.translations`: what is sent, and what each format comes back as."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

from openai_local import AsyncOpenAI, OpenAI, omit
from openai_local.testing.scripted import ScriptedServer, json_answer
from openai_local.types.audio import Translation, TranslationVerbose


def test_every_parameter(server: ScriptedServer, client: OpenAI) -> None:
    """All parameters are fields of a form, as by the official SDK."""
    server.play(json_answer({"text": "Hello"}))
    client.audio.translations.create(
        file=b"abc", model="w", prompt="p", response_format="json", temperature=0.25
    )

    (request,) = server.requests
    assert ("POST", "/v1/audio/translations") == (request.method, request.path)
    assert [
        ('Content-Disposition: form-data; name="model"', b"w"),
        ('Content-Disposition: form-data; name="prompt"', b"p"),
        ('Content-Disposition: form-data; name="response_format"', b"json"),
        ('Content-Disposition: form-data; name="temperature"', b"0.25"),
        (
            (
                'Content-Disposition: form-data; name="file"; filename="upload"\r\n'
                "Content-Type: application/octet-stream"
            ),
            b"abc",
        ),
    ] == request.parts()


@pytest.mark.parametrize(
    ("response_format", "kind"),
    [
        (omit, Translation),
        ("json", Translation),
        ("verbose_json", TranslationVerbose),
        ("text", str),
        ("srt", str),
        ("vtt", str),
    ],
)
def test_formats(server: ScriptedServer, client: OpenAI, response_format: Any, kind: type) -> None:
    """Each format comes back as its own type."""
    server.play(json_answer({"text": "Hello"}))
    answer: Any = client.audio.translations.create(
        file=b"abc", model="w", response_format=response_format
    )

    assert kind is type(answer)


def test_signature() -> None:
    """`inspect.signature` shows the official parameters in their order."""
    assert (
        "self file model prompt response_format temperature extra_headers extra_query extra_body "
        "timeout"
        == " ".join(inspect.signature(type(OpenAI().audio.translations).create).parameters)
    )


def test_async(server: ScriptedServer) -> None:
    """The asynchronous twin gives the same."""
    server.play(json_answer({"text": "Hello"}))

    async def run() -> Translation:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            return await client.audio.translations.create(file=b"abc", model="w")

    assert Translation(text="Hello") == asyncio.run(run())
