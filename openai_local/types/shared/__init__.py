"""Shapes that several families of responses have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..._lazy import lazy as _lazy
from ..._models import BaseModel
from .._renamed import Renamed

__all__ = [
    "AllModels",
    "ChatModel",
    "ComparisonFilter",
    "CompoundFilter",
    "CustomToolInputFormat",
    "ErrorObject",
    "Filter",
    "FunctionDefinition",
    "FunctionParameters",
    "Grammar",
    "JSONSchema",
    "Metadata",
    "Misalignment",
    "MisalignmentSteer",
    "Reasoning",
    "ReasoningEffort",
    "ResponseFormatJSONObject",
    "ResponseFormatJSONSchema",
    "ResponseFormatText",
    "ResponseFormatTextGrammar",
    "ResponseFormatTextPython",
    "ResponsesModel",
    "Text",
]

# The names of hosted models mean nothing to a local server, which names its own.
ChatModel: TypeAlias = str
ResponsesModel: TypeAlias = str
AllModels: TypeAlias = str
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


class Text(BaseModel):
    type: Literal["text"]


class Grammar(BaseModel):
    definition: str
    syntax: Literal["lark", "regex"]
    type: Literal["grammar"]


CustomToolInputFormat: TypeAlias = Text | Grammar


class Reasoning(BaseModel):
    context: Literal["auto", "current_turn", "all_turns"] | None = None
    effort: ReasoningEffort | None = None
    generate_summary: Literal["auto", "concise", "detailed"] | None = None
    mode: str | None = None
    summary: Literal["auto", "concise", "detailed"] | None = None


class ResponseFormatText(BaseModel):
    type: Literal["text"]


class ResponseFormatTextGrammar(BaseModel):
    grammar: str
    type: Literal["grammar"]


class ResponseFormatTextPython(BaseModel):
    type: Literal["python"]


class ResponseFormatJSONObject(BaseModel):
    type: Literal["json_object"]


class JSONSchema(Renamed, names={"schema_": "schema"}):
    name: str
    description: str | None = None
    schema_: dict[str, object] | None = None
    strict: bool | None = None


class ResponseFormatJSONSchema(BaseModel):
    json_schema: JSONSchema
    type: Literal["json_schema"]


class ComparisonFilter(BaseModel):
    key: str
    type: Literal["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"]
    value: str | float | bool | list[str | float]


Filter: TypeAlias = ComparisonFilter | object


class CompoundFilter(BaseModel):
    filters: list[Filter]
    type: Literal["and", "or"]


class MisalignmentSteer(BaseModel):
    message: str


class Misalignment(BaseModel):
    detailed_explanation: str | None = None
    error_type: str | None = None
    review_target: str | None = None
    steer: MisalignmentSteer | None = None


class ErrorObject(BaseModel):
    code: str | None = None
    message: str
    param: str | None = None
    type: str
    misalignment: Misalignment | None = None


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
