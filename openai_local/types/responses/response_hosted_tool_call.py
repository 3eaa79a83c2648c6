"""Calls of tools that the server runs."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel

__all__ = [
    "McpToolCallError",
    "ResponseCodeInterpreterToolCall",
    "ResponseFileSearchToolCall",
    "ResponseFunctionWebSearch",
]


class OutputLogs(BaseModel):
    logs: str
    type: Literal["logs"]


class OutputImage(BaseModel):
    type: Literal["image"]
    url: str


Output: TypeAlias = OutputLogs | OutputImage


class ResponseCodeInterpreterToolCall(BaseModel):
    id: str
    code: str | None = None
    container_id: str
    outputs: list[Output] | None = None
    status: Literal["in_progress", "completed", "incomplete", "interpreting", "failed"]
    type: Literal["code_interpreter_call"]


class Result(BaseModel):
    attributes: dict[str, str | float | bool] | None = None
    file_id: str | None = None
    filename: str | None = None
    score: float | None = None
    text: str | None = None


class ResponseFileSearchToolCall(BaseModel):
    id: str
    queries: list[str]
    status: Literal["in_progress", "searching", "completed", "incomplete", "failed"]
    type: Literal["file_search_call"]
    results: list[Result] | None = None


class ActionSearchSource(BaseModel):
    type: Literal["url"]
    url: str


class ActionSearch(BaseModel):
    type: Literal["search"]
    queries: list[str] | None = None
    query: str | None = None
    sources: list[ActionSearchSource] | None = None


class ActionOpenPage(BaseModel):
    type: Literal["open_page"]
    url: str | None = None


class ActionFind(BaseModel):
    pattern: str
    type: Literal["find_in_page"]
    url: str


Action: TypeAlias = ActionSearch | ActionOpenPage | ActionFind


class ResponseFunctionWebSearch(BaseModel):
    id: str
    action: Action
    status: Literal["in_progress", "searching", "completed", "failed", "incomplete"]
    type: Literal["web_search_call"]


class McpProtocolError(BaseModel):
    code: int
    message: str
    type: Literal["mcp_protocol_error"]


class McpToolExecutionError(BaseModel):
    content: object
    type: Literal["mcp_tool_execution_error"]


class HTTPError(BaseModel):
    code: int
    message: str
    type: Literal["http_error"]


McpToolCallError: TypeAlias = McpProtocolError | McpToolExecutionError | HTTPError
