"""One event of a streamed answer."""

from __future__ import annotations

from typing import Literal

from ..._models import BaseModel
from ..completion_usage import CompletionUsage
from ._reasoning import ReasoningNames
from .chat_completion import (
    Moderation as Moderation,
    ModerationInput as ModerationInput,
    ModerationInputError as ModerationInputError,
    ModerationInputModerationResults as ModerationInputModerationResults,
    ModerationInputModerationResultsResult as ModerationInputModerationResultsResult,
    ModerationOutput as ModerationOutput,
    ModerationOutputError as ModerationOutputError,
    ModerationOutputModerationResults as ModerationOutputModerationResults,
    ModerationOutputModerationResultsResult as ModerationOutputModerationResultsResult,
)
from .chat_completion_token_logprob import ChatCompletionTokenLogprob

__all__ = ["ChatCompletionChunk"]


class ChoiceDeltaAudio(BaseModel):
    id: str | None = None
    data: str | None = None
    expires_at: int | None = None
    transcript: str | None = None


class ChoiceDeltaFunctionCall(BaseModel):
    arguments: str | None = None
    name: str | None = None


class ChoiceDeltaToolCallFunction(BaseModel):
    arguments: str | None = None
    name: str | None = None


class ChoiceDeltaToolCall(BaseModel):
    """A piece of a tool call; pieces with the same `index` belong together.

    `id` and `function.name` come with the first piece only.
    """

    index: int
    id: str | None = None
    function: ChoiceDeltaToolCallFunction | None = None
    type: Literal["function"] | None = None


class ChoiceDelta(ReasoningNames, BaseModel):
    """What this chunk adds to the message; most servers send `role` only once, in the first.

    `reasoning_content`, if a server sent that or `reasoning`: what the model thought.
    """

    audio: ChoiceDeltaAudio | None = None
    content: str | None = None
    function_call: ChoiceDeltaFunctionCall | None = None
    refusal: str | None = None
    role: Literal["developer", "system", "user", "assistant", "tool"] | None = None
    tool_calls: list[ChoiceDeltaToolCall] | None = None


class ChoiceLogprobs(BaseModel):
    content: list[ChatCompletionTokenLogprob] | None = None
    refusal: list[ChatCompletionTokenLogprob] | None = None


class Choice(BaseModel):
    delta: ChoiceDelta
    index: int
    finish_reason: (
        Literal["stop", "length", "tool_calls", "content_filter", "function_call"] | None
    ) = None
    logprobs: ChoiceLogprobs | None = None


class ChatCompletionChunk(BaseModel):
    """`choices` is empty in the last chunk if that one carries only `usage`."""

    id: str
    choices: list[Choice]
    created: int
    model: str
    object: Literal["chat.completion.chunk"]
    moderation: Moderation | None = None
    obfuscation: str | None = None
    service_tier: Literal["auto", "default", "flex", "scale", "priority", "fast"] | None = None
    system_fingerprint: str | None = None
    usage: CompletionUsage | None = None
