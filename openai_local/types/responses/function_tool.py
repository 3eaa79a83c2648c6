"""Tools that the program runs itself: functions, custom tools, namespaces of them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from .._renamed import Renamed
from ..shared import CustomToolInputFormat

__all__ = ["CustomTool", "FunctionTool", "NamespaceTool", "ToolSearchOutputNamespaceTool"]


class FunctionTool(Renamed, names={"async_": "async"}):
    name: str
    parameters: dict[str, object] | None = None
    strict: bool | None = None
    type: Literal["function"]
    allowed_callers: list[Literal["direct", "programmatic"]] | None = None
    async_: bool | None = None
    defer_loading: bool | None = None
    description: str | None = None
    output_schema: dict[str, object] | None = None


class CustomTool(Renamed, names={"async_": "async"}):
    name: str
    type: Literal["custom"]
    allowed_callers: list[Literal["direct", "programmatic"]] | None = None
    async_: bool | None = None
    defer_loading: bool | None = None
    description: str | None = None
    format: CustomToolInputFormat | None = None


class ToolFunction(Renamed, names={"async_": "async"}):
    name: str
    type: Literal["function"]
    allowed_callers: list[Literal["direct", "programmatic"]] | None = None
    async_: bool | None = None
    defer_loading: bool | None = None
    description: str | None = None
    output_schema: dict[str, object] | None = None
    parameters: object | None = None
    strict: bool | None = None


Tool: TypeAlias = ToolFunction | CustomTool


class NamespaceTool(BaseModel):
    description: str
    name: str
    tools: list[Tool]
    type: Literal["namespace"]


class ToolSearchOutputNamespaceTool(BaseModel):
    description: str
    name: str
    tools: list[Tool]
    type: Literal["namespace"]
