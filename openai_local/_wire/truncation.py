"""A prompt that was cut without a word, as Ollama does: told by the number of its tokens.

Ollama answers a prompt that is longer than its context with status 200, from the prompt's
last part, and counts in `usage` only what it kept: half the context and two or three tokens
(2050 of 4096, 16386 of 32768; 0.32 to 0.33), or exactly the context (2048; before its runner
changed). Its OpenAI endpoint takes no `num_ctx`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: What Ollama sends as `system_fingerprint` with every answer.
_OLLAMA = "fp_ollama"
#: Contexts, and their halves, are multiples of this many tokens, where nobody chose an odd one.
_STEP = 1024
#: Tokens by which the count may be above such a number: those of the template that are kept.
_MAX_ABOVE = 8
#: Characters, runs of white space counted as one. Prose has 4 to 5 for each token, code and most
#: languages fewer; a prompt cut to half a context has at least twice as many.
_MAX_CHARACTERS_PER_TOKEN = 6


def cut_prompt(answer: dict[str, Any], params: dict[str, Any]) -> str:
    """A warning if `answer` was made from a part of the prompt in `params` only; else "".

    All must hold: the server is Ollama, the number of tokens is one at which it cuts, and the
    text is longer than so many tokens can hold.
    """
    usage = answer.get("usage")
    tokens = usage.get("prompt_tokens") if isinstance(usage, dict) else None
    if answer.get("system_fingerprint") != _OLLAMA or type(tokens) is not int:
        return ""
    if tokens < _STEP or tokens % _STEP > _MAX_ABOVE:
        return ""
    characters = sum(len(" ".join(text.split())) for text in _texts(params))
    if characters <= tokens * _MAX_CHARACTERS_PER_TOKEN:
        return ""
    return (
        f"Ollama seems to have cut the prompt for {answer.get('model')!r}: it counted {tokens} "
        f"tokens in {characters} characters, so most of the text was left out of the answer. "
        "Start `ollama serve` with a larger OLLAMA_CONTEXT_LENGTH, or make a model with a larger "
        "num_ctx (requests to /v1 can't set it), or shorten the prompt."
    )


def _texts(params: dict[str, Any]) -> Iterator[str]:
    """The texts of a prompt that every chat template shows to the model in full.

    Not those of the assistant: templates leave out what it was thinking.
    """
    prompt = params.get("prompt")
    if isinstance(prompt, str):
        yield prompt
    messages = params.get("messages")
    for message in messages if isinstance(messages, list) else ():
        if not isinstance(message, dict) or message.get("role") == "assistant":
            continue
        content = message.get("content")
        if isinstance(content, str):
            yield content
        for part in content if isinstance(content, list) else ():
            if isinstance(part, dict) and isinstance(part.get("text"), str):
                yield part["text"]
