"""A translation of speech into English text."""

from __future__ import annotations

from typing import TypeAlias

from ..._models import BaseModel
from .transcription import TranscriptionSegment

__all__ = ["Translation", "TranslationCreateResponse", "TranslationVerbose"]


class Translation(BaseModel):
    text: str


class TranslationVerbose(BaseModel):
    duration: float
    language: str
    text: str
    segments: list[TranscriptionSegment] | None = None


TranslationCreateResponse: TypeAlias = Translation | TranslationVerbose
