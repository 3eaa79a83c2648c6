"""`client.get`, `post` and so on: a server's own endpoints."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import openai_local
from openai_local import AsyncOpenAI, BaseModel, OpenAI, Stream
from openai_local.testing.scripted import ScriptedServer, head, json_answer, sse
from openai_local.types import Model


class Props(BaseModel):
    total_slots: int
    build: str | None = None


PROPS = {"total_slots": 2, "more": [1]}


@pytest.mark.parametrize(
    ("cast_to", "expected"),
    [
        (Props, Props.model_construct(**PROPS)),
        (dict, PROPS),
        (object, PROPS),
        (str, '{"total_slots": 2, "more": [1]}'),
        (bytes, b'{"total_slots": 2, "more": [1]}'),
        (None, None),
    ],
)
def test_what_the_answer_becomes(
    cast_to: Any, expected: Any, server: ScriptedServer, client: OpenAI
) -> None:
    """`cast_to` says what is made of the body."""
    server.play(json_answer(PROPS))

    assert expected == client.get("/props", cast_to=cast_to)
    assert ("GET", "/v1/props") == (server.requests[0].method, server.requests[0].path)


def test_a_list_of_models(server: ScriptedServer, client: OpenAI) -> None:
    """Models are made inside lists, too."""
    server.play(json_answer([{"id": "a"}, {"id": "b"}]))

    models = client.get("/slots", cast_to=list[Model])

    assert [Model, Model] == [type(model) for model in models]
    assert ["a", "b"] == [model.id for model in models]


def test_the_response_itself(server: ScriptedServer, client: OpenAI) -> None:
    """A response class gives status, headers and body."""
    server.play(json_answer(PROPS, headers={"X-Name": "value"}))

    response = client.get("/props", cast_to=openai_local._http.Response)

    assert (200, "value", PROPS) == (
        response.status_code,
        response.headers["x-name"],
        response.json(),
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_bodies_and_options(method: str, server: ScriptedServer, client: OpenAI) -> None:
    """The body is sent as JSON, options as the official SDK takes them."""
    server.play(json_answer(PROPS))

    getattr(client, method)(
        "/tokenize",
        cast_to=dict,
        body={"content": "hello"},
        options={"headers": {"X-A": "1"}, "params": {"q": "2"}, "extra_json": {"add": True}},
    )

    request = server.requests[0]
    assert (method.upper(), "/v1/tokenize?q=2") == (request.method, request.path)
    assert {"content": "hello", "add": True} == request.json()
    assert "1" == request.headers["x-a"]


def test_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """`stream_cls` says what its objects are; it ends when the server ends it."""
    server.play(sse([{"total_slots": 1}, {"total_slots": 2}]))

    stream = client.post("/watch", cast_to=Props, body={}, stream=True, stream_cls=Stream[Props])

    assert [Props(total_slots=1), Props(total_slots=2)] == list(stream)


def test_a_whole_url_gets_no_key(server: ScriptedServer) -> None:
    """The key is for the configured server and stays with it."""
    server.play(json_answer(PROPS))
    client = OpenAI(base_url="http://127.0.0.1:1/v1", api_key="secret")

    client.get(f"{server.origin}/props", cast_to=dict)
    OpenAI(base_url=server.base_url, api_key="secret").get(f"{server.origin}/props", cast_to=dict)

    assert [False, True] == ["authorization" in request.headers for request in server.requests]


def test_errors_are_the_official_ones(server: ScriptedServer, client: OpenAI) -> None:
    """A status is an exception, HTML where JSON is due as well."""
    server.play(json_answer({"error": "no"}, status=404))
    with pytest.raises(openai_local.NotFoundError):
        client.get("/props", cast_to=dict)

    server.play([head(content_type="text/html"), b"<html>"])
    with pytest.raises(openai_local.APIResponseValidationError):
        client.get("/props", cast_to=dict)


def test_async(server: ScriptedServer) -> None:
    """The client for asyncio has the same methods, to be awaited."""
    server.play(json_answer(PROPS))

    async def ask() -> Any:
        return await AsyncOpenAI(base_url=server.base_url).get("/props", cast_to=Props)

    assert 2 == asyncio.run(ask()).total_slots


def test_raw_views_of_the_whole_client(server: ScriptedServer, client: OpenAI) -> None:
    """`client.with_raw_response` and `with_streaming_response` reach every resource."""
    server.play(json_answer({"object": "list", "data": [{"id": "a"}]}))

    assert "a" == client.with_raw_response.models.list().parse().data[0].id
    with client.with_streaming_response.models.list() as response:
        assert b"data" in response.read()
