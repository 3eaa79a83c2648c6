"""`client.audio.transcriptions`: POST /audio/transcriptions."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from ..._io.files import open_upload
from ..._lazy import lazy as _lazy
from ..._models import OneOf
from ..._streaming import AsyncStream, Stream
from ..._types import FileTypes, is_given
from ..._typing import Required, TypedDict, Unpack
from ..._wire.ending import TranscriptionEnding
from ..._wire.payload import read_body, read_text
from ..._wire.request import Call, StreamRule
from ...types.audio import (
    Transcription,
    TranscriptionDiarized,
    TranscriptionInclude,
    TranscriptionStreamEvent,
    TranscriptionVerbose,
)
from ...types.audio.transcription_create_params import ChunkingStrategy
from ...types.audio_model import AudioModel, AudioResponseFormat
from .._resource import AsyncResource, Options, Or, Resource, require, split_options, takes

if TYPE_CHECKING:
    from .. import _views

log = logging.getLogger("openai_local")

#: What the values of `response_format` give; the last three are no JSON.
_TYPES: Mapping[Any, type] = {
    "json": Transcription,
    "verbose_json": TranscriptionVerbose,
    "diarized_json": TranscriptionDiarized,
    "text": str,
    "srt": str,
    "vtt": str,
}


class TranscriptionParams(TypedDict, total=False):
    """What the server is told, apart from what decides on the kind of answer."""

    file: Required[FileTypes]
    model: Required[AudioModel]
    chunking_strategy: Or[ChunkingStrategy | None]
    include: Or[list[TranscriptionInclude]]
    keywords: Or[Sequence[str]]
    known_speaker_names: Or[Sequence[str]]
    known_speaker_references: Or[Sequence[str]]
    language: Or[str]
    languages: Or[Sequence[str]]
    prompt: Or[str]
    temperature: Or[float]
    timestamp_granularities: Or[list[Literal["word", "segment"]]]


class CreateParams(TranscriptionParams, Options, total=False):
    """The keywords of `create`, apart from those that decide what it returns."""


_Whole: TypeAlias = Transcription | TranscriptionVerbose | TranscriptionDiarized | str
_NoStream: TypeAlias = Or[Literal[False] | None]
#: The keywords that the overloads spell out, each with the one before it.
_OVERLOADED = {"response_format": "prompt", "stream": "response_format"}


class Transcriptions(Resource):
    """`client.audio.transcriptions`: what was said, in its own language."""

    with_raw_response: _views.RawTranscriptions
    with_streaming_response: _views.StreamingTranscriptions

    @overload
    def create(
        self,
        *,
        response_format: Or[Literal["json"]] = ...,
        stream: _NoStream = ...,
        **params: Unpack[CreateParams],
    ) -> Transcription: ...

    @overload
    def create(
        self,
        *,
        response_format: Literal["verbose_json"],
        stream: _NoStream = ...,
        **params: Unpack[CreateParams],
    ) -> TranscriptionVerbose: ...

    @overload
    def create(
        self,
        *,
        response_format: Literal["diarized_json"],
        stream: _NoStream = ...,
        **params: Unpack[CreateParams],
    ) -> TranscriptionDiarized: ...

    @overload
    def create(
        self,
        *,
        response_format: Literal["text", "srt", "vtt"],
        stream: _NoStream = ...,
        **params: Unpack[CreateParams],
    ) -> str: ...

    @overload
    def create(
        self,
        *,
        stream: Literal[True],
        response_format: Or[AudioResponseFormat] = ...,
        **params: Unpack[CreateParams],
    ) -> Stream[TranscriptionStreamEvent]: ...

    @overload
    def create(
        self,
        *,
        stream: bool,
        response_format: Or[AudioResponseFormat] = ...,
        **params: Unpack[CreateParams],
    ) -> _Whole | Stream[TranscriptionStreamEvent]: ...

    @takes(CreateParams, required=("file", "model"), overloaded=_OVERLOADED)
    def create(self, **params: Any) -> _Whole | Stream[TranscriptionStreamEvent]:
        """Write down what is said in `file`.

        `file` is a path object, an open binary file, bytes, or `(name, contents)`; a file is read
        piece by piece while it is sent. Some servers tell the format by the name.

        `response_format` decides what comes back: "json", which is the default, gives a
        `Transcription`, "verbose_json" one with times, "diarized_json" one with speakers, and
        "text", "srt" and "vtt" a `str`. `stream=True` gives a `Stream` of events.

        Raises `OSError`, `TypeError` or `ValueError` for a file that can't be sent, before
        anything is sent, and an `APIError` for what fails after that.
        """
        return self._client._call(create_call(params))


class AsyncTranscriptions(AsyncResource):
    """`Transcriptions` for asyncio."""

    with_raw_response: _views.AsyncRawTranscriptions
    with_streaming_response: _views.AsyncStreamingTranscriptions

    @overload
    async def create(
        self,
        *,
        response_format: Or[Literal["json"]] = ...,
        stream: _NoStream = ...,
        **params: Unpack[CreateParams],
    ) -> Transcription: ...

    @overload
    async def create(
        self,
        *,
        response_format: Literal["verbose_json"],
        stream: _NoStream = ...,
        **params: Unpack[CreateParams],
    ) -> TranscriptionVerbose: ...

    @overload
    async def create(
        self,
        *,
        response_format: Literal["diarized_json"],
        stream: _NoStream = ...,
        **params: Unpack[CreateParams],
    ) -> TranscriptionDiarized: ...

    @overload
    async def create(
        self,
        *,
        response_format: Literal["text", "srt", "vtt"],
        stream: _NoStream = ...,
        **params: Unpack[CreateParams],
    ) -> str: ...

    @overload
    async def create(
        self,
        *,
        stream: Literal[True],
        response_format: Or[AudioResponseFormat] = ...,
        **params: Unpack[CreateParams],
    ) -> AsyncStream[TranscriptionStreamEvent]: ...

    @overload
    async def create(
        self,
        *,
        stream: bool,
        response_format: Or[AudioResponseFormat] = ...,
        **params: Unpack[CreateParams],
    ) -> _Whole | AsyncStream[TranscriptionStreamEvent]: ...

    @takes(CreateParams, required=("file", "model"), overloaded=_OVERLOADED)
    async def create(self, **params: Any) -> _Whole | AsyncStream[TranscriptionStreamEvent]:
        """See `Transcriptions.create`; an `AsyncStream` with `stream=True`."""
        return await self._client._call(create_call(params))


def create_call(params: Mapping[str, Any]) -> Call:
    """The call that `create(**params)` makes; the file is checked here."""
    require(params, "file", "model")
    body, options = split_options(params)
    file = open_upload("file", body.pop("file"))
    cast_to = _get_response_format_type(body.get("response_format"))
    return Call(
        "POST",
        "/audio/transcriptions",
        cast_to=cast_to,
        read=read_text if cast_to is str else read_body,
        params=body,
        files=[("file", file)],
        stream=_STREAM if body.get("stream") else None,
        runs_model=True,
        **options,
    )


def _get_response_format_type(response_format: Any) -> Any:
    """What the answer is to become; named as in the official SDK."""
    return type_of(response_format, _TYPES, log)


def type_of(response_format: Any, types: Mapping[Any, type], log: logging.Logger) -> type:
    """The type for a `response_format`; the first of `types` if it is none that we know."""
    default = next(iter(types.values()))
    if response_format is None or not is_given(response_format):
        return default
    if isinstance(response_format, str) and response_format in types:
        return types[response_format]
    log.warning("Unexpected audio response format: %s", response_format)
    return default


def _events_of(transcription: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a stream would have sent in place of a whole transcription."""
    yield {"type": "transcript.text.delta", "delta": transcription["text"]}
    yield {**transcription, "type": "transcript.text.done"}


_STREAM = StreamRule(
    OneOf(TranscriptionStreamEvent),
    TranscriptionEnding,
    _events_of,
    whole=("text", "a transcription"),
)


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
