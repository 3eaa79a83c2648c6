"""Text completions, the API from before chat: whole answers and stream chunks alike."""

from __future__ import annotations

from typing import Literal

from .._models import BaseModel
from .completion_usage import CompletionUsage

__all__ = ["Completion", "CompletionChoice"]


class Logprobs(BaseModel):
    text_offset: list[int] | None = None
    token_logprobs: list[float] | None = None
    tokens: list[str] | None = None
    top_logprobs: list[dict[str, float]] | None = None


class CompletionChoice(BaseModel):
    finish_reason: Literal["stop", "length", "content_filter"]
    index: int
    logprobs: Logprobs | None = None
    text: str


class Completion(BaseModel):
    id: str
    choices: list[CompletionChoice]
    created: int
    model: str
    object: Literal["text_completion"]
    system_fingerprint: str | None = None
    usage: CompletionUsage | None = None
