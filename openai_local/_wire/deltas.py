"""A whole chat completion -> the chunks that a stream would have sent.

Some servers and proxies answer `stream=True` with one plain JSON document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def chunks_of(completion: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Two chunks: all of every message, then the finish reasons and the usage.

    They are two because programs stop at a finish_reason without looking at the same delta.
    """
    about = {name: value for name, value in completion.items() if name not in ("choices", "usage")}
    about["object"] = "chat.completion.chunk"
    choices = [choice for choice in completion.get("choices") or [] if isinstance(choice, dict)]
    yield {**about, "choices": [_opening(choice) for choice in choices]}
    closing: dict[str, Any] = {**about, "choices": [_closing(choice) for choice in choices]}
    if completion.get("usage") is not None:
        closing["usage"] = completion["usage"]
    yield closing


def _opening(choice: dict[str, Any]) -> dict[str, Any]:
    message = choice.get("message")
    delta = dict(message) if isinstance(message, dict) else {}
    if isinstance(delta.get("tool_calls"), list):
        # Only deltas number their tool calls.
        delta["tool_calls"] = [
            {"index": position, **call} if isinstance(call, dict) else call
            for position, call in enumerate(delta["tool_calls"])
        ]
    opening = {"index": choice.get("index", 0), "delta": delta, "finish_reason": None}
    if choice.get("logprobs") is not None:
        opening["logprobs"] = choice["logprobs"]
    return opening


def _closing(choice: dict[str, Any]) -> dict[str, Any]:
    finish_reason = choice.get("finish_reason") or "stop"
    return {"index": choice.get("index", 0), "delta": {}, "finish_reason": finish_reason}
