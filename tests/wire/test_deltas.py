"""A whole completion turned into the chunks of a stream."""

from __future__ import annotations

from copy import deepcopy

import pytest

from openai_local._wire.deltas import chunks_of


def test_a_completion_becomes_two_chunks() -> None:
    """First all of the message, then the finish reason and the usage."""
    completion = {
        "id": "c1",
        "object": "chat.completion",
        "created": 5,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "Hi"},
                "logprobs": {"content": []},
                "finish_reason": "length",
            }
        ],
        "usage": {"total_tokens": 3},
        "timings": {"n": 1},
    }
    given = deepcopy(completion)

    assert [
        {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 5,
            "model": "m",
            "timings": {"n": 1},
            "choices": [
                {
                    "index": 0,
                    "delta": {"role": "assistant", "content": "Hi"},
                    "finish_reason": None,
                    "logprobs": {"content": []},
                }
            ],
        },
        {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 5,
            "model": "m",
            "timings": {"n": 1},
            "choices": [{"index": 0, "delta": {}, "finish_reason": "length"}],
            "usage": {"total_tokens": 3},
        },
    ] == list(chunks_of(completion))
    assert given == completion


def test_tool_calls_are_numbered() -> None:
    """Tool calls get the index that deltas have, and keep one they bring."""
    calls = [{"id": "a"}, {"id": "b", "index": 7}, "odd"]
    message = {"role": "assistant", "content": None, "tool_calls": calls}
    opening, closing = chunks_of(
        {"choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}]}
    )

    assert [{"index": 0, "id": "a"}, {"index": 7, "id": "b"}, "odd"] == (
        opening["choices"][0]["delta"]["tool_calls"]
    )
    assert "tool_calls" == closing["choices"][0]["finish_reason"]
    assert [{"id": "a"}, {"id": "b", "index": 7}, "odd"] == calls


def test_several_choices_stay_apart() -> None:
    """Every choice is in both chunks, under its own index."""
    choices = [
        {"index": 1, "message": {"content": "b"}, "finish_reason": "stop"},
        {"index": 0, "message": {"content": "a"}, "finish_reason": "length"},
    ]
    opening, closing = chunks_of({"choices": choices})

    assert [(1, "b"), (0, "a")] == [(c["index"], c["delta"]["content"]) for c in opening["choices"]]
    assert [(1, "stop"), (0, "length")] == [
        (c["index"], c["finish_reason"]) for c in closing["choices"]
    ]


@pytest.mark.parametrize("choice", [{}, {"message": None}, {"message": "odd"}, {"text": "Hi"}])
def test_a_choice_without_a_message(choice: dict[str, object]) -> None:
    """What is no message is an empty delta; a finish reason that is missing is `stop`."""
    opening, closing = chunks_of({"choices": [choice]})

    assert [{"index": 0, "delta": {}, "finish_reason": None}] == opening["choices"]
    assert [{"index": 0, "delta": {}, "finish_reason": "stop"}] == closing["choices"]


@pytest.mark.parametrize("choices", [[], None, ["odd", None]])
def test_no_choices(choices: object) -> None:
    """Without choices both chunks are there, and the usage isn't made up."""
    opening, closing = chunks_of({"choices": choices, "usage": None})

    assert ([], []) == (opening["choices"], closing["choices"])
    assert "usage" not in closing
