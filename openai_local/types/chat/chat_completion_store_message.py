"""Messages of stored completions."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from .chat_completion_message import ChatCompletionMessage

__all__ = [
    "ChatCompletionContentPartImage",
    "ChatCompletionContentPartText",
    "ChatCompletionStoreMessage",
]


class PromptCacheBreakpoint(BaseModel):
    mode: Literal["explicit"]
    ttl: Literal["30m", "12h"] | None = None


class ChatCompletionContentPartText(BaseModel):
    text: str
    type: Literal["text"]
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


class ImageURL(BaseModel):
    url: str
    detail: Literal["auto", "low", "high", "original"] | None = None


class ChatCompletionContentPartImage(BaseModel):
    image_url: ImageURL
    type: Literal["image_url"]
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


ChatCompletionStoreMessageContentPart: TypeAlias = (
    ChatCompletionContentPartText | ChatCompletionContentPartImage
)


class ChatCompletionStoreMessage(ChatCompletionMessage):
    id: str
    content_parts: list[ChatCompletionStoreMessageContentPart] | None = None
