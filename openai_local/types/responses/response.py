"""The answer to `responses.create`."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from ..chat.chat_completion import (
    ModerationInputError as ModerationInputError,
    ModerationInputModerationResultsResult,
)
from ..shared import (
    Metadata,
    Misalignment as Misalignment,
    MisalignmentSteer as MisalignmentSteer,
    Reasoning,
    ResponsesModel,
)
from .response_input_content import ResponseInputFile, ResponseInputImage, ResponseInputText
from .response_input_item import ResponseInputItem
from .response_output_item import ResponseOutputItem as ResponseOutputItem
from .response_text_config import ResponseTextConfig
from .tool import ProgrammaticToolCalling, Tool as Tool
from .tool_choice import (
    ToolChoiceAllowed,
    ToolChoiceApplyPatch,
    ToolChoiceCustom,
    ToolChoiceFunction,
    ToolChoiceMcp,
    ToolChoiceOptions,
    ToolChoiceShell,
    ToolChoiceTypes,
)

__all__ = [
    "CompactedResponse",
    "InputTokenCountResponse",
    "Response",
    "ResponseConversationParam",
    "ResponseError",
    "ResponseIncludable",
    "ResponsePrompt",
    "ResponseStatus",
    "ResponseUsage",
    "ServiceTier",
]

ServiceTier: TypeAlias = (
    Literal["auto", "default", "flex", "scale", "priority", "fast", "ultrafast"] | None
)


class ResponseError(BaseModel):
    code: Literal[
        "server_error",
        "rate_limit_exceeded",
        "invalid_prompt",
        "data_residency_mismatch",
        "bio_policy",
        "misalignment_policy_violation",
        "vector_store_timeout",
        "invalid_image",
        "invalid_image_format",
        "invalid_base64_image",
        "invalid_image_url",
        "image_too_large",
        "image_too_small",
        "image_parse_error",
        "image_content_policy_violation",
        "invalid_image_mode",
        "image_file_too_large",
        "unsupported_image_media_type",
        "empty_image_file",
        "failed_to_download_image",
        "image_file_not_found",
    ]
    message: str
    misalignment: Misalignment | None = None
    param: str | None = None
    type: str | None = None


ResponseStatus: TypeAlias = Literal[
    "completed", "failed", "in_progress", "cancelled", "queued", "incomplete"
]


class InputTokensDetailsCacheWriteTokensDetails(BaseModel):
    ttl_12h_tokens: int
    ttl_30m_tokens: int


class InputTokensDetails(BaseModel):
    cache_write_tokens: int
    cached_tokens: int
    cache_write_tokens_details: InputTokensDetailsCacheWriteTokensDetails | None = None


class OutputTokensDetails(BaseModel):
    reasoning_tokens: int


class ResponseUsage(BaseModel):
    input_tokens: int
    input_tokens_details: InputTokensDetails
    output_tokens: int
    output_tokens_details: OutputTokensDetails
    total_tokens: int


Variables: TypeAlias = str | ResponseInputText | ResponseInputImage | ResponseInputFile


class ResponsePrompt(BaseModel):
    id: str
    variables: dict[str, Variables] | None = None
    version: str | None = None


ResponseIncludable: TypeAlias = Literal[
    "file_search_call.results",
    "web_search_call.results",
    "web_search_call.action.sources",
    "message.input_image.image_url",
    "computer_call_output.output.image_url",
    "code_interpreter_call.outputs",
    "reasoning.encrypted_content",
    "message.output_text.logprobs",
]


class ResponseConversationParam(BaseModel):
    id: str


class AccessPrograms(BaseModel):
    cyber: Literal["standard", "daybreak_blue", "daybreak_red"]


class IncompleteDetails(BaseModel):
    reason: Literal["max_output_tokens", "max_messages", "content_filter", "steered"] | None = None


ToolChoiceSpecificProgrammaticToolCallingParam: TypeAlias = ProgrammaticToolCalling
ToolChoice: TypeAlias = (
    ToolChoiceOptions
    | ToolChoiceAllowed
    | ToolChoiceTypes
    | ToolChoiceFunction
    | ToolChoiceMcp
    | ToolChoiceCustom
    | ToolChoiceSpecificProgrammaticToolCallingParam
    | ToolChoiceApplyPatch
    | ToolChoiceShell
)
Conversation: TypeAlias = ResponseConversationParam


class Image(BaseModel):
    context_compression: Literal["enabled", "disabled"]


class InputTransformation(BaseModel):
    id: str
    action: Literal["removed"]
    reason: Literal[
        "organization_mismatch",
        "end_user_mismatch",
        "model_mismatch",
        "prefix_mismatch",
        "turn_boundary",
    ]
    type: Literal["reasoning"]


ModerationInputModerationResult: TypeAlias = ModerationInputModerationResultsResult
ModerationInput: TypeAlias = ModerationInputModerationResult | ModerationInputError


ModerationOutputModerationResult: TypeAlias = ModerationInputModerationResultsResult
ModerationOutputError: TypeAlias = ModerationInputError
ModerationOutput: TypeAlias = ModerationInput


class Moderation(BaseModel):
    input: ModerationInput
    output: ModerationOutput


class PromptCacheDiagnosticsCacheMiss(BaseModel):
    cache_missed_tokens: int
    reason: Literal[
        "model_changed",
        "prompt_cache_key_changed",
        "tools_changed",
        "text_format_changed",
        "reasoning_effort_changed",
        "verbosity_changed",
        "context_compacted",
        "input_changed",
        "service_tier_changed",
    ]
    type: Literal["cache_miss"]
    comparison_reusable_tokens: int | None = None


class PromptCacheDiagnosticsCacheHit(BaseModel):
    type: Literal["cache_hit"]


class PromptCacheDiagnosticsComparisonResponseNotFound(BaseModel):
    type: Literal["comparison_response_not_found"]


class PromptCacheDiagnosticsUnavailable(BaseModel):
    type: Literal["unavailable"]


PromptCacheDiagnostics: TypeAlias = (
    PromptCacheDiagnosticsCacheMiss
    | PromptCacheDiagnosticsCacheHit
    | PromptCacheDiagnosticsComparisonResponseNotFound
    | PromptCacheDiagnosticsUnavailable
)


class PromptCacheOptions(BaseModel):
    mode: Literal["implicit", "explicit"]
    ttl: Literal["30m", "12h"]
    comparison_response_id: str | None = None


class ToolUsageImageGenInputTokensDetails(BaseModel):
    image_tokens: int
    text_tokens: int


class ToolUsageImageGenCachedTokensDetails(BaseModel):
    cached_image_tokens: int
    cached_text_tokens: int


ToolUsageImageGenOutputTokensDetails: TypeAlias = ToolUsageImageGenInputTokensDetails


class ToolUsageImageGen(BaseModel):
    input_tokens: int
    input_tokens_details: ToolUsageImageGenInputTokensDetails
    output_tokens: int
    total_tokens: int
    cached_tokens: int | None = None
    cached_tokens_details: ToolUsageImageGenCachedTokensDetails | None = None
    output_tokens_details: ToolUsageImageGenOutputTokensDetails | None = None


class ToolUsageWebSearch(BaseModel):
    num_requests: int


class ToolUsage(BaseModel):
    image_gen: ToolUsageImageGen
    web_search: ToolUsageWebSearch


class Response(BaseModel):
    id: str
    access_programs: AccessPrograms | None = None
    created_at: float
    error: ResponseError | None = None
    incomplete_details: IncompleteDetails | None = None
    instructions: str | list[ResponseInputItem] | None = None
    metadata: Metadata | None = None
    model: ResponsesModel
    object: Literal["response"]
    output: list[ResponseOutputItem]
    parallel_tool_calls: bool
    temperature: float | None = None
    tool_choice: ToolChoice
    tools: list[Tool]
    top_p: float | None = None
    background: bool | None = None
    completed_at: float | None = None
    conversation: Conversation | None = None
    image: Image | None = None
    input_transformations: list[InputTransformation] | None = None
    max_output_tokens: int | None = None
    max_tool_calls: int | None = None
    moderation: Moderation | None = None
    previous_response_id: str | None = None
    prompt: ResponsePrompt | None = None
    prompt_cache_diagnostics: PromptCacheDiagnostics | None = None
    prompt_cache_key: str | None = None
    prompt_cache_options: PromptCacheOptions | None = None
    prompt_cache_retention: Literal["in_memory", "24h"] | None = None
    reasoning: Reasoning | None = None
    safety_identifier: str | None = None
    service_tier: ServiceTier | None = None
    status: ResponseStatus | None = None
    text: ResponseTextConfig | None = None
    tool_usage: ToolUsage | None = None
    top_logprobs: int | None = None
    truncation: Literal["auto", "disabled"] | None = None
    usage: ResponseUsage | None = None
    user: str | None = None

    @property
    def output_text(self) -> str:
        """The text of every message in `output`, joined; empty if there is none."""
        return "".join(
            part.text or ""
            for item in self.output or []
            if item.type == "message"
            for part in item.content or []
            if part.type == "output_text"
        )


class CompactedResponse(BaseModel):
    id: str
    created_at: int
    object: Literal["response.compaction"]
    output: list[ResponseOutputItem]
    usage: ResponseUsage
    image: Image | None = None


class InputTokenCountResponse(BaseModel):
    input_tokens: int
    object: Literal["response.input_tokens"]
