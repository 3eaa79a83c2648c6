"""Tool calls as they stand in a whole message; a stream brings them as `ChoiceDeltaToolCall`."""

from __future__ import annotations

from typing import TypeAlias

from .chat_completion_message_custom_tool_call import ChatCompletionMessageCustomToolCall
from .chat_completion_message_function_tool_call import (
    ChatCompletionMessageFunctionToolCall,
    Function as Function,
)

__all__ = [
    "ChatCompletionMessageCustomToolCall",
    "ChatCompletionMessageFunctionToolCall",
    "ChatCompletionMessageToolCall",
    "ChatCompletionMessageToolCallUnion",
]

ChatCompletionMessageToolCallUnion: TypeAlias = (
    ChatCompletionMessageFunctionToolCall | ChatCompletionMessageCustomToolCall
)

# The name from before custom tools: the class itself, so that isinstance and calls go on working.
ChatCompletionMessageToolCall: TypeAlias = ChatCompletionMessageFunctionToolCall
