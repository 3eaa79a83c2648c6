"""`client.moderations`: what is sent, and what comes back."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

from openai_local import AsyncOpenAI, OpenAI
from openai_local.testing.scripted import ScriptedServer, json_answer
from openai_local.types import ModerationCreateResponse

VERDICT = {
    "id": "modr-1",
    "model": "m",
    "results": [
        {
            "flagged": True,
            "categories": {"hate": False, "self-harm": True, "hate/threatening": False},
            "category_scores": {"hate": 0.1, "self-harm": 0.9, "hate/threatening": 0.2},
            "category_applied_input_types": {"hate": ["text"]},
        }
    ],
}


@pytest.mark.parametrize(
    "input",
    [
        "a",
        ["a", "b"],
        [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "u"}}],
    ],
)
def test_input(server: ScriptedServer, client: OpenAI, input: Any) -> None:
    """Texts and parts are sent as they are; the verdict is read under Python names."""
    server.play(json_answer(VERDICT))
    response = client.moderations.create(input=input, model="m", threshold=0.5)  # type: ignore[call-arg]

    (request,) = server.requests
    assert ("POST", "/v1/moderations") == (request.method, request.path)
    assert {"input": input, "model": "m", "threshold": 0.5} == request.json()
    result = response.results[0]
    assert (True, True, 0.2) == (
        result.flagged, result.categories.self_harm, result.category_scores.hate_threatening
    )  # fmt: skip


def test_model_left_out(server: ScriptedServer, client: OpenAI) -> None:
    """Without a model, none is sent."""
    server.play(json_answer(VERDICT))
    client.moderations.create(input=iter(["a"]))  # type: ignore[arg-type]

    assert {"input": ["a"]} == server.requests[0].json()


def test_required_parameters(server: ScriptedServer, client: OpenAI) -> None:
    """A call without input is a TypeError, and nothing is sent."""
    params: Any = {"model": "m"}
    with pytest.raises(TypeError, match="input"):
        client.moderations.create(**params)
    assert [] == server.requests


def test_signature() -> None:
    """`inspect.signature` shows the official parameters in their order."""
    assert "self input model extra_headers extra_query extra_body timeout" == " ".join(
        inspect.signature(type(OpenAI().moderations).create).parameters
    )


def test_async(server: ScriptedServer) -> None:
    """The asynchronous twin gives the same."""
    server.play(json_answer(VERDICT))

    async def run() -> ModerationCreateResponse:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            return await client.moderations.create(input="a")

    assert "modr-1" == asyncio.run(run()).id
