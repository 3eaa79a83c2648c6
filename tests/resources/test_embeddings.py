"""`client.embeddings`: what is sent, and vectors however they come."""

from __future__ import annotations

import asyncio
import inspect
import math
import struct
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from openai_local import (
    APIError,
    APIResponseValidationError,
    AsyncOpenAI,
    NotGiven,
    OpenAI,
    not_given,
    omit,
)
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import ScriptedServer, json_answer
from openai_local.types import CreateEmbeddingResponse

from ..conftest import skip_without_llama_server

VECTOR = [0.5, -1.0, 3.25]
#: The same as the official API encodes it: 32-bit floats, the lowest byte first.
ENCODED = "AAAAPwAAgL8AAFBA"


class TinyModel(Protocol):
    """See the fixture of that name."""

    chat: Path


def answer(*embeddings: Any) -> Any:
    data = [
        {"object": "embedding", "index": index, "embedding": embedding}
        for index, embedding in enumerate(embeddings)
    ]
    usage = {"prompt_tokens": 2, "total_tokens": 2}
    return json_answer({"object": "list", "model": "m", "data": data, "usage": usage})


@pytest.mark.parametrize("input", ["a", ["a", "b"], [1, 2], [[1, 2], [3]]])
def test_input(input: Any, server: ScriptedServer, client: OpenAI) -> None:
    """Texts and tokens are sent as they are, further parameters beside them."""
    server.play(answer(VECTOR))
    client.embeddings.create(input=input, model="m", dimensions=3, truncate=True)  # type: ignore[call-arg]

    (request,) = server.requests
    assert ("POST", "/v1/embeddings") == (request.method, request.path)
    expected = {"input": input, "model": "m", "encoding_format": "float"}
    assert {**expected, "dimensions": 3, "truncate": True} == request.json()


@pytest.mark.parametrize("left_out", [omit, not_given, NotGiven(), None])
def test_floats_are_asked_for(left_out: Any, server: ScriptedServer, client: OpenAI) -> None:
    """Also if the format is left out by a sentinel."""
    server.play(answer(VECTOR))
    client.embeddings.create(input="a", model="m", encoding_format=left_out)

    assert "float" == server.requests[0].json()["encoding_format"]


def test_vectors(server: ScriptedServer, client: OpenAI) -> None:
    """Vectors are lists of floats, in the order and with the index that the server gave."""
    server.play(answer(VECTOR, [1.5]))
    response = client.embeddings.create(input=["a", "b"], model="m")

    assert [(0, VECTOR), (1, [1.5])] == [(item.index, item.embedding) for item in response.data]
    assert ("m", "list", 2) == (response.model, response.object, response.usage.total_tokens)


@pytest.mark.parametrize("asked", [{}, {"encoding_format": "float"}])
def test_base64_that_comes_unasked(asked: Any, server: ScriptedServer, client: OpenAI) -> None:
    """It is decoded, byte order included; a vector that came as a list stays."""
    server.play(answer(ENCODED, [1.5], ""))
    response = client.embeddings.create(input=["a", "b", "c"], model="m", **asked)

    assert [VECTOR, [1.5], []] == [item.embedding for item in response.data]
    assert [float] * 3 == [type(number) for number in response.data[0].embedding]


def test_base64_that_was_asked_for(server: ScriptedServer, client: OpenAI) -> None:
    """It is left as the text that it is."""
    server.play(answer(ENCODED))
    response = client.embeddings.create(input="a", model="m", encoding_format="base64")

    assert "base64" == server.requests[0].json()["encoding_format"]
    assert ENCODED == response.data[0].embedding


def test_long_vectors(server: ScriptedServer, client: OpenAI) -> None:
    """A vector of thousands of numbers is the same either way."""
    numbers = [number / 8 for number in range(-2048, 2048)]
    server.play(answer(b64encode(struct.pack("<4096f", *numbers)).decode(), numbers))
    encoded, plain = client.embeddings.create(input=["a", "b"], model="m").data

    assert numbers == encoded.embedding == plain.embedding


@pytest.mark.parametrize("embedding", ["AAAAPwA=", "not base64", "AAAAP"])
def test_base64_that_is_none(embedding: str, server: ScriptedServer, client: OpenAI) -> None:
    """It is an unreadable answer, and not a ValueError of some library."""
    server.play(answer(embedding))

    with pytest.raises(APIResponseValidationError, match="is not a list of embeddings"):
        client.embeddings.create(input="a", model="m")


@pytest.mark.parametrize("encoding", ["float", "base64"])
@pytest.mark.parametrize("body", [{}, {"data": None}, {"status": "busy"}, []])
def test_an_answer_without_embeddings(
    body: Any, encoding: Any, server: ScriptedServer, client: OpenAI
) -> None:
    """It is an error that shows the answer."""
    server.play(json_answer(body))

    with pytest.raises(APIResponseValidationError, match=r"The answer from .* is not a"):
        client.embeddings.create(input="a", model="m", encoding_format=encoding)


def test_an_error_with_status_200(server: ScriptedServer, client: OpenAI) -> None:
    """It is raised with the server's words."""
    server.play(json_answer({"error": {"message": "no such model"}}))

    with pytest.raises(APIError, match="no such model"):
        client.embeddings.create(input="a", model="m")


def test_raw_response(server: ScriptedServer, client: OpenAI) -> None:
    """`parse()` of a raw response decodes as the plain method does, `text` shows what came."""
    server.play(answer(ENCODED))
    raw = client.embeddings.with_raw_response.create(input="a", model="m")

    assert VECTOR == raw.parse().data[0].embedding
    assert VECTOR == raw.parse(to=CreateEmbeddingResponse).data[0].embedding
    assert ENCODED in raw.text


@pytest.mark.parametrize("missing", ["input", "model"])
def test_required_parameters(missing: str, server: ScriptedServer, client: OpenAI) -> None:
    """A call without input or model is a TypeError, and nothing is sent."""
    params: Any = {"input": "a", "model": "m"}
    del params[missing]

    with pytest.raises(TypeError, match=missing):
        client.embeddings.create(**params)
    assert [] == server.requests


def test_signature() -> None:
    """`inspect.signature` shows the official parameters in their order."""
    expected = (
        "self input model dimensions encoding_format user "
        "extra_headers extra_query extra_body timeout"
    )
    assert expected == " ".join(inspect.signature(type(OpenAI().embeddings).create).parameters)


def test_async(server: ScriptedServer) -> None:
    """The asynchronous twin sends the same and decodes alike."""
    server.play(answer(ENCODED))

    async def run() -> CreateEmbeddingResponse:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            return await client.embeddings.create(input="a", model="m", timeout=5)

    assert VECTOR == asyncio.run(run()).data[0].embedding
    expected = {"input": "a", "model": "m", "encoding_format": "float"}
    assert expected == server.requests[0].json()


@pytest.fixture(scope="module")
def embedding_server(tiny_model: TinyModel) -> Iterator[LlamaServer]:
    """A real llama-server that serves embeddings."""
    skip_without_llama_server()
    with LlamaServer(tiny_model.chat, alias="tiny", embeddings=True) as running:
        yield running


def test_the_real_server(embedding_server: LlamaServer) -> None:
    """llama-server's floats and its base64 are the same vector, of length 1."""
    with OpenAI(base_url=embedding_server.base_url, timeout=30) as client:
        plain = client.embeddings.create(input=["Hello", "Good night"], model="tiny").data
        encoded = client.embeddings.create(
            input="Hello", model="tiny", extra_body={"encoding_format": "base64"}
        ).data
        raw = client.embeddings.create(input="Hello", model="tiny", encoding_format="base64")

    assert isinstance(raw.data[0].embedding, str)
    assert [0, 1] == [item.index for item in plain]
    assert plain[0].embedding != plain[1].embedding
    assert pytest.approx(plain[0].embedding, abs=1e-6) == encoded[0].embedding
    assert pytest.approx(1, abs=1e-3) == math.hypot(*plain[1].embedding)
