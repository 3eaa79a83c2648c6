"""Shapes that several families of requests have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..._lazy import lazy as _lazy
from ..._typing import Required, TypedDict
from ..shared import ChatModel, FunctionParameters, Metadata, ReasoningEffort, ResponsesModel

__all__ = [
    "ChatModel",
    "ComparisonFilter",
    "CompoundFilter",
    "CustomToolInputFormat",
    "Filter",
    "FunctionDefinition",
    "FunctionParameters",
    "Grammar",
    "JSONSchema",
    "Metadata",
    "Reasoning",
    "ReasoningEffort",
    "ResponseFormatJSONObject",
    "ResponseFormatJSONSchema",
    "ResponseFormatText",
    "ResponsesModel",
    "Text",
]


class FunctionDefinition(TypedDict, total=False):
    name: Required[str]
    description: str
    parameters: FunctionParameters
    strict: bool | None


class Text(TypedDict):
    type: Literal["text"]


class Grammar(TypedDict):
    definition: str
    syntax: Literal["lark", "regex"]
    type: Literal["grammar"]


CustomToolInputFormat: TypeAlias = Text | Grammar


class Reasoning(TypedDict, total=False):
    context: Literal["auto", "current_turn", "all_turns"] | None
    effort: ReasoningEffort | None
    generate_summary: Literal["auto", "concise", "detailed"] | None
    mode: str
    summary: Literal["auto", "concise", "detailed"] | None


class ResponseFormatText(TypedDict):
    type: Literal["text"]


class ResponseFormatJSONObject(TypedDict):
    type: Literal["json_object"]


class JSONSchema(TypedDict, total=False):
    name: Required[str]
    description: str
    schema: dict[str, object]
    strict: bool | None


class ResponseFormatJSONSchema(TypedDict):
    json_schema: JSONSchema
    type: Literal["json_schema"]


class ComparisonFilter(TypedDict):
    key: str
    type: Literal["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"]
    value: str | float | bool | Sequence[str | float]


Filter: TypeAlias = ComparisonFilter | object


class CompoundFilter(TypedDict):
    filters: Iterable[Filter]
    type: Literal["and", "or"]


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
