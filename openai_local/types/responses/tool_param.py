"""The tools offered to the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict
from ..chat.chat_completion_tool_param import ChatCompletionFunctionToolParam
from ..shared_params import ComparisonFilter, CompoundFilter
from . import web_search_tool_param as web_search
from .function_tool_param import (
    CustomToolParam,
    FunctionToolParam as FunctionToolParam,
    NamespaceToolParam,
)
from .web_search_preview_tool_param import WebSearchPreviewToolParam
from .web_search_tool_param import WebSearchToolParam

__all__ = [
    "ApplyPatchToolParam",
    "ComputerToolParam",
    "ComputerUsePreviewToolParam",
    "ContainerAutoParam",
    "ContainerNetworkPolicyAllowlistParam",
    "ContainerNetworkPolicyDisabledParam",
    "ContainerNetworkPolicyDomainSecretParam",
    "ContainerReferenceParam",
    "FileSearchToolParam",
    "FunctionShellToolParam",
    "InlineSkillParam",
    "InlineSkillSourceParam",
    "LocalEnvironmentParam",
    "LocalSkillParam",
    "SkillReferenceParam",
    "ToolParam",
    "ToolSearchToolParam",
]

WebSearchTool: TypeAlias = WebSearchToolParam
WebSearchToolFilters: TypeAlias = web_search.Filters
WebSearchToolUserLocation: TypeAlias = web_search.UserLocation
Filters: TypeAlias = ComparisonFilter | CompoundFilter


class RankingOptionsHybridSearch(TypedDict):
    embedding_weight: float
    text_weight: float


class RankingOptions(TypedDict, total=False):
    hybrid_search: RankingOptionsHybridSearch
    ranker: Literal["auto", "default-2024-11-15"]
    score_threshold: float


class FileSearchToolParam(TypedDict, total=False):
    type: Required[Literal["file_search"]]
    vector_store_ids: Required[Sequence[str]]
    filters: Filters | None
    max_num_results: int
    ranking_options: RankingOptions


class ApplyPatchToolParam(TypedDict, total=False):
    type: Required[Literal["apply_patch"]]
    allowed_callers: list[Literal["direct", "programmatic"]] | None


class ComputerToolParam(TypedDict):
    type: Literal["computer"]


class ComputerUsePreviewToolParam(TypedDict):
    display_height: int
    display_width: int
    environment: Literal["windows", "mac", "linux", "ubuntu", "browser"]
    type: Literal["computer_use_preview"]


class ToolSearchToolParam(TypedDict, total=False):
    type: Required[Literal["tool_search"]]
    description: str | None
    execution: Literal["server", "client"]
    parameters: object | None


class ContainerNetworkPolicyDisabledParam(TypedDict):
    type: Literal["disabled"]


class ContainerNetworkPolicyDomainSecretParam(TypedDict):
    domain: str
    name: str
    value: str


class ContainerNetworkPolicyAllowlistParam(TypedDict, total=False):
    allowed_domains: Required[Sequence[str]]
    type: Required[Literal["allowlist"]]
    domain_secrets: Iterable[ContainerNetworkPolicyDomainSecretParam]


class InlineSkillSourceParam(TypedDict):
    data: str
    media_type: Literal["application/zip"]
    type: Literal["base64"]


class InlineSkillParam(TypedDict):
    description: str
    name: str
    source: InlineSkillSourceParam
    type: Literal["inline"]


class SkillReferenceParam(TypedDict, total=False):
    skill_id: Required[str]
    type: Required[Literal["skill_reference"]]
    version: str


NetworkPolicy: TypeAlias = (
    ContainerNetworkPolicyDisabledParam | ContainerNetworkPolicyAllowlistParam
)
Skill: TypeAlias = SkillReferenceParam | InlineSkillParam


class ContainerAutoParam(TypedDict, total=False):
    type: Required[Literal["container_auto"]]
    file_ids: Sequence[str]
    memory_limit: Literal["1g", "4g", "16g", "64g"] | None
    network_policy: NetworkPolicy
    skills: Iterable[Skill]


class LocalSkillParam(TypedDict):
    description: str
    name: str
    path: str


class LocalEnvironmentParam(TypedDict, total=False):
    type: Required[Literal["local"]]
    skills: Iterable[LocalSkillParam]


class ContainerReferenceParam(TypedDict):
    container_id: str
    type: Literal["container_reference"]


Environment: TypeAlias = ContainerAutoParam | LocalEnvironmentParam | ContainerReferenceParam


class FunctionShellToolParam(TypedDict, total=False):
    type: Required[Literal["shell"]]
    allowed_callers: list[Literal["direct", "programmatic"]] | None
    environment: Environment | None


class McpAllowedToolsMcpToolFilter(TypedDict, total=False):
    read_only: bool
    tool_names: Sequence[str]


McpAllowedTools: TypeAlias = Sequence[str] | McpAllowedToolsMcpToolFilter


McpRequireApprovalMcpToolApprovalFilterAlways: TypeAlias = McpAllowedToolsMcpToolFilter
McpRequireApprovalMcpToolApprovalFilterNever: TypeAlias = McpAllowedToolsMcpToolFilter


class McpRequireApprovalMcpToolApprovalFilter(TypedDict, total=False):
    always: McpRequireApprovalMcpToolApprovalFilterAlways
    never: McpRequireApprovalMcpToolApprovalFilterNever


McpRequireApproval: TypeAlias = McpRequireApprovalMcpToolApprovalFilter | Literal["always", "never"]


class Mcp(TypedDict, total=False):
    server_label: Required[str]
    type: Required[Literal["mcp"]]
    allowed_callers: list[Literal["direct", "programmatic"]] | None
    allowed_tools: McpAllowedTools | None
    authorization: str
    connector_id: Literal[
        "connector_dropbox",
        "connector_gmail",
        "connector_googlecalendar",
        "connector_googledrive",
        "connector_microsoftteams",
        "connector_outlookcalendar",
        "connector_outlookemail",
        "connector_sharepoint",
    ]
    defer_loading: bool
    headers: dict[str, str] | None
    require_approval: McpRequireApproval | None
    server_description: str
    server_url: str
    tunnel_id: str


CodeInterpreterContainerCodeInterpreterToolAutoNetworkPolicy: TypeAlias = NetworkPolicy


class CodeInterpreterContainerCodeInterpreterToolAuto(TypedDict, total=False):
    type: Required[Literal["auto"]]
    file_ids: Sequence[str]
    memory_limit: Literal["1g", "4g", "16g", "64g"] | None
    network_policy: CodeInterpreterContainerCodeInterpreterToolAutoNetworkPolicy


CodeInterpreterContainer: TypeAlias = str | CodeInterpreterContainerCodeInterpreterToolAuto


class CodeInterpreter(TypedDict, total=False):
    container: Required[CodeInterpreterContainer]
    type: Required[Literal["code_interpreter"]]
    allowed_callers: list[Literal["direct", "programmatic"]] | None


class ProgrammaticToolCalling(TypedDict):
    type: Literal["programmatic_tool_calling"]


class ImageGenerationInputImageMask(TypedDict, total=False):
    file_id: str
    image_url: str


class ImageGenerationSvgReasoning(TypedDict, total=False):
    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


class ImageGenerationSvg(TypedDict, total=False):
    model: str
    reasoning: ImageGenerationSvgReasoning | None


class ImageGeneration(TypedDict, total=False):
    type: Required[Literal["image_generation"]]
    action: Literal["generate", "edit", "auto"]
    background: Literal["transparent", "opaque", "auto"]
    complexity: Literal["low", "medium", "high"]
    frame_count: int
    frame_duration_ms: int
    input_fidelity: Literal["high", "low"] | None
    input_image_mask: ImageGenerationInputImageMask
    model: str
    moderation: Literal["auto", "low"]
    output_compression: int
    output_format: Literal["png", "webp", "jpeg", "gif", "svg"]
    partial_images: int
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto"]
    size: str
    svg: ImageGenerationSvg


class LocalShell(TypedDict):
    type: Literal["local_shell"]


# All but namespaces, which in what a search found look otherwise.
OtherTool: TypeAlias = (
    FunctionToolParam
    | FileSearchToolParam
    | ComputerToolParam
    | ComputerUsePreviewToolParam
    | WebSearchToolParam
    | Mcp
    | CodeInterpreter
    | ProgrammaticToolCalling
    | ImageGeneration
    | LocalShell
    | FunctionShellToolParam
    | CustomToolParam
    | ToolSearchToolParam
    | WebSearchPreviewToolParam
    | ApplyPatchToolParam
)

ToolParam: TypeAlias = NamespaceToolParam | OtherTool
ParseableToolParam: TypeAlias = ToolParam | ChatCompletionFunctionToolParam
