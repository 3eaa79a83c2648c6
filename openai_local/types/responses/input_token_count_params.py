"""What `responses.input_tokens.count` takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from ..._typing import TypedDict
from ..shared_params import Reasoning
from .response_create_params import (
    Conversation as Conversation,
    ToolChoice as ToolChoice,
    ToolChoiceSpecificProgrammaticToolCallingParam as ToolChoiceSpecificProgrammaticToolCallingParam,  # noqa: E501
)
from .response_input_item_param import ResponseInputItemParam
from .response_text_config_param import ResponseTextConfigParam
from .tool_param import ToolParam

__all__ = ["InputTokenCountParams"]


Text: TypeAlias = ResponseTextConfigParam


class InputTokenCountParams(TypedDict, total=False):
    conversation: Conversation | None
    input: str | Iterable[ResponseInputItemParam] | None
    instructions: str | None
    model: str | None
    parallel_tool_calls: bool | None
    personality: str
    previous_response_id: str | None
    reasoning: Reasoning | None
    text: Text | None
    tool_choice: ToolChoice | None
    tools: Iterable[ToolParam] | None
    truncation: Literal["auto", "disabled"]
