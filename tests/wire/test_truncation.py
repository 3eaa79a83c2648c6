"""Which answers show that their prompt was cut, and which only look like it."""

from __future__ import annotations

from typing import Any

import pytest

from openai_local._wire.truncation import cut_prompt

#: English: 4.6 characters a token, as common tokenizers count it.
PROSE = "The quick brown fox jumps over the lazy dog, and the dog does not mind it at all. "
CODE = "    for item in items:\n        if item.is_ready:\n            yield item.value\n"


def answer(tokens: Any, fingerprint: Any = "fp_ollama", model: str = "qwen3:4b") -> dict[str, Any]:
    usage = {"prompt_tokens": tokens, "completion_tokens": 5}
    return {"model": model, "system_fingerprint": fingerprint, "usage": usage}


def ask(text: Any, role: str = "user") -> dict[str, Any]:
    return {"messages": [{"role": role, "content": text}]}


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        # Ollama 0.32: context 4096, a prompt of 7,900 tokens.
        (2050, PROSE * 440),
        # Ollama 0.33: context 32768, 159,062 characters of Python; and of 4096.
        (16386, CODE * 2300),
        (2051, CODE * 900),
        # Ollama 0.33: 160,689 tokens.
        (16387, PROSE * 9000),
        # Ollama 0.5: context 2048, a prompt of 3,940 tokens.
        (2048, PROSE * 220),
        # Old messages dropped from a conversation: any number below the context.
        (3527, PROSE * 440),
        (1100, "word " * 1400),
    ],
)
def test_cut(tokens: int, text: str) -> None:
    """What was seen of Ollama is recognised, and the warning says what to do."""
    warning = cut_prompt(answer(tokens), ask(text))

    assert "cut the prompt for 'qwen3:4b'" in warning
    assert f"counted {tokens} tokens" in warning
    assert "OLLAMA_CONTEXT_LENGTH" in warning
    assert text[:9] not in warning


def test_all_texts_count() -> None:
    """Those of several messages and of parts, and the prompt of the API before chat."""
    parts = [{"type": "text", "text": PROSE * 220}]
    messages = [{"role": "system", "content": PROSE * 220}, {"role": "user", "content": parts}]

    assert cut_prompt(answer(2050), {"messages": messages})
    assert cut_prompt(answer(2050), {"prompt": PROSE * 440})


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        # As long as it was counted, at a number at which Ollama cuts.
        (answer(2050), ask(PROSE * 110)),
        (answer(4096), ask(CODE * 150)),
        (answer(2050), ask("中文" * 1500)),
        # Long words without spaces, at another number.
        (answer(2040), ask("abcdefgh_" * 3000)),
        (answer(3000), ask("中文" * 20_000)),
        # As many words as tokens, as no tokenizer counts prose, but one might.
        (answer(3000), ask("word " * 3700)),
        # Fewer tokens than any context has: they count only what is new to some old Ollama.
        (answer(26), ask(PROSE * 440)),
        (answer(0), ask(PROSE * 440)),
        # Another server.
        (answer(2050, "b11434"), ask(PROSE * 440)),
        (answer(2050, None), ask(PROSE * 440)),
        # Text that costs few tokens, or may be left out by the template.
        (answer(2050), ask(" " * 90_000 + "\n" * 9000)),
        (answer(2050), ask(PROSE * 440, role="assistant")),
        (answer(2050), ask([{"type": "image_url", "image_url": {"url": "data:" + "A" * 90_000}}])),
        # Answers of another shape.
        ({"system_fingerprint": "fp_ollama"}, ask(PROSE * 440)),
        ({"system_fingerprint": "fp_ollama", "usage": None}, ask(PROSE * 440)),
        (answer("2050"), ask(PROSE * 440)),
        (answer(2050), {"messages": [None, {"content": None}, {}]}),
        (answer(2050), {}),
    ],
)
def test_not_cut(told: dict[str, Any], asked: dict[str, Any]) -> None:
    """Ordinary calls raise no alarm."""
    assert "" == cut_prompt(told, asked)
