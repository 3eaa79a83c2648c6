"""A call of a function, as it stands in a whole message."""

from __future__ import annotations

from typing import Literal

from ..._models import BaseModel

__all__ = []


class Function(BaseModel):
    """`arguments` is what the model wrote: meant as JSON, not checked."""

    arguments: str
    name: str


class ChatCompletionMessageFunctionToolCall(BaseModel):
    id: str
    function: Function
    type: Literal["function"]
