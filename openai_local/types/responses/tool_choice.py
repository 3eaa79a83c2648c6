"""Which of the offered tools the model may or must call, and how a response repeats it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from ..._models import BaseModel
from ..._typing import Required, TypedDict

__all__ = [
    "ToolChoiceAllowed",
    "ToolChoiceAllowedParam",
    "ToolChoiceApplyPatch",
    "ToolChoiceApplyPatchParam",
    "ToolChoiceCustom",
    "ToolChoiceCustomParam",
    "ToolChoiceFunction",
    "ToolChoiceFunctionParam",
    "ToolChoiceMcp",
    "ToolChoiceMcpParam",
    "ToolChoiceOptions",
    "ToolChoiceShell",
    "ToolChoiceShellParam",
    "ToolChoiceTypes",
    "ToolChoiceTypesParam",
]

ToolChoiceOptions: TypeAlias = Literal["none", "auto", "required"]
_HostedTool: TypeAlias = Literal[
    "file_search",
    "web_search_preview",
    "computer",
    "computer_use_preview",
    "computer_use",
    "web_search_preview_2025_03_11",
    "image_generation",
    "code_interpreter",
]


class ToolChoiceAllowed(BaseModel):
    mode: Literal["auto", "required"]
    tools: list[dict[str, object]]
    type: Literal["allowed_tools"]


class ToolChoiceTypes(BaseModel):
    type: _HostedTool


class ToolChoiceFunction(BaseModel):
    name: str
    type: Literal["function"]


class ToolChoiceMcp(BaseModel):
    server_label: str
    type: Literal["mcp"]
    name: str | None = None


class ToolChoiceCustom(BaseModel):
    name: str
    type: Literal["custom"]


class ToolChoiceApplyPatch(BaseModel):
    type: Literal["apply_patch"]


class ToolChoiceShell(BaseModel):
    type: Literal["shell"]


class ToolChoiceAllowedParam(TypedDict):
    mode: Literal["auto", "required"]
    tools: Iterable[dict[str, object]]
    type: Literal["allowed_tools"]


class ToolChoiceTypesParam(TypedDict):
    type: _HostedTool


class ToolChoiceFunctionParam(TypedDict):
    name: str
    type: Literal["function"]


class ToolChoiceMcpParam(TypedDict, total=False):
    server_label: Required[str]
    type: Required[Literal["mcp"]]
    name: str | None


class ToolChoiceCustomParam(TypedDict):
    name: str
    type: Literal["custom"]


class ToolChoiceApplyPatchParam(TypedDict):
    type: Literal["apply_patch"]


class ToolChoiceShellParam(TypedDict):
    type: Literal["shell"]
