from __future__ import annotations

from typing import TypeAlias

from .chat_completion_content_part import (
    ChatCompletionContentPartImage,
    ChatCompletionContentPartText,
)
from .chat_completion_message import ChatCompletionMessage

__all__ = ["ChatCompletionStoreMessage"]

ChatCompletionStoreMessageContentPart: TypeAlias = (
    ChatCompletionContentPartText | ChatCompletionContentPartImage
)


class ChatCompletionStoreMessage(ChatCompletionMessage):
    id: str
    content_parts: list[ChatCompletionStoreMessageContentPart] | None = None
