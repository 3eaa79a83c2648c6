"""Calls of the computer tool, and the actions they ask for."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel

__all__ = [
    "ComputerAction",
    "ComputerActionList",
    "ResponseComputerToolCall",
    "ResponseComputerToolCallOutputItem",
    "ResponseComputerToolCallOutputScreenshot",
]


class Click(BaseModel):
    button: Literal["left", "right", "wheel", "back", "forward"]
    type: Literal["click"]
    x: int
    y: int
    keys: list[str] | None = None


class DoubleClick(BaseModel):
    keys: list[str] | None = None
    type: Literal["double_click"]
    x: int
    y: int


class DragPath(BaseModel):
    x: int
    y: int


class Drag(BaseModel):
    path: list[DragPath]
    type: Literal["drag"]
    keys: list[str] | None = None


class Keypress(BaseModel):
    keys: list[str]
    type: Literal["keypress"]


class Move(BaseModel):
    type: Literal["move"]
    x: int
    y: int
    keys: list[str] | None = None


class Screenshot(BaseModel):
    type: Literal["screenshot"]


class Scroll(BaseModel):
    scroll_x: int
    scroll_y: int
    type: Literal["scroll"]
    x: int
    y: int
    keys: list[str] | None = None


class Type(BaseModel):
    text: str
    type: Literal["type"]


class Wait(BaseModel):
    type: Literal["wait"]


ComputerAction: TypeAlias = (
    Click | DoubleClick | Drag | Keypress | Move | Screenshot | Scroll | Type | Wait
)
ComputerActionList: TypeAlias = list[ComputerAction]


class PendingSafetyCheck(BaseModel):
    id: str
    code: str | None = None
    message: str | None = None


ActionClick: TypeAlias = Click
ActionDoubleClick: TypeAlias = DoubleClick
ActionDragPath: TypeAlias = DragPath
ActionDrag: TypeAlias = Drag
ActionKeypress: TypeAlias = Keypress
ActionMove: TypeAlias = Move
ActionScreenshot: TypeAlias = Screenshot
ActionScroll: TypeAlias = Scroll
ActionType: TypeAlias = Type
ActionWait: TypeAlias = Wait
Action: TypeAlias = ComputerAction


class ResponseComputerToolCall(BaseModel):
    id: str
    call_id: str
    pending_safety_checks: list[PendingSafetyCheck]
    status: Literal["in_progress", "completed", "incomplete"]
    type: Literal["computer_call"]
    action: Action | None = None
    actions: ComputerActionList | None = None


class ResponseComputerToolCallOutputScreenshot(BaseModel):
    type: Literal["computer_screenshot"]
    file_id: str | None = None
    image_url: str | None = None


AcknowledgedSafetyCheck: TypeAlias = PendingSafetyCheck


class ResponseComputerToolCallOutputItem(BaseModel):
    id: str
    call_id: str
    output: ResponseComputerToolCallOutputScreenshot
    status: Literal["completed", "incomplete", "failed", "in_progress"]
    type: Literal["computer_call_output"]
    acknowledged_safety_checks: list[AcknowledgedSafetyCheck] | None = None
    created_by: str | None = None
