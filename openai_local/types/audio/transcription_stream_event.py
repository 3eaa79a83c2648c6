"""Events of a streamed transcription."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from .transcription import TranscriptionLanguage

__all__ = [
    "TranscriptionStreamEvent",
    "TranscriptionTextDeltaEvent",
    "TranscriptionTextDoneEvent",
    "TranscriptionTextSegmentEvent",
]


class TranscriptionTextSegmentEvent(BaseModel):
    id: str
    end: float
    speaker: str
    start: float
    text: str
    type: Literal["transcript.text.segment"]


class Logprob(BaseModel):
    token: str | None = None
    bytes: list[int] | None = None
    logprob: float | None = None


class TranscriptionTextDeltaEvent(BaseModel):
    delta: str
    type: Literal["transcript.text.delta"]
    logprobs: list[Logprob] | None = None
    segment_id: str | None = None


class UsageInputTokenDetails(BaseModel):
    audio_tokens: int | None = None
    text_tokens: int | None = None


class Usage(BaseModel):
    input_tokens: int
    output_tokens: int
    total_tokens: int
    type: Literal["tokens"]
    input_token_details: UsageInputTokenDetails | None = None


class TranscriptionTextDoneEvent(BaseModel):
    text: str
    type: Literal["transcript.text.done"]
    languages: list[TranscriptionLanguage] | None = None
    logprobs: list[Logprob] | None = None
    usage: Usage | None = None


TranscriptionStreamEvent: TypeAlias = (
    TranscriptionTextSegmentEvent | TranscriptionTextDeltaEvent | TranscriptionTextDoneEvent
)
