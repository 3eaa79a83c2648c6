"""What `audio.transcriptions` and `audio.translations` have in common."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["AudioModel", "AudioResponseFormat"]

AudioModel: TypeAlias = str
AudioResponseFormat: TypeAlias = Literal[
    "json", "text", "srt", "verbose_json", "vtt", "diarized_json"
]
