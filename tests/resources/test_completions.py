"""`client.completions`: what is sent, and what comes back, whole and streamed."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

import pytest

from openai_local import (
    APIError,
    APIResponseValidationError,
    AsyncOpenAI,
    AsyncStream,
    IncompleteStreamError,
    OpenAI,
    Stream,
    omit,
)
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import Reset, ScriptedServer, json_answer, sse
from openai_local.types import Completion
from openai_local.types.completion_usage import CompletionUsage

ASK: Any = {"model": "m", "prompt": "Once"}
USAGE = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}


def completion(text: str, finish_reason: str | None = "stop", index: int = 0) -> dict[str, Any]:
    """A whole answer, or a piece of a streamed one: they have the same shape."""
    choice = {"text": text, "index": index, "logprobs": None, "finish_reason": finish_reason}
    about = {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m"}
    return {**about, "choices": [choice]}


PIECES = [completion(" upon", None), completion(" a time", None), completion("")]


def texts(stream: Any) -> list[str]:
    return [piece.choices[0].text for piece in stream]


def test_a_whole_answer(server: ScriptedServer, client: OpenAI) -> None:
    """The answer is an object at every depth; a server's own fields are there too."""
    server.play(json_answer({**completion(" upon"), "usage": USAGE, "timings": {"n": 1}}))
    answer = client.completions.create(**ASK)

    (request,) = server.requests
    assert ("POST", "/v1/completions") == (request.method, request.path)
    assert ASK == request.json()
    assert Completion is type(answer)
    assert (" upon", "stop") == (answer.choices[0].text, answer.choices[0].finish_reason)
    assert CompletionUsage(**USAGE) == answer.usage
    assert {"timings": {"n": 1}} == answer.model_extra


@pytest.mark.parametrize(
    ("prompt", "sent"),
    [
        ("a", "a"),
        (["a", "b"], ["a", "b"]),
        ([1, 2], [1, 2]),
        ([[1, 2], [3]], [[1, 2], [3]]),
        ((1, 2), [1, 2]),
        (range(3), [0, 1, 2]),
        (None, None),
    ],
)
def test_prompts(prompt: Any, sent: Any, server: ScriptedServer, client: OpenAI) -> None:
    """Texts, tokens and lists of them are sent as they are; each prompt has its choice."""
    both = [*completion("x")["choices"], *completion("y", index=1)["choices"]]
    server.play(json_answer({**completion(""), "choices": both}))
    answer = client.completions.create(model="m", prompt=prompt)

    assert {"model": "m", "prompt": sent} == server.requests[0].json()
    assert [(0, "x"), (1, "y")] == [(choice.index, choice.text) for choice in answer.choices]


def test_parameters(server: ScriptedServer, client: OpenAI) -> None:
    """Keywords that the API does not know are sent, those that are left out are not."""
    server.play(json_answer(completion("x")))
    client.completions.create(
        **ASK, stop=["."], top_k=40, temperature=omit, extra_body={"grammar": "g"}, timeout=5
    )

    assert {**ASK, "stop": ["."], "top_k": 40, "grammar": "g"} == server.requests[0].json()


def test_log_probabilities(server: ScriptedServer, client: OpenAI) -> None:
    """They are objects like the rest."""
    logprobs = {"tokens": ["x"], "token_logprobs": [-0.5], "top_logprobs": [{"x": -0.5}]}
    answer = completion("x")
    answer["choices"][0]["logprobs"] = logprobs
    server.play(json_answer(answer))
    found = client.completions.create(**ASK, logprobs=1).choices[0].logprobs

    assert found is not None
    assert (["x"], [-0.5], [{"x": -0.5}], None) == (
        found.tokens, found.token_logprobs, found.top_logprobs, found.text_offset
    )  # fmt: skip


def test_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """With `stream=True`, the pieces come as `Completion` objects, the usage in the last."""
    usage = {**completion(""), "choices": [], "usage": USAGE}
    server.play(sse([*PIECES, usage, "[DONE]"]))
    stream = client.completions.create(**ASK, stream=True, stream_options={"include_usage": True})

    assert Stream is type(stream)
    *pieces, last = stream
    assert [" upon", " a time", ""] == texts(pieces)
    assert {Completion} == {type(piece) for piece in pieces}
    assert ([], CompletionUsage(**USAGE)) == (last.choices, last.usage)
    sent = {**ASK, "stream": True, "stream_options": {"include_usage": True}}
    assert sent == server.requests[0].json()


@pytest.mark.parametrize("stream", [False, None, omit])
def test_no_stream(stream: Any, server: ScriptedServer, client: OpenAI) -> None:
    """Without it, or with a value that means no, the answer is whole."""
    server.play(json_answer(completion("x")))

    assert Completion is type(client.completions.create(**ASK, stream=stream))


def test_a_stream_without_done(server: ScriptedServer, client: OpenAI) -> None:
    """A stream whose choices all have their finish_reason is complete, whatever follows."""
    server.play(sse([*PIECES, completion("x", index=1)]))

    assert [" upon", " a time", "", "x"] == texts(client.completions.create(**ASK, stream=True))


@pytest.mark.parametrize(
    "answer",
    [
        sse(PIECES[:2]),
        [*sse(PIECES[:2]), Reset()],
        [*sse(PIECES[:2]), b"data: " + json.dumps(PIECES[2]).encode()[:20]],
        sse([PIECES[0], {**PIECES[2], "choices": PIECES[1]["choices"]}]),
    ],
)
def test_a_cut_stream(answer: Any, server: ScriptedServer, client: OpenAI) -> None:
    """What has arrived is handed out, then the break is an error that holds the last piece."""
    server.play(answer)
    arrived: list[str] = []

    with pytest.raises(IncompleteStreamError) as caught:
        arrived.extend(p.choices[0].text for p in client.completions.create(**ASK, stream=True))

    assert [" upon", " a time"] == arrived
    assert " a time" == caught.value.last_chunk.choices[0].text


def test_one_of_several_choices_is_cut(server: ScriptedServer, client: OpenAI) -> None:
    """A stream is cut if one of its choices has no finish_reason."""
    server.play(sse([completion("x"), completion("y", None, index=1)]))
    stream = client.completions.create(**ASK, n=2, stream=True)

    with pytest.raises(IncompleteStreamError, match="finish_reason"):
        list(stream)


def test_a_cut_stream_with_lax_settings(server: ScriptedServer) -> None:
    """With `strict_streams=False`, it just ends."""
    server.play(sse(PIECES[:2]))
    with OpenAI(base_url=server.base_url, strict_streams=False) as client:
        assert [" upon", " a time"] == texts(client.completions.create(**ASK, stream=True))


def test_an_error_in_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """It is raised with the server's words, after what came before."""
    server.play(sse([PIECES[0], {"error": {"message": "out of memory"}}]))
    stream = client.completions.create(**ASK, stream=True)

    assert " upon" == next(stream).choices[0].text
    with pytest.raises(APIError, match="out of memory"):
        next(stream)


def test_a_whole_answer_to_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """A server that does not stream gives a stream of one piece."""
    server.play(json_answer(completion("all of it")))

    assert ["all of it"] == texts(client.completions.create(**ASK, stream=True))


def test_an_answer_without_choices(server: ScriptedServer, client: OpenAI) -> None:
    """It is no completion, and says so."""
    server.play(json_answer({"status": "busy"}))

    with pytest.raises(APIResponseValidationError, match="is not a completion"):
        client.completions.create(**ASK)


@pytest.mark.parametrize("missing", ["model", "prompt"])
def test_required_parameters(missing: str, server: ScriptedServer, client: OpenAI) -> None:
    """A call without model or prompt is a TypeError, and nothing is sent."""
    params = {name: value for name, value in ASK.items() if name != missing}

    with pytest.raises(TypeError, match=missing):
        client.completions.create(**params)
    assert [] == server.requests


def test_signature() -> None:
    """`inspect.signature` shows the official parameters in their order."""
    expected = (
        "self model prompt best_of echo frequency_penalty logit_bias logprobs max_tokens n "
        "presence_penalty seed stop stream stream_options suffix temperature top_p user "
        "extra_headers extra_query extra_body timeout"
    )
    assert expected == " ".join(inspect.signature(type(OpenAI().completions).create).parameters)


def test_async(server: ScriptedServer) -> None:
    """The asynchronous twin gives the same, whole, streamed and cut."""
    server.play(json_answer(completion("x")), sse([*PIECES, "[DONE]"]), sse(PIECES[:2]))

    async def run() -> None:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            assert "x" == (await client.completions.create(**ASK)).choices[0].text
            stream = await client.completions.create(**ASK, stream=True)
            assert AsyncStream is type(stream)
            assert [" upon", " a time", ""] == texts([piece async for piece in stream])
            cut = await client.completions.create(**ASK, stream=True)
            with pytest.raises(IncompleteStreamError):
                assert [" upon", " a time"] == texts([piece async for piece in cut])

    asyncio.run(run())
    assert [ASK, {**ASK, "stream": True}] == [r.json() for r in server.requests[:2]]


def test_the_real_server(llama_server: LlamaServer) -> None:
    """llama-server's stream adds up to its whole answer."""
    ask: Any = {"model": "tiny", "prompt": "Hello", "max_tokens": 4, "temperature": 0}
    with OpenAI(base_url=llama_server.base_url, timeout=30) as client:
        whole = client.completions.create(**ask)
        pieces = list(client.completions.create(**ask, stream=True))

    assert whole.usage is not None
    assert 0 < whole.usage.completion_tokens <= 4
    assert whole.choices[0].text == "".join(texts(pieces))
    assert whole.choices[0].finish_reason == pieces[-1].choices[0].finish_reason
