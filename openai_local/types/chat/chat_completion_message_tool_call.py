"""Tool calls as they stand in a whole message; a stream brings them as `ChoiceDeltaToolCall`."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel

__all__ = [
    "ChatCompletionMessageCustomToolCall",
    "ChatCompletionMessageFunctionToolCall",
    "ChatCompletionMessageToolCall",
    "ChatCompletionMessageToolCallUnion",
    "Custom",
    "Function",
]


class Function(BaseModel):
    """`arguments` is what the model wrote: meant as JSON, not checked."""

    arguments: str
    name: str


class ChatCompletionMessageFunctionToolCall(BaseModel):
    id: str
    function: Function
    type: Literal["function"]


class Custom(BaseModel):
    input: str
    name: str


class ChatCompletionMessageCustomToolCall(BaseModel):
    id: str
    custom: Custom
    type: Literal["custom"]


ChatCompletionMessageToolCallUnion: TypeAlias = (
    ChatCompletionMessageFunctionToolCall | ChatCompletionMessageCustomToolCall
)

# The name from before custom tools: the class itself, so that isinstance and calls go on working.
ChatCompletionMessageToolCall: TypeAlias = ChatCompletionMessageFunctionToolCall
