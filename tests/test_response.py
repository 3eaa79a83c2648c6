"""`with_raw_response` and `with_streaming_response`: the answer beside the object."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from openai_local import (
    APIConnectionError,
    APIResponseValidationError,
    AsyncOpenAI,
    AsyncStream,
    BaseModel,
    NotFoundError,
    OpenAI,
    OpenAIError,
    Stream,
    _response,
)
from openai_local._response import (
    APIResponse,
    AsyncAPIResponse,
    LegacyAPIResponse,
    StreamAlreadyConsumed,
)
from openai_local.pagination import AsyncPage, SyncCursorPage
from openai_local.resources._request_options import FinalRequestOptions
from openai_local.testing.scripted import (
    HoldOpen,
    Pause,
    ScriptedServer,
    WaitFor,
    chat_chunks,
    chat_completion,
    chunked,
    head,
    json_answer,
    sse,
)
from openai_local.types import Model
from openai_local.types.chat import ChatCompletion, ParsedChatCompletion

ASK: Any = {"model": "m", "messages": [{"role": "user", "content": "Hello"}]}
#: Letters of one to four bytes, and all three ends of lines.
TEXT = '{"text":\r\n"Grüße 🌍"\r,\n"n": 1}'
LINES = ['{"text":', '"Grüße 🌍"', ",", '"n": 1}']
ANSWER = json_answer(chat_completion("hi"), headers={"X-Request-Id": "req-1", "X-Name": "value"})
MODELS = json_answer({"object": "list", "data": [{"id": "a"}, {"id": "b"}]})
NOT_FOUND = json_answer({"error": {"message": "no such model"}}, status=404)
#: The body breaks off in the middle.
BROKEN = [head(content_type="application/json", headers={"Content-Length": "99"}), b'{"a": ']


class Custom(BaseModel):
    id: str
    object: str


def in_single_bytes() -> Any:
    """`TEXT` cut at each of its bytes."""
    return chunked([bytes([byte]) for byte in TEXT.encode()])


def held_open() -> Any:
    """The beginning of a body, whose rest never comes."""
    return [head(content_type="application/json"), b"begun", HoldOpen()]


def with_async(server: ScriptedServer, main: Callable[[AsyncOpenAI], Awaitable[Any]]) -> Any:
    """What `main` gives for an asynchronous client."""

    async def run() -> Any:
        async with AsyncOpenAI(base_url=server.base_url, max_retries=0, timeout=30) as client:
            return await main(client)

    return asyncio.run(run())


# -- with_raw_response -------------------------------------------------------------------------


def test_what_a_raw_response_knows(server: ScriptedServer, client: OpenAI) -> None:
    """Status, headers, body, and the request."""
    server.play(ANSWER)
    raw = client.chat.completions.with_raw_response.create(**ASK)

    assert LegacyAPIResponse is type(raw)
    assert (200, "value", "req-1") == (raw.status_code, raw.headers["x-NAME"], raw.request_id)
    assert json.dumps(chat_completion("hi")) == raw.text == raw.content.decode()
    assert ("POST", f"{server.base_url}/chat/completions") == (raw.method, raw.url)
    assert ("HTTP/1.1", True, 0) == (raw.http_version, raw.is_closed, raw.retries_taken)
    assert ASK == json.loads(raw.http_request.content)
    assert raw.http_response.headers is raw.headers
    assert "<LegacyAPIResponse [200 OK] type=<class " in repr(raw)


def test_what_it_does_not_know(server: ScriptedServer, client: OpenAI) -> None:
    """A server that gives no id leaves `request_id` None."""
    server.play(MODELS)

    assert client.models.with_raw_response.list().request_id is None


def test_parse_gives_the_object(server: ScriptedServer, client: OpenAI) -> None:
    """It is what the plain method returns, and the same object each time."""
    server.play(ANSWER)
    raw = client.chat.completions.with_raw_response.create(**ASK)
    parsed = raw.parse()

    assert ChatCompletion is type(parsed)
    assert client.chat.completions.create(**ASK) == parsed
    assert "req-1" == parsed._request_id
    assert raw.parse() is parsed
    assert raw.parse(to=Custom) is raw.parse(to=Custom)
    assert raw.parse() is parsed


@pytest.mark.parametrize(
    "view",
    [
        lambda client: client.with_raw_response.chat.completions,
        lambda client: client.chat.with_raw_response.completions,
        lambda client: client.chat.completions.with_raw_response,
        lambda client: client.beta.with_raw_response.chat.completions,
        lambda client: client.with_options(timeout=4).with_raw_response.chat.completions,
    ],
)
def test_raw_views_at_every_level(
    view: Callable[[Any], Any], server: ScriptedServer, client: OpenAI
) -> None:
    """The whole client, a resource and a sub-resource have them; the client stays as it was."""
    server.play(ANSWER)

    assert "req-1" == view(client).create(**ASK).request_id
    assert "hi" == client.chat.completions.create(**ASK).choices[0].message.content

    async def ask(client: AsyncOpenAI) -> Any:
        return await view(client).create(**ASK)

    assert "req-1" == with_async(server, ask).request_id


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (str, '{"id": "a", "object": "b"}'),
        (bytes, b'{"id": "a", "object": "b"}'),
        (dict, {"id": "a", "object": "b"}),
        (object, {"id": "a", "object": "b"}),
        (dict[str, Any], {"id": "a", "object": "b"}),
        (Custom, Custom(id="a", object="b")),
        (Model, Model.model_construct(id="a", object="b")),
        (dict[str, Custom], {"id": "a", "object": "b"}),
    ],
)
@pytest.mark.parametrize("call", ["models.list", "models.retrieve", "embeddings.create"])
def test_parse_to_another_type(
    call: str, to: Any, expected: Any, server: ScriptedServer, client: OpenAI
) -> None:
    """`to` says what becomes of the body, whatever the call was for."""
    server.play(json_answer({"id": "a", "object": "b"}))
    params: Any = {
        "models.list": {},
        "models.retrieve": {"model": "a"},
        "embeddings.create": {"model": "a", "input": "b"},
    }[call]
    resource, method = call.split(".")

    raw = getattr(getattr(client, resource).with_raw_response, method)(**params)
    assert (type(expected), expected) == (type(raw.parse(to=to)), raw.parse(to=to))
    streaming = getattr(getattr(client, resource).with_streaming_response, method)
    with streaming(**params) as response:
        assert expected == response.parse(to=to)

    async def ask(client: AsyncOpenAI) -> Any:
        streaming = getattr(getattr(client, resource).with_streaming_response, method)
        async with streaming(**params) as response:
            return await response.parse(to=to)

    assert expected == with_async(server, ask)


@pytest.mark.parametrize(
    ("body", "to", "expected"),
    [
        ([{"id": "a", "object": "b"}], list[Custom], [Custom(id="a", object="b")]),
        ([1, 2], list, [1, 2]),
        (5, int, 5),
        (5, float, 5.0),
        (False, bool, False),
    ],
)
def test_parse_bodies_that_are_no_object(
    body: Any, to: Any, expected: Any, server: ScriptedServer, client: OpenAI
) -> None:
    """Lists, numbers and truth values come as such."""
    server.play(json_answer(body))
    parsed = client.models.with_raw_response.list().parse(to=to)

    assert (type(expected), expected) == (type(parsed), parsed)


@pytest.mark.parametrize(
    ("body", "expected"), [("False", False), ("FalSe", False), (" true\n", True), ("True", True)]
)
def test_parse_truth_values(
    body: str, expected: bool, server: ScriptedServer, client: OpenAI
) -> None:
    """`bool` is true for the word in any case, and only for that."""
    server.play(json_answer(body.encode()))
    assert expected is client.models.with_raw_response.list().parse(to=bool)


def test_parse_to_another_page(server: ScriptedServer, client: OpenAI) -> None:
    """The items of a list stay what they are for that call."""
    server.play(MODELS)
    page = client.models.with_raw_response.list().parse(to=SyncCursorPage)

    assert (SyncCursorPage, Model, "b") == (type(page), type(page.data[1]), page.data[1].id)
    assert "b" == page.next_page_info().params["after"]


def test_parse_to_another_type_skips_the_last_step(server: ScriptedServer, client: OpenAI) -> None:
    """What the method does with its own class is not done with another one."""
    server.play(json_answer({"id": "a", "object": "b", "choices": [{}]}))
    raw = client.chat.completions.with_raw_response.parse(**ASK)

    assert ("a", [{}]) == (raw.parse(to=Custom).id, raw.parse(to=Custom).choices)
    assert ParsedChatCompletion is type(raw.parse())


def test_parse_to_a_pydantic_model(server: ScriptedServer, client: OpenAI) -> None:
    """A model of the program's own is validated."""
    pydantic = pytest.importorskip("pydantic")
    own = pydantic.create_model("Own", id=(str, ...))
    server.play(json_answer({"id": "a"}), json_answer({}))

    assert own(id="a") == client.models.with_raw_response.list().parse(to=own)
    with pytest.raises(pydantic.ValidationError):
        client.models.with_raw_response.list().parse(to=own)


class OwnStream(Stream[Custom]):
    """With a name of its own."""


def test_parse_to_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """`to=Stream[Model]` gives the events of a streamed answer as that model, as they arrive."""
    for to in (Stream[Custom], OwnStream):
        go_on = threading.Event()
        *first, second, done = sse([{"id": "a"}, {"id": "b"}, "[DONE]"])
        server.play([*first, WaitFor(go_on), second, done])
        with client.chat.completions.with_streaming_response.create(**ASK, stream=True) as raw:
            stream = raw.parse(to=to)
            assert (Custom, "a") == (type(first_item := next(stream)), first_item.id)
            go_on.set()
            assert ["b"] == [each.id for each in stream]
    server.play(sse([{"id": "a"}, "[DONE]"]))
    raw = client.chat.completions.with_raw_response.create(**ASK)
    assert ["a"] == [each.id for each in raw.parse(to=OwnStream)]


def test_parse_to_a_stream_in_asyncio(server: ScriptedServer) -> None:
    """The same with `AsyncStream`; without a model the events are parsed JSON."""
    server.play(sse([{"id": "a"}, "[DONE]"]))

    async def main() -> list[Any]:
        client = AsyncOpenAI(base_url=server.base_url)
        create = client.chat.completions.with_streaming_response.create
        async with create(**ASK, stream=True) as raw:
            return [each async for each in await raw.parse(to=AsyncStream)]

    assert [{"id": "a"}] == asyncio.run(main())


def test_pages_of_raw_responses(server: ScriptedServer, client: OpenAI) -> None:
    """A parsed page goes on as any other: its next pages are pages, not raw responses."""
    more = {"data": [chat_completion("hi")], "has_more": True}
    server.play(json_answer(more), json_answer({"data": [], "has_more": False}))
    page = client.chat.completions.with_raw_response.list().parse()

    assert SyncCursorPage is type(page) is type(page.get_next_page())


def test_raw_streams(server: ScriptedServer, client: OpenAI) -> None:
    """Of a streamed answer the headers are there at once, and `parse()` gives the stream."""
    go_on = threading.Event()
    first, *rest = sse(chat_chunks("a", "b"), headers={"X-Request-Id": "req-1"})
    server.play([first, WaitFor(go_on), *rest])
    raw = client.chat.completions.with_raw_response.create(**ASK, stream=True)

    assert ("req-1", False) == (raw.request_id, raw.is_closed)
    with pytest.raises(RuntimeError, match="has not been read"):
        _ = raw.text
    go_on.set()
    stream = raw.parse()
    assert Stream is type(stream)
    assert raw.parse() is stream
    assert ["a", "b", None] == [chunk.choices[0].delta.content for chunk in stream]
    assert raw.is_closed


def test_raw_errors(server: ScriptedServer, client: OpenAI) -> None:
    """A status that is no success raises, as from the plain method."""
    server.play(NOT_FOUND)

    with pytest.raises(NotFoundError, match="no such model"):
        client.models.with_raw_response.list()


def test_parse_raises_what_the_plain_method_raises(server: ScriptedServer, client: OpenAI) -> None:
    """An answer that can't be used is an error each time it is parsed; its text is there."""
    server.play([head(content_type="text/html"), b"<html>"])
    raw = client.models.with_raw_response.list()

    for _ in range(2):
        with pytest.raises(APIResponseValidationError, match="<html>"):
            raw.parse()
    assert "<html>" == raw.text


def test_retries_are_counted(server: ScriptedServer, client: OpenAI) -> None:
    """`retries_taken` says how often the request was tried again."""
    busy = json_answer({}, status=503, headers={"Retry-After-Ms": "1"})
    retrying = client.with_options(max_retries=2)
    server.play(busy, busy, MODELS)
    assert 2 == retrying.models.with_raw_response.list().retries_taken

    server.play(busy, MODELS)
    with retrying.models.with_streaming_response.list() as response:
        assert 1 == response.retries_taken

    async def ask(client: AsyncOpenAI) -> Any:
        return await client.with_options(max_retries=1).models.with_raw_response.list()

    server.play(busy, MODELS)
    assert 1 == with_async(server, ask).retries_taken


def test_the_time_until_the_headers(server: ScriptedServer, client: OpenAI) -> None:
    """`elapsed` is the wait for the headers; that for the body does not count."""
    first, body = MODELS
    server.play([Pause(0.05), first, body], [first, Pause(0.3), body])

    slow_to_begin = client.models.with_raw_response.list().elapsed
    slow_to_end = client.models.with_raw_response.list().elapsed
    assert timedelta(seconds=0.05) <= slow_to_begin
    assert timedelta(0) < slow_to_end < timedelta(seconds=0.3)


def test_the_key_is_not_shown(server: ScriptedServer) -> None:
    """What is shown of a response, its request and its headers has no key and no query in it."""
    cookie = {"Set-Cookie": "secret=1"}
    server.play(json_answer({"object": "list", "data": []}, headers=cookie))
    with OpenAI(base_url=server.base_url, api_key="secret") as client:
        raw = client.models.with_raw_response.list(extra_query={"token": "secret"})

    assert "Bearer secret" == server.requests[0].headers["authorization"]
    assert f"<Request('GET', '{server.base_url}/models')>" == repr(raw.http_request)
    for shown in (raw, raw.http_request, raw.http_request.headers, raw.headers, raw.http_response):
        assert "secret" not in f"{shown!r}{shown}".replace("[secure]", "")


# -- with_streaming_response -------------------------------------------------------------------


def test_nothing_is_sent_before_the_with(server: ScriptedServer, client: OpenAI) -> None:
    """The request goes out when the `with` begins."""
    server.play(ANSWER)
    manager = client.chat.completions.with_streaming_response.create(**ASK)
    assert [] == server.requests

    with manager as response:
        assert ASK == server.requests[0].json()
        assert APIResponse is type(response)
        assert (200, "req-1", "value") == (
            response.status_code,
            response.request_id,
            response.headers["x-name"],
        )


@pytest.mark.parametrize(
    "view",
    [
        lambda client: client.with_streaming_response.chat.completions,
        lambda client: client.chat.with_streaming_response.completions,
        lambda client: client.chat.completions.with_streaming_response,
        lambda client: client.beta.with_streaming_response.chat.completions,
    ],
)
def test_streaming_views_at_every_level(
    view: Callable[[Any], Any], server: ScriptedServer, client: OpenAI
) -> None:
    """The whole client, a resource and a sub-resource have them."""
    server.play(ANSWER)
    with view(client).create(**ASK) as response:
        assert (False, "hi") == (
            response.is_closed,
            response.parse().choices[0].message.content,
        )

    async def ask(client: AsyncOpenAI) -> Any:
        async with view(client).create(**ASK) as response:
            assert AsyncAPIResponse is type(response)
            return await response.parse()

    assert "hi" == with_async(server, ask).choices[0].message.content


def test_the_body_is_read_when_asked_for(server: ScriptedServer, client: OpenAI) -> None:
    """What has arrived comes before the server sends the rest: as bytes, text and lines."""
    for method, first, rest in (
        ("iter_bytes", b"a\nb", b"c"),
        ("iter_text", "a\nb", "c"),
        ("iter_lines", "a", "bc"),
    ):
        go_on = threading.Event()
        server.play([head(), b"a\nb", WaitFor(go_on), b"c"])
        with client.models.with_streaming_response.list() as response:
            pieces = getattr(response, method)()
            assert first == next(pieces)
            go_on.set()
            assert rest == next(pieces)
            assert [] == list(pieces)


def test_bodies_cut_anywhere(server: ScriptedServer, client: OpenAI) -> None:
    """Pieces, text and lines are the same however the bytes arrive."""
    server.play(in_single_bytes())

    def ask(method: str, *args: Any) -> list[Any]:
        with client.models.with_streaming_response.list() as response:
            return list(getattr(response, method)(*args))

    body = TEXT.encode()
    assert [body[start : start + 7] for start in range(0, len(body), 7)] == ask("iter_bytes", 7)
    assert [TEXT[start : start + 7] for start in range(0, len(TEXT), 7)] == ask("iter_text", 7)
    assert body == b"".join(ask("iter_bytes"))
    assert TEXT == "".join(ask("iter_text"))
    assert LINES == ask("iter_lines")


def test_the_whole_body(server: ScriptedServer, client: OpenAI) -> None:
    """It can be had in all forms, again and again, once it was read."""
    server.play(ANSWER)
    with client.chat.completions.with_streaming_response.create(**ASK) as response:
        assert chat_completion("hi") == response.json()
        assert response.is_closed
        assert response.text().encode() == response.read() == b"".join(response.iter_bytes(10))
        assert response.parse() is response.parse()


def test_a_body_that_was_not_kept(server: ScriptedServer, client: OpenAI) -> None:
    """After iterating, or after the `with`, to read is an error, and gives no empty body."""
    server.play(ANSWER)
    with client.chat.completions.with_streaming_response.create(**ASK) as response:
        assert b"hi" in b"".join(response.iter_bytes())
        assert response.is_closed
        for method in (response.read, response.text, response.json, response.parse):
            with pytest.raises(StreamAlreadyConsumed, match="iterated over"):
                method()

    with client.chat.completions.with_streaming_response.create(**ASK) as response:
        pass
    with pytest.raises(StreamAlreadyConsumed, match="closed"):
        response.read()


@pytest.mark.parametrize("chunk_size", [None, 1, 5, 1000])
@pytest.mark.parametrize("as_text", [True, False])
def test_to_a_file(
    chunk_size: int | None, as_text: bool, tmp_path: Path, server: ScriptedServer, client: OpenAI
) -> None:
    """The bytes land in the file as they are; what was there before is gone."""
    server.play(in_single_bytes())
    path = tmp_path / "body"
    path.write_bytes(b"x" * 1000)
    name = str(path) if as_text else path

    with client.models.with_streaming_response.list() as response:
        response.stream_to_file(name, chunk_size=chunk_size)
    assert TEXT.encode() == path.read_bytes()

    async def ask(client: AsyncOpenAI) -> None:
        path.write_bytes(b"x" * 1000)
        async with client.models.with_streaming_response.list() as response:
            await response.stream_to_file(name, chunk_size=chunk_size)

    with_async(server, ask)
    assert TEXT.encode() == path.read_bytes()


def test_the_end_of_the_with_closes(server: ScriptedServer, client: OpenAI) -> None:
    """The server sees the connection close, although the body is not at its end."""
    server.play(held_open())
    with client.models.with_streaming_response.list() as response:
        assert b"begun" == next(response.iter_bytes())
        assert not server.wait_for_disconnect(0.05)
    assert server.wait_for_disconnect(5)
    assert response.is_closed


def test_an_error_in_the_with_closes(server: ScriptedServer, client: OpenAI) -> None:
    """It passes through, and the connection is closed."""
    server.play(held_open())
    with pytest.raises(ZeroDivisionError):
        with client.models.with_streaming_response.list() as response:
            raise ZeroDivisionError
    assert server.wait_for_disconnect(5)
    assert response.is_closed


def test_close(server: ScriptedServer, client: OpenAI) -> None:
    """The connection can be closed before the `with` ends."""
    server.play(held_open())
    with client.models.with_streaming_response.list() as response:
        response.close()
        assert server.wait_for_disconnect(5)


@pytest.mark.parametrize("method", ["read", "iter_bytes", "iter_text", "iter_lines", "parse"])
def test_a_body_read_to_its_end_keeps_the_connection(
    method: str, server: ScriptedServer, client: OpenAI
) -> None:
    """The next call uses it again."""
    server.play(MODELS)
    for _ in range(3):
        with client.models.with_streaming_response.list() as response:
            list(getattr(response, method)())
            assert response.is_closed

    assert (3, 1) == (len(server.requests), server.connections_opened)


def test_errors_on_entering(server: ScriptedServer, client: OpenAI) -> None:
    """A status that is no success raises when the `with` begins, with the body at hand."""
    server.play(NOT_FOUND)
    manager = client.models.with_streaming_response.list()

    with pytest.raises(NotFoundError, match="no such model") as caught:
        with manager:
            raise AssertionError("entered")
    assert {"error": {"message": "no such model"}} == caught.value.response.json()


@pytest.mark.parametrize(
    "read",
    [
        lambda response: response.read(),
        lambda response: response.text(),
        lambda response: response.json(),
        lambda response: response.parse(),
        lambda response: response.parse(to=str),
        lambda response: list(response.iter_bytes()),
        lambda response: list(response.iter_text(2)),
        lambda response: list(response.iter_lines()),
    ],
)
def test_a_body_that_breaks_off(
    read: Callable[[Any], Any], server: ScriptedServer, client: OpenAI
) -> None:
    """However it is read, it is an APIConnectionError."""
    server.play(BROKEN)
    with client.models.with_streaming_response.list() as response:
        with pytest.raises(APIConnectionError, match="Connection error: ") as caught:
            read(response)

    assert caught.value.request is response.http_request


def test_streams_in_a_with(server: ScriptedServer, client: OpenAI) -> None:
    """`parse()` of a streamed answer gives the stream, once; the `with` closes it."""
    server.play([*sse(chat_chunks("a", "b")[:2]), HoldOpen()])
    with client.chat.completions.with_streaming_response.create(**ASK, stream=True) as response:
        stream = response.parse()
        assert Stream is type(stream)
        assert response.parse() is stream
        assert ["a", "b"] == [next(stream).choices[0].delta.content for _ in range(2)]
    assert server.wait_for_disconnect(5)
    assert [] == list(stream)


def test_events_as_lines(server: ScriptedServer, client: OpenAI) -> None:
    """The lines of a streamed answer can be read as they are."""
    server.play(sse(["one", "[DONE]"]))
    with client.chat.completions.with_streaming_response.create(**ASK, stream=True) as response:
        assert ["data: one", "", "data: [DONE]", ""] == list(response.iter_lines())


def test_a_closed_client(client: OpenAI) -> None:
    """What the plain method refuses is refused on entering."""
    client.close()

    with pytest.raises(OpenAIError, match="closed"):
        with client.models.with_streaming_response.list():
            raise AssertionError("entered")


# -- asyncio -----------------------------------------------------------------------------------


def test_async_raw_response(server: ScriptedServer) -> None:
    """Awaited, it knows the same, and its methods are the plain ones."""
    server.play(ANSWER)

    async def ask(client: AsyncOpenAI) -> None:
        raw = await client.chat.completions.with_raw_response.create(**ASK)
        assert LegacyAPIResponse is type(raw)
        assert (200, "req-1", 0, True) == (
            raw.status_code, raw.request_id, raw.retries_taken, raw.is_closed
        )  # fmt: skip
        assert json.dumps(chat_completion("hi")) == raw.text == raw.content.decode()
        assert "hi" == raw.parse().choices[0].message.content
        assert raw.parse() is raw.parse()
        assert timedelta(0) < raw.elapsed

    with_async(server, ask)


def test_async_lists(server: ScriptedServer) -> None:
    """Lists, which can be iterated over without `await`, have raw and streaming views too."""
    server.play(MODELS)

    async def ask(client: AsyncOpenAI) -> None:
        page = (await client.models.with_raw_response.list()).parse()
        assert (AsyncPage, ["a", "b"]) == (type(page), [model.id async for model in page])
        for view in (client.models.with_streaming_response, client.with_streaming_response.models):
            async with view.list() as response:
                page = await response.parse()
                assert ["a", "b"] == [model.id for model in page.data]

    with_async(server, ask)


def test_async_raw_stream(server: ScriptedServer) -> None:
    """`parse()` gives the same `AsyncStream` each time."""
    server.play(sse(chat_chunks("a")))

    async def ask(client: AsyncOpenAI) -> None:
        raw = await client.chat.completions.with_raw_response.create(**ASK, stream=True)
        stream = raw.parse()
        assert AsyncStream is type(stream)
        assert raw.parse() is stream
        assert ["a", None] == [chunk.choices[0].delta.content async for chunk in stream]

    with_async(server, ask)


def test_async_bodies_cut_anywhere(server: ScriptedServer) -> None:
    """Pieces, text and lines are those of the synchronous client."""
    server.play(in_single_bytes())

    async def ask(client: AsyncOpenAI) -> dict[str, list[Any]]:
        found = {}
        for method in ("iter_bytes", "iter_text"):
            async with client.models.with_streaming_response.list() as response:
                found[method] = [piece async for piece in getattr(response, method)(7)]
        async with client.models.with_streaming_response.list() as response:
            found["iter_lines"] = [line async for line in response.iter_lines()]
            assert response.is_closed
            with pytest.raises(StreamAlreadyConsumed, match="iterated over"):
                await response.read()
        return found

    body = TEXT.encode()
    assert {
        "iter_bytes": [body[start : start + 7] for start in range(0, len(body), 7)],
        "iter_text": [TEXT[start : start + 7] for start in range(0, len(TEXT), 7)],
        "iter_lines": LINES,
    } == with_async(server, ask)


def test_async_whole_body(server: ScriptedServer) -> None:
    """It can be had in all forms, again and again, and the connection is used again."""
    server.play(ANSWER)

    async def ask(client: AsyncOpenAI) -> None:
        for _ in range(2):
            async with client.chat.completions.with_streaming_response.create(**ASK) as response:
                assert chat_completion("hi") == await response.json()
                assert await response.read() == (await response.text()).encode()
                pieces = [piece async for piece in response.iter_bytes(10)]
                assert await response.read() == b"".join(pieces)
                assert await response.parse() is await response.parse()

    with_async(server, ask)
    assert (2, 1) == (len(server.requests), server.connections_opened)


def test_async_end_of_the_with_closes(server: ScriptedServer) -> None:
    """The server sees the connection close at the end of the `with`, or by `close()`."""
    server.play(held_open())

    async def ask(client: AsyncOpenAI) -> None:
        async with client.models.with_streaming_response.list() as response:
            assert b"begun" == await anext(aiter(response.iter_bytes()))
            assert not await asyncio.to_thread(server.wait_for_disconnect, 0.05)
        assert await asyncio.to_thread(server.wait_for_disconnect, 5)
        async with client.models.with_streaming_response.list() as response:
            await response.close()
            assert await asyncio.to_thread(server.wait_for_disconnect, 5)

    with_async(server, ask)


def test_async_stream_in_a_with(server: ScriptedServer) -> None:
    """The `with` closes the stream that `parse()` gave."""
    server.play([*sse(chat_chunks("a", "b")[:1]), HoldOpen()])

    async def ask(client: AsyncOpenAI) -> None:
        streaming = client.chat.completions.with_streaming_response
        async with streaming.create(**ASK, stream=True) as response:
            stream = await response.parse()
            assert await response.parse() is stream
            assert "a" == (await anext(stream)).choices[0].delta.content
        assert await asyncio.to_thread(server.wait_for_disconnect, 5)

    with_async(server, ask)


def test_async_errors(server: ScriptedServer) -> None:
    """A status raises on entering, a body that breaks off where it is read."""
    server.play(NOT_FOUND, BROKEN)

    async def ask(client: AsyncOpenAI) -> None:
        with pytest.raises(NotFoundError, match="no such model"):
            async with client.models.with_streaming_response.list():
                raise AssertionError("entered")
        async with client.models.with_streaming_response.list() as response:
            with pytest.raises(APIConnectionError, match="Connection error: "):
                await response.parse()
        async with client.models.with_streaming_response.list() as response:
            with pytest.raises(APIConnectionError, match="Connection error: "):
                async for _ in response.iter_lines():
                    pass

    with_async(server, ask)


# -- responses that a program has received itself ----------------------------------------------


def raw_answer(library: Any, body: bytes) -> Any:
    request = library.Request("POST", "http://h/v1/x")
    return library.Response(200, content=body, request=request, headers={"X-Request-Id": "r"})


def options_of(path: str) -> Any:
    return FinalRequestOptions(method="post", url=path)


@pytest.mark.parametrize("library_name", ["httpx", "httpx2"])
@pytest.mark.parametrize("kind", [APIResponse, LegacyAPIResponse])
def test_a_response_of_httpx(library_name: str, kind: Any) -> None:
    """It is read as one of ours: the object, the headers, other types on demand."""
    library = pytest.importorskip(library_name)
    raw = kind(
        raw=raw_answer(library, b'{"id": "a", "owned_by": "b"}'),
        cast_to=Model,
        client=OpenAI(),
        stream=False,
        stream_cls=None,
        options=options_of("/x"),
        retries_taken=2,
    )

    model = raw.parse()
    assert isinstance(model, Model)
    assert ("a", "r", "r", 2) == (model.id, model._request_id, raw.request_id, raw.retries_taken)
    assert {"id": "a", "owned_by": "b"} == raw.parse(to=dict)


@pytest.mark.parametrize("stream_cls", [None, Stream[Model]])
def test_a_stream_of_httpx(stream_cls: Any) -> None:
    """With `stream`, it is one of the class that is given, or of `cast_to`."""
    httpx = pytest.importorskip("httpx2")
    raw = APIResponse(
        raw=raw_answer(httpx, b'data: {"id": "a"}\n\ndata: [DONE]\n\n'),
        cast_to=Model,
        client=OpenAI(),
        stream=True,
        stream_cls=stream_cls,
        options=options_of("/x"),
    )

    assert ["a"] == [model.id for model in raw.parse()]


def test_an_async_response_of_httpx() -> None:
    """In asyncio it is read when it is asked for."""
    httpx = pytest.importorskip("httpx2")

    async def main() -> Any:
        raw: Any = AsyncAPIResponse(
            raw=raw_answer(httpx, b'{"id": "a"}'),
            cast_to=Model,
            client=AsyncOpenAI(),
            stream=False,
            stream_cls=None,
            options=options_of("/x"),
        )
        return await raw.parse()

    assert "a" == asyncio.run(main()).id


@pytest.mark.parametrize(
    ("name", "base"),
    [("BinaryAPIResponse", APIResponse), ("AsyncBinaryAPIResponse", AsyncAPIResponse)],
)
def test_binary_responses_are_written_to_a_file(name: str, base: Any, tmp_path: Path) -> None:
    """Under the official names of their classes."""
    httpx = pytest.importorskip("httpx2")
    kind: Any = getattr(_response, name)
    assert issubclass(kind, base)

    async def main() -> None:
        raw = kind(
            raw=raw_answer(httpx, b"sound"),
            cast_to=bytes,
            client=OpenAI(),
            stream=False,
            stream_cls=None,
            options=options_of("/x"),
        )
        written = raw.write_to_file(tmp_path / "a")
        if written is not None:
            await written

    asyncio.run(main())
    assert b"sound" == (tmp_path / "a").read_bytes()


def test_a_streamed_sound_has_a_class_of_its_own(server: ScriptedServer, client: OpenAI) -> None:
    """As in the official SDK, programs can ask `isinstance`."""
    server.play([head(200, "audio/mpeg", {"Content-Length": "5"}), b"sound"])
    streaming = client.audio.speech.with_streaming_response
    with streaming.create(model="m", voice="v", input="hi") as response:
        assert isinstance(response, getattr(_response, "StreamedBinaryAPIResponse"))  # noqa: B009
        assert b"sound" == response.read()
