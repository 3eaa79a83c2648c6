"""Tools that the program runs itself: functions, custom tools, namespaces of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict
from ..shared_params import CustomToolInputFormat

__all__ = [
    "CustomToolParam",
    "FunctionToolParam",
    "NamespaceToolParam",
    "ToolSearchOutputNamespaceToolParam",
]

_AsyncField = TypedDict("_AsyncField", {"async": bool}, total=False)


class FunctionToolParam(_AsyncField, total=False):
    name: Required[str]
    parameters: Required[dict[str, object] | None]
    strict: Required[bool | None]
    type: Required[Literal["function"]]
    allowed_callers: list[Literal["direct", "programmatic"]] | None
    defer_loading: bool
    description: str | None
    output_schema: dict[str, object] | None


class CustomToolParam(_AsyncField, total=False):
    name: Required[str]
    type: Required[Literal["custom"]]
    allowed_callers: list[Literal["direct", "programmatic"]] | None
    defer_loading: bool
    description: str
    format: CustomToolInputFormat


class ToolFunction(_AsyncField, total=False):
    name: Required[str]
    type: Required[Literal["function"]]
    allowed_callers: list[Literal["direct", "programmatic"]] | None
    defer_loading: bool
    description: str | None
    output_schema: dict[str, object] | None
    parameters: object | None
    strict: bool | None


Tool: TypeAlias = ToolFunction | CustomToolParam


class NamespaceToolParam(TypedDict):
    description: str
    name: str
    tools: Iterable[Tool]
    type: Literal["namespace"]


class ToolSearchOutputNamespaceToolParam(TypedDict):
    description: str
    name: str
    tools: Iterable[Tool]
    type: Literal["namespace"]
