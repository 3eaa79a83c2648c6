"""`client.chat.completions`: typed answers, and completions that a server stores."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

import pytest

from openai_local import (
    AsyncOpenAI,
    LengthFinishReasonError,
    OpenAI,
    pydantic_function_tool,
)
from openai_local.resources.chat import Completions
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import (
    ScriptedServer,
    chat_chunks,
    chat_completion,
    json_answer,
    sse,
)
from openai_local.types.chat import ParsedChatCompletion

pydantic = pytest.importorskip("pydantic")

MESSAGES: Any = [{"role": "user", "content": "Hello"}]
ASK: Any = {"model": "m", "messages": MESSAGES}


class Step(pydantic.BaseModel):
    size: int


class Person(pydantic.BaseModel):
    name: str
    age: int


class Weather(pydantic.BaseModel):
    """The weather in a city."""

    city: str


def call_answer(arguments: str) -> dict[str, Any]:
    """A completion that calls `Weather`."""
    answer = chat_completion("")
    function = {"name": "Weather", "arguments": arguments}
    calls = [{"id": "call_1", "type": "function", "function": function}]
    answer["choices"][0]["message"]["tool_calls"] = calls
    return answer


# -- parse -----------------------------------------------------------------------------------


def test_the_schema_goes_out_and_an_instance_comes_back(
    server: ScriptedServer, client: OpenAI
) -> None:
    """The request has the strict schema of the type, the answer an instance of it."""
    server.play(json_answer(chat_completion('{"size": 3}'), headers={"x-request-id": "r1"}))
    completion = client.chat.completions.parse(**ASK, response_format=Step, top_k=40)
    assert type(completion) is ParsedChatCompletion
    assert (Step(size=3), "r1") == (completion.choices[0].message.parsed, completion._request_id)
    sent = server.requests[0].json()
    assert (False, 40) == (sent["stream"], sent["top_k"])
    assert {
        "type": "json_schema",
        "json_schema": {
            "name": "Step",
            "strict": True,
            "schema": {
                "title": "Step",
                "type": "object",
                "properties": {"size": {"title": "Size", "type": "integer"}},
                "required": ["size"],
                "additionalProperties": False,
            },
        },
    } == sent["response_format"]


def test_async_parse(server: ScriptedServer) -> None:
    """The same, awaited."""
    server.play(json_answer(chat_completion('{"size": 3}')))

    async def main() -> Any:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            return await client.chat.completions.parse(**ASK, response_format=Step)

    assert Step(size=3) == asyncio.run(main()).choices[0].message.parsed


def test_a_dict_is_sent_as_it_is(server: ScriptedServer, client: OpenAI) -> None:
    """Nothing is parsed then; without a format none is sent."""
    server.play(json_answer(chat_completion('{"size": 3}')))
    completion = client.chat.completions.parse(**ASK, response_format={"type": "json_object"})
    assert completion.choices[0].message.parsed is None
    assert client.chat.completions.parse(**ASK).choices[0].message.parsed is None
    assert [{"type": "json_object"}, None] == [
        request.json().get("response_format") for request in server.requests
    ]


def test_what_gateways_route_by_comes_first(server: ScriptedServer, client: OpenAI) -> None:
    """Model and tier stand before the messages, in whatever order they were given."""
    server.play(json_answer(chat_completion("{}")))
    client.chat.completions.parse(messages=MESSAGES, service_tier="auto", model="m")
    assert ["model", "stream", "service_tier"] == list(server.requests[0].json())[:3]


def test_the_raw_response_parses_too(server: ScriptedServer, client: OpenAI) -> None:
    """`.with_raw_response.parse(...).parse()` is what `parse` returns."""
    server.play(json_answer(chat_completion('{"size": 3}')))
    raw = client.chat.completions.with_raw_response.parse(**ASK, response_format=Step)
    assert Step(size=3) == raw.parse().choices[0].message.parsed


def test_parsed_parts_are_not_sent_back(server: ScriptedServer, client: OpenAI) -> None:
    """A parsed message goes into the next request as the server knows it, at any depth."""
    server.play(json_answer(call_answer('{"city": "Paris"}')))
    tools = [pydantic_function_tool(Weather)]
    message = client.chat.completions.parse(**ASK, tools=tools).choices[0].message
    assert message.tool_calls is not None
    call = message.tool_calls[0]
    assert Weather(city="Paris") == call.function.parsed_arguments
    again: Any = [message, {"role": "assistant", "tool_calls": message.tool_calls}]
    client.chat.completions.create(model="m", messages=again)
    first, second = server.requests[-1].json()["messages"]
    function = {"name": "Weather", "arguments": '{"city": "Paris"}'}
    calls = [{"id": "call_1", "type": "function", "function": function}]
    assert {"role": "assistant", "content": "", "tool_calls": calls} == first
    assert calls == second["tool_calls"]


def test_what_cannot_be_parsed_is_refused_before_it_is_sent(
    server: ScriptedServer, client: OpenAI
) -> None:
    """Tools that aren't strict, types that can't be read, `stream`, missing arguments."""
    loose: Any = {"type": "function", "function": {"name": "f"}}
    with pytest.raises(ValueError, match="`f` is not strict"):
        client.chat.completions.parse(**ASK, tools=[loose])
    with pytest.raises(TypeError, match="Unsupported response_format"):
        client.chat.completions.parse(**ASK, response_format=int)
    with pytest.raises(TypeError, match="unexpected keyword argument 'stream'"):
        client.chat.completions.parse(**ASK, stream=True)
    with pytest.raises(TypeError, match="Missing required arguments: 'model'"):
        client.chat.completions.parse(messages=MESSAGES)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match=r"Use `parse\(\)` or `stream\(\)`"):
        client.chat.completions.create(**ASK, response_format=Step)
    assert [] == server.requests


def test_signatures_name_the_parameters() -> None:
    """`parse` and `stream` take what `create` takes, but for `stream`."""
    create = inspect.signature(Completions.create).parameters
    for method in (Completions.parse, Completions.stream):
        assert create.keys() - {"stream"} == inspect.signature(method).parameters.keys()
    assert ["self", "completion_id"] == list(inspect.signature(Completions.update).parameters)[:2]


# -- beta ------------------------------------------------------------------------------------


def test_beta_is_the_old_name(server: ScriptedServer, client: OpenAI) -> None:
    """`client.beta.chat.completions` has the same methods, sync and async."""
    server.play(json_answer(chat_completion('{"size": 3}')), sse(chat_chunks("Hello")))
    completion = client.beta.chat.completions.parse(**ASK, response_format=Step)
    assert Step(size=3) == completion.choices[0].message.parsed
    with client.beta.chat.completions.stream(**ASK) as stream:
        assert "Hello" == stream.get_final_completion().choices[0].message.content
    names = ("parse", "stream", "create")
    completions = AsyncOpenAI(base_url=server.base_url).beta.chat.completions
    assert all(callable(getattr(completions, name)) for name in names)


def test_the_rest_of_beta_is_not_there(client: OpenAI) -> None:
    """`hasattr` tells the truth, and the error says why."""
    for beta in (client.beta, AsyncOpenAI().beta):
        assert not hasattr(beta, "no_such_thing")
        with pytest.raises(AttributeError, match="'threads': only the official service has it"):
            beta.threads  # noqa: B018


# -- stored completions ----------------------------------------------------------------------


def page(*ids: str, has_more: bool) -> dict[str, Any]:
    data = [{**chat_completion("Hello"), "id": id_} for id_ in ids]
    return {"object": "list", "data": data, "has_more": has_more}


def test_stored_completions_are_listed_page_by_page(server: ScriptedServer, client: OpenAI) -> None:
    """Each next page begins after the last id; filters stay."""
    server.play(json_answer(page("a", "b", has_more=True)), json_answer(page("c", has_more=False)))
    stored = client.chat.completions.list(limit=2, metadata={"topic": "x"}, order="asc")
    assert [("a", "Hello"), ("b", "Hello"), ("c", "Hello")] == [
        (completion.id, completion.choices[0].message.content) for completion in stored
    ]
    query = "limit=2&metadata%5Btopic%5D=x&order=asc"
    assert [f"/v1/chat/completions?{query}", f"/v1/chat/completions?{query}&after=b"] == [
        request.path for request in server.requests
    ]


def test_one_stored_completion(server: ScriptedServer, client: OpenAI) -> None:
    """Retrieved, updated and deleted by its id, which can't lead elsewhere."""
    deleted = {"id": "a", "deleted": True, "object": "chat.completion.deleted"}
    server.play(*[json_answer(chat_completion("Hello"))] * 2, json_answer(deleted))
    completions = client.chat.completions
    assert "Hello" == completions.retrieve("a/../b").choices[0].message.content
    assert "Hello" == completions.update("a", metadata={"k": "v"}).choices[0].message.content
    assert completions.delete("a").deleted
    path = "/v1/chat/completions/"
    assert [("GET", f"{path}a%2F..%2Fb"), ("POST", f"{path}a"), ("DELETE", f"{path}a")] == [
        request[:2] for request in server.requests
    ]
    assert [b"", b'{"metadata":{"k":"v"}}', b""] == [request.body for request in server.requests]


def test_messages_of_a_stored_completion(server: ScriptedServer, client: OpenAI) -> None:
    """Listed like the completions themselves."""
    message = {"role": "user", "content": "Hello", "id": "m1"}
    server.play(json_answer({"object": "list", "data": [message], "has_more": False}))
    assert [("m1", "Hello")] == [
        (stored.id, stored.content) for stored in client.chat.completions.messages.list("a")
    ]
    assert "/v1/chat/completions/a/messages" == server.requests[0].path


def test_stored_completions_need_an_id_and_metadata(server: ScriptedServer, client: OpenAI) -> None:
    """An empty id would be another endpoint."""
    for method in (client.chat.completions.retrieve, client.chat.completions.messages.list):
        with pytest.raises(ValueError, match="non-empty value for `completion_id`"):
            method("")
    with pytest.raises(TypeError, match="'metadata'"):
        client.chat.completions.update("a")  # type: ignore[call-arg]
    assert [] == server.requests


def test_async_stored_completions(server: ScriptedServer) -> None:
    """The same calls, awaited."""
    message = {"role": "user", "content": "Hello", "id": "m1"}
    server.play(
        json_answer(page("a", has_more=True)),
        json_answer(page("b", has_more=False)),
        json_answer({"object": "list", "data": [message], "has_more": False}),
        json_answer(chat_completion("Hello")),
        json_answer(chat_completion("Hello")),
        json_answer({"id": "a", "deleted": True, "object": "chat.completion.deleted"}),
    )

    async def main() -> None:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            completions = client.chat.completions
            assert ["a", "b"] == [stored.id async for stored in completions.list()]
            assert ["m1"] == [stored.id async for stored in completions.messages.list("a")]
            assert "chatcmpl-1" == (await completions.retrieve("a")).id
            assert "chatcmpl-1" == (await completions.update("a", metadata=None)).id
            assert (await completions.delete("a")).deleted

    asyncio.run(main())
    assert {"metadata": None} == server.requests[4].json()


# -- a real server ---------------------------------------------------------------------------


@pytest.fixture
def local(llama_server: LlamaServer) -> OpenAI:
    return OpenAI(base_url=llama_server.base_url, timeout=30, max_retries=0)


def test_a_real_server_fills_in_a_model(local: OpenAI) -> None:
    """llama-server's grammar holds the tiny model to the schema."""
    with local:
        completion = local.chat.completions.parse(
            model="tiny", messages=MESSAGES, response_format=Person, max_tokens=200
        )
    message = completion.choices[0].message
    assert isinstance(message.parsed, Person)
    assert json.loads(message.content or "") == message.parsed.model_dump()


def test_a_real_server_streams_a_model(local: OpenAI) -> None:
    """What can be read so far grows field by field to the instance."""
    with (
        local,
        local.chat.completions.stream(
            model="tiny", messages=MESSAGES, response_format=Person, max_tokens=200
        ) as stream,
    ):
        seen = [event.parsed for event in stream if event.type == "content.delta"]
        parsed = stream.get_final_completion().choices[0].message.parsed
    assert isinstance(parsed, Person)
    fields = dict.fromkeys(tuple(value) for value in seen if isinstance(value, dict))
    assert [(), ("name",), ("name", "age")] == list(fields)


def test_a_real_server_takes_a_parsed_call_back(local: OpenAI) -> None:
    """Streamed tool calls, run, and the conversation goes on."""
    tools: Any = [pydantic_function_tool(Weather)]
    messages: Any = [{"role": "user", "content": "What is the weather?"}]
    ask: Any = {"model": "tiny", "messages": messages, "tools": tools, "max_tokens": 300}
    with local:
        with local.chat.completions.stream(**ask, tool_choice="required") as stream:
            done = [event for event in stream if event.type == "tool_calls.function.arguments.done"]
            message = stream.get_final_completion().choices[0].message
        assert message.tool_calls
        assert isinstance(done[0].parsed_arguments, Weather)
        assert done[0].parsed_arguments == message.tool_calls[0].function.parsed_arguments
        messages.append(message)
        for call in message.tool_calls:
            messages.append({"role": "tool", "tool_call_id": call.id, "content": "Sunny"})
        answer = local.chat.completions.parse(**ask)
    assert answer.choices[0].message.role == "assistant"


def test_a_real_answer_that_is_cut_raises(local: OpenAI) -> None:
    """Two tokens are no whole object."""
    with local, pytest.raises(LengthFinishReasonError) as caught:
        local.chat.completions.parse(
            model="tiny", messages=MESSAGES, response_format=Person, max_tokens=2
        )
    assert "length" == caught.value.completion.choices[0].finish_reason
