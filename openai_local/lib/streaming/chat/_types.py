"""What a stream has amounted to so far. `parsed` is raw JSON until the content is complete."""

from __future__ import annotations

from typing import TypeAlias

from ....types.chat import ParsedChatCompletion, ParsedChatCompletionMessage, ParsedChoice

ParsedChatCompletionSnapshot: TypeAlias = ParsedChatCompletion[object]
ParsedChatCompletionMessageSnapshot: TypeAlias = ParsedChatCompletionMessage[object]
ParsedChoiceSnapshot: TypeAlias = ParsedChoice[object]
