"""The thoughts of a model, which servers send under two names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._alias import goes_by_openai


class _SentAs:
    """Reads a field that was sent under another name.

    Not asked where the server sent the field itself: what is in the instance's `__dict__` wins.
    Pydantic has unknown fields elsewhere, and looks there after the error that this raises.
    """

    __slots__ = ("name", "sent")

    def __init__(self, sent: str) -> None:
        self.sent = sent

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is not None and not goes_by_openai():
            fields = instance._sent_fields()
            if self.sent in fields:
                return fields[self.sent]
        raise AttributeError(f"{owner.__name__!r} object has no attribute {self.name!r}")


class ReasoningNames:
    """Lets a message or delta be asked for `reasoning_content` or `reasoning`, whichever was sent.

    llama-server, SGLang and DeepSeek send the first, vLLM, Ollama and mlx-lm the second. Dumps
    show the name that was sent. If neither was, both raise `AttributeError`.

    Not where we stand in for the official SDK: libraries read both names there, and would take
    the same thought for two.
    """

    __slots__ = ()

    if not TYPE_CHECKING:
        reasoning_content = _SentAs("reasoning")
        reasoning = _SentAs("reasoning_content")
