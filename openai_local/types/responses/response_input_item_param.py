"""The items of a response's input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict
from ..shared import ReasoningEffort
from ..shared_params import ResponseFormatText
from .response_computer_tool_call_param import (
    PendingSafetyCheck,
    ResponseComputerToolCallOutputScreenshotParam,
    ResponseComputerToolCallParam,
)
from .response_input_content_param import (
    ResponseFunctionCallOutputItemListParam,
    ResponseInputMessageContentListParam,
)
from .response_output_message_param import ResponseOutputMessageParam
from .response_reasoning_item_param import ResponseReasoningItemParam
from .response_text_config_param import ResponseFormatTextJSONSchemaConfigParam
from .response_tool_call_param import (
    Caller,
    CallerDirect,
    CallerProgram,
    McpToolCallErrorParam,
    ResponseCodeInterpreterToolCallParam,
    ResponseCustomToolCallOutputParam as ResponseCustomToolCallOutputParam,
    ResponseCustomToolCallParam as ResponseCustomToolCallParam,
    ResponseFileSearchToolCallParam,
    ResponseFunctionShellCallOutputContentParam,
    ResponseFunctionToolCallParam,
    ResponseFunctionWebSearchParam,
)
from .response_tool_search_output_item_param_param import ResponseToolSearchOutputItemParamParam
from .tool_param import ContainerReferenceParam, LocalEnvironmentParam, ToolParam

__all__ = [
    "EasyInputMessageParam",
    "ResponseCompactionItemParamParam",
    "ResponseConfigurationUpdateItemParamParam",
    "ResponseInputItemParam",
    "ResponseInputParam",
]


class EasyInputMessageParam(TypedDict, total=False):
    content: Required[str | ResponseInputMessageContentListParam]
    role: Required[Literal["user", "assistant", "system", "developer"]]
    phase: Literal["commentary", "final_answer"] | None
    type: Literal["message"]


class ResponseCompactionItemParamParam(TypedDict, total=False):
    encrypted_content: Required[str]
    type: Required[Literal["compaction"]]
    id: str | None


class Reasoning(TypedDict, total=False):
    effort: ReasoningEffort | None


TextFormat: TypeAlias = ResponseFormatText | ResponseFormatTextJSONSchemaConfigParam


class Text(TypedDict):
    format: TextFormat


class ResponseConfigurationUpdateItemParamParam(TypedDict, total=False):
    type: Required[Literal["configuration_update"]]
    id: str | None
    reasoning: Reasoning
    text: Text


class Message(TypedDict, total=False):
    content: Required[ResponseInputMessageContentListParam]
    role: Required[Literal["user", "system", "developer"]]
    status: Literal["in_progress", "completed", "incomplete"]
    type: Literal["message"]


ComputerCallOutputAcknowledgedSafetyCheck: TypeAlias = PendingSafetyCheck


class ComputerCallOutput(TypedDict, total=False):
    call_id: Required[str]
    output: Required[ResponseComputerToolCallOutputScreenshotParam]
    type: Required[Literal["computer_call_output"]]
    id: str | None
    acknowledged_safety_checks: Iterable[ComputerCallOutputAcknowledgedSafetyCheck] | None
    status: Literal["in_progress", "completed", "incomplete"] | None


FunctionCallOutputCallerDirect: TypeAlias = CallerDirect
FunctionCallOutputCallerProgram: TypeAlias = CallerProgram
FunctionCallOutputCaller: TypeAlias = Caller


class FunctionCallOutput(TypedDict, total=False):
    output: Required[str | ResponseFunctionCallOutputItemListParam]
    type: Required[Literal["function_call_output"]]
    id: str | None
    call_id: str | None
    caller: FunctionCallOutputCaller | None
    name: str | None
    namespace: str | None
    status: Literal["in_progress", "completed", "incomplete"] | None


class ToolSearchCall(TypedDict, total=False):
    arguments: Required[object]
    type: Required[Literal["tool_search_call"]]
    id: str | None
    call_id: str | None
    execution: Literal["server", "client"]
    status: Literal["in_progress", "completed", "incomplete"] | None


class AdditionalTools(TypedDict, total=False):
    role: Required[Literal["developer"]]
    tools: Required[Iterable[ToolParam]]
    type: Required[Literal["additional_tools"]]
    id: str | None


class ImageGenerationCallErrorModerationDetails(TypedDict):
    categories: Sequence[str]
    moderation_stage: Literal["input", "output", "unknown"]


class ImageGenerationCallError(TypedDict, total=False):
    code: Required[str | None]
    message: Required[str]
    param: Required[str | None]
    type: Required[str]
    moderation_details: ImageGenerationCallErrorModerationDetails


class ImageGenerationCallSvgUsage(TypedDict):
    input_tokens: int
    model: str
    output_tokens: int
    reasoning_tokens: int
    total_tokens: int


class ImageGenerationCall(TypedDict, total=False):
    id: Required[str]
    result: Required[str | None]
    status: Required[Literal["in_progress", "completed", "generating", "failed"]]
    type: Required[Literal["image_generation_call"]]
    action: Literal["generate", "edit", "auto"] | None
    background: Literal["transparent", "opaque", "auto"] | None
    error: ImageGenerationCallError
    output_format: Literal["png", "webp", "jpeg", "gif", "svg"] | None
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto"] | None
    revised_prompt: str | None
    size: str | None
    svg_usage: ImageGenerationCallSvgUsage


class LocalShellCallAction(TypedDict, total=False):
    command: Required[Sequence[str]]
    env: Required[dict[str, str]]
    type: Required[Literal["exec"]]
    timeout_ms: int | None
    user: str | None
    working_directory: str | None


class LocalShellCall(TypedDict):
    id: str
    action: LocalShellCallAction
    call_id: str
    status: Literal["in_progress", "completed", "incomplete"]
    type: Literal["local_shell_call"]


class LocalShellCallOutput(TypedDict, total=False):
    id: Required[str]
    output: Required[str]
    type: Required[Literal["local_shell_call_output"]]
    status: Literal["in_progress", "completed", "incomplete"] | None


class ShellCallAction(TypedDict, total=False):
    commands: Required[Sequence[str]]
    max_output_length: int | None
    timeout_ms: int | None


ShellCallCallerDirect: TypeAlias = CallerDirect
ShellCallCallerProgram: TypeAlias = CallerProgram
ShellCallCaller: TypeAlias = Caller
ShellCallEnvironment: TypeAlias = LocalEnvironmentParam | ContainerReferenceParam


class ShellCall(TypedDict, total=False):
    action: Required[ShellCallAction]
    call_id: Required[str]
    type: Required[Literal["shell_call"]]
    id: str | None
    caller: ShellCallCaller | None
    environment: ShellCallEnvironment | None
    status: Literal["in_progress", "completed", "incomplete"] | None


ShellCallOutputCallerDirect: TypeAlias = CallerDirect
ShellCallOutputCallerProgram: TypeAlias = CallerProgram
ShellCallOutputCaller: TypeAlias = Caller


class ShellCallOutput(TypedDict, total=False):
    call_id: Required[str]
    output: Required[Iterable[ResponseFunctionShellCallOutputContentParam]]
    type: Required[Literal["shell_call_output"]]
    id: str | None
    caller: ShellCallOutputCaller | None
    max_output_length: int | None
    status: Literal["in_progress", "completed", "incomplete"] | None


class ApplyPatchCallOperationCreateFile(TypedDict):
    diff: str
    path: str
    type: Literal["create_file"]


class ApplyPatchCallOperationDeleteFile(TypedDict):
    path: str
    type: Literal["delete_file"]


class ApplyPatchCallOperationUpdateFile(TypedDict):
    diff: str
    path: str
    type: Literal["update_file"]


ApplyPatchCallOperation: TypeAlias = (
    ApplyPatchCallOperationCreateFile
    | ApplyPatchCallOperationDeleteFile
    | ApplyPatchCallOperationUpdateFile
)
ApplyPatchCallCallerDirect: TypeAlias = CallerDirect
ApplyPatchCallCallerProgram: TypeAlias = CallerProgram
ApplyPatchCallCaller: TypeAlias = Caller


class ApplyPatchCall(TypedDict, total=False):
    call_id: Required[str]
    operation: Required[ApplyPatchCallOperation]
    status: Required[Literal["in_progress", "completed"]]
    type: Required[Literal["apply_patch_call"]]
    id: str | None
    caller: ApplyPatchCallCaller | None


ApplyPatchCallOutputCallerDirect: TypeAlias = CallerDirect
ApplyPatchCallOutputCallerProgram: TypeAlias = CallerProgram
ApplyPatchCallOutputCaller: TypeAlias = Caller


class ApplyPatchCallOutput(TypedDict, total=False):
    call_id: Required[str]
    status: Required[Literal["completed", "failed"]]
    type: Required[Literal["apply_patch_call_output"]]
    id: str | None
    caller: ApplyPatchCallOutputCaller | None
    output: str | None


class McpListToolsTool(TypedDict, total=False):
    input_schema: Required[object]
    name: Required[str]
    annotations: object | None
    description: str | None


class McpListTools(TypedDict, total=False):
    id: Required[str]
    server_label: Required[str]
    tools: Required[Iterable[McpListToolsTool]]
    type: Required[Literal["mcp_list_tools"]]
    error: str | None


class McpApprovalRequest(TypedDict):
    id: str
    arguments: str
    name: str
    server_label: str
    type: Literal["mcp_approval_request"]


class McpApprovalResponse(TypedDict, total=False):
    approval_request_id: Required[str]
    approve: Required[bool]
    type: Required[Literal["mcp_approval_response"]]
    id: str | None
    reason: str | None


class McpCall(TypedDict, total=False):
    id: Required[str]
    arguments: Required[str]
    name: Required[str]
    server_label: Required[str]
    type: Required[Literal["mcp_call"]]
    approval_request_id: str | None
    error: McpToolCallErrorParam | None
    output: str | None
    status: Literal["in_progress", "completed", "incomplete", "calling", "failed"]


class CompactionTrigger(TypedDict, total=False):
    type: Required[Literal["compaction_trigger"]]
    id: str | None


class ItemReference(TypedDict, total=False):
    id: Required[str]
    type: Literal["item_reference"] | None


class Program(TypedDict):
    id: str
    call_id: str
    code: str
    fingerprint: str
    type: Literal["program"]


class ProgramOutput(TypedDict):
    id: str
    call_id: str
    result: str
    status: Literal["completed", "incomplete"]
    type: Literal["program_output"]


ResponseInputItemParam: TypeAlias = (
    EasyInputMessageParam
    | Message
    | ResponseOutputMessageParam
    | ResponseFileSearchToolCallParam
    | ResponseComputerToolCallParam
    | ComputerCallOutput
    | ResponseFunctionWebSearchParam
    | ResponseFunctionToolCallParam
    | FunctionCallOutput
    | ToolSearchCall
    | ResponseToolSearchOutputItemParamParam
    | AdditionalTools
    | ResponseConfigurationUpdateItemParamParam
    | ResponseReasoningItemParam
    | ResponseCompactionItemParamParam
    | ImageGenerationCall
    | ResponseCodeInterpreterToolCallParam
    | LocalShellCall
    | LocalShellCallOutput
    | ShellCall
    | ShellCallOutput
    | ApplyPatchCall
    | ApplyPatchCallOutput
    | McpListTools
    | McpApprovalRequest
    | McpApprovalResponse
    | McpCall
    | ResponseCustomToolCallOutputParam
    | ResponseCustomToolCallParam
    | CompactionTrigger
    | ItemReference
    | Program
    | ProgramOutput
)
ResponseInputParam: TypeAlias = list[ResponseInputItemParam]
