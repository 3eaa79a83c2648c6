"""A prompt that was cut without a word, as Ollama does: told by the number of its tokens.

Ollama answers a prompt that is longer than its context with status 200 and counts in `usage`
only what it kept. Of a conversation it drops the oldest messages; of a message that is too long
by itself it keeps the end: half the context and two or three tokens (2050 of 4096, 16386 of
32768; Ollama 0.32 and 0.33), before its runner changed exactly the context (2048; 0.5). Its
OpenAI endpoint takes no `num_ctx`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: What Ollama sends as `system_fingerprint` with every answer.
_OLLAMA = "fp_ollama"
#: The smallest context that is looked at. Contexts, and their halves, are multiples of it, where
#: nobody chose an odd one.
_STEP = 1024
#: Tokens by which the count may be above such a number: those of the template that are kept.
_MAX_ABOVE = 8
#: Common tokenizers put no two words in one token; English needs 4 tokens for 3 words. The margin
#: is for those that do.
_MAX_WORDS_PER_TOKEN = 1.25
#: Characters, runs of white space counted as one. Prose has 4 to 5 for each token, code and most
#: languages fewer; a prompt cut to half a context has at least twice as many.
_MAX_CHARACTERS_PER_TOKEN = 6


def cut_prompt(answer: dict[str, Any], params: dict[str, Any]) -> str:
    """A warning if `answer` was made from a part of the prompt in `params` only; else "".

    The server must be Ollama, and the text have more words than so many tokens can hold, or more
    characters if the count is one at which Ollama cuts.
    """
    usage = answer.get("usage")
    tokens = usage.get("prompt_tokens") if isinstance(usage, dict) else None
    if answer.get("system_fingerprint") != _OLLAMA or type(tokens) is not int or tokens < _STEP:
        return ""
    texts = [text.split() for text in _texts(params)]
    words = sum(map(len, texts))
    characters = sum(len(" ".join(text)) for text in texts)
    is_where_it_cuts = tokens % _STEP <= _MAX_ABOVE
    has_too_many_words = words > tokens * _MAX_WORDS_PER_TOKEN
    is_too_long = is_where_it_cuts and characters > tokens * _MAX_CHARACTERS_PER_TOKEN
    if not has_too_many_words and not is_too_long:
        return ""
    return (
        f"Ollama seems to have cut the prompt for {answer.get('model')!r}: it counted {tokens} "
        f"tokens in {words} words ({characters} characters), so the model has seen a part of the "
        "text only. Start `ollama serve` with a larger OLLAMA_CONTEXT_LENGTH, or make a model "
        "with a larger num_ctx (requests to /v1 can't set it), or shorten the prompt."
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
