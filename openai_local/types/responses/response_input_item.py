"""The items of a response's input, as a server hands them back."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from .response_computer_tool_call import (
    PendingSafetyCheck,
    ResponseComputerToolCall,
    ResponseComputerToolCallOutputScreenshot,
)
from .response_function_tool_call import (
    Action,
    Caller,
    CallerDirect,
    CallerProgram,
    Operation,
    OperationCreateFile,
    OperationDeleteFile,
    OperationUpdateFile,
    ResponseCustomToolCall,
    ResponseCustomToolCallOutput,
    ResponseFunctionShellCallOutputContent,
    ResponseFunctionToolCall,
)
from .response_hosted_tool_call import (
    ResponseCodeInterpreterToolCall,
    ResponseFileSearchToolCall,
    ResponseFunctionWebSearch,
)
from .response_input_content import (
    ResponseFunctionCallOutputItemList,
    ResponseInputMessageContentList,
)
from .response_output_item import (
    ImageGenerationCall as ImageGenerationCall,
    ImageGenerationCallError as ImageGenerationCallError,
    ImageGenerationCallErrorModerationDetails as ImageGenerationCallErrorModerationDetails,
    ImageGenerationCallSvgUsage as ImageGenerationCallSvgUsage,
    LocalShellCall as LocalShellCall,
    LocalShellCallAction as LocalShellCallAction,
    LocalShellCallOutput as LocalShellCallOutput,
    McpApprovalRequest as McpApprovalRequest,
    McpCall as McpCall,
    McpListTools as McpListTools,
    McpListToolsTool as McpListToolsTool,
    Program as Program,
    ProgramOutput as ProgramOutput,
    Reasoning as Reasoning,
    Text as Text,
    TextFormat as TextFormat,
)
from .response_output_message import ResponseOutputMessage
from .response_reasoning_item import ResponseReasoningItem
from .response_tool_search_output_item_param import ResponseToolSearchOutputItemParam
from .tool import ContainerReference, LocalEnvironment, Tool

__all__ = [
    "EasyInputMessage",
    "ResponseCompactionItemParam",
    "ResponseConfigurationUpdateItemParam",
    "ResponseInput",
    "ResponseInputItem",
]


class EasyInputMessage(BaseModel):
    content: str | ResponseInputMessageContentList
    role: Literal["user", "assistant", "system", "developer"]
    phase: Literal["commentary", "final_answer"] | None = None
    type: Literal["message"] | None = None


class ResponseCompactionItemParam(BaseModel):
    encrypted_content: str
    type: Literal["compaction"]
    id: str | None = None


class ResponseConfigurationUpdateItemParam(BaseModel):
    type: Literal["configuration_update"]
    id: str | None = None
    reasoning: Reasoning | None = None
    text: Text | None = None


class Message(BaseModel):
    content: ResponseInputMessageContentList
    role: Literal["user", "system", "developer"]
    status: Literal["in_progress", "completed", "incomplete"] | None = None
    type: Literal["message"] | None = None


ComputerCallOutputAcknowledgedSafetyCheck: TypeAlias = PendingSafetyCheck


class ComputerCallOutput(BaseModel):
    call_id: str
    output: ResponseComputerToolCallOutputScreenshot
    type: Literal["computer_call_output"]
    id: str | None = None
    acknowledged_safety_checks: list[ComputerCallOutputAcknowledgedSafetyCheck] | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None


FunctionCallOutputCallerDirect: TypeAlias = CallerDirect
FunctionCallOutputCallerProgram: TypeAlias = CallerProgram
FunctionCallOutputCaller: TypeAlias = Caller


class FunctionCallOutput(BaseModel):
    output: str | ResponseFunctionCallOutputItemList
    type: Literal["function_call_output"]
    id: str | None = None
    call_id: str | None = None
    caller: FunctionCallOutputCaller | None = None
    name: str | None = None
    namespace: str | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None


class ToolSearchCall(BaseModel):
    arguments: object
    type: Literal["tool_search_call"]
    id: str | None = None
    call_id: str | None = None
    execution: Literal["server", "client"] | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None


class AdditionalTools(BaseModel):
    role: Literal["developer"]
    tools: list[Tool]
    type: Literal["additional_tools"]
    id: str | None = None


ShellCallAction: TypeAlias = Action
ShellCallCallerDirect: TypeAlias = CallerDirect
ShellCallCallerProgram: TypeAlias = CallerProgram
ShellCallCaller: TypeAlias = Caller
ShellCallEnvironment: TypeAlias = LocalEnvironment | ContainerReference | None


class ShellCall(BaseModel):
    action: ShellCallAction
    call_id: str
    type: Literal["shell_call"]
    id: str | None = None
    caller: ShellCallCaller | None = None
    environment: ShellCallEnvironment | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None


ShellCallOutputCallerDirect: TypeAlias = CallerDirect
ShellCallOutputCallerProgram: TypeAlias = CallerProgram
ShellCallOutputCaller: TypeAlias = Caller


class ShellCallOutput(BaseModel):
    call_id: str
    output: list[ResponseFunctionShellCallOutputContent]
    type: Literal["shell_call_output"]
    id: str | None = None
    caller: ShellCallOutputCaller | None = None
    max_output_length: int | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None


ApplyPatchCallOperationCreateFile: TypeAlias = OperationCreateFile
ApplyPatchCallOperationDeleteFile: TypeAlias = OperationDeleteFile
ApplyPatchCallOperationUpdateFile: TypeAlias = OperationUpdateFile
ApplyPatchCallOperation: TypeAlias = Operation
ApplyPatchCallCallerDirect: TypeAlias = CallerDirect
ApplyPatchCallCallerProgram: TypeAlias = CallerProgram
ApplyPatchCallCaller: TypeAlias = Caller


class ApplyPatchCall(BaseModel):
    call_id: str
    operation: ApplyPatchCallOperation
    status: Literal["in_progress", "completed"]
    type: Literal["apply_patch_call"]
    id: str | None = None
    caller: ApplyPatchCallCaller | None = None


ApplyPatchCallOutputCallerDirect: TypeAlias = CallerDirect
ApplyPatchCallOutputCallerProgram: TypeAlias = CallerProgram
ApplyPatchCallOutputCaller: TypeAlias = Caller


class ApplyPatchCallOutput(BaseModel):
    call_id: str
    status: Literal["completed", "failed"]
    type: Literal["apply_patch_call_output"]
    id: str | None = None
    caller: ApplyPatchCallOutputCaller | None = None
    output: str | None = None


class McpApprovalResponse(BaseModel):
    approval_request_id: str
    approve: bool
    type: Literal["mcp_approval_response"]
    id: str | None = None
    reason: str | None = None


class CompactionTrigger(BaseModel):
    type: Literal["compaction_trigger"]
    id: str | None = None


class ItemReference(BaseModel):
    id: str
    type: Literal["item_reference"] | None = None


ResponseInputItem: TypeAlias = (
    EasyInputMessage
    | Message
    | ResponseOutputMessage
    | ResponseFileSearchToolCall
    | ResponseComputerToolCall
    | ComputerCallOutput
    | ResponseFunctionWebSearch
    | ResponseFunctionToolCall
    | FunctionCallOutput
    | ToolSearchCall
    | ResponseToolSearchOutputItemParam
    | AdditionalTools
    | ResponseConfigurationUpdateItemParam
    | ResponseReasoningItem
    | ResponseCompactionItemParam
    | ImageGenerationCall
    | ResponseCodeInterpreterToolCall
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
    | ResponseCustomToolCallOutput
    | ResponseCustomToolCall
    | CompactionTrigger
    | ItemReference
    | Program
    | ProgramOutput
)
ResponseInput: TypeAlias = list[ResponseInputItem]
