"""What `audio.speech.create` takes."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict

__all__ = ["SpeechCreateParams", "SpeechModel"]

SpeechModel: TypeAlias = str


class VoiceID(TypedDict):
    id: str


Voice: TypeAlias = str | VoiceID


class SpeechCreateParams(TypedDict, total=False):
    input: Required[str]
    model: Required[SpeechModel]
    voice: Required[Voice]
    instructions: str
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"]
    speed: float
    stream_format: Literal["sse", "audio"]
