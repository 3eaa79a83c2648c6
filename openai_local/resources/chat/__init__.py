"""`client.chat`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..._lazy import lazy as _lazy
from .._resource import AsyncResource, Resource
from .completions import AsyncCompletions, Completions

__all__ = ["AsyncChat", "AsyncCompletions", "Chat", "Completions"]


class Chat(Resource):
    """`client.chat`: conversations with a model."""

    @cached_property
    def completions(self) -> Completions:
        """`client.chat.completions`."""
        return Completions(self._client)


class AsyncChat(AsyncResource):
    """`Chat` for asyncio."""

    @cached_property
    def completions(self) -> AsyncCompletions:
        """`client.chat.completions`."""
        return AsyncCompletions(self._client)


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
