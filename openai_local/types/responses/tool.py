"""The tools offered to the model, as a response repeats them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from ..shared import ComparisonFilter, CompoundFilter
from . import web_search_tool as web_search
from .function_tool import CustomTool, FunctionTool, NamespaceTool
from .web_search_preview_tool import WebSearchPreviewTool
from .web_search_tool import WebSearchTool as WebSearchTool

__all__ = [
    "ApplyPatchTool",
    "ComputerTool",
    "ComputerUsePreviewTool",
    "ContainerAuto",
    "ContainerNetworkPolicyAllowlist",
    "ContainerNetworkPolicyDisabled",
    "ContainerNetworkPolicyDomainSecret",
    "ContainerReference",
    "FileSearchTool",
    "FunctionShellTool",
    "InlineSkill",
    "InlineSkillSource",
    "LocalEnvironment",
    "LocalSkill",
    "SkillReference",
    "Tool",
    "ToolSearchTool",
]

WebSearchToolFilters: TypeAlias = web_search.Filters
WebSearchToolUserLocation: TypeAlias = web_search.UserLocation
Filters: TypeAlias = ComparisonFilter | CompoundFilter | None


class RankingOptionsHybridSearch(BaseModel):
    embedding_weight: float
    text_weight: float


class RankingOptions(BaseModel):
    hybrid_search: RankingOptionsHybridSearch | None = None
    ranker: Literal["auto", "default-2024-11-15"] | None = None
    score_threshold: float | None = None


class FileSearchTool(BaseModel):
    type: Literal["file_search"]
    vector_store_ids: list[str]
    filters: Filters | None = None
    max_num_results: int | None = None
    ranking_options: RankingOptions | None = None


class ApplyPatchTool(BaseModel):
    type: Literal["apply_patch"]
    allowed_callers: list[Literal["direct", "programmatic"]] | None = None


class ComputerTool(BaseModel):
    type: Literal["computer"]


class ComputerUsePreviewTool(BaseModel):
    display_height: int
    display_width: int
    environment: Literal["windows", "mac", "linux", "ubuntu", "browser"]
    type: Literal["computer_use_preview"]


class ToolSearchTool(BaseModel):
    type: Literal["tool_search"]
    description: str | None = None
    execution: Literal["server", "client"] | None = None
    parameters: object | None = None


class ContainerNetworkPolicyDisabled(BaseModel):
    type: Literal["disabled"]


class ContainerNetworkPolicyDomainSecret(BaseModel):
    domain: str
    name: str
    value: str


class ContainerNetworkPolicyAllowlist(BaseModel):
    allowed_domains: list[str]
    type: Literal["allowlist"]
    domain_secrets: list[ContainerNetworkPolicyDomainSecret] | None = None


class InlineSkillSource(BaseModel):
    data: str
    media_type: Literal["application/zip"]
    type: Literal["base64"]


class InlineSkill(BaseModel):
    description: str
    name: str
    source: InlineSkillSource
    type: Literal["inline"]


class SkillReference(BaseModel):
    skill_id: str
    type: Literal["skill_reference"]
    version: str | None = None


NetworkPolicy: TypeAlias = ContainerNetworkPolicyDisabled | ContainerNetworkPolicyAllowlist
Skill: TypeAlias = SkillReference | InlineSkill


class ContainerAuto(BaseModel):
    type: Literal["container_auto"]
    file_ids: list[str] | None = None
    memory_limit: Literal["1g", "4g", "16g", "64g"] | None = None
    network_policy: NetworkPolicy | None = None
    skills: list[Skill] | None = None


class LocalSkill(BaseModel):
    description: str
    name: str
    path: str


class LocalEnvironment(BaseModel):
    type: Literal["local"]
    skills: list[LocalSkill] | None = None


class ContainerReference(BaseModel):
    container_id: str
    type: Literal["container_reference"]


Environment: TypeAlias = ContainerAuto | LocalEnvironment | ContainerReference | None


class FunctionShellTool(BaseModel):
    type: Literal["shell"]
    allowed_callers: list[Literal["direct", "programmatic"]] | None = None
    environment: Environment | None = None


class McpAllowedToolsMcpToolFilter(BaseModel):
    read_only: bool | None = None
    tool_names: list[str] | None = None


McpAllowedTools: TypeAlias = list[str] | McpAllowedToolsMcpToolFilter | None


McpRequireApprovalMcpToolApprovalFilterAlways: TypeAlias = McpAllowedToolsMcpToolFilter
McpRequireApprovalMcpToolApprovalFilterNever: TypeAlias = McpAllowedToolsMcpToolFilter


class McpRequireApprovalMcpToolApprovalFilter(BaseModel):
    always: McpRequireApprovalMcpToolApprovalFilterAlways | None = None
    never: McpRequireApprovalMcpToolApprovalFilterNever | None = None


McpRequireApproval: TypeAlias = (
    McpRequireApprovalMcpToolApprovalFilter | Literal["always", "never"] | None
)


class Mcp(BaseModel):
    server_label: str
    type: Literal["mcp"]
    allowed_callers: list[Literal["direct", "programmatic"]] | None = None
    allowed_tools: McpAllowedTools | None = None
    authorization: str | None = None
    connector_id: (
        Literal[
            "connector_dropbox",
            "connector_gmail",
            "connector_googlecalendar",
            "connector_googledrive",
            "connector_microsoftteams",
            "connector_outlookcalendar",
            "connector_outlookemail",
            "connector_sharepoint",
        ]
        | None
    ) = None
    defer_loading: bool | None = None
    headers: dict[str, str] | None = None
    require_approval: McpRequireApproval | None = None
    server_description: str | None = None
    server_url: str | None = None
    tunnel_id: str | None = None


CodeInterpreterContainerCodeInterpreterToolAutoNetworkPolicy: TypeAlias = NetworkPolicy


class CodeInterpreterContainerCodeInterpreterToolAuto(BaseModel):
    type: Literal["auto"]
    file_ids: list[str] | None = None
    memory_limit: Literal["1g", "4g", "16g", "64g"] | None = None
    network_policy: CodeInterpreterContainerCodeInterpreterToolAutoNetworkPolicy | None = None


CodeInterpreterContainer: TypeAlias = str | CodeInterpreterContainerCodeInterpreterToolAuto


class CodeInterpreter(BaseModel):
    container: CodeInterpreterContainer
    type: Literal["code_interpreter"]
    allowed_callers: list[Literal["direct", "programmatic"]] | None = None


class ProgrammaticToolCalling(BaseModel):
    type: Literal["programmatic_tool_calling"]


class ImageGenerationInputImageMask(BaseModel):
    file_id: str | None = None
    image_url: str | None = None


class ImageGenerationSvgReasoning(BaseModel):
    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None = None


class ImageGenerationSvg(BaseModel):
    model: str | None = None
    reasoning: ImageGenerationSvgReasoning | None = None


class ImageGeneration(BaseModel):
    type: Literal["image_generation"]
    action: Literal["generate", "edit", "auto"] | None = None
    background: Literal["transparent", "opaque", "auto"] | None = None
    complexity: Literal["low", "medium", "high"] | None = None
    frame_count: int | None = None
    frame_duration_ms: int | None = None
    input_fidelity: Literal["high", "low"] | None = None
    input_image_mask: ImageGenerationInputImageMask | None = None
    model: str | None = None
    moderation: Literal["auto", "low"] | None = None
    output_compression: int | None = None
    output_format: Literal["png", "webp", "jpeg", "gif", "svg"] | None = None
    partial_images: int | None = None
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto"] | None = None
    size: str | None = None
    svg: ImageGenerationSvg | None = None


class LocalShell(BaseModel):
    type: Literal["local_shell"]


# All but namespaces, which in what a search found look otherwise.
OtherTool: TypeAlias = (
    FunctionTool
    | FileSearchTool
    | ComputerTool
    | ComputerUsePreviewTool
    | WebSearchTool
    | Mcp
    | CodeInterpreter
    | ProgrammaticToolCalling
    | ImageGeneration
    | LocalShell
    | FunctionShellTool
    | CustomTool
    | ToolSearchTool
    | WebSearchPreviewTool
    | ApplyPatchTool
)

Tool: TypeAlias = NamespaceTool | OtherTool
