"""Which of the offered tools the model may or must call.

Apart from the tools themselves, because `Custom` means another shape here than there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from ..._typing import TypedDict

__all__ = [
    "ChatCompletionAllowedToolChoiceParam",
    "ChatCompletionAllowedToolsParam",
    "ChatCompletionNamedToolChoiceCustomParam",
    "ChatCompletionNamedToolChoiceParam",
    "ChatCompletionToolChoiceOptionParam",
]


class ChatCompletionAllowedToolsParam(TypedDict):
    mode: Literal["auto", "required"]
    tools: Iterable[dict[str, object]]


class ChatCompletionAllowedToolChoiceParam(TypedDict):
    allowed_tools: ChatCompletionAllowedToolsParam
    type: Literal["allowed_tools"]


class Function(TypedDict):
    name: str


class ChatCompletionNamedToolChoiceParam(TypedDict):
    function: Function
    type: Literal["function"]


class Custom(TypedDict):
    name: str


class ChatCompletionNamedToolChoiceCustomParam(TypedDict):
    custom: Custom
    type: Literal["custom"]


ChatCompletionToolChoiceOptionParam: TypeAlias = (
    Literal["none", "auto", "required"]
    | ChatCompletionAllowedToolChoiceParam
    | ChatCompletionNamedToolChoiceParam
    | ChatCompletionNamedToolChoiceCustomParam
)
