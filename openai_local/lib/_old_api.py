"""Names of the official SDK before its version 1, whose use raises with what to do instead."""

from __future__ import annotations

from typing import Any

from .._exceptions import OpenAIError
from .._hosted import OLD_NAMES

__all__ = ["APIRemovedInV1"]

#: What took the place of those that are still used most.
_INSTEAD = {
    "ChatCompletion": "client.chat.completions.create(...)",
    "Completion": "client.completions.create(...)",
    "Embedding": "client.embeddings.create(...)",
    "Image": "client.images.generate(...)",
    "Model": "client.models.list()",
    "Moderation": "client.moderations.create(...)",
}


class APIRemovedInV1(OpenAIError):
    """A program was written for a version below 1 of the official SDK."""

    def __init__(self, *, symbol: str) -> None:
        instead = _INSTEAD.get(symbol, "its methods")
        super().__init__(
            f"You tried to access openai.{symbol}, which is gone since version 1.0 of the official "
            f"SDK. Make a client, client = OpenAI(), and call {instead}."
        )


class APIRemovedInV1Proxy:
    """Whatever is asked of it is itself; calling it raises `APIRemovedInV1`."""

    def __init__(self, *, symbol: str) -> None:
        self._symbol = symbol

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise APIRemovedInV1(symbol=self._symbol)

    def __repr__(self) -> str:
        return type(self).__name__


_PROXIES = {name: APIRemovedInV1Proxy(symbol=name) for name in sorted(OLD_NAMES)}


def __getattr__(name: str) -> APIRemovedInV1Proxy:
    if name not in _PROXIES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _PROXIES[name]
