"""`client.audio`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..._lazy import lazy as _lazy
from .._resource import AsyncResource, Resource
from .speech import AsyncSpeech, Speech
from .transcriptions import AsyncTranscriptions, Transcriptions
from .translations import AsyncTranslations, Translations

if TYPE_CHECKING:
    from .. import _views

__all__ = [
    "AsyncAudio",
    "AsyncSpeech",
    "AsyncTranscriptions",
    "AsyncTranslations",
    "Audio",
    "Speech",
    "Transcriptions",
    "Translations",
]


class Audio(Resource):
    """`client.audio`: speech to text and text to speech."""

    with_raw_response: _views.RawAudio
    with_streaming_response: _views.StreamingAudio

    @cached_property
    def transcriptions(self) -> Transcriptions:
        """`client.audio.transcriptions`: what was said, in its own language."""
        return Transcriptions(self._client)

    @cached_property
    def translations(self) -> Translations:
        """`client.audio.translations`: what was said, in English."""
        return Translations(self._client)

    @cached_property
    def speech(self) -> Speech:
        """`client.audio.speech`: a text, spoken."""
        return Speech(self._client)


class AsyncAudio(AsyncResource):
    """`Audio` for asyncio."""

    with_raw_response: _views.AsyncRawAudio
    with_streaming_response: _views.AsyncStreamingAudio

    @cached_property
    def transcriptions(self) -> AsyncTranscriptions:
        """`client.audio.transcriptions`: what was said, in its own language."""
        return AsyncTranscriptions(self._client)

    @cached_property
    def translations(self) -> AsyncTranslations:
        """`client.audio.translations`: what was said, in English."""
        return AsyncTranslations(self._client)

    @cached_property
    def speech(self) -> AsyncSpeech:
        """`client.audio.speech`: a text, spoken."""
        return AsyncSpeech(self._client)


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
