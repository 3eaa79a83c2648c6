"""Never run: what type checkers must make of programs that use sounds, images and moderations."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

from typing_extensions import assert_type

from openai_local import (
    NOT_GIVEN,
    AsyncOpenAI,
    AsyncStream,
    HttpxBinaryResponseContent,
    OpenAI,
    Stream,
    omit,
)
from openai_local.types import (
    ImageEditStreamEvent,
    ImageGenStreamEvent,
    ImagesResponse,
    ModerationCreateResponse,
    ModerationMultiModalInputParam,
)
from openai_local.types.audio import (
    Transcription,
    TranscriptionDiarized,
    TranscriptionStreamEvent,
    TranscriptionVerbose,
    Translation,
    TranslationVerbose,
)

client = OpenAI()
path = Path("clip.mp3")
listen = client.audio.transcriptions.create


def transcriptions() -> None:
    """`response_format` and `stream` decide on the type."""
    assert_type(listen(file=path, model="w"), Transcription)
    assert_type(listen(file=path, model="w", response_format="json"), Transcription)
    assert_type(listen(file=path, model="w", response_format=omit), Transcription)
    assert_type(listen(file=path, model="w", response_format="verbose_json"), TranscriptionVerbose)
    assert_type(
        listen(file=path, model="w", response_format="diarized_json"), TranscriptionDiarized
    )
    assert_type(listen(file=path, model="w", response_format="text"), str)
    assert_type(listen(file=path, model="w", response_format="vtt", stream=False), str)
    assert_type(listen(file=path, model="w", stream=True), Stream[TranscriptionStreamEvent])
    assert_type(
        listen(file=path, model="w", stream=True, response_format="text"),
        Stream[TranscriptionStreamEvent],
    )


def unknown_at_check_time(stream: bool, response_format: Literal["json", "text"]) -> None:
    """With a `bool` it is any of them; with one of two formats, one of two types."""
    assert_type(
        listen(file=path, model="w", stream=stream),
        Transcription
        | TranscriptionVerbose
        | TranscriptionDiarized
        | str
        | Stream[TranscriptionStreamEvent],
    )
    assert_type(listen(file=path, model="w", response_format=response_format), Transcription | str)


def events() -> None:
    """An event is told by its `type`."""
    for event in listen(file=path, model="w", stream=True):
        if event.type == "transcript.text.delta":
            assert_type(event.delta, str)
        elif event.type == "transcript.text.done":
            assert_type(event.text, str)


def files() -> None:
    """All official kinds of files are taken, and parameters may be left out by a sentinel."""
    with path.open("rb") as file:
        listen(file=file, model="w", language=NOT_GIVEN, prompt=omit)
    listen(file=b"abc", model="w", timestamp_granularities=["word"])
    listen(file=io.BytesIO(b"abc"), model="w", chunking_strategy="auto")
    listen(file=("a.mp3", b"abc"), model="w")
    listen(file=("a.mp3", file, "audio/mpeg"), model="w")
    listen(file=("a.mp3", path, None, {"X-A": "b"}), model="w")


def translations() -> None:
    """`response_format` decides on the type."""
    translate = client.audio.translations.create
    assert_type(translate(file=path, model="w"), Translation)
    assert_type(translate(file=path, model="w", response_format="verbose_json"), TranslationVerbose)
    assert_type(translate(file=path, model="w", response_format="srt"), str)


def speech() -> None:
    """Sounds are bytes."""
    sound = client.audio.speech.create(input="Hi", model="tts", voice="v", speed=1.5)
    assert_type(sound, HttpxBinaryResponseContent)
    assert_type(sound.content, bytes)
    sound.write_to_file(path)


def images() -> None:
    """`stream` decides on the type."""
    assert_type(client.images.generate(prompt="p", size="64x64"), ImagesResponse)
    assert_type(client.images.generate(prompt="p", stream=True), Stream[ImageGenStreamEvent])
    assert_type(client.images.edit(image=path, prompt="p", mask=omit), ImagesResponse)
    assert_type(client.images.edit(image=[path, ("a", b"")], prompt="p"), ImagesResponse)
    assert_type(
        client.images.edit(image=path, prompt="p", stream=True), Stream[ImageEditStreamEvent]
    )
    assert_type(client.images.create_variation(image=path, n=2), ImagesResponse)


def moderations() -> None:
    """Texts and parts can be judged."""
    verdict = client.moderations.create(input=["a", "b"])
    assert_type(verdict, ModerationCreateResponse)
    assert_type(verdict.results[0].flagged, bool)
    parts: list[ModerationMultiModalInputParam] = [{"type": "text", "text": "a"}]
    client.moderations.create(input=parts, model="m")


def mistakes() -> None:
    """A wrong kind of file, format or value, and a missing argument, are errors."""
    listen(file="clip.mp3", model="w")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    listen(file=path, model="w", response_format="mp3")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    client.audio.speech.create(input="Hi", model="tts")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.images.generate(prompt="p", n="two")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    client.images.create_variation(image=path, size="7x7")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def asynchronous() -> None:
    """The twins have the same types."""
    other = AsyncOpenAI()
    create = other.audio.transcriptions.create
    assert_type(await create(file=path, model="w"), Transcription)
    assert_type(await create(file=path, model="w", response_format="text"), str)
    assert_type(
        await create(file=path, model="w", stream=True), AsyncStream[TranscriptionStreamEvent]
    )
    translate = other.audio.translations.create
    assert_type(await translate(file=path, model="w"), Translation)
    assert_type(
        await other.audio.speech.create(input="Hi", model="tts", voice="v"),
        HttpxBinaryResponseContent,
    )
    assert_type(
        await other.images.generate(prompt="p", stream=True), AsyncStream[ImageGenStreamEvent]
    )
    assert_type(await other.images.edit(image=path, prompt="p"), ImagesResponse)
    assert_type(await other.moderations.create(input="a"), ModerationCreateResponse)
