"""A transcription that tells the speakers apart."""

from __future__ import annotations

from typing import Literal

from ..._models import BaseModel
from .transcription import (
    Usage as Usage,
    UsageDuration as UsageDuration,
    UsageTokens as UsageTokens,
    UsageTokensInputTokenDetails as UsageTokensInputTokenDetails,
)

__all__ = ["TranscriptionDiarized", "TranscriptionDiarizedSegment"]


class TranscriptionDiarizedSegment(BaseModel):
    id: str
    end: float
    speaker: str
    start: float
    text: str
    type: Literal["transcript.text.segment"]


class TranscriptionDiarized(BaseModel):
    duration: float
    segments: list[TranscriptionDiarizedSegment]
    task: Literal["transcribe"]
    text: str
    usage: Usage | None = None
