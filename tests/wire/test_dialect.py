"""Parameters put in the words of local servers, and the conversation when a server refuses some."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from openai_local import APIConnectionError, APIStatusError, BadRequestError, OpenAI
from openai_local._http import BrokenConnection, Headers, Request, Response
from openai_local._types import Timeout
from openai_local._wire.dialect import (
    CHAT_RULES,
    COMPLETION_RULES,
    EMBEDDING_RULES,
    RESPONSE_RULES,
    Dialect,
    Rule,
)
from openai_local._wire.exchange import Discard, Read, Send, Sleep, exchange
from openai_local._wire.images import DataURL
from openai_local._wire.request import Call, build_request
from openai_local._wire.retry import RetryPolicy
from openai_local.testing.scripted import ScriptedServer, chat_completion, json_answer
from openai_local.types.chat import ChatCompletion

HERE = "http://127.0.0.1:8080/v1"
HELLO: Any = {"role": "user", "content": "Hello"}

#: What servers say. LM Studio 0.3.15 and 0.4.19, transformers 5.23, vLLM before 0.6.4, Ark.
NO_JSON_OBJECT = {"error": "'response_format.type' must be 'json_schema' or 'text'"}
NO_OBJECT = {
    "error": "Invalid tool_choice type: 'object'. Supported string values: none, auto, required"
}
NO_MAX_TOKENS = {"detail": "Unexpected fields in the request: {'max_tokens'}"}
NO_MAX_COMPLETION_TOKENS = {
    "object": "error",
    "message": "[{'type': 'extra_forbidden', 'loc': ('body', 'max_completion_tokens'), "
    "'msg': 'Extra inputs are not permitted', 'input': 800}]",
}
NOT_BOTH = {
    "error": {
        "message": "The parameter max_tokens specified in the request are not valid: max_tokens "
        "and max_completion_tokens cannot be set at the same time."
    }
}
TOO_MANY = {
    "error": {
        "message": "max_tokens=5000 cannot be greater than max_model_len=1024. Please request "
        "fewer output tokens. (parameter=max_tokens, value=5000)",
        "param": "max_tokens",
    }
}


def tool(name: str) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "parameters": {}}}


def named(name: str) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name}}


def request(
    params: Mapping[str, Any],
    dialect: Dialect | None,
    rules: tuple[Rule, ...] = CHAT_RULES,
    base_url: str = HERE,
    extra_body: Any = None,
) -> Request:
    call = Call(
        "POST",
        "/chat/completions",
        ChatCompletion,
        params=params,
        rules=rules,
        runs_model=True,
        extra_body=extra_body,
    )
    return build_request(
        call,
        base_url=base_url,
        headers={},
        query={},
        timeout=Timeout(5),
        key_hint="",
        dialect=dialect,
    )


def sent(params: Mapping[str, Any], rules: tuple[Rule, ...] = CHAT_RULES) -> Any:
    """What a new client sends at first."""
    return json.loads(request(params, Dialect(), rules).content)


def answer(to: Request, status: int, data: Any = None) -> Response:
    content = json.dumps({} if data is None else data).encode()
    return Response(status, headers=Headers(), request=to, content=content)


def policy(max_retries: int = 0) -> RetryPolicy:
    return RetryPolicy(max_retries, clock=lambda: 0.0, monotonic=lambda: 0.0, chance=lambda: 0.0)


def talk(asked: Request, *answers: tuple[int, Any]) -> tuple[list[Any], Response]:
    """The bodies that are sent while a server gives these answers, and the last of them."""
    flow = exchange(asked, policy())
    bodies, replies = [], iter(answers)
    command: Any = next(flow)
    try:
        while True:
            if isinstance(command, Send):
                bodies.append(json.loads(command.request.content))
                command = flow.send(answer(command.request, *next(replies)))
            else:
                assert isinstance(command, Read)
                command = flow.send(None)
    except StopIteration as end:
        return bodies, end.value


# -- from the start --------------------------------------------------------------------------


def test_developer() -> None:
    """The role "developer" goes out as "system"; other roles, and the program's dicts, stay."""
    messages = [{"role": "developer", "content": "a"}, HELLO, {"role": "tool", "content": "b"}]
    given = copy.deepcopy(messages)

    assert ["system", "user", "tool"] == [
        m["role"] for m in sent({"messages": messages})["messages"]
    ]
    assert given == messages


def test_developer_in_responses() -> None:
    """The same for the items of `input`; an input of plain text is left alone."""
    items = [{"role": "developer", "content": "a"}, {"type": "message", "role": "user"}]

    assert "system" == sent({"input": items}, RESPONSE_RULES)["input"][0]["role"]
    assert {"input": "developer"} == sent({"input": "developer"}, RESPONSE_RULES)


def test_messages_that_can_be_read_once() -> None:
    """An iterator of messages is read once, also when the request is sent again."""
    params = {"messages": iter([HELLO]), "response_format": {"type": "json_object"}}
    bodies, _ = talk(request(params, Dialect()), (400, NO_JSON_OBJECT), (200, None))

    assert [[HELLO], [HELLO]] == [body["messages"] for body in bodies]


def test_limit() -> None:
    """`max_completion_tokens` goes out under both names, unless `max_tokens` says something."""
    assert {"max_completion_tokens": 5, "max_tokens": 5} == sent({"max_completion_tokens": 5})
    both = {"max_completion_tokens": 5, "max_tokens": 7}
    assert both == sent(both)
    assert {"max_tokens": None, "max_completion_tokens": 5} == sent(
        {"max_tokens": None, "max_completion_tokens": 5}
    )
    assert {"max_tokens": 7} == sent({"max_tokens": 7})


def test_extra_body_is_part_of_the_parameters() -> None:
    """What `extra_body` says of a limit counts."""
    asked = request({"max_completion_tokens": 5}, Dialect(), extra_body={"max_tokens": 9})

    assert {"max_completion_tokens": 5, "max_tokens": 9} == json.loads(asked.content)


@pytest.mark.parametrize("rules", [CHAT_RULES, COMPLETION_RULES, RESPONSE_RULES])
@pytest.mark.parametrize("stream", [{}, {"stream": False}, {"stream": None}])
def test_stream_options_without_a_stream(rules: tuple[Rule, ...], stream: dict[str, Any]) -> None:
    """They are left out; vLLM answers 400 to them."""
    assert stream == sent({**stream, "stream_options": {"include_usage": True}}, rules)


def test_stream_options_of_a_stream() -> None:
    """They are sent."""
    params = {"stream": True, "stream_options": {"include_usage": True}}
    assert params == sent(params)


def test_embeddings() -> None:
    """They are asked for as floats, unless the program says how."""
    assert {"input": "a", "encoding_format": "float"} == sent({"input": "a"}, EMBEDDING_RULES)
    assert {"encoding_format": "base64"} == sent({"encoding_format": "base64"}, EMBEDDING_RULES)


def test_switched_off() -> None:
    """Without a dialect the parameters go out as they are, and a refusal is final."""
    params = {
        "messages": [{"role": "developer", "content": "a"}],
        "max_completion_tokens": 5,
        "stream_options": {},
        "response_format": {"type": "json_object"},
    }
    asked = request(params, None)

    assert params == json.loads(asked.content)
    with pytest.raises(BadRequestError, match="must be 'json_schema'"):
        talk(asked, (400, NO_JSON_OBJECT))


# -- after a refusal -------------------------------------------------------------------------


def test_json_object() -> None:
    """A server without "json_object" is asked for a schema that any object fits."""
    given = {"type": "json_object"}
    params = {"messages": [HELLO], "response_format": given}
    bodies, last = talk(request(params, Dialect()), (400, NO_JSON_OBJECT), (200, None))

    assert [given, {
        "type": "json_schema",
        "json_schema": {"name": "json_object", "schema": {"type": "object"}},
    }] == [body["response_format"] for body in bodies]  # fmt: skip
    assert 200 == last.status_code
    assert {"type": "json_object"} == given


def test_a_named_tool() -> None:
    """ "required", with that tool alone, forces the same call as naming it."""
    tools = [tool("a"), tool("b"), tool("c")]
    params = {"tools": tools, "tool_choice": named("b")}
    bodies, _ = talk(request(params, Dialect()), (400, NO_OBJECT), (200, None))

    assert [params, {"tools": [tool("b")], "tool_choice": "required"}] == bodies
    assert 3 == len(tools)


@pytest.mark.parametrize(
    "params",
    [
        {"tools": [tool("a")], "tool_choice": named("b")},
        {"tool_choice": named("b")},
        {"tools": [tool("a")], "tool_choice": {"type": "allowed_tools"}},
        {"tools": [tool("a")], "tool_choice": "any"},
    ],
)
def test_a_choice_that_means_something_else(params: dict[str, Any]) -> None:
    """Where no tool of that name is there, or no tool is named, the refusal is raised."""
    with pytest.raises(BadRequestError, match="Supported string values"):
        talk(request(params, Dialect()), (400, NO_OBJECT))


def test_two_refusals() -> None:
    """A request can be refused for one thing, then for another."""
    params = {
        "tools": [tool("a")],
        "tool_choice": named("a"),
        "response_format": {"type": "json_object"},
    }
    bodies, _ = talk(
        request(params, Dialect()), (400, NO_JSON_OBJECT), (400, NO_OBJECT), (200, None)
    )

    assert 3 == len(bodies)
    assert ("required", "json_schema") == (
        bodies[2]["tool_choice"],
        bodies[2]["response_format"]["type"],
    )


@pytest.mark.parametrize(
    ("status", "refusal", "left"),
    [
        (422, NO_MAX_TOKENS, "max_completion_tokens"),
        (400, NOT_BOTH, "max_completion_tokens"),
        (400, NO_MAX_COMPLETION_TOKENS, "max_tokens"),
    ],
)
def test_one_limit_too_many(status: int, refusal: Any, left: str) -> None:
    """A server that refuses one of the two names gets the limit under the other."""
    asked = request({"max_completion_tokens": 5}, Dialect())
    bodies, _ = talk(asked, (status, refusal), (200, None))

    assert [{"max_completion_tokens": 5, "max_tokens": 5}, {left: 5}] == bodies


def test_the_programs_own_limits() -> None:
    """Two different limits are the program's own: neither is dropped."""
    asked = request({"max_completion_tokens": 5, "max_tokens": 7}, Dialect())

    with pytest.raises(BadRequestError):
        talk(asked, (400, NOT_BOTH))


def test_a_refused_value() -> None:
    """A limit that is too high is an error, not a matter of names; it is sent once."""
    asked = request({"max_completion_tokens": 5000}, Dialect())

    with pytest.raises(BadRequestError, match="max_model_len=1024"):
        talk(asked, (400, TOO_MANY))


def test_the_same_refusal_again() -> None:
    """A server that refuses the other words too is not asked a third time, and nothing is kept."""
    dialect = Dialect()
    params = {"messages": [HELLO], "response_format": {"type": "json_object"}}

    with pytest.raises(BadRequestError):
        talk(request(params, dialect), (400, NO_JSON_OBJECT), (400, NO_JSON_OBJECT))
    assert params == json.loads(request(params, dialect).content)


def test_another_error() -> None:
    """A 400 about something else, and another status with such words, are raised as they are."""
    params = {"messages": [HELLO], "response_format": {"type": "json_object"}}

    with pytest.raises(BadRequestError, match="no model"):
        talk(request(params, Dialect()), (400, {"error": "no model"}))
    with pytest.raises(APIStatusError, match="must be"):
        talk(request(params, Dialect()), (403, NO_JSON_OBJECT))


def test_retries_go_on_in_the_other_words() -> None:
    """The resend counts as no retry; a retry after it, even after a broken one, keeps its words."""
    params = {"messages": [HELLO], "response_format": {"type": "json_object"}}
    flow = exchange(request(params, Dialect()), policy(max_retries=2))

    def form(command: Any) -> Any:
        return json.loads(command.request.content)["response_format"]["type"]

    first: Any = next(flow)
    assert "json_object" == form(first)
    assert isinstance(flow.send(answer(first.request, 400, NO_JSON_OBJECT)), Read)
    second: Any = flow.send(None)
    assert "json_schema" == form(second)
    assert isinstance(flow.throw(BrokenConnection("gone")), Sleep)
    third: Any = flow.send(None)
    assert "json_schema" == form(third)
    busy = answer(third.request, 429)
    assert Discard(busy) == flow.send(busy)
    assert isinstance(flow.send(None), Sleep)
    fourth: Any = flow.send(None)
    assert "json_schema" == form(fourth)
    with pytest.raises(APIConnectionError):
        flow.throw(BrokenConnection("gone"))


def test_a_refusal_after_a_retry(server: ScriptedServer) -> None:
    """A request that was tried again can still be put in other words."""
    server.play(
        json_answer({}, status=429, headers={"Retry-After-Ms": "1"}),
        json_answer(NO_JSON_OBJECT, status=400),
        json_answer(chat_completion("Hi")),
    )
    with OpenAI(base_url=server.base_url, max_retries=1) as client:
        asked: Any = {"model": "m", "response_format": {"type": "json_object"}}
        client.chat.completions.create(**asked, messages=[HELLO])

    assert ["json_object", "json_object", "json_schema"] == [
        each.json()["response_format"]["type"] for each in server.requests
    ]


def test_local_images_are_sent_again() -> None:
    """A request with an image in pieces is reworded like any other, the image in its place."""

    class Image:
        media_type = "image/png"

        def __len__(self) -> int:
            return 4

        def __iter__(self) -> Iterator[bytes]:
            yield b"QUJD"

    part = {"type": "image_url", "image_url": {"url": DataURL(Image())}}
    message = {"role": "user", "content": [part]}
    params = {"messages": [message], "response_format": {"type": "json_object"}}
    bodies, _ = talk(request(params, Dialect()), (400, NO_JSON_OBJECT), (200, None))

    assert ["json_object", "json_schema"] == [body["response_format"]["type"] for body in bodies]
    assert ["data:image/png;base64,QUJD"] * 2 == [
        body["messages"][0]["content"][0]["image_url"]["url"] for body in bodies
    ]


# -- what is remembered ----------------------------------------------------------------------


def test_accepted_words_are_remembered() -> None:
    """After one refusal a server is told at once what it took, and other servers are not."""
    dialect = Dialect()
    params = {"max_completion_tokens": 5}
    talk(request(params, dialect), (422, NO_MAX_TOKENS), (200, None))

    assert {"max_completion_tokens": 5} == json.loads(request(params, dialect).content)
    elsewhere = request(params, dialect, base_url="http://127.0.0.1:9999/v1")
    assert {"max_completion_tokens": 5, "max_tokens": 5} == json.loads(elsewhere.content)


def test_memory_can_be_pickled() -> None:
    """A dialect goes to another process with what it has learnt."""
    dialect = Dialect()
    params = {"response_format": {"type": "json_object"}}
    talk(request(params, dialect), (400, NO_JSON_OBJECT), (200, None))
    learnt = pickle.loads(pickle.dumps(dialect))

    assert "json_schema" == json.loads(request(params, learnt).content)["response_format"]["type"]


def test_a_request_can_be_pickled() -> None:
    """Errors travel between processes with their request, which leaves its other words behind."""
    copied = pickle.loads(pickle.dumps(request({"max_completion_tokens": 5}, Dialect())))

    assert b'{"max_completion_tokens":5,"max_tokens":5}' == copied.content
    assert copied.wording is None


def test_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Each rule is logged at INFO the first time it changes something, and then no more."""
    caplog.set_level(logging.INFO, logger="openai_local")
    dialect = Dialect()
    for _ in range(3):
        request({"messages": [HELLO], "max_completion_tokens": 5}, dialect)
    (record,) = caplog.records

    assert logging.INFO == record.levelno
    assert record.getMessage().startswith("`max_completion_tokens` is sent as `max_tokens`, too")
    assert "dialect=False" in record.getMessage()
    talk(
        request({"response_format": {"type": "json_object"}}, dialect),
        (400, NO_JSON_OBJECT),
        (200, None),
    )
    assert 2 == len(caplog.records)
    assert "json_schema" in caplog.records[1].getMessage()


def test_threads_log_once(caplog: pytest.LogCaptureFixture) -> None:
    """However many threads meet a rule at the same time, one of them logs it."""
    caplog.set_level(logging.INFO, logger="openai_local")
    dialect = Dialect()
    barrier = threading.Barrier(8)

    def ask() -> None:
        barrier.wait()
        request({"max_completion_tokens": 5}, dialect)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 == len(caplog.records)
