"""What a stream tells of its own speed: pieces counted as they pass, and the server's numbers."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

__all__ = ["PromptProgress", "StreamStats"]


class PromptProgress(NamedTuple):
    """How far a server is with reading the prompt, in tokens."""

    #: Tokens that need no more work, those found in its cache among them.
    processed: int
    #: Tokens of the whole prompt.
    total: int
    #: Tokens that it had in its cache from before; 0 where a server doesn't say.
    cached: int = 0
    #: Seconds that it has worked on the prompt; None where a server doesn't say.
    seconds: float | None = None


class StreamStats(NamedTuple):
    """How fast a stream was, or is so far. Times are in seconds, from sending the request on.

    Tokens and their rates are the server's own where it tells them: llama-server's `timings`,
    else `usage`, for which some servers need `stream_options={"include_usage": True}`. Without
    these, `tokens` counts the chunks that brought something, which is about one for a token, and
    the rates come from the clock. None is what can't be known, or not yet. Of several choices,
    some servers count the last one alone.
    """

    #: Until the first piece of the answer arrived; what connecting took is in it, retries are not.
    time_to_first_token: float | None
    #: Tokens of the prompt, those from the server's cache among them.
    prompt_tokens: int | None
    #: Of the tokens that were not in its cache.
    prompt_tokens_per_second: float | None
    #: Tokens of the answer.
    tokens: int
    tokens_per_second: float | None
    #: Until the last bytes were read, which a caller slower than the server puts off.
    seconds: float


class Tally:
    """Keeps, of the payloads of one stream, the server's own count and speed."""

    __slots__ = ("_cached", "_timings", "_usage")

    def __init__(self) -> None:
        self._usage: dict[str, Any] = {}
        self._timings: dict[str, Any] = {}
        #: Tokens of the prompt that `usage` says were in the server's cache.
        self._cached: float = 0

    def observe(self, payload: dict[str, Any]) -> None:
        """Take note of one object of the stream, as parsed JSON, which a program may change."""
        if timings := _fields_of(payload.get("timings")):
            self._timings = _numbers_of(timings)
        if usage := _fields_of(payload.get("usage")):
            self._usage = _numbers_of(usage)
            self._cached = _numbers_of(usage.get("prompt_tokens_details")).get("cached_tokens", 0)

    def stats(self, pieces: int, first_after: float | None, last_after: float) -> StreamStats:
        """The stats of a stream, of which so many pieces came.

        Seconds from sending the request to the first of them, and to the last bytes.
        """
        usage, timings = self._usage, self._timings
        prompt, cached = usage.get("prompt_tokens"), timings.get("cache_n", 0)
        if prompt is None and "prompt_n" in timings:
            prompt = timings["prompt_n"] + cached
        new = None if prompt is None else prompt - self._cached
        tokens = usage.get("completion_tokens", timings.get("predicted_n", pieces))
        writing = 0.0 if first_after is None else last_after - first_after
        return StreamStats(
            time_to_first_token=first_after,
            prompt_tokens=None if prompt is None else int(prompt),
            prompt_tokens_per_second=timings.get("prompt_per_second") or _rate(new, first_after),
            tokens=int(tokens),
            # The first token is what the time before was for.
            tokens_per_second=timings.get("predicted_per_second") or _rate(tokens - 1, writing),
            seconds=last_after,
        )


def _fields_of(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _numbers_of(value: Any) -> dict[str, Any]:
    """Those fields that are numbers, whatever a server may have put there."""
    fields = _fields_of(value)
    return {name: n for name, n in fields.items() if type(n) in (int, float) and n >= 0}


def _rate(count: float | None, seconds: float | None) -> float | None:
    return count / seconds if count and seconds and count > 0 else None


def progress_in(payload: dict[str, Any]) -> PromptProgress | None:
    """What a chunk of llama-server says of the prompt, as it does with `return_progress`."""
    numbers = _numbers_of(payload.get("prompt_progress"))
    if "processed" not in numbers or "total" not in numbers:
        return None
    return PromptProgress(
        int(numbers["processed"]),
        int(numbers["total"]),
        int(numbers.get("cache", 0)),
        numbers["time_ms"] / 1000 if "time_ms" in numbers else None,
    )


#: mlx-lm's: "keepalive 465/466".
_KEEPALIVE = rb": ?keepalive (\d{1,9})/(\d{1,9})"


def progress_in_comment(line: bytes) -> PromptProgress | None:
    """What a comment of mlx-lm's server says of the prompt."""
    match = re.fullmatch(_KEEPALIVE, line)
    return PromptProgress(int(match[1]), int(match[2])) if match else None
