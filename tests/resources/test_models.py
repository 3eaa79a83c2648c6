"""`client.models`: what is sent, and what comes back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from openai_local import AsyncOpenAI, NotFoundError, OpenAI
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import ScriptedServer, json_answer
from openai_local.types import Model, ModelDeleted

MODEL = {"id": "org/a.gguf", "object": "model", "created": 1, "owned_by": "me"}
NAMES = [
    ("org/name", "org/name"),
    ("/srv/models/a.gguf", "/srv/models/a.gguf"),
    ("llama3:8b", "llama3:8b"),
    ("a@b..c/.d", "a@b..c/.d"),
    ("a b?c#d%41", "a%20b%3Fc%23d%2541"),
    ("größe", "gr%C3%B6%C3%9Fe"),
]


def test_list(server: ScriptedServer, client: OpenAI) -> None:
    """The list is one request without a body, its items are models with all that was sent."""
    server.play(json_answer({"object": "list", "data": [{**MODEL, "meta": {"n_ctx": 8}}]}))
    (model,) = client.models.list(extra_query={"verbose": "1"}, extra_headers={"X-A": "1"})

    (request,) = server.requests
    assert ("GET", "/v1/models?verbose=1", b"") == (request.method, request.path, request.body)
    assert "1" == request.headers["x-a"]
    assert Model is type(model)
    assert ("org/a.gguf", None, {"n_ctx": 8}) == (model.id, model.shutdown_date, model.meta)


@pytest.mark.parametrize(("name", "path"), NAMES)
def test_retrieve(name: str, path: str, server: ScriptedServer, client: OpenAI) -> None:
    """Slashes in a name are part of the path; what would end the path is quoted."""
    server.play(json_answer(MODEL, headers={"X-Request-Id": "r1"}))
    model = client.models.retrieve(name)

    assert ("GET", f"/v1/models/{path}") == (server.requests[0].method, server.requests[0].path)
    assert (Model.model_construct(**MODEL), "r1") == (model, model._request_id)


def test_delete(server: ScriptedServer, client: OpenAI) -> None:
    """A model is deleted by its name."""
    server.play(json_answer({"id": "org/a", "object": "model", "deleted": True}))
    deleted = client.models.delete("org/a")

    assert ("DELETE", "/v1/models/org/a") == (server.requests[0].method, server.requests[0].path)
    assert (ModelDeleted, True) == (type(deleted), deleted.deleted)


@pytest.mark.parametrize("method", ["retrieve", "delete"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Expected a non-empty value for `model` but received ''"),
        (".", "'.' or '..'"),
        ("..", "'.' or '..'"),
        ("org/../../admin", "'.' or '..'"),
    ],
)
def test_names_that_are_refused(
    method: str, name: str, words: str, server: ScriptedServer, client: OpenAI
) -> None:
    """A name that would make it a request about something else is refused; nothing is sent."""
    with pytest.raises(ValueError, match=words):
        getattr(client.models, method)(name)

    async def run() -> None:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            await getattr(client.models, method)(name)

    with pytest.raises(ValueError, match=words):
        asyncio.run(run())
    assert [] == server.requests


def test_a_server_without_the_endpoint(server: ScriptedServer, client: OpenAI) -> None:
    """Its status is the exception of that status."""
    server.play(json_answer({"error": {"message": "File Not Found"}}, status=404))

    with pytest.raises(NotFoundError, match="File Not Found"):
        client.models.retrieve("a")


def test_async(server: ScriptedServer) -> None:
    """The asynchronous twin sends the same and gives the same."""
    server.play(
        json_answer({"object": "list", "data": [MODEL]}),
        json_answer(MODEL),
        json_answer({"id": "org/a", "object": "model", "deleted": True}),
    )

    async def run() -> tuple[Any, ...]:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            listed = [model.id async for model in client.models.list(extra_query={"q": "1"})]
            found = await client.models.retrieve("org/a.gguf", timeout=5)
            return listed, found.id, (await client.models.delete("org/a")).deleted

    assert (["org/a.gguf"], "org/a.gguf", True) == asyncio.run(run())
    assert [
        ("GET", "/v1/models?q=1"),
        ("GET", "/v1/models/org/a.gguf"),
        ("DELETE", "/v1/models/org/a"),
    ] == [(request.method, request.path) for request in server.requests]


def test_the_real_server(llama_server: LlamaServer) -> None:
    """llama-server lists its model, with fields of its own beside those of the API."""
    with OpenAI(base_url=llama_server.base_url, timeout=30) as client:
        (model,) = client.models.list()

    assert ("tiny", "model") == (model.id, model.object)
    assert 0 < model.meta["n_vocab"]  # type: ignore[attr-defined]
