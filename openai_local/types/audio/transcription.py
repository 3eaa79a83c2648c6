"""A transcription, plain and in its parts."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel

__all__ = ["Transcription", "TranscriptionLanguage", "TranscriptionSegment", "TranscriptionWord"]


class TranscriptionLanguage(BaseModel):
    code: str


class TranscriptionWord(BaseModel):
    end: float
    start: float
    word: str


class TranscriptionSegment(BaseModel):
    id: int
    avg_logprob: float
    compression_ratio: float
    end: float
    no_speech_prob: float
    seek: int
    start: float
    temperature: float
    text: str
    tokens: list[int]


class Logprob(BaseModel):
    token: str | None = None
    bytes: list[float] | None = None
    logprob: float | None = None


class UsageTokensInputTokenDetails(BaseModel):
    audio_tokens: int | None = None
    text_tokens: int | None = None


class UsageTokens(BaseModel):
    input_tokens: int
    output_tokens: int
    total_tokens: int
    type: Literal["tokens"]
    input_token_details: UsageTokensInputTokenDetails | None = None


class UsageDuration(BaseModel):
    seconds: float
    type: Literal["duration"]


Usage: TypeAlias = UsageTokens | UsageDuration


class Transcription(BaseModel):
    text: str
    languages: list[TranscriptionLanguage] | None = None
    logprobs: list[Logprob] | None = None
    usage: Usage | None = None
