"""What `chat.completions.create` takes, apart from the messages and tools themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict
from ..shared_params import (
    ChatModel,
    FunctionParameters,
    Metadata,
    ReasoningEffort,
    ResponseFormatJSONObject,
    ResponseFormatJSONSchema,
    ResponseFormatText,
)
from .chat_completion_message_param import (
    ChatCompletionContentPartTextParam,
    ChatCompletionMessageParam,
)
from .chat_completion_tool_choice_option_param import ChatCompletionToolChoiceOptionParam
from .chat_completion_tool_param import ChatCompletionToolUnionParam

__all__ = [
    "ChatCompletionAudioParam",
    "ChatCompletionFunctionCallOptionParam",
    "ChatCompletionModality",
    "ChatCompletionPredictionContentParam",
    "ChatCompletionReasoningEffort",
    "ChatCompletionStreamOptionsParam",
    "CompletionCreateParams",
]

ChatCompletionModality: TypeAlias = Literal["text", "audio"]
ChatCompletionReasoningEffort: TypeAlias = ReasoningEffort


class VoiceID(TypedDict):
    id: str


# The names of hosted voices, like those of hosted models, are left to the server.
Voice: TypeAlias = str | VoiceID


class ChatCompletionAudioParam(TypedDict):
    format: Literal["wav", "aac", "mp3", "flac", "opus", "pcm16"]
    voice: Voice


class ChatCompletionFunctionCallOptionParam(TypedDict):
    name: str


FunctionCall: TypeAlias = Literal["none", "auto"] | ChatCompletionFunctionCallOptionParam


class Function(TypedDict, total=False):
    name: Required[str]
    description: str
    parameters: FunctionParameters


class ModerationPolicyInput(TypedDict):
    mode: Literal["score", "block"]


class ModerationPolicyOutput(TypedDict):
    mode: Literal["score", "block"]


class ModerationPolicy(TypedDict, total=False):
    input: ModerationPolicyInput | None
    output: ModerationPolicyOutput | None


class Moderation(TypedDict, total=False):
    model: Required[str]
    policy: ModerationPolicy | None


class ChatCompletionPredictionContentParam(TypedDict):
    content: str | Iterable[ChatCompletionContentPartTextParam]
    type: Literal["content"]


class PromptCacheOptions(TypedDict, total=False):
    mode: Literal["implicit", "explicit"]
    ttl: Literal["30m"]


ResponseFormat: TypeAlias = ResponseFormatText | ResponseFormatJSONSchema | ResponseFormatJSONObject


class ChatCompletionStreamOptionsParam(TypedDict, total=False):
    """Without `include_usage`, most servers say nothing about tokens in a stream."""

    include_obfuscation: bool
    include_usage: bool


class WebSearchOptionsUserLocationApproximate(TypedDict, total=False):
    city: str
    country: str
    region: str
    timezone: str


class WebSearchOptionsUserLocation(TypedDict):
    approximate: WebSearchOptionsUserLocationApproximate
    type: Literal["approximate"]


class WebSearchOptions(TypedDict, total=False):
    search_context_size: Literal["low", "medium", "high"]
    user_location: WebSearchOptionsUserLocation | None


class CompletionCreateParamsBase(TypedDict, total=False):
    messages: Required[Iterable[ChatCompletionMessageParam]]
    model: Required[ChatModel]
    audio: ChatCompletionAudioParam | None
    frequency_penalty: float | None
    function_call: FunctionCall
    functions: Iterable[Function]
    logit_bias: dict[str, int] | None
    logprobs: bool | None
    max_completion_tokens: int | None
    max_tokens: int | None
    metadata: Metadata | None
    modalities: list[Literal["text", "audio"]] | None
    moderation: Moderation | None
    n: int | None
    parallel_tool_calls: bool
    prediction: ChatCompletionPredictionContentParam | None
    presence_penalty: float | None
    prompt_cache_key: str | None
    prompt_cache_options: PromptCacheOptions
    prompt_cache_retention: Literal["in_memory", "24h"] | None
    reasoning_effort: ReasoningEffort | None
    response_format: ResponseFormat
    safety_identifier: str | None
    seed: int | None
    service_tier: Literal["auto", "default", "flex", "scale", "priority", "fast"] | None
    stop: str | Sequence[str] | None
    store: bool | None
    stream_options: ChatCompletionStreamOptionsParam | None
    temperature: float | None
    tool_choice: ChatCompletionToolChoiceOptionParam
    tools: Iterable[ChatCompletionToolUnionParam]
    top_logprobs: int | None
    top_p: float | None
    user: str
    verbosity: Literal["low", "medium", "high"] | None
    web_search_options: WebSearchOptions


class CompletionCreateParamsNonStreaming(CompletionCreateParamsBase, total=False):
    stream: Literal[False] | None


class CompletionCreateParamsStreaming(CompletionCreateParamsBase):
    stream: Required[Literal[True]]


CompletionCreateParams: TypeAlias = (
    CompletionCreateParamsNonStreaming | CompletionCreateParamsStreaming
)
