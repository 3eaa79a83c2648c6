"""`client.beta`: the name under which older programs find `parse()` and `stream()`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from .._hosted import not_there
from .._lazy import lazy
from ._resource import AsyncResource, Resource
from .chat import AsyncChat, Chat

if TYPE_CHECKING:
    from . import _views

#: The official path is a package; what is imported from below is found by `_deep_paths`.
__path__: list[str] = []

#: Parts of the official `client.beta` that no local server has.
_HOSTED_ONLY = frozenset({"agents", "assistants", "chatkit", "realtime", "responses", "threads"})


class Beta(Resource):
    """`client.beta`: only `client.beta.chat`, which is `client.chat`."""

    with_raw_response: _views.RawBeta
    with_streaming_response: _views.StreamingBeta

    @cached_property
    def chat(self) -> Chat:
        """The same methods as those of `client.chat`."""
        return Chat(self._client)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(_not_there(self, name))


class AsyncBeta(AsyncResource):
    """`Beta` for asyncio."""

    with_raw_response: _views.AsyncRawBeta
    with_streaming_response: _views.AsyncStreamingBeta

    @cached_property
    def chat(self) -> AsyncChat:
        """The same methods as those of `client.chat`."""
        return AsyncChat(self._client)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(_not_there(self, name))


def _not_there(beta: object, name: str) -> str:
    return not_there(f"{type(beta).__name__!r} object", name, _HOSTED_ONLY)


if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, {})
