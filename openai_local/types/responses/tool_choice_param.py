"""Which of the offered tools the model may or must call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ..._typing import Required, TypedDict

__all__ = [
    "ToolChoiceAllowedParam",
    "ToolChoiceApplyPatchParam",
    "ToolChoiceCustomParam",
    "ToolChoiceFunctionParam",
    "ToolChoiceMcpParam",
    "ToolChoiceShellParam",
    "ToolChoiceTypesParam",
]


class ToolChoiceAllowedParam(TypedDict):
    mode: Literal["auto", "required"]
    tools: Iterable[dict[str, object]]
    type: Literal["allowed_tools"]


class ToolChoiceTypesParam(TypedDict):
    type: Literal[
        "file_search",
        "web_search_preview",
        "computer",
        "computer_use_preview",
        "computer_use",
        "web_search_preview_2025_03_11",
        "image_generation",
        "code_interpreter",
    ]


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
