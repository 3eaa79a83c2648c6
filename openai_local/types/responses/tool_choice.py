"""Which of the offered tools the model may or must call, as a response repeats it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel

__all__ = [
    "ToolChoiceAllowed",
    "ToolChoiceApplyPatch",
    "ToolChoiceCustom",
    "ToolChoiceFunction",
    "ToolChoiceMcp",
    "ToolChoiceOptions",
    "ToolChoiceShell",
    "ToolChoiceTypes",
]

ToolChoiceOptions: TypeAlias = Literal["none", "auto", "required"]


class ToolChoiceAllowed(BaseModel):
    mode: Literal["auto", "required"]
    tools: list[dict[str, object]]
    type: Literal["allowed_tools"]


class ToolChoiceTypes(BaseModel):
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
