"""A transcription with times, and the union of all forms."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from .transcription import Transcription, TranscriptionSegment, TranscriptionWord
from .transcription_diarized import TranscriptionDiarized

__all__ = ["TranscriptionCreateResponse", "TranscriptionVerbose"]


class Usage(BaseModel):
    seconds: float
    type: Literal["duration"]


class TranscriptionVerbose(BaseModel):
    duration: float
    language: str
    text: str
    segments: list[TranscriptionSegment] | None = None
    usage: Usage | None = None
    words: list[TranscriptionWord] | None = None


TranscriptionCreateResponse: TypeAlias = (
    Transcription | TranscriptionDiarized | TranscriptionVerbose
)
