"""What `responses.create` and `responses.retrieve` take, apart from items and tools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict
from ..shared_params import Metadata, Reasoning as Reasoning, ResponsesModel
from .response import ResponseIncludable as ResponseIncludable, ServiceTier
from .response_input_content_param import (
    ResponseInputFileParam,
    ResponseInputImageParam,
    ResponseInputTextParam,
)
from .response_input_item_param import ResponseInputParam as ResponseInputParam
from .response_text_config_param import ResponseTextConfigParam
from .tool_choice import (
    ToolChoiceAllowedParam,
    ToolChoiceApplyPatchParam,
    ToolChoiceCustomParam,
    ToolChoiceFunctionParam,
    ToolChoiceMcpParam,
    ToolChoiceOptions,
    ToolChoiceShellParam,
    ToolChoiceTypesParam,
)
from .tool_param import ProgrammaticToolCalling, ToolParam as ToolParam

__all__ = [
    "InputItemListParams",
    "ResponseConversationParamParam",
    "ResponseCreateParams",
    "ResponsePromptParam",
    "ResponseRetrieveParams",
]

Variables: TypeAlias = (
    str | ResponseInputTextParam | ResponseInputImageParam | ResponseInputFileParam
)


class ResponsePromptParam(TypedDict, total=False):
    id: Required[str]
    variables: dict[str, Variables] | None
    version: str | None


class ResponseConversationParamParam(TypedDict):
    id: str


class AccessPrograms(TypedDict, total=False):
    cyber: Literal["standard", "daybreak_blue", "daybreak_red"]


class BackgroundOptions(TypedDict, total=False):
    completion_window: Literal["soonest", "2h", "8h"]
    continuation_id: str


class Image(TypedDict, total=False):
    context_compression: Literal["auto", "enabled", "disabled"]


class PromptCacheOptions(TypedDict, total=False):
    comparison_response_id: str | None
    mode: Literal["implicit", "explicit"]
    prewarm: bool
    ttl: Literal["30m", "12h"]


ToolChoiceSpecificProgrammaticToolCallingParam: TypeAlias = ProgrammaticToolCalling
ToolChoice: TypeAlias = (
    ToolChoiceOptions
    | ToolChoiceAllowedParam
    | ToolChoiceTypesParam
    | ToolChoiceFunctionParam
    | ToolChoiceMcpParam
    | ToolChoiceCustomParam
    | ToolChoiceSpecificProgrammaticToolCallingParam
    | ToolChoiceApplyPatchParam
    | ToolChoiceShellParam
)
Conversation: TypeAlias = str | ResponseConversationParamParam


class ModerationPolicyInput(TypedDict):
    mode: Literal["score", "block"]


ModerationPolicyOutput: TypeAlias = ModerationPolicyInput


class ModerationPolicy(TypedDict, total=False):
    input: ModerationPolicyInput | None
    output: ModerationPolicyOutput | None


class Moderation(TypedDict, total=False):
    model: Required[str]
    policy: ModerationPolicy | None


class StreamOptions(TypedDict, total=False):
    include_obfuscation: bool


class ContextManagement(TypedDict, total=False):
    type: Required[str]
    compact_threshold: int | None


class ResponseCreateParamsBase(TypedDict, total=False):
    access_programs: AccessPrograms
    background: bool | None
    background_options: BackgroundOptions
    context_management: Iterable[ContextManagement] | None
    conversation: Conversation | None
    image: Image
    include: list[ResponseIncludable] | None
    input: str | ResponseInputParam
    instructions: str | None
    max_output_tokens: int | None
    max_tool_calls: int | None
    metadata: Metadata | None
    model: ResponsesModel
    moderation: Moderation | None
    parallel_tool_calls: bool | None
    previous_response_id: str | None
    prompt: ResponsePromptParam | None
    prompt_cache_key: str | None
    prompt_cache_options: PromptCacheOptions
    prompt_cache_retention: Literal["in_memory", "24h"] | None
    reasoning: Reasoning | None
    safety_identifier: str | None
    service_tier: ServiceTier | None
    store: bool | None
    stream_options: StreamOptions | None
    temperature: float | None
    text: ResponseTextConfigParam
    tool_choice: ToolChoice
    tools: Iterable[ToolParam]
    top_logprobs: int | None
    top_p: float | None
    truncation: Literal["auto", "disabled"] | None
    user: str


class ResponseCreateParamsNonStreaming(ResponseCreateParamsBase, total=False):
    stream: Literal[False] | None


class ResponseCreateParamsStreaming(ResponseCreateParamsBase):
    stream: Required[Literal[True]]


ResponseCreateParams: TypeAlias = ResponseCreateParamsNonStreaming | ResponseCreateParamsStreaming


class ResponseRetrieveParamsBase(TypedDict, total=False):
    include: list[ResponseIncludable]
    include_obfuscation: bool
    starting_after: int


class ResponseRetrieveParamsNonStreaming(ResponseRetrieveParamsBase, total=False):
    stream: Literal[False]


class ResponseRetrieveParamsStreaming(ResponseRetrieveParamsBase):
    stream: Required[Literal[True]]


ResponseRetrieveParams: TypeAlias = (
    ResponseRetrieveParamsNonStreaming | ResponseRetrieveParamsStreaming
)


class InputItemListParams(TypedDict, total=False):
    after: str
    include: list[ResponseIncludable]
    limit: int
    order: Literal["asc", "desc"]
