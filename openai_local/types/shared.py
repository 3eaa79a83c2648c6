"""Shapes that several families of responses have in common."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .._models import BaseModel

__all__ = [
    "ChatModel",
    "FunctionDefinition",
    "FunctionParameters",
    "Metadata",
    "ReasoningEffort",
    "ResponseFormatJSONObject",
    "ResponseFormatText",
]

# The names of hosted models mean nothing to a local server, which names its own.
ChatModel: TypeAlias = str

FunctionParameters: TypeAlias = dict[str, object]
Metadata: TypeAlias = dict[str, str]
ReasoningEffort: TypeAlias = (
    Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None
)


class FunctionDefinition(BaseModel):
    name: str
    description: str | None = None
    parameters: FunctionParameters | None = None
    strict: bool | None = None


class ResponseFormatText(BaseModel):
    type: Literal["text"]


class ResponseFormatJSONObject(BaseModel):
    type: Literal["json_object"]
