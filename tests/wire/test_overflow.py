"""The next step after an overflow, found in the words of every server."""

from __future__ import annotations

from typing import Any

import pytest

from openai_local import APIError, BadRequestError
from openai_local._http import Headers, Request, Response
from openai_local._wire.overflow import next_step
from openai_local._wire.payload import error_from_response, read_event
from openai_local._wire.sse import ServerSentEvent


def response(status: int, content: bytes = b"") -> Response:
    request = Request("POST", "http://127.0.0.1:8080/v1/chat/completions")
    return Response(status, headers=Headers(), request=request, content=content)


@pytest.mark.parametrize(
    ("words", "step"),
    [
        (
            (
                "request (1513 tokens) exceeds the available context size (1024 tokens), try "
                "increasing it"
            ),
            "llama-server",
        ),
        ("Context size has been exceeded.", "llama-server"),
        (
            (
                "input (3001 tokens) is too large to process. increase the physical batch size "
                "(current batch size: 512)"
            ),
            "-ub",
        ),
        (
            (
                "This model's maximum context length is 16384 tokens. However, you requested "
                "122946 tokens (112946 in the messages, 10000 in the completion). Please reduce "
                "the length of the messages or completion."
            ),
            "--max-model-len",
        ),
        (
            (
                "Trying to keep the first 15857 tokens when context the overflows. However, the "
                "model is loaded with context length of only 4096 tokens, which is not enough. "
                "Try to load the model with a larger context length, or provide a shorter input"
            ),
            "LM Studio",
        ),
        (
            (
                "The number of tokens to keep from the initial prompt is greater than the "
                "context length (n_keep: 10247 >= n_ctx: 4096). Try to load the model with a "
                "larger context length, or provide a shorter prompt."
            ),
            "LM Studio",
        ),
        (
            (
                "Reached context length of 4096 tokens with model (arch: qwen3vlmoe) that does not "
                "currently support mid-generation context overflow."
            ),
            "LM Studio",
        ),
        (
            "The input (5000 tokens) is longer than the model's context length (4096 tokens).",
            "--context-length",
        ),
        (
            (
                "litellm.BadRequestError: OpenAIException - request (1513 tokens) exceeds the "
                "available context size (1024 tokens), try increasing it"
            ),
            "llama-server",
        ),
    ],
)
def test_words(words: str, step: str) -> None:
    """Each of these gets one more sentence that says what to do, behind the server's own words."""
    added = next_step(words, None)

    assert step in added
    assert added.startswith((" ", ". "))
    assert "\n" not in added
    error = error_from_response(response(400, words.encode()))
    assert isinstance(error, BadRequestError)


@pytest.mark.parametrize(
    "words",
    ["", "Invalid API Key", "the context is empty", "tool_choice must be set", "Loading model"],
)
def test_other_errors(words: str) -> None:
    """Nothing is added to them."""
    assert "" == next_step(words, {"type": "server_error"})


def test_sizes_that_only_the_body_has() -> None:
    """Older llama-servers have the sizes in fields of their own: the message has them, too."""
    body: Any = {
        "message": "the request exceeds the available context size. try increasing it",
        "type": "exceed_context_size_error",
        "n_prompt_tokens": 1513,
        "n_ctx": 1024,
    }
    expected = ". The prompt has 1513 tokens, the context 1024. Give llama-server a larger context"

    assert next_step(body["message"], body).startswith(expected)
    assert "1513" not in next_step("... (1513 tokens) ... (1024 tokens)", body)


def test_in_a_stream() -> None:
    """An overflow that is reported in a stream with status 200 says what to do, too."""
    data = '{"error":{"code":500,"message":"Context size has been exceeded.","type":"x"}}'

    with pytest.raises(APIError, match=r"exceeded\. Give llama-server a larger context") as raised:
        read_event(ServerSentEvent(data=data), response(200))
    assert {"code": 500, "message": "Context size has been exceeded.", "type": "x"} == (
        raised.value.body
    )
