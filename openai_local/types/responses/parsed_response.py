"""Responses whose text and tool arguments were parsed, into the type that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from .response import Response
from .response_computer_tool_call import (
    ResponseComputerToolCall,
    ResponseComputerToolCallOutputItem,
)
from .response_function_tool_call import (
    ResponseApplyPatchToolCall,
    ResponseApplyPatchToolCallOutput,
    ResponseCustomToolCall,
    ResponseCustomToolCallOutputItem,
    ResponseFunctionShellToolCall,
    ResponseFunctionShellToolCallOutput,
    ResponseFunctionToolCall,
    ResponseFunctionToolCallOutputItem,
)
from .response_hosted_tool_call import (
    ResponseCodeInterpreterToolCall,
    ResponseFileSearchToolCall,
    ResponseFunctionWebSearch,
)
from .response_output_item import (
    AdditionalTools,
    ImageGenerationCall,
    LocalShellCall,
    LocalShellCallAction,
    LocalShellCallOutput,
    McpApprovalRequest,
    McpApprovalResponse,
    McpCall,
    McpListTools,
    Program,
    ProgramOutput,
    ResponseCompactionItem,
    ResponseToolSearchCall,
    ResponseToolSearchOutputItem,
)
from .response_output_message import (
    ResponseOutputMessage,
    ResponseOutputRefusal,
    ResponseOutputText,
)
from .response_reasoning_item import ResponseReasoningItem

__all__ = [
    "ParsedContent",
    "ParsedResponse",
    "ParsedResponseFunctionToolCall",
    "ParsedResponseOutputItem",
    "ParsedResponseOutputMessage",
    "ParsedResponseOutputText",
]

ContentType = TypeVar("ContentType")


class ParsedResponseOutputText(ResponseOutputText, Generic[ContentType]):
    __api_exclude__ = frozenset({"parsed"})

    parsed: ContentType | None = None


ParsedContent: TypeAlias = ParsedResponseOutputText[ContentType] | ResponseOutputRefusal


class ParsedResponseOutputMessage(ResponseOutputMessage, Generic[ContentType]):
    if TYPE_CHECKING:
        content: list[ParsedContent[ContentType]]  # type: ignore[assignment]
    else:
        # Where models are pydantic's, a union of them can't be given a type.
        content: list[ParsedContent]


class ParsedResponseFunctionToolCall(ResponseFunctionToolCall):
    __api_exclude__ = frozenset({"parsed_arguments"})

    parsed_arguments: object = None


ParsedResponseOutputItem: TypeAlias = (
    ParsedResponseOutputMessage[ContentType]
    | ParsedResponseFunctionToolCall
    | ResponseFileSearchToolCall
    | ResponseFunctionWebSearch
    | ResponseComputerToolCall
    | ResponseComputerToolCallOutputItem
    | ResponseToolSearchCall
    | ResponseToolSearchOutputItem
    | AdditionalTools
    | ResponseReasoningItem
    | Program
    | ProgramOutput
    | McpCall
    | McpApprovalRequest
    | McpApprovalResponse
    | ImageGenerationCall
    | LocalShellCall
    | LocalShellCallOutput
    | LocalShellCallAction
    | McpListTools
    | ResponseCodeInterpreterToolCall
    | ResponseCompactionItem
    | ResponseFunctionShellToolCall
    | ResponseFunctionShellToolCallOutput
    | ResponseApplyPatchToolCall
    | ResponseApplyPatchToolCallOutput
    | ResponseFunctionToolCallOutputItem
    | ResponseCustomToolCall
    | ResponseCustomToolCallOutputItem
)


class ParsedResponse(Response, Generic[ContentType]):
    if TYPE_CHECKING:
        output: list[ParsedResponseOutputItem[ContentType]]  # type: ignore[assignment]
    else:
        output: list[ParsedResponseOutputItem]

    @property
    def output_parsed(self) -> ContentType | None:
        """The first parsed text in `output`."""
        for item in self.output or []:
            if item.type == "message":
                for part in item.content or []:
                    if part.type == "output_text" and part.parsed:
                        return part.parsed
        return None
