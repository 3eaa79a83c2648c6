"""Calls of the computer tool, given back as input, and its screenshots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict

__all__ = [
    "ComputerActionListParam",
    "ComputerActionParam",
    "ResponseComputerToolCallOutputScreenshotParam",
    "ResponseComputerToolCallParam",
]


class Click(TypedDict, total=False):
    button: Required[Literal["left", "right", "wheel", "back", "forward"]]
    type: Required[Literal["click"]]
    x: Required[int]
    y: Required[int]
    keys: Sequence[str] | None


class DoubleClick(TypedDict):
    keys: Sequence[str] | None
    type: Literal["double_click"]
    x: int
    y: int


class DragPath(TypedDict):
    x: int
    y: int


class Drag(TypedDict, total=False):
    path: Required[Iterable[DragPath]]
    type: Required[Literal["drag"]]
    keys: Sequence[str] | None


class Keypress(TypedDict):
    keys: Sequence[str]
    type: Literal["keypress"]


class Move(TypedDict, total=False):
    type: Required[Literal["move"]]
    x: Required[int]
    y: Required[int]
    keys: Sequence[str] | None


class Screenshot(TypedDict):
    type: Literal["screenshot"]


class Scroll(TypedDict, total=False):
    scroll_x: Required[int]
    scroll_y: Required[int]
    type: Required[Literal["scroll"]]
    x: Required[int]
    y: Required[int]
    keys: Sequence[str] | None


class Type(TypedDict):
    text: str
    type: Literal["type"]


class Wait(TypedDict):
    type: Literal["wait"]


ComputerActionParam: TypeAlias = (
    Click | DoubleClick | Drag | Keypress | Move | Screenshot | Scroll | Type | Wait
)
ComputerActionListParam: TypeAlias = list[ComputerActionParam]


class PendingSafetyCheck(TypedDict, total=False):
    id: Required[str]
    code: str | None
    message: str | None


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
Action: TypeAlias = ComputerActionParam


class ResponseComputerToolCallParam(TypedDict, total=False):
    id: Required[str]
    call_id: Required[str]
    pending_safety_checks: Required[Iterable[PendingSafetyCheck]]
    status: Required[Literal["in_progress", "completed", "incomplete"]]
    type: Required[Literal["computer_call"]]
    action: Action
    actions: ComputerActionListParam


class ResponseComputerToolCallOutputScreenshotParam(TypedDict, total=False):
    type: Required[Literal["computer_screenshot"]]
    file_id: str
    image_url: str
