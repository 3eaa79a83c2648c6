from __future__ import annotations

from ..._models import BaseModel

__all__ = ["ChatCompletionTokenLogprob"]


class TopLogprob(BaseModel):
    token: str
    bytes: list[int] | None = None
    logprob: float


class ChatCompletionTokenLogprob(BaseModel):
    """`bytes` holds the token exactly, also where it ends in the middle of a character."""

    token: str
    bytes: list[int] | None = None
    logprob: float
    top_logprobs: list[TopLogprob]
