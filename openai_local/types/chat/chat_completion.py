"""The whole answer to a chat request."""

from __future__ import annotations

from typing import Literal

from ..._models import BaseModel
from ..completion_usage import CompletionUsage
from ..shared import Metadata
from .chat_completion_message import ChatCompletionMessage
from .chat_completion_moderation import (
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

__all__ = ["ChatCompletion"]


class ChoiceLogprobs(BaseModel):
    content: list[ChatCompletionTokenLogprob] | None = None
    refusal: list[ChatCompletionTokenLogprob] | None = None


class Choice(BaseModel):
    finish_reason: Literal["stop", "length", "tool_calls", "content_filter", "function_call"]
    index: int
    logprobs: ChoiceLogprobs | None = None
    message: ChatCompletionMessage


class ChatCompletion(BaseModel):
    id: str
    choices: list[Choice]
    created: int
    model: str
    object: Literal["chat.completion"]
    metadata: Metadata | None = None
    moderation: Moderation | None = None
    service_tier: Literal["auto", "default", "flex", "scale", "priority", "fast"] | None = None
    system_fingerprint: str | None = None
    usage: CompletionUsage | None = None
