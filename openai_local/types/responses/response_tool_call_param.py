"""Tool calls of the model, given back as input, and the outputs of custom tools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict
from .function_tool_param import _AsyncField
from .response_input_content_param import (
    ResponseInputFileParam,
    ResponseInputImageParam,
    ResponseInputTextParam,
)

__all__ = [
    "McpToolCallErrorParam",
    "ResponseCodeInterpreterToolCallParam",
    "ResponseCustomToolCallOutputParam",
    "ResponseCustomToolCallParam",
    "ResponseFileSearchToolCallParam",
    "ResponseFunctionShellCallOutputContentParam",
    "ResponseFunctionToolCallParam",
    "ResponseFunctionWebSearchParam",
]


class CallerDirect(TypedDict):
    type: Literal["direct"]


class CallerProgram(TypedDict):
    caller_id: str
    type: Literal["program"]


Caller: TypeAlias = CallerDirect | CallerProgram


class ResponseFunctionToolCallParam(_AsyncField, total=False):
    arguments: Required[str]
    call_id: Required[str]
    name: Required[str]
    type: Required[Literal["function_call"]]
    id: str
    caller: Caller | None
    namespace: str
    status: Literal["in_progress", "completed", "incomplete"]


class ResponseCustomToolCallParam(_AsyncField, total=False):
    call_id: Required[str]
    input: Required[str]
    name: Required[str]
    type: Required[Literal["custom_tool_call"]]
    id: str
    caller: Caller | None
    namespace: str


OutputOutputContentList: TypeAlias = (
    ResponseInputTextParam | ResponseInputImageParam | ResponseInputFileParam
)


class ResponseCustomToolCallOutputParam(TypedDict, total=False):
    call_id: Required[str]
    output: Required[str | Iterable[OutputOutputContentList]]
    type: Required[Literal["custom_tool_call_output"]]
    id: str
    caller: Caller | None


class OutcomeTimeout(TypedDict):
    type: Literal["timeout"]


class OutcomeExit(TypedDict):
    exit_code: int
    type: Literal["exit"]


Outcome: TypeAlias = OutcomeTimeout | OutcomeExit


class ResponseFunctionShellCallOutputContentParam(TypedDict):
    outcome: Outcome
    stderr: str
    stdout: str


class OutputLogs(TypedDict):
    logs: str
    type: Literal["logs"]


class OutputImage(TypedDict):
    type: Literal["image"]
    url: str


Output: TypeAlias = OutputLogs | OutputImage


class ResponseCodeInterpreterToolCallParam(TypedDict):
    id: str
    code: str | None
    container_id: str
    outputs: Iterable[Output] | None
    status: Literal["in_progress", "completed", "incomplete", "interpreting", "failed"]
    type: Literal["code_interpreter_call"]


class Result(TypedDict, total=False):
    attributes: dict[str, str | float | bool] | None
    file_id: str
    filename: str
    score: float
    text: str


class ResponseFileSearchToolCallParam(TypedDict, total=False):
    id: Required[str]
    queries: Required[Sequence[str]]
    status: Required[Literal["in_progress", "searching", "completed", "incomplete", "failed"]]
    type: Required[Literal["file_search_call"]]
    results: Iterable[Result] | None


class ActionSearchSource(TypedDict):
    type: Literal["url"]
    url: str


class ActionSearch(TypedDict, total=False):
    type: Required[Literal["search"]]
    queries: Sequence[str]
    query: str
    sources: Iterable[ActionSearchSource]


class ActionOpenPage(TypedDict, total=False):
    type: Required[Literal["open_page"]]
    url: str | None


class ActionFind(TypedDict):
    pattern: str
    type: Literal["find_in_page"]
    url: str


Action: TypeAlias = ActionSearch | ActionOpenPage | ActionFind


class ResponseFunctionWebSearchParam(TypedDict):
    id: str
    action: Action
    status: Literal["in_progress", "searching", "completed", "failed", "incomplete"]
    type: Literal["web_search_call"]


class McpProtocolError(TypedDict):
    code: int
    message: str
    type: Literal["mcp_protocol_error"]


class McpToolExecutionError(TypedDict):
    content: object
    type: Literal["mcp_tool_execution_error"]


class HTTPError(TypedDict):
    code: int
    message: str
    type: Literal["http_error"]


McpToolCallErrorParam: TypeAlias = McpProtocolError | McpToolExecutionError | HTTPError
