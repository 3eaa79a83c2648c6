"""What a tool search found, given back as input; its `Tool` is not that of `tool`."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from . import tool as tools
from .function_tool import ToolSearchOutputNamespaceTool

__all__ = ["ResponseToolSearchOutputItemParam"]


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


Tool: TypeAlias = ToolSearchOutputNamespaceTool | tools.OtherTool


class ResponseToolSearchOutputItemParam(BaseModel):
    tools: list[Tool]
    type: Literal["tool_search_output"]
    id: str | None = None
    call_id: str | None = None
    execution: Literal["server", "client"] | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None
