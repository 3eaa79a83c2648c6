"""`client.audio.transcriptions`: what is sent, and what each format comes back as."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

from openai_local import APIError, AsyncOpenAI, IncompleteStreamError, OpenAI, omit
from openai_local.testing.scripted import (
    ScriptedServer,
    chunked,
    event,
    head,
    json_answer,
    sse,
)
from openai_local.types.audio import (
    Transcription,
    TranscriptionDiarized,
    TranscriptionTextDeltaEvent,
    TranscriptionTextDoneEvent,
    TranscriptionTextSegmentEvent,
    TranscriptionVerbose,
)

DELTA = {"type": "transcript.text.delta", "delta": "Hel"}
SEGMENT = {"type": "transcript.text.segment", "id": "s", "speaker": "A", "text": "Hel"}
DONE = {"type": "transcript.text.done", "text": "Hello"}


def field(name: str, value: bytes) -> tuple[str, bytes]:
    return f'Content-Disposition: form-data; name="{name}"', value


FILE = (
    'Content-Disposition: form-data; name="file"; filename="a.mp3"\r\nContent-Type: audio/mpeg',
    b"abc",
)


def text_answer(text: str, content_type: str = "text/plain; charset=utf-8") -> list[Any]:
    body = text.encode()
    return [head(content_type=content_type, headers={"Content-Length": str(len(body))}), body]


def create(client: OpenAI, **params: Any) -> Any:
    return client.audio.transcriptions.create(file=("a.mp3", b"abc"), model="w", **params)


# -- what is sent ----------------------------------------------------------------------------


def test_every_parameter(server: ScriptedServer, client: OpenAI) -> None:
    """All parameters are fields of a form, named as by the official SDK; the file comes last."""
    server.play(json_answer({"text": "Hello"}))
    create(
        client,
        chunking_strategy={"type": "server_vad", "threshold": 0.5},
        include=["logprobs"],
        keywords=["k"],
        known_speaker_names=["x", "y"],
        known_speaker_references=["data:,"],
        language="de",
        languages=["de", "en"],
        prompt="",
        response_format="verbose_json",
        stream=False,
        temperature=0,
        timestamp_granularities=["word", "segment"],
        vad_filter=True,
        extra_body={"beam": [1, 2]},
    )

    (request,) = server.requests
    assert ("POST", "/v1/audio/transcriptions") == (request.method, request.path)
    assert [
        field("model", b"w"),
        field("chunking_strategy[type]", b"server_vad"),
        field("chunking_strategy[threshold]", b"0.5"),
        field("include[]", b"logprobs"),
        field("keywords[]", b"k"),
        field("known_speaker_names[]", b"x"),
        field("known_speaker_names[]", b"y"),
        field("known_speaker_references[]", b"data:,"),
        field("language", b"de"),
        field("languages[]", b"de"),
        field("languages[]", b"en"),
        field("prompt", b""),
        field("response_format", b"verbose_json"),
        field("stream", b"false"),
        field("temperature", b"0"),
        field("timestamp_granularities[]", b"word"),
        field("timestamp_granularities[]", b"segment"),
        field("vad_filter", b"true"),
        field("beam[]", b"1"),
        field("beam[]", b"2"),
        FILE,
    ] == request.parts()


def test_headers(server: ScriptedServer, client: OpenAI) -> None:
    """The length is told beforehand: some small servers know no chunked requests."""
    server.play(json_answer({"text": "Hello"}))
    create(client, language=omit)

    (request,) = server.requests
    assert [field("model", b"w"), FILE] == request.parts()
    assert str(len(request.body)) == request.headers["content-length"]
    assert "transfer-encoding" not in request.headers
    assert "application/json" == request.headers["accept"]


@pytest.mark.parametrize("missing", ["file", "model"])
def test_required_parameters(server: ScriptedServer, client: OpenAI, missing: str) -> None:
    """A missing argument is a TypeError, and nothing is sent."""
    params: Any = {"file": b"abc", "model": "w"}
    del params[missing]

    with pytest.raises(TypeError, match=missing):
        client.audio.transcriptions.create(**params)
    assert [] == server.requests


def test_signature() -> None:
    """`inspect.signature` shows the official parameters in their order."""
    assert (
        "self file model chunking_strategy include keywords known_speaker_names "
        "known_speaker_references language languages prompt response_format stream temperature "
        "timestamp_granularities extra_headers extra_query extra_body timeout"
        == " ".join(inspect.signature(type(OpenAI().audio.transcriptions).create).parameters)
    )


# -- what comes back -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("response_format", "kind"),
    [
        (omit, Transcription),
        ("json", Transcription),
        ("verbose_json", TranscriptionVerbose),
        ("diarized_json", TranscriptionDiarized),
    ],
)
def test_json_formats(
    server: ScriptedServer, client: OpenAI, response_format: Any, kind: type
) -> None:
    """Each JSON format is an object of its own class."""
    server.play(json_answer({"text": "Hello", "segments": []}, headers={"X-Request-Id": "r"}))
    answer = create(client, response_format=response_format)

    assert (kind, "Hello", "r") == (type(answer), answer.text, answer._request_id)


def test_a_format_that_is_not_known(
    server: ScriptedServer, client: OpenAI, caplog: pytest.LogCaptureFixture
) -> None:
    """It is sent, read as the default one, and said in the log."""
    server.play(json_answer({"text": "Hello"}))

    assert "Hello" == create(client, response_format="new_json").text
    assert ["Unexpected audio response format: new_json"] == caplog.messages


@pytest.mark.parametrize("response_format", ["text", "srt", "vtt"])
def test_text_formats(server: ScriptedServer, client: OpenAI, response_format: Any) -> None:
    """Text, srt and vtt are the body as a `str`, to the last character."""
    server.play(text_answer("WEBVTT\n\n00:00 --> 00:01\nGrüße\n\n"))

    assert "WEBVTT\n\n00:00 --> 00:01\nGrüße\n\n" == create(client, response_format=response_format)


def test_text_that_looks_like_json(server: ScriptedServer, client: OpenAI) -> None:
    """A text that begins with a brace is still a text."""
    server.play(text_answer('{"text": "Hello"}'))

    assert '{"text": "Hello"}' == create(client, response_format="text")


def test_error_in_place_of_text(server: ScriptedServer, client: OpenAI) -> None:
    """whisper.cpp's server reports errors as JSON with status 200: it is an APIError."""
    server.play(json_answer({"error": "FFmpeg conversion failed."}))

    with pytest.raises(APIError, match=r"FFmpeg conversion failed\."):
        create(client, response_format="text")


def test_page_in_place_of_text(server: ScriptedServer, client: OpenAI) -> None:
    """A web page is no transcription."""
    server.play(text_answer("<html>Welcome", "text/html"))

    with pytest.raises(APIError, match="is not plain text"):
        create(client, response_format="text")


def test_raw_response(server: ScriptedServer, client: OpenAI) -> None:
    """With `.with_raw_response`, `parse()` gives what the plain method gives."""
    server.play(text_answer("Hello"))
    raw = client.audio.with_raw_response.transcriptions.create(
        file=b"abc", model="w", response_format="text"
    )

    assert (200, "Hello") == (raw.status_code, raw.parse())


# -- streams ---------------------------------------------------------------------------------


def test_stream(server: ScriptedServer, client: OpenAI) -> None:
    """`stream=True` gives events of the class that their `type` names; no [DONE] is needed."""
    server.play(sse([DELTA, SEGMENT, DONE]))
    events = list(create(client, stream=True))

    assert [
        TranscriptionTextDeltaEvent, TranscriptionTextSegmentEvent, TranscriptionTextDoneEvent
    ] == [type(event) for event in events]  # fmt: skip
    assert "Hello" == events[-1].text
    assert field("stream", b"true") in server.requests[0].parts()


def test_cut_stream(server: ScriptedServer, client: OpenAI) -> None:
    """A stream that ends before its last event is an error."""
    server.play(sse([DELTA]))
    stream = create(client, stream=True)

    assert "Hel" == next(stream).delta
    with pytest.raises(IncompleteStreamError, match=r"no transcript\.text\.done and no \[DONE\]"):
        next(stream)


def test_stream_without_a_last_event(server: ScriptedServer, client: OpenAI) -> None:
    """A server with events of its own shape may just end; not if the connection breaks."""
    pieces = [event({"text": "Hel"}), event({"text": "lo"})]
    server.play(chunked(pieces), chunked(pieces, end=False))

    assert ["Hel", "lo"] == [piece.text for piece in create(client, stream=True)]
    with pytest.raises(IncompleteStreamError):
        list(create(client, stream=True))


def test_whole_answer_in_place_of_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """A server that doesn't stream answers with the events of a stream all the same."""
    server.play(json_answer({"text": "Hello", "usage": {"type": "duration", "seconds": 1}}))
    delta, done = create(client, stream=True)

    assert ("transcript.text.delta", "Hello") == (delta.type, delta.delta)
    assert ("transcript.text.done", "Hello", 1) == (done.type, done.text, done.usage.seconds)


def test_chunks_of_vllm(server: ScriptedServer, client: OpenAI) -> None:
    """vLLM streams transcriptions in chunks like chat's; they can be read as plain JSON."""
    chunk = {"object": "transcription.chunk", "choices": [{"delta": {"content": "Hello"}}]}
    server.play(sse([chunk, "[DONE]"]))
    (event,) = create(client, stream=True)

    assert "Hello" == event.choices[0]["delta"]["content"]


# -- asyncio ---------------------------------------------------------------------------------


def test_async(server: ScriptedServer) -> None:
    """The asynchronous twin sends the same and gives the same."""
    server.play(json_answer({"text": "Hello"}), sse([DELTA, DONE]))

    async def run() -> tuple[str, list[str]]:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            create = client.audio.transcriptions.create
            whole = await create(file=("a.mp3", b"abc"), model="w")
            stream = await create(file=("a.mp3", b"abc"), model="w", stream=True)
            return whole.text, [event.type async for event in stream]

    assert ("Hello", ["transcript.text.delta", "transcript.text.done"]) == asyncio.run(run())
    assert [field("model", b"w"), FILE] == server.requests[0].parts()
