"""`client.chat`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..._lazy import lazy as _lazy
from .._resource import AsyncResource, Resource
from .completions import AsyncCompletions, Completions

if TYPE_CHECKING:
    from .. import _views

__all__ = ["AsyncChat", "AsyncCompletions", "Chat", "Completions"]


class Chat(Resource):
    """`client.chat`: conversations with a model."""

    with_raw_response: _views.RawChat
    with_streaming_response: _views.StreamingChat

    @cached_property
    def completions(self) -> Completions:
        """`client.chat.completions`."""
        return Completions(self._client)


class AsyncChat(AsyncResource):
    """`Chat` for asyncio."""

    with_raw_response: _views.AsyncRawChat
    with_streaming_response: _views.AsyncStreamingChat

    @cached_property
    def completions(self) -> AsyncCompletions:
        """`client.chat.completions`."""
        return AsyncCompletions(self._client)


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
