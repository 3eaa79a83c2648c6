"""`client.responses`: what is sent, and what comes back."""

from __future__ import annotations

import asyncio
import inspect
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from openai_local import NOT_GIVEN, APIError, AsyncOpenAI, IncompleteStreamError, OpenAI, omit
from openai_local._response import LegacyAPIResponse
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.picture import write_png
from openai_local.testing.scripted import ScriptedServer, head, json_answer, sse
from openai_local.testing.tiny_model import ANSWER, IMAGE_ANSWER
from openai_local.types.responses import (
    CompactedResponse,
    InputTokenCountResponse,
    ParsedResponse,
    Response,
    ResponseCompletedEvent,
    ResponseCreatedEvent,
    ResponseErrorEvent,
    ResponseFunctionToolCallItem,
    ResponseInputMessageItem,
    ResponseTextDeltaEvent,
)

MESSAGE = {"id": "m1", "type": "message", "role": "assistant", "status": "completed",
           "content": [{"type": "output_text", "text": "Hi", "annotations": []}]}  # fmt: skip
WHOLE = {"id": "r1", "object": "response", "status": "completed", "model": "m",
         "created_at": 7, "output": [MESSAGE]}  # fmt: skip
CREATED = {"type": "response.created", "response": {"id": "r1", "status": "in_progress"}}
DELTA = {"type": "response.output_text.delta", "delta": "Hi"}
COMPLETED = {"type": "response.completed", "response": WHOLE}


def types_of(events: Any) -> list[type[Any]]:
    return [type(event) for event in events]


def text_answer(text: str) -> Any:
    """A response that says this, as JSON."""
    part = {"type": "output_text", "text": text, "annotations": []}
    return json_answer({**WHOLE, "output": [{**MESSAGE, "content": [part]}]})


# -- create ----------------------------------------------------------------------------------


def test_create(server: ScriptedServer, client: OpenAI) -> None:
    """The parameters are the body, unknown ones too; sentinels are left out."""
    server.play(json_answer(WHOLE, headers={"x-request-id": "q1"}))
    response = client.responses.create(
        model="m", input="Hello", temperature=omit, top_p=NOT_GIVEN, user="u",
        extra_body={"top_k": 40},
    )  # fmt: skip

    (request,) = server.requests
    assert ("POST", "/v1/responses") == (request.method, request.path)
    assert {"model": "m", "input": "Hello", "user": "u", "top_k": 40} == request.json()
    assert (Response, "Hi", "q1") == (type(response), response.output_text, response._request_id)


def test_keywords_of_local_servers(server: ScriptedServer, client: OpenAI) -> None:
    """A keyword that the API does not have is sent as it is."""
    server.play(json_answer(WHOLE))
    create: Any = client.responses.create
    create(input="Hello", top_k=40)

    assert {"input": "Hello", "top_k": 40} == server.requests[0].json()


def test_the_output_can_be_sent_back(server: ScriptedServer, client: OpenAI) -> None:
    """Items of a response go into the next input as the server sent them."""
    server.play(json_answer(WHOLE))
    response = client.responses.create(input="Hello")
    more: list[Any] = [*response.output, {"role": "user", "content": "More"}]
    client.responses.create(input=more)

    expected = [MESSAGE, {"role": "user", "content": "More"}]
    assert expected == server.requests[1].json()["input"]


def test_local_images(server: ScriptedServer, client: OpenAI, tmp_path: Path) -> None:
    """A path or bytes in place of an image's URL become a data URL."""
    path = tmp_path / "cat.png"
    write_png(path)
    content = path.read_bytes()
    server.play(json_answer(WHOLE))
    images = [{"type": "input_image", "image_url": source} for source in (path, content)]
    message: Any = {"role": "user", "content": images}
    client.responses.create(input=iter([message]))

    url = f"data:image/png;base64,{b64encode(content).decode()}"
    (sent,) = server.requests[0].json()["input"]
    assert [url, url] == [part["image_url"] for part in sent["content"]]


@pytest.mark.parametrize("value", [{"role": "user"}, b"Hello", 5])
def test_input_of_a_wrong_type(server: ScriptedServer, client: OpenAI, value: Any) -> None:
    """Input that is neither a text nor a list raises before anything is sent."""
    with pytest.raises(TypeError, match="input must be a text or a list of items"):
        client.responses.create(input=value)
    assert [] == server.requests


def test_text_of_a_response_without_output() -> None:
    """`output_text` is empty where there is no output, no content or no text."""
    part = {"type": "output_text", "text": None}
    outputs: list[Any] = [None, [], [{"type": "message", "content": None}], [{"type": "message"}],
                          [{"type": "message", "content": [part]}]]  # fmt: skip

    assert "" == Response.from_json({}).output_text
    assert [""] * 5 == [Response.from_json({"output": output}).output_text for output in outputs]


def test_a_stream_in_place_of_a_response(server: ScriptedServer, client: OpenAI) -> None:
    """A server that streams without being asked to still gives a `Response`."""
    server.play(sse([CREATED, DELTA, COMPLETED]))
    response = client.responses.create(input="Hello")

    assert (Response, "r1", "Hi") == (type(response), response.id, response.output_text)


def test_a_response_that_failed(server: ScriptedServer, client: OpenAI) -> None:
    """A response with an error of its own is returned, as it is an answer."""
    error = {"code": "server_error", "message": "no memory"}
    server.play(json_answer({**WHOLE, "status": "failed", "error": error}))
    response = client.responses.create(input="Hello")

    assert response.error is not None
    assert ("failed", "no memory") == (response.status, response.error.message)


def test_an_error_with_status_200(server: ScriptedServer, client: OpenAI) -> None:
    """An error that is no response raises."""
    server.play(json_answer({"error": {"message": "no memory"}}))
    with pytest.raises(APIError, match=r"^no memory$"):
        client.responses.create(input="Hello")


# -- streams ---------------------------------------------------------------------------------


def test_stream(server: ScriptedServer, client: OpenAI) -> None:
    """`stream=True` gives events of the classes that their `type` names."""
    server.play(sse([CREATED, DELTA, COMPLETED, "[DONE]"]))
    events = list(client.responses.create(input="Hello", stream=True))

    assert {"input": "Hello", "stream": True} == server.requests[0].json()
    expected = [ResponseCreatedEvent, ResponseTextDeltaEvent, ResponseCompletedEvent]
    assert expected == types_of(events)
    assert [0, 1, 2] == [event.sequence_number for event in events]


def test_events_with_names(server: ScriptedServer, client: OpenAI) -> None:
    """`event:` lines change nothing, and no [DONE] is needed."""
    named = b"".join(
        f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()
        for event in (CREATED, DELTA, COMPLETED)
    )
    server.play([head(), named])
    events = list(client.responses.create(input="Hello", stream=True))

    expected = [ResponseCreatedEvent, ResponseTextDeltaEvent, ResponseCompletedEvent]
    assert expected == types_of(events)


def test_unknown_events(server: ScriptedServer, client: OpenAI) -> None:
    """An event of a later version of the API is an object with its fields."""
    server.play(sse([{"type": "response.from_2031", "new": {"a": 1}}, COMPLETED]))
    first: Any = next(client.responses.create(input="Hello", stream=True))

    assert ("response.from_2031", {"a": 1}) == (first.type, first.new)


@pytest.mark.parametrize("closing", ["incomplete", "failed", "cancelled"])
def test_other_ends(server: ScriptedServer, client: OpenAI, closing: str) -> None:
    """A response that ends in another way than completed ends its stream, too."""
    server.play(sse([CREATED, {"type": f"response.{closing}", "response": WHOLE}]))
    events = list(client.responses.create(input="Hello", stream=True))

    assert ["response.created", f"response.{closing}"] == [event.type for event in events]


def test_cut_stream(server: ScriptedServer, client: OpenAI) -> None:
    """A stream without a closing event raises after its last event."""
    server.play(sse([CREATED, DELTA]))
    stream = client.responses.create(input="Hello", stream=True)
    events = [next(stream), next(stream)]

    with pytest.raises(IncompleteStreamError, match=r"there was no response.completed") as caught:
        next(stream)
    assert events[-1] is caught.value.last_chunk


@pytest.mark.parametrize("name", ["", "event: error\n"])
def test_error_event(server: ScriptedServer, client: OpenAI, name: str) -> None:
    """An error in the API's shape is the last event, as from the official SDK."""
    error = {"type": "error", "code": "c", "message": "no memory", "param": None}
    server.play([*sse([CREATED]), f"{name}data: {json.dumps(error)}\n\n".encode()])
    *_, last = client.responses.create(input="Hello", stream=True)

    assert isinstance(last, ResponseErrorEvent)
    assert ("c", "no memory", 1) == (last.code, last.message, last.sequence_number)


@pytest.mark.parametrize(
    "line",
    [
        b'data: {"error": {"message": "no memory"}}',
        b'data: {"type": "error", "error": {"message": "no memory"}}',
        b'event: error\ndata: {"code": 500, "message": "no memory", "type": "server_error"}',
        b'error: {"message": "no memory"}',
    ],
)
def test_errors_of_other_shapes(server: ScriptedServer, client: OpenAI, line: bytes) -> None:
    """An error in any other shape raises with the server's words."""
    server.play([*sse([CREATED]), line + b"\n\n"])
    stream = client.responses.create(input="Hello", stream=True)
    next(stream)

    with pytest.raises(APIError, match=r"^no memory$"):
        next(stream)


def test_a_response_in_place_of_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """One JSON document is turned into the events of a stream, numbers and all."""
    server.play(json_answer(WHOLE))
    events: list[Any] = list(client.responses.create(input="Hello", stream=True))

    assert (ResponseCreatedEvent, ResponseCompletedEvent) == (type(events[0]), type(events[-1]))
    assert list(range(8)) == [event.sequence_number for event in events]
    (delta,) = [event for event in events if isinstance(event, ResponseTextDeltaEvent)]
    assert ("Hi", 0, 0, "m1") == (
        delta.delta, delta.output_index, delta.content_index, delta.item_id,
    )  # fmt: skip
    assert "Hi" == events[-1].response.output_text


def test_a_completion_in_place_of_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """JSON that is no response says so."""
    server.play(json_answer({"choices": []}))
    with pytest.raises(APIError, match="is not a response"):
        list(client.responses.create(input="Hello", stream=True))


# -- parse -----------------------------------------------------------------------------------


@dataclass
class Weather:
    city: str
    days: int


def test_parse(server: ScriptedServer, client: OpenAI) -> None:
    """`text_format` sends a strict schema beside other settings, and reads the answer."""
    pytest.importorskip("pydantic")
    server.play(text_answer('{"city": "Rome", "days": 3}'))
    response = client.responses.parse(input="Hello", text_format=Weather, text={"verbosity": "low"})

    schema = {
        "type": "object",
        "title": "Weather",
        "properties": {
            "city": {"type": "string", "title": "City"},
            "days": {"type": "integer", "title": "Days"},
        },
        "required": ["city", "days"],
        "additionalProperties": False,
    }
    form = {"type": "json_schema", "strict": True, "name": "Weather", "schema": schema}
    sent = {"input": "Hello", "text": {"verbosity": "low", "format": form}}
    assert sent == server.requests[0].json()
    assert (ParsedResponse, Weather("Rome", 3)) == (type(response), response.output_parsed)


def test_parse_as(server: ScriptedServer, client: OpenAI) -> None:
    """`parse_as` reads the answer as another type than the schema's, None leaves it a text."""
    pytest.importorskip("pydantic")
    server.play(text_answer('{"city": "Rome", "days": 3}'))

    parsed = client.responses.parse(input="Hello", parse_as=Weather)
    assert Weather("Rome", 3) == parsed.output_parsed
    assert {"input": "Hello"} == server.requests[0].json()
    unparsed = client.responses.parse(input="Hello", text_format=Weather, parse_as=None)
    assert unparsed.output_parsed is None
    assert '{"city": "Rome", "days": 3}' == unparsed.output_text


def test_parse_without_a_type(server: ScriptedServer, client: OpenAI) -> None:
    """Without a type, the response is the same with nothing parsed."""
    server.play(json_answer(WHOLE, headers={"x-request-id": "q1"}))
    response = client.responses.parse(input="Hello")

    assert ("Hi", None, "q1") == (
        response.output_text, response.output_parsed, response._request_id,
    )  # fmt: skip


def test_two_formats(server: ScriptedServer, client: OpenAI) -> None:
    """`text_format` and a format in `text` contradict each other."""
    with pytest.raises(TypeError, match=r"Cannot mix and match text\.format with text_format"):
        client.responses.parse(
            input="Hello", text_format=Weather, text={"format": {"type": "text"}}
        )
    assert [] == server.requests


def test_raw_response_of_parse(server: ScriptedServer, client: OpenAI) -> None:
    """`.with_raw_response` parses when it is asked to."""
    server.play(json_answer(WHOLE, headers={"x-request-id": "q1"}))
    raw = client.responses.with_raw_response.parse(input="Hello")

    assert isinstance(raw, LegacyAPIResponse)
    assert ("q1", ParsedResponse) == (raw.request_id, type(raw.parse()))


# -- stored responses ------------------------------------------------------------------------


def test_retrieve(server: ScriptedServer, client: OpenAI) -> None:
    """A stored response is asked for by its id, whatever characters are in it."""
    server.play(json_answer(WHOLE))
    include: Any = ["message.output_text.logprobs"]
    response = client.responses.retrieve("r/1", include=include)

    (request,) = server.requests
    query = "include%5B%5D=message.output_text.logprobs"
    assert ("GET", f"/v1/responses/r%2F1?{query}") == (request.method, request.path)
    assert (Response, "Hi") == (type(response), response.output_text)


def test_retrieve_streamed(server: ScriptedServer, client: OpenAI) -> None:
    """A stored response can be streamed from one of its events on."""
    server.play(sse([DELTA, COMPLETED]))
    stream = client.responses.retrieve(
        "r1", stream=True, starting_after=4, include_obfuscation=False
    )

    assert [ResponseTextDeltaEvent, ResponseCompletedEvent] == types_of(stream)
    path, _, query = server.requests[0].path.partition("?")
    assert "/v1/responses/r1" == path
    assert {"stream=true", "starting_after=4", "include_obfuscation=false"} == set(query.split("&"))


def test_delete(server: ScriptedServer, client: OpenAI) -> None:
    """Deleting returns nothing, whatever the server answers, and takes any answer."""
    server.play([head(204, headers={"Content-Length": "0"})])
    assert client.responses.delete("r1") is None
    assert client.responses.delete("r1", extra_headers={"Accept": "text/plain"}) is None

    first, second = server.requests
    assert ("DELETE", "/v1/responses/r1") == (first.method, first.path)
    assert ("*/*", "text/plain") == (first.headers["accept"], second.headers["accept"])


def test_delete_raw(server: ScriptedServer, client: OpenAI) -> None:
    """The raw answer to a deletion has its status, and stands for nothing."""
    server.play([head(204, headers={"Content-Length": "0"})])
    raw = client.responses.with_raw_response.delete("r1")

    assert (204, None) == (raw.status_code, raw.parse())


def test_cancel(server: ScriptedServer, client: OpenAI) -> None:
    """Cancelling returns the response as it is then."""
    server.play(json_answer({**WHOLE, "status": "cancelled"}))
    assert "cancelled" == client.responses.cancel("r1").status

    (request,) = server.requests
    assert ("POST", "/v1/responses/r1/cancel") == (request.method, request.path)


def test_input_items(server: ScriptedServer, client: OpenAI) -> None:
    """The items of all pages come one after another, each of its class."""
    question = {"id": "i1", "type": "message", "role": "user", "content": []}
    call = {"id": "i2", "type": "function_call", "name": "f", "arguments": "", "call_id": "c"}
    server.play(
        json_answer({"data": [question], "has_more": True}),
        json_answer({"data": [call], "has_more": False}),
    )
    items = list(client.responses.input_items.list("r1", limit=1, order="asc"))

    assert [ResponseInputMessageItem, ResponseFunctionToolCallItem] == types_of(items)
    path = "/v1/responses/r1/input_items?limit=1&order=asc"
    assert [path, f"{path}&after=i1"] == [request.path for request in server.requests]


def test_input_tokens(server: ScriptedServer, client: OpenAI) -> None:
    """Counting sends what `create` would."""
    server.play(json_answer({"object": "response.input_tokens", "input_tokens": 5}))
    count = client.responses.input_tokens.count(input="Hello", model="m")

    (request,) = server.requests
    assert ("POST", "/v1/responses/input_tokens") == (request.method, request.path)
    assert {"input": "Hello", "model": "m"} == request.json()
    assert (InputTokenCountResponse, 5) == (type(count), count.input_tokens)


def test_compact(server: ScriptedServer, client: OpenAI) -> None:
    """Compacting sends a conversation and gives a shorter one."""
    server.play(json_answer({"id": "c1", "object": "response.compaction", "output": [MESSAGE]}))
    compacted = client.responses.compact(model="m", input="Hello")

    (request,) = server.requests
    assert ("POST", "/v1/responses/compact") == (request.method, request.path)
    assert {"model": "m", "input": "Hello"} == request.json()
    assert (CompactedResponse, "c1") == (type(compacted), compacted.id)


@pytest.mark.parametrize(
    "call",
    [
        lambda responses: responses.retrieve(""),
        lambda responses: responses.delete(""),
        lambda responses: responses.cancel(""),
        lambda responses: responses.input_items.list(""),
    ],
)
def test_an_empty_id(server: ScriptedServer, client: OpenAI, call: Callable[[Any], object]) -> None:
    """An empty id raises instead of asking for another endpoint."""
    with pytest.raises(ValueError, match="Expected a non-empty value for `response_id`"):
        call(client.responses)
    assert [] == server.requests


# -- signatures ------------------------------------------------------------------------------


def test_signatures(client: OpenAI) -> None:
    """`inspect.signature` shows the official parameters, the id of a response first."""
    create = inspect.signature(client.responses.create).parameters
    retrieve = inspect.signature(client.responses.retrieve).parameters
    stream = inspect.signature(client.responses.stream).parameters

    assert {"input", "model", "stream", "tools", "timeout"} <= set(create)
    assert ["response_id", "include", "include_obfuscation", "starting_after", "stream"] == list(
        retrieve
    )[:5]
    assert {"response_id", "text_format", "starting_after", "input"} <= set(stream)
    assert "stream" not in stream


# -- asyncio ---------------------------------------------------------------------------------


def test_async(server: ScriptedServer) -> None:
    """Every method is there for asyncio and gives the same."""
    item = {"id": "i1", "type": "message", "role": "user", "content": []}
    server.play(
        json_answer(WHOLE), sse([CREATED, DELTA, COMPLETED]), json_answer(WHOLE),
        json_answer(WHOLE), json_answer(WHOLE), json_answer({}),
        json_answer({"data": [item], "has_more": False}), json_answer({"input_tokens": 5}),
        json_answer({"id": "c1"}),
    )  # fmt: skip

    async def run() -> list[Any]:
        async with AsyncOpenAI(base_url=server.base_url, max_retries=0, timeout=5) as client:
            responses = client.responses
            return [
                (await responses.create(input="Hello")).output_text,
                [e.type async for e in await responses.create(input="Hello", stream=True)],
                (await responses.parse(input="Hello")).output_parsed,
                (await responses.retrieve("r1")).id,
                (await responses.cancel("r1")).id,
                await responses.delete("r1"),
                [item.id async for item in responses.input_items.list("r1")],
                (await responses.input_tokens.count(input="Hello")).input_tokens,
                (await responses.compact(model="m")).id,
            ]

    assert [
        "Hi", ["response.created", "response.output_text.delta", "response.completed"], None,
        "r1", "r1", None, ["i1"], 5, "c1",
    ] == asyncio.run(run())  # fmt: skip
    assert [
        "POST /v1/responses", "POST /v1/responses", "POST /v1/responses", "GET /v1/responses/r1",
        "POST /v1/responses/r1/cancel", "DELETE /v1/responses/r1",
        "GET /v1/responses/r1/input_items", "POST /v1/responses/input_tokens",
        "POST /v1/responses/compact",
    ] == [f"{request.method} {request.path}" for request in server.requests]  # fmt: skip


# -- a real server ---------------------------------------------------------------------------


def test_real_answers(llama_server: LlamaServer) -> None:
    """llama-server answers whole and streamed, and counts tokens."""
    with OpenAI(base_url=llama_server.base_url, max_retries=0) as client:
        response = client.responses.create(input="Hello")
        events = list(client.responses.create(input="Hello", stream=True))
        count = client.responses.input_tokens.count(input="Hello")

    assert ANSWER == response.output_text
    deltas = [event for event in events if isinstance(event, ResponseTextDeltaEvent)]
    assert ANSWER == "".join(event.delta for event in deltas)
    assert {(0, 0)} == {(event.output_index, event.content_index) for event in deltas}
    assert isinstance(events[-1], ResponseCompletedEvent)
    assert list(range(len(events))) == [event.sequence_number for event in events]
    assert response.usage is not None
    assert response.usage.input_tokens == count.input_tokens


def test_a_real_image(llama_server: LlamaServer, tmp_path: Path) -> None:
    """llama-server sees an image that is given as a path."""
    path = tmp_path / "cat.png"
    write_png(path)
    with OpenAI(base_url=llama_server.base_url, max_retries=0) as client:
        response = client.responses.create(
            input=[
                {
                    "role": "user",
                    "content": [
                        {"type": "input_image", "image_url": path, "detail": "auto"},
                        {"type": "input_text", "text": "Hello"},
                    ],
                }
            ]
        )

    assert IMAGE_ANSWER == response.output_text
