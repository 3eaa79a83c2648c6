"""The items of a response's output."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from ..shared import ReasoningEffort, ResponseFormatText
from .response_computer_tool_call import (
    ResponseComputerToolCall,
    ResponseComputerToolCallOutputItem,
)
from .response_function_tool_call import (
    ResponseApplyPatchToolCall as ResponseApplyPatchToolCall,
    ResponseApplyPatchToolCallOutput,
    ResponseCustomToolCall,
    ResponseCustomToolCallItem,
    ResponseCustomToolCallOutputItem,
    ResponseFunctionShellToolCall,
    ResponseFunctionShellToolCallOutput,
    ResponseFunctionToolCall,
    ResponseFunctionToolCallItem,
    ResponseFunctionToolCallOutputItem,
)
from .response_hosted_tool_call import (
    McpToolCallError,
    ResponseCodeInterpreterToolCall,
    ResponseFileSearchToolCall,
    ResponseFunctionWebSearch,
)
from .response_input_content import ResponseInputMessageContentList
from .response_output_message import ResponseOutputMessage
from .response_reasoning_item import ResponseReasoningItem
from .response_text_config import ResponseFormatTextJSONSchemaConfig
from .tool import Tool

__all__ = [
    "ResponseCompactionItem",
    "ResponseConfigurationUpdateItem",
    "ResponseInputMessageItem",
    "ResponseItem",
    "ResponseItemList",
    "ResponseOutputItem",
    "ResponseToolSearchCall",
    "ResponseToolSearchOutputItem",
]


class ResponseToolSearchCall(BaseModel):
    id: str
    arguments: object
    call_id: str | None = None
    execution: Literal["server", "client"]
    status: Literal["in_progress", "completed", "incomplete"]
    type: Literal["tool_search_call"]
    created_by: str | None = None


class ResponseToolSearchOutputItem(BaseModel):
    id: str
    call_id: str | None = None
    execution: Literal["server", "client"]
    status: Literal["in_progress", "completed", "incomplete"]
    tools: list[Tool]
    type: Literal["tool_search_output"]
    created_by: str | None = None


class ResponseCompactionItem(BaseModel):
    id: str
    encrypted_content: str
    type: Literal["compaction"]
    created_by: str | None = None


class Reasoning(BaseModel):
    effort: ReasoningEffort | None = None


TextFormat: TypeAlias = ResponseFormatText | ResponseFormatTextJSONSchemaConfig


class Text(BaseModel):
    format: TextFormat


class ResponseConfigurationUpdateItem(BaseModel):
    id: str
    type: Literal["configuration_update"]
    reasoning: Reasoning | None = None
    text: Text | None = None


class Program(BaseModel):
    id: str
    call_id: str
    code: str
    fingerprint: str
    type: Literal["program"]


class ProgramOutput(BaseModel):
    id: str
    call_id: str
    result: str
    status: Literal["completed", "incomplete"]
    type: Literal["program_output"]


class AdditionalTools(BaseModel):
    id: str
    role: Literal[
        "unknown", "user", "assistant", "system", "critic", "discriminator", "developer", "tool"
    ]
    tools: list[Tool]
    type: Literal["additional_tools"]


class ImageGenerationCallErrorModerationDetails(BaseModel):
    categories: list[str]
    moderation_stage: Literal["input", "output", "unknown"]


class ImageGenerationCallError(BaseModel):
    code: str | None = None
    message: str
    param: str | None = None
    type: str
    moderation_details: ImageGenerationCallErrorModerationDetails | None = None


class ImageGenerationCallSvgUsage(BaseModel):
    input_tokens: int
    model: str
    output_tokens: int
    reasoning_tokens: int
    total_tokens: int


class ImageGenerationCall(BaseModel):
    id: str
    result: str | None = None
    status: Literal["in_progress", "completed", "generating", "failed"]
    type: Literal["image_generation_call"]
    action: Literal["generate", "edit", "auto"] | None = None
    background: Literal["transparent", "opaque", "auto"] | None = None
    error: ImageGenerationCallError | None = None
    output_format: Literal["png", "webp", "jpeg", "gif", "svg"] | None = None
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto"] | None = None
    revised_prompt: str | None = None
    size: str | None = None
    svg_usage: ImageGenerationCallSvgUsage | None = None


class LocalShellCallAction(BaseModel):
    command: list[str]
    env: dict[str, str]
    type: Literal["exec"]
    timeout_ms: int | None = None
    user: str | None = None
    working_directory: str | None = None


class LocalShellCall(BaseModel):
    id: str
    action: LocalShellCallAction
    call_id: str
    status: Literal["in_progress", "completed", "incomplete"]
    type: Literal["local_shell_call"]


class LocalShellCallOutput(BaseModel):
    id: str
    output: str
    type: Literal["local_shell_call_output"]
    status: Literal["in_progress", "completed", "incomplete"] | None = None


class McpCall(BaseModel):
    id: str
    arguments: str
    name: str
    server_label: str
    type: Literal["mcp_call"]
    approval_request_id: str | None = None
    error: McpToolCallError | None = None
    output: str | None = None
    status: Literal["in_progress", "completed", "incomplete", "calling", "failed"] | None = None


class McpListToolsTool(BaseModel):
    input_schema: object
    name: str
    annotations: object | None = None
    description: str | None = None


class McpListTools(BaseModel):
    id: str
    server_label: str
    tools: list[McpListToolsTool]
    type: Literal["mcp_list_tools"]
    error: str | None = None


class McpApprovalRequest(BaseModel):
    id: str
    arguments: str
    name: str
    server_label: str
    type: Literal["mcp_approval_request"]


class McpApprovalResponse(BaseModel):
    id: str
    approval_request_id: str
    approve: bool
    type: Literal["mcp_approval_response"]
    reason: str | None = None


# The items that are the same in `ResponseItem` and `ParsedResponseOutputItem`.
OtherItem: TypeAlias = (
    ResponseFileSearchToolCall
    | ResponseFunctionToolCallOutputItem
    | ResponseFunctionWebSearch
    | ResponseComputerToolCall
    | ResponseComputerToolCallOutputItem
    | ResponseReasoningItem
    | Program
    | ProgramOutput
    | ResponseToolSearchCall
    | ResponseToolSearchOutputItem
    | AdditionalTools
    | ResponseCompactionItem
    | ImageGenerationCall
    | ResponseCodeInterpreterToolCall
    | LocalShellCall
    | LocalShellCallOutput
    | ResponseFunctionShellToolCall
    | ResponseFunctionShellToolCallOutput
    | ResponseApplyPatchToolCall
    | ResponseApplyPatchToolCallOutput
    | McpCall
    | McpListTools
    | McpApprovalRequest
    | McpApprovalResponse
    | ResponseCustomToolCallOutputItem
)
ResponseOutputItem: TypeAlias = (
    ResponseOutputMessage | ResponseFunctionToolCall | ResponseCustomToolCall | OtherItem
)


class ResponseInputMessageItem(BaseModel):
    id: str
    content: ResponseInputMessageContentList
    role: Literal["user", "system", "developer"]
    type: Literal["message"]
    status: Literal["in_progress", "completed", "incomplete"] | None = None


ResponseItem: TypeAlias = (
    ResponseInputMessageItem
    | ResponseOutputMessage
    | ResponseFunctionToolCallItem
    | ResponseConfigurationUpdateItem
    | ResponseCustomToolCallItem
    | OtherItem
)


class ResponseItemList(BaseModel):
    data: list[ResponseItem]
    first_id: str
    has_more: bool
    last_id: str
    object: Literal["list"]
