"""What a tool search found, given as input; its `Tool` is not that of `tool_param`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict
from . import tool_param as tools
from .function_tool_param import ToolSearchOutputNamespaceToolParam

__all__ = ["ResponseToolSearchOutputItemParamParam"]


ToolMcpAllowedToolsMcpToolFilter: TypeAlias = tools.McpAllowedToolsMcpToolFilter
ToolMcpAllowedTools: TypeAlias = tools.McpAllowedTools
ToolMcpRequireApprovalMcpToolApprovalFilterAlways: TypeAlias = tools.McpAllowedToolsMcpToolFilter
ToolMcpRequireApprovalMcpToolApprovalFilterNever: TypeAlias = tools.McpAllowedToolsMcpToolFilter
ToolMcpRequireApprovalMcpToolApprovalFilter: TypeAlias = (
    tools.McpRequireApprovalMcpToolApprovalFilter
)
ToolMcpRequireApproval: TypeAlias = tools.McpRequireApproval
ToolMcp: TypeAlias = tools.Mcp
ToolCodeInterpreterContainerCodeInterpreterToolAutoNetworkPolicy: TypeAlias = tools.NetworkPolicy
ToolCodeInterpreterContainerCodeInterpreterToolAuto: TypeAlias = (
    tools.CodeInterpreterContainerCodeInterpreterToolAuto
)
ToolCodeInterpreterContainer: TypeAlias = tools.CodeInterpreterContainer
ToolCodeInterpreter: TypeAlias = tools.CodeInterpreter
ToolProgrammaticToolCalling: TypeAlias = tools.ProgrammaticToolCalling
ToolImageGenerationInputImageMask: TypeAlias = tools.ImageGenerationInputImageMask
ToolImageGenerationSvgReasoning: TypeAlias = tools.ImageGenerationSvgReasoning
ToolImageGenerationSvg: TypeAlias = tools.ImageGenerationSvg
ToolImageGeneration: TypeAlias = tools.ImageGeneration
ToolLocalShell: TypeAlias = tools.LocalShell

Tool: TypeAlias = ToolSearchOutputNamespaceToolParam | tools.OtherTool


class ResponseToolSearchOutputItemParamParam(TypedDict, total=False):
    tools: Required[Iterable[Tool]]
    type: Required[Literal["tool_search_output"]]
    id: str | None
    call_id: str | None
    execution: Literal["server", "client"]
    status: Literal["in_progress", "completed", "incomplete"] | None
