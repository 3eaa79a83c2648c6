"""`client.audio.speech`: what is sent, and how the sound comes back."""

from __future__ import annotations

import asyncio
import inspect
import threading
from pathlib import Path
from typing import Any

import pytest

from openai_local import (
    APIConnectionError,
    APIError,
    AsyncOpenAI,
    HttpxBinaryResponseContent,
    OpenAI,
)
from openai_local.testing.scripted import (
    Pause,
    ScriptedServer,
    WaitFor,
    chunked,
    head,
    json_answer,
)

#: No UTF-8, and it begins like JSON.
SOUND = b"{\xff\xfbsound" * 1000


def sound_answer(sound: bytes = SOUND) -> list[Any]:
    return [head(content_type="audio/mpeg", headers={"Content-Length": str(len(sound))}), sound]


def test_every_parameter(server: ScriptedServer, client: OpenAI) -> None:
    """The parameters are JSON, unknown ones too; the answer may be of any kind."""
    server.play(sound_answer())
    client.audio.speech.create(
        input="Grüße",
        model="tts",
        voice={"id": "v"},
        instructions="softly",
        response_format="wav",
        speed=1.5,
        stream_format="audio",
        extra_body={"lang": "de"},
    )

    (request,) = server.requests
    assert ("POST", "/v1/audio/speech") == (request.method, request.path)
    assert "application/octet-stream" == request.headers["accept"]
    assert "application/json" == request.headers["content-type"]
    assert {
        "input": "Grüße",
        "model": "tts",
        "voice": {"id": "v"},
        "instructions": "softly",
        "response_format": "wav",
        "speed": 1.5,
        "stream_format": "audio",
        "lang": "de",
    } == request.json()


def test_extra_headers(server: ScriptedServer, client: OpenAI) -> None:
    """A header that the caller sets wins over the method's own."""
    server.play(sound_answer())
    client.audio.speech.create(
        input="Hi", model="tts", voice="v", extra_headers={"Accept": "audio/wav"}
    )

    assert "audio/wav" == server.requests[0].headers["accept"]


@pytest.mark.parametrize("missing", ["input", "model", "voice"])
def test_required_parameters(server: ScriptedServer, client: OpenAI, missing: str) -> None:
    """A missing argument is a TypeError, and nothing is sent."""
    params: Any = {"input": "Hi", "model": "tts", "voice": "v"}
    del params[missing]

    with pytest.raises(TypeError, match=missing):
        client.audio.speech.create(**params)
    assert [] == server.requests


def test_signature() -> None:
    """`inspect.signature` shows the official parameters in their order."""
    assert (
        "self input model voice instructions response_format speed stream_format extra_headers "
        "extra_query extra_body timeout"
        == " ".join(inspect.signature(type(OpenAI().audio.speech).create).parameters)
    )


def test_content(server: ScriptedServer, client: OpenAI) -> None:
    """The sound is there, byte for byte."""
    server.play(sound_answer())
    sound = client.audio.speech.create(input="Hi", model="tts", voice="v")

    assert (HttpxBinaryResponseContent, SOUND) == (type(sound), sound.content)


def test_error_in_place_of_a_sound(server: ScriptedServer, client: OpenAI) -> None:
    """An error in JSON with status 200 is no sound."""
    server.play(json_answer({"error": "no such voice"}))

    with pytest.raises(APIError, match="no such voice"):
        client.audio.speech.create(input="Hi", model="tts", voice="v")


def test_page_in_place_of_a_sound(server: ScriptedServer, client: OpenAI) -> None:
    """A web page is no sound."""
    server.play([head(content_type="text/html"), b"<html>Welcome"])

    with pytest.raises(APIError, match="is not media: '<html>Welcome'"):
        client.audio.speech.create(input="Hi", model="tts", voice="v")


def test_raw_response(server: ScriptedServer, client: OpenAI) -> None:
    """With `.with_raw_response`, `parse()` gives what the plain method gives."""
    server.play(sound_answer())
    raw = client.audio.speech.with_raw_response.create(input="Hi", model="tts", voice="v")

    assert ("audio/mpeg", SOUND) == (raw.headers["content-type"], raw.parse().content)


def test_streamed(server: ScriptedServer, client: OpenAI) -> None:
    """`.with_streaming_response` hands out what has arrived, before the rest is sent."""
    arrived = threading.Event()
    server.play(chunked([b"first", WaitFor(arrived), b"second"]))
    pieces = []
    with client.audio.with_streaming_response.speech.create(
        input="Hi", model="tts", voice="v"
    ) as response:
        for piece in response.iter_bytes():
            pieces.append(piece)
            arrived.set()

    assert [b"first", b"second"] == pieces


def test_streamed_to_a_file(server: ScriptedServer, client: OpenAI, tmp_path: Path) -> None:
    """`stream_to_file` writes what arrives and keeps nothing of it."""
    server.play(sound_answer())
    with client.audio.speech.with_streaming_response.create(
        input="Hi", model="tts", voice="v"
    ) as response:
        response.stream_to_file(tmp_path / "speech.mp3")

        with pytest.raises(RuntimeError, match="has not been read"):
            response.http_response.content  # noqa: B018
    assert SOUND == (tmp_path / "speech.mp3").read_bytes()


def test_streamed_and_parsed(server: ScriptedServer, client: OpenAI) -> None:
    """`parse()` of a streaming response reads it to the end and gives its bytes."""
    server.play(sound_answer())
    with client.audio.speech.with_streaming_response.create(
        input="Hi", model="tts", voice="v"
    ) as response:
        assert SOUND == response.parse()


def test_sound_that_is_cut(server: ScriptedServer, client: OpenAI, tmp_path: Path) -> None:
    """A connection that breaks while the sound arrives is an error, not a shorter sound."""
    server.play([*chunked([b"first"], end=False), Pause(0.01)])
    with (
        client.audio.speech.with_streaming_response.create(
            input="Hi", model="tts", voice="v"
        ) as response,
        pytest.raises(APIConnectionError, match="in the middle of the answer"),
    ):
        response.stream_to_file(tmp_path / "speech.mp3")


def test_async(server: ScriptedServer, tmp_path: Path) -> None:
    """The asynchronous twin gives the same, whole and streamed."""
    server.play(sound_answer(), sound_answer(), chunked([b"first"], end=False))
    path = tmp_path / "speech.mp3"

    async def run() -> bytes:
        async with AsyncOpenAI(base_url=server.base_url, max_retries=0) as client:
            speech = client.audio.speech
            sound = await speech.create(input="Hi", model="tts", voice="v")
            streaming = speech.with_streaming_response
            async with streaming.create(input="Hi", model="tts", voice="v") as response:
                await response.stream_to_file(path)
            async with streaming.create(input="Hi", model="tts", voice="v") as response:
                with pytest.raises(APIConnectionError):
                    await response.read()
            return sound.content

    assert SOUND == asyncio.run(run())
    assert SOUND == path.read_bytes()
