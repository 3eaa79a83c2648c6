"""`client.chat`."""

from __future__ import annotations

from functools import cached_property

from .._resource import Resource
from .completions import Completions

__all__ = ["Chat", "Completions"]


class Chat(Resource):
    """`client.chat`: conversations with a model."""

    @cached_property
    def completions(self) -> Completions:
        """`client.chat.completions`."""
        return Completions(self._client)
