"""`client.get`, `post` and so on: a server's own endpoints."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any, Union

import pytest

import openai_local
from openai_local import AsyncOpenAI, BaseModel, OpenAI, Stream
from openai_local._base_client import make_request_options
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


def test_options_as_wrappers_make_them(server: ScriptedServer, client: OpenAI) -> None:
    """What `make_request_options` makes, `post` sends, and its parser has the last word."""
    server.play(json_answer(PROPS))
    options = make_request_options(
        query={"a": 1, "b": 1},
        extra_query={"b": 2},
        extra_headers={"X-Other": "1"},
        extra_body={"k": "v"},
        idempotency_key="key-1",
        post_parser=lambda props: props.total_slots,
    )

    assert 2 == client.post("/props", cast_to=Props, body={"n": 1}, options=options)
    request = server.requests[0]
    assert "/v1/props?a=1&b=2" == request.path
    assert {"n": 1, "k": "v"} == request.json()
    assert ("1", "key-1") == (request.headers["x-other"], request.headers["idempotency-key"])


def test_options_hold_only_what_was_given() -> None:
    """None stands for "left out", but as a timeout for no limit."""
    assert {} == make_request_options(extra_headers=None, query=None)
    assert {"timeout": None} == make_request_options(timeout=None)


@pytest.mark.parametrize("body", [[{"id": 0}], "text", Props(total_slots=1)])
def test_a_body_that_is_no_mapping(body: Any, server: ScriptedServer, client: OpenAI) -> None:
    """Lists, texts and models are sent as JSON as well."""
    server.play(json_answer({}))

    client.post("/adapters", cast_to=dict, body=body)

    expected = {"total_slots": 1} if isinstance(body, Props) else body
    assert expected == server.requests[0].json()


@pytest.mark.parametrize("item", [dict, object])
def test_a_stream_of_plain_objects(item: Any, server: ScriptedServer, client: OpenAI) -> None:
    """Parsed JSON is handed out as it is."""
    server.play(sse([{"a": 1}, {"a": 2}]))

    stream = client.post("/watch", cast_to=dict, body={}, stream=True, stream_cls=Stream[item])

    assert [{"a": 1}, {"a": 2}] == list(stream)


def test_a_path_with_a_url_in_it(server: ScriptedServer, client: OpenAI) -> None:
    """Only what begins as a URL is one."""
    server.play(json_answer({}))

    client.get("/fetch?u=http://example.test/x", cast_to=dict)

    assert "/v1/fetch?u=http://example.test/x" == server.requests[0].path


def test_another_server_gets_nothing_of_the_clients_own(server: ScriptedServer) -> None:
    """Neither headers nor query parameters of the client go to another origin."""
    server.play(json_answer({}))
    client = OpenAI(
        base_url="http://127.0.0.1:1/v1",
        organization="org",
        default_headers={"X-Token": "secret"},
        default_query={"key": "secret"},
    )

    client.get(f"{server.origin}/x", cast_to=dict, options={"headers": {"X-Own": "1"}})

    request = server.requests[0]
    assert "/x" == request.path
    assert "1" == request.headers["x-own"]
    assert not {"x-token", "openai-organization", "authorization"} & set(request.headers)


def test_files_are_sent_as_a_form(server: ScriptedServer, client: OpenAI) -> None:
    """With `files`, the body is a form; names come once or several times."""
    server.play(json_answer({}))
    files = [("first", ("a.txt", b"A")), ("second", b"B")]
    client.post("/upload", cast_to=object, body={"purpose": "test"}, files=files)
    client.put("/upload", cast_to=object, files=dict(files))

    first, second = server.requests
    assert [b"test", b"A", b"B"] == [content for _, content in first.parts()]
    assert 'name="first"; filename="a.txt"' in first.parts()[1][0]
    assert ("PUT", [b"A", b"B"]) == (second.method, [content for _, content in second.parts()])


def test_a_union_is_told_by_its_plain_fields(server: ScriptedServer, client: OpenAI) -> None:
    """Of models with the same fields, the one whose types fit is made."""

    class Number(BaseModel):
        value: int

    class Text(BaseModel):
        value: str

    server.play(json_answer({"value": 1}), json_answer({"value": "a"}))
    made = [client.get("/props", cast_to=Union[Number, Text]) for _ in range(2)]  # noqa: UP007

    assert [Number, Text] == [type(model) for model in made]


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
@pytest.mark.parametrize("is_async", [False, True])
def test_a_real_response_of_httpx(is_async: bool, library: str, server: ScriptedServer) -> None:
    """httpx's class gives an object of that library, with its request, whatever has sent it."""
    httpx = pytest.importorskip(library)
    server.play(json_answer(PROPS, headers={"X-Name": "value"}))
    arguments: dict[str, Any] = {"body": {"a": 1}, "cast_to": httpx.Response}
    if is_async:
        client = AsyncOpenAI(base_url=server.base_url)
        response = asyncio.run(client.post("/props", **arguments))
    else:
        response = OpenAI(base_url=server.base_url).post("/props", **arguments)

    assert type(response) is httpx.Response
    assert (200, "value", PROPS) == (
        response.status_code, response.headers["x-name"], response.json(),
    )  # fmt: skip
    assert (f"{server.base_url}/props", b'{"a":1}') == (response.url, response.request.content)
    assert response.is_closed
    assert response.elapsed.total_seconds() > 0
    assert "OK" == response.reason_phrase


def test_a_compressed_answer_as_a_response_of_httpx(server: ScriptedServer) -> None:
    """Its content is decoded once."""
    httpx = pytest.importorskip("httpx")
    body = gzip.compress(b'{"a": 1}')
    server.play(json_answer(body, headers={"Content-Encoding": "gzip"}))
    with OpenAI(base_url=server.base_url, http_client=httpx.Client()) as client:
        assert {"a": 1} == client.get("/props", cast_to=httpx.Response).json()


def test_an_answer_that_is_no_model_of_the_program(server: ScriptedServer, client: OpenAI) -> None:
    """What pydantic says of it is in the official exception, and behind it, not in place of it."""
    pydantic = pytest.importorskip("pydantic")
    slots = pydantic.create_model("Slots", total=(int, ...))
    server.play(json_answer({"total": 2}), json_answer({"total": "many"}))

    assert 2 == client.get("/slots", cast_to=slots).total
    with pytest.raises(openai_local.APIResponseValidationError, match=r"is no Slots: .*total") as e:
        client.get("/slots", cast_to=slots)
    assert isinstance(e.value.__cause__, pydantic.ValidationError)
    assert {"total": "many"} == e.value.body


class Sized:
    """A class that makes its instances itself, as the official SDK lets programs do."""

    def __init__(self, size: int, status: int) -> None:
        self.size = size
        self.status = status

    @classmethod
    def build(cls, *, response: Any, data: Any) -> Sized:
        if "size" not in data:
            raise KeyError("size")
        return cls(data["size"], response.status_code)


def test_a_class_with_a_builder(server: ScriptedServer, client: OpenAI) -> None:
    """`build` makes answers and events of streams; its errors come out as they are."""
    server.play(json_answer({"size": 3}), json_answer({}))
    made = client.get("/props", cast_to=Sized)
    assert (3, 200) == (made.size, made.status)
    with pytest.raises(KeyError, match="size"):
        client.get("/props", cast_to=Sized)

    httpx = pytest.importorskip("httpx")
    content = b'data: {"size": 1}\n\ndata: {}\n\n'
    stream = Stream(cast_to=Sized, response=httpx.Response(203, content=content))
    first = next(stream)
    assert (1, 203) == (first.size, first.status)
    with pytest.raises(KeyError, match="size"):
        next(stream)
