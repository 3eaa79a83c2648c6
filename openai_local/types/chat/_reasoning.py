"""The thoughts of a model, which servers send under two names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

#: llama-server, SGLang and DeepSeek say the first, vLLM, Ollama and mlx-lm the second.
_OTHER_NAME = {"reasoning_content": "reasoning", "reasoning": "reasoning_content"}


class ReasoningNames:
    """Lets a message or delta be asked for `reasoning_content` or `reasoning`, whichever was sent.

    Dumps show the name that was sent. If neither was, both raise `AttributeError`.
    """

    __slots__ = ()

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Called only for what is not found: a plain piece of text pays nothing.
            other = _OTHER_NAME.get(name)
            if other is not None and other in self.__dict__:
                return self.__dict__[other]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
