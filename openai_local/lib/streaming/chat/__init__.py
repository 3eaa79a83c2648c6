"""Streams of chat completions as events, under the official SDK's names."""

from __future__ import annotations

from ._completions import (
    AsyncChatCompletionStream as AsyncChatCompletionStream,
    AsyncChatCompletionStreamManager as AsyncChatCompletionStreamManager,
    ChatCompletionStream as ChatCompletionStream,
    ChatCompletionStreamManager as ChatCompletionStreamManager,
)
from ._events import (
    ChatCompletionStreamEvent as ChatCompletionStreamEvent,
    ChunkEvent as ChunkEvent,
    ContentDeltaEvent as ContentDeltaEvent,
    ContentDoneEvent as ContentDoneEvent,
    FunctionToolCallArgumentsDeltaEvent as FunctionToolCallArgumentsDeltaEvent,
    FunctionToolCallArgumentsDoneEvent as FunctionToolCallArgumentsDoneEvent,
    LogprobsContentDeltaEvent as LogprobsContentDeltaEvent,
    LogprobsContentDoneEvent as LogprobsContentDoneEvent,
    LogprobsRefusalDeltaEvent as LogprobsRefusalDeltaEvent,
    LogprobsRefusalDoneEvent as LogprobsRefusalDoneEvent,
    RefusalDeltaEvent as RefusalDeltaEvent,
    RefusalDoneEvent as RefusalDoneEvent,
)
from ._state import ChatCompletionStreamState as ChatCompletionStreamState
from ._types import (
    ParsedChatCompletionMessageSnapshot as ParsedChatCompletionMessageSnapshot,
    ParsedChatCompletionSnapshot as ParsedChatCompletionSnapshot,
    ParsedChoiceSnapshot as ParsedChoiceSnapshot,
)
