"""`client.responses`."""

from __future__ import annotations

from .input_items import AsyncInputItems, InputItems
from .input_tokens import AsyncInputTokens, InputTokens
from .responses import AsyncResponses, Responses

__all__ = [
    "AsyncInputItems",
    "AsyncInputTokens",
    "AsyncResponses",
    "InputItems",
    "InputTokens",
    "Responses",
]
