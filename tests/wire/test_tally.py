"""What the numbers of a stream become, and which chunks count; no clock."""

from __future__ import annotations

import json
from typing import Any

import pytest

from openai_local._http import Headers, Request, Response
from openai_local._wire.ending import ChatEnding
from openai_local._wire.request import StreamRule
from openai_local._wire.stream import StreamReader
from openai_local._wire.tally import PromptProgress, StreamStats, Tally, progress_in_comment
from openai_local.resources.chat.completions import chunks_of
from openai_local.types.chat import ChatCompletionChunk

TIMINGS = {
    "cache_n": 12, "prompt_n": 30, "prompt_per_second": 300.0,
    "predicted_n": 35, "predicted_per_second": 70.0,
}  # fmt: skip
USAGE = {"prompt_tokens": 42, "completion_tokens": 35, "total_tokens": 77}


def stats(*payloads: dict[str, Any], pieces: int = 11, **times: Any) -> StreamStats:
    tally = Tally()
    for payload in payloads:
        tally.observe(payload)
    return tally.stats(pieces, times.get("first_after", 2.0), times.get("last_after", 4.0))


def reader(**settings: Any) -> StreamReader:
    response = Response(
        200,
        headers=Headers({"Content-Type": "text/event-stream"}),
        request=Request("POST", "http://127.0.0.1:8080/v1/chat/completions"),
    )
    rule = StreamRule(ChatCompletionChunk, ChatEnding, chunks_of, has_prompt=True)
    return StreamReader(response, rule, strict=True, **settings)


def chunk(delta: Any, finish_reason: str | None = None, **fields: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return f"data: {json.dumps({'choices': [choice], **fields})}\n\n".encode()


# -- stats -----------------------------------------------------------------------------------


def test_the_servers_timings_come_first() -> None:
    """llama-server's own numbers are taken before what the clock says."""
    assert StreamStats(2.0, 42, 300.0, 35, 70.0, 4.0) == stats({"timings": TIMINGS})


def test_usage_and_the_clock() -> None:
    """With `usage` alone, tokens are the server's and the rates the clock's."""
    # 42 tokens until the first, then 34 more in two seconds.
    assert StreamStats(2.0, 42, 21.0, 35, 17.0, 4.0) == stats({"usage": USAGE})


def test_cached_tokens_were_not_read() -> None:
    """Tokens of the prompt that the server had in its cache don't count for its speed."""
    usage = {**USAGE, "prompt_tokens_details": {"cached_tokens": 40}}

    assert (42, 1.0) == stats({"usage": usage})[1:3]


def test_the_clock_alone() -> None:
    """Without any numbers, chunks are counted; of the prompt nothing is known."""
    assert StreamStats(2.0, None, None, 11, 5.0, 4.0) == stats({"choices": []}, {"usage": None})


def test_the_last_numbers_count() -> None:
    """Where each chunk has the usage so far, the last one counts; null does not undo it."""
    early = {"usage": {"prompt_tokens": 42, "completion_tokens": 1}}

    assert 35 == stats(early, {"usage": USAGE}, {"usage": None}).tokens


@pytest.mark.parametrize(
    "odd",
    [{"usage": "many"}, {"usage": [1]}, {"usage": {"completion_tokens": "35"}},
     {"usage": {"completion_tokens": -1, "prompt_tokens": None}}, {"timings": {"predicted_n": {}}},
     {"usage": {"prompt_tokens": True}}, {"timings": 5}],
)  # fmt: skip
def test_odd_numbers(odd: dict[str, Any]) -> None:
    """What is no number is left out, whatever a server sends."""
    assert StreamStats(2.0, None, None, 11, 5.0, 4.0) == stats(odd)


@pytest.mark.parametrize(("pieces", "first_after"), [(0, None), (1, 4.0)])
def test_too_little_for_a_rate(pieces: int, first_after: float | None) -> None:
    """Before the second token there is no rate, and no division by zero."""
    expected = StreamStats(first_after, None, None, pieces, None, 4.0)

    assert expected == stats(pieces=pieces, first_after=first_after)


# -- which chunks count ----------------------------------------------------------------------


def test_pieces() -> None:
    """Text, thoughts and tool calls are pieces of the answer; roles, ends and usage are not."""
    reads = reader()
    body = [
        chunk({"role": "assistant", "content": None}),
        chunk({"role": "assistant", "content": ""}),
        chunk({"reasoning_content": "Hm"}),
        *[chunk({"content": text}) for text in "abcdefgh"],
        chunk({"tool_calls": [{"index": 0, "function": {"arguments": "{"}}]}),
        chunk({}, "stop"),
        b'data: {"choices":[],"usage":{}}\n\n',
    ]
    assert len(body) == len(list(reads.feed(b"".join(body))))

    assert 10 == reads.stats(1.0, 2.0).tokens


def test_has_tokens() -> None:
    """The first token is the first piece of the answer, not its role."""
    reads = reader()
    list(reads.feed(b": ping\n\n" + chunk({"role": "assistant", "content": ""})))
    assert (True, False) == (reads.has_begun, reads.has_tokens)

    list(reads.feed(chunk({"content": "a"})))
    assert reads.has_tokens


# -- progress --------------------------------------------------------------------------------


PROGRESS = {"total": 1113, "cache": 24, "processed": 536, "time_ms": 1500}


def test_reports_for_the_callback() -> None:
    """A report on the prompt goes to the callback and is no chunk, nor the beginning."""
    seen: list[PromptProgress] = []
    reads = reader(on_progress=seen.append)

    assert [] == list(reads.feed(chunk({"role": "assistant"}, prompt_progress=PROGRESS)))
    assert [PromptProgress(536, 1113, 24, 1.5)] == seen
    assert (False, True) == (reads.has_begun, reads.made_progress)
    assert "536 of the 1113 tokens of the prompt had been processed" == reads.arrived


def test_reports_that_the_caller_asked_for() -> None:
    """Without a callback it is the caller who has asked the server: the chunk is handed out."""
    reads = reader()

    (got,) = reads.feed(chunk({"role": "assistant"}, prompt_progress=PROGRESS))
    assert (PROGRESS, False) == (got.prompt_progress, reads.has_begun)


@pytest.mark.parametrize("odd", [None, {}, {"total": 5}, {"processed": "5", "total": 9}, 7])
def test_odd_reports(odd: Any) -> None:
    """What is no report is a chunk like others."""
    reads = reader(on_progress=pytest.fail)

    assert 1 == len(list(reads.feed(chunk({"content": "a"}, prompt_progress=odd))))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b": keepalive 465/466", PromptProgress(465, 466)),
        (b":keepalive 1/2", PromptProgress(1, 2)),
        (b": keepalive", None),
        (b": keepalive 1/2 and more", None),
        (b": keepalive 99999999999999/1", None),
        (b": ping", None),
        (b":", None),
    ],
)
def test_comments_of_mlx(line: bytes, expected: PromptProgress | None) -> None:
    """mlx-lm counts the tokens of the prompt in its comments."""
    assert expected == progress_in_comment(line)


def test_comments_after_the_beginning() -> None:
    """Once the answer has begun, comments tell nothing of the prompt."""
    seen: list[PromptProgress] = []
    reads = reader(on_progress=seen.append)

    list(reads.feed(b": keepalive 1/2\n\n" + chunk({"content": "a"}) + b": keepalive 2/2\n\n"))

    assert [PromptProgress(1, 2)] == seen


def test_a_stream_that_is_closed_early_counts_what_was_read() -> None:
    """Also in the middle of a block that had brought more."""
    reads = reader()
    events = [chunk({"content": str(n)}, timings={**TIMINGS, "predicted_n": n}) for n in range(9)]
    objects = reads.feed(b"".join(events))

    for _ in range(6):
        next(objects)
    objects.close()  # type: ignore[attr-defined]

    assert 6 == reads._pieces
    assert 5 == reads.stats(2.0, 4.0).tokens
