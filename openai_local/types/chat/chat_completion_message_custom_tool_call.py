"""A call of a custom tool, as it stands in a whole message."""

from __future__ import annotations

from typing import Literal

from ..._models import BaseModel

__all__ = []


class Custom(BaseModel):
    input: str
    name: str


class ChatCompletionMessageCustomToolCall(BaseModel):
    id: str
    custom: Custom
    type: Literal["custom"]
