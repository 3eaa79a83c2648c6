"""`client.audio.speech`: POST /audio/speech."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from ..._http import Response
from ..._lazy import lazy as _lazy
from ..._legacy_response import HttpxBinaryResponseContent
from ..._typing import Required, TypedDict, Unpack
from ..._wire.payload import read_media
from ..._wire.request import Call
from ...types.audio.speech_create_params import SpeechModel, Voice
from .._resource import AsyncResource, Options, Or, Resource, require, split_options, takes

if TYPE_CHECKING:
    from .. import _views


class SpeechParams(TypedDict, total=False):
    """What the server is told."""

    input: Required[str]
    model: Required[SpeechModel]
    voice: Required[Voice]
    instructions: Or[str]
    response_format: Or[Literal["mp3", "opus", "aac", "flac", "wav", "pcm"]]
    speed: Or[float]
    stream_format: Or[Literal["sse", "audio"]]


class CreateParams(SpeechParams, Options, total=False):
    """The keywords of `create`."""


class Speech(Resource):
    """`client.audio.speech`: a text, spoken."""

    with_raw_response: _views.RawSpeech
    with_streaming_response: _views.StreamingSpeech

    @takes(CreateParams, required=("input", "model", "voice"))
    def create(self, **params: Unpack[CreateParams]) -> HttpxBinaryResponseContent:
        """Speak `input`: the sound's bytes are `.content`, and `.write_to_file(path)` writes them.

        They are read to the end first. To get them as they arrive, to a file or piece by piece:

            with client.audio.speech.with_streaming_response.create(...) as response:
                response.stream_to_file("speech.mp3")
        """
        return self._client._call(create_call(params))


class AsyncSpeech(AsyncResource):
    """`Speech` for asyncio."""

    with_raw_response: _views.AsyncRawSpeech
    with_streaming_response: _views.AsyncStreamingSpeech

    @takes(CreateParams, required=("input", "model", "voice"))
    async def create(self, **params: Unpack[CreateParams]) -> HttpxBinaryResponseContent:
        """See `Speech.create`."""
        return await self._client._call(create_call(params))


def create_call(params: Mapping[str, Any]) -> Call:
    require(params, "input", "model", "voice")
    body, options = split_options(params)
    headers = {"Accept": "application/octet-stream", **(options.pop("extra_headers", None) or {})}
    return Call(
        "POST",
        "/audio/speech",
        cast_to=HttpxBinaryResponseContent,
        params=body,
        read=_as_content,
        runs_model=True,
        extra_headers=headers,
        **options,
    )


def _as_content(response: Response) -> HttpxBinaryResponseContent:
    read_media(response)
    return HttpxBinaryResponseContent(response)


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
