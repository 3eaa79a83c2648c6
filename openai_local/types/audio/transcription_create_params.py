"""What `audio.transcriptions.create` and `audio.translations.create` take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from ..._types import FileTypes as FileTypes
from ..._typing import Required, TypedDict
from ..audio_model import AudioModel, AudioResponseFormat

__all__ = ["TranscriptionCreateParams", "TranscriptionInclude", "TranslationCreateParams"]

TranscriptionInclude: TypeAlias = Literal["logprobs"]


class ChunkingStrategyVadConfig(TypedDict, total=False):
    type: Required[Literal["server_vad"]]
    prefix_padding_ms: int
    silence_duration_ms: int
    threshold: float


ChunkingStrategy: TypeAlias = Literal["auto"] | ChunkingStrategyVadConfig


class TranscriptionCreateParamsBase(TypedDict, total=False):
    file: Required[FileTypes]
    model: Required[AudioModel]
    chunking_strategy: ChunkingStrategy | None
    include: list[TranscriptionInclude]
    keywords: Sequence[str]
    known_speaker_names: Sequence[str]
    known_speaker_references: Sequence[str]
    language: str
    languages: Sequence[str]
    prompt: str
    response_format: AudioResponseFormat
    temperature: float
    timestamp_granularities: list[Literal["word", "segment"]]


class TranscriptionCreateParamsNonStreaming(TranscriptionCreateParamsBase, total=False):
    stream: Literal[False] | None


class TranscriptionCreateParamsStreaming(TranscriptionCreateParamsBase):
    stream: Required[Literal[True]]


TranscriptionCreateParams: TypeAlias = (
    TranscriptionCreateParamsNonStreaming | TranscriptionCreateParamsStreaming
)


class TranslationCreateParams(TypedDict, total=False):
    file: Required[FileTypes]
    model: Required[AudioModel]
    prompt: str
    response_format: Literal["json", "text", "srt", "verbose_json", "vtt"]
    temperature: float
