"""Calls of tools that the program runs itself, and their outputs."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from .._renamed import Renamed
from .response_input_content import ResponseInputFile, ResponseInputImage, ResponseInputText

__all__ = [
    "ResponseApplyPatchToolCall",
    "ResponseApplyPatchToolCallOutput",
    "ResponseContainerReference",
    "ResponseCustomToolCall",
    "ResponseCustomToolCallItem",
    "ResponseCustomToolCallOutput",
    "ResponseCustomToolCallOutputItem",
    "ResponseFunctionShellCallOutputContent",
    "ResponseFunctionShellToolCall",
    "ResponseFunctionShellToolCallOutput",
    "ResponseFunctionToolCall",
    "ResponseFunctionToolCallItem",
    "ResponseFunctionToolCallOutputItem",
    "ResponseLocalEnvironment",
]


class CallerDirect(BaseModel):
    type: Literal["direct"]


class CallerProgram(BaseModel):
    caller_id: str
    type: Literal["program"]


Caller: TypeAlias = CallerDirect | CallerProgram | None


class ResponseFunctionToolCall(Renamed, names={"async_": "async"}):
    arguments: str
    call_id: str
    name: str
    type: Literal["function_call"]
    id: str | None = None
    async_: bool | None = None
    caller: Caller | None = None
    namespace: str | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None


class ResponseFunctionToolCallItem(ResponseFunctionToolCall):
    id: str
    status: Literal["in_progress", "completed", "incomplete"]
    created_by: str | None = None


OutputOutputContentList: TypeAlias = ResponseInputText | ResponseInputImage | ResponseInputFile


class ResponseFunctionToolCallOutputItem(BaseModel):
    id: str
    output: str | list[OutputOutputContentList]
    status: Literal["in_progress", "completed", "incomplete"]
    type: Literal["function_call_output"]
    call_id: str | None = None
    caller: Caller | None = None
    created_by: str | None = None
    name: str | None = None
    namespace: str | None = None


class ResponseCustomToolCall(Renamed, names={"async_": "async"}):
    call_id: str
    input: str
    name: str
    type: Literal["custom_tool_call"]
    id: str | None = None
    async_: bool | None = None
    caller: Caller | None = None
    namespace: str | None = None


class ResponseCustomToolCallItem(ResponseCustomToolCall):
    id: str
    status: Literal["in_progress", "completed", "incomplete"]
    created_by: str | None = None


class ResponseCustomToolCallOutput(BaseModel):
    call_id: str
    output: str | list[OutputOutputContentList]
    type: Literal["custom_tool_call_output"]
    id: str | None = None
    caller: Caller | None = None


class ResponseCustomToolCallOutputItem(ResponseCustomToolCallOutput):
    id: str
    status: Literal["in_progress", "completed", "incomplete"]
    created_by: str | None = None


class OperationCreateFile(BaseModel):
    diff: str
    path: str
    type: Literal["create_file"]


class OperationDeleteFile(BaseModel):
    path: str
    type: Literal["delete_file"]


class OperationUpdateFile(BaseModel):
    diff: str
    path: str
    type: Literal["update_file"]


Operation: TypeAlias = OperationCreateFile | OperationDeleteFile | OperationUpdateFile


class ResponseApplyPatchToolCall(BaseModel):
    id: str
    call_id: str
    operation: Operation
    status: Literal["in_progress", "completed"]
    type: Literal["apply_patch_call"]
    caller: Caller | None = None
    created_by: str | None = None


class ResponseApplyPatchToolCallOutput(BaseModel):
    id: str
    call_id: str
    status: Literal["completed", "failed"]
    type: Literal["apply_patch_call_output"]
    caller: Caller | None = None
    created_by: str | None = None
    output: str | None = None


class ResponseLocalEnvironment(BaseModel):
    type: Literal["local"]


class ResponseContainerReference(BaseModel):
    container_id: str
    type: Literal["container_reference"]


class Action(BaseModel):
    commands: list[str]
    max_output_length: int | None = None
    timeout_ms: int | None = None


Environment: TypeAlias = ResponseLocalEnvironment | ResponseContainerReference | None


class ResponseFunctionShellToolCall(BaseModel):
    id: str
    action: Action
    call_id: str
    environment: Environment | None = None
    status: Literal["in_progress", "completed", "incomplete"]
    type: Literal["shell_call"]
    caller: Caller | None = None
    created_by: str | None = None


class OutcomeTimeout(BaseModel):
    type: Literal["timeout"]


class OutcomeExit(BaseModel):
    exit_code: int
    type: Literal["exit"]


Outcome: TypeAlias = OutcomeTimeout | OutcomeExit


class ResponseFunctionShellCallOutputContent(BaseModel):
    outcome: Outcome
    stderr: str
    stdout: str


OutputOutcomeTimeout: TypeAlias = OutcomeTimeout
OutputOutcomeExit: TypeAlias = OutcomeExit
OutputOutcome: TypeAlias = Outcome


class Output(BaseModel):
    outcome: OutputOutcome
    stderr: str
    stdout: str
    created_by: str | None = None


class ResponseFunctionShellToolCallOutput(BaseModel):
    id: str
    call_id: str
    max_output_length: int | None = None
    output: list[Output]
    status: Literal["in_progress", "completed", "incomplete"]
    type: Literal["shell_call_output"]
    caller: Caller | None = None
    created_by: str | None = None
