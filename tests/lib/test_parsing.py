"""Completions whose contents and tool arguments become instances of types."""

from __future__ import annotations

import enum
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest
from typing_extensions import TypedDict

from openai_local import (
    ContentFilterFinishReasonError,
    LengthFinishReasonError,
    omit,
    pydantic_function_tool,
)
from openai_local.lib._parsing import parse_chat_completion
from openai_local.types.chat import ChatCompletion, ParsedChatCompletion

pydantic = pytest.importorskip("pydantic")


class Step(pydantic.BaseModel):
    size: int


@dataclass
class Plain:
    size: int


class Fields(TypedDict):
    size: int


class Color(enum.Enum):
    RED = "red"


def completion(finish_reason: str = "stop", **message: Any) -> ChatCompletion:
    choice = {
        "index": 0,
        "finish_reason": finish_reason,
        "stop_reason": "x",
        "message": {"role": "assistant", "content": None, **message},
    }
    return ChatCompletion.model_construct(
        id="c1", object="chat.completion", created=1, model="m", choices=[choice], timings={"n": 1}
    )


def call(arguments: str, name: str = "Step", **more: Any) -> dict[str, Any]:
    function = {"name": name, "arguments": arguments}
    return {"id": "call_1", "type": "function", "function": function, **more}


def parsed(whole: ChatCompletion, type_: Any = omit, tools: Any = omit) -> Any:
    result = parse_chat_completion(response_format=type_, input_tools=tools, chat_completion=whole)
    assert type(result) is ParsedChatCompletion
    return result


@pytest.mark.parametrize(
    ("type_", "content", "value"),
    [
        (Step, '{"size": 3}', Step(size=3)),
        (Plain, '{"size": 3}', Plain(3)),
        (Fields, '{"size": 3}', {"size": 3}),
        (Color, '"red"', Color.RED),
    ],
)
def test_the_content_becomes_an_instance(type_: Any, content: str, value: Any) -> None:
    """Of whatever type was asked for; the text stays beside it."""
    message = parsed(completion(content=content), type_).choices[0].message
    assert (value, content) == (message.parsed, message.content)
    assert type(value) is type(message.parsed)


@pytest.mark.parametrize(
    ("message", "type_"),
    [
        ({"content": "{}"}, omit),
        ({"content": "{}"}, {"type": "json_object"}),
        ({"content": ""}, Step),
        ({"content": "No.", "refusal": "No."}, Step),
    ],
)
def test_without_a_type_or_an_answer_nothing_is_parsed(message: Any, type_: Any) -> None:
    """No type, a dict, no content and a refusal all leave `parsed` None."""
    result = parsed(completion(**message), type_)
    assert result.choices[0].message.parsed is None
    assert "parsed" in result.to_dict()["choices"][0]["message"]


def test_all_that_the_server_sent_is_still_there() -> None:
    """Extra fields stay at every depth, and the original is not touched."""
    whole = completion(content='{"size": 3}', reasoning="Hm")
    before = whole.model_dump()
    result = parsed(whole, Step)
    assert ({"n": 1}, "x", "Hm") == (
        result.timings,
        result.choices[0].stop_reason,
        result.choices[0].message.reasoning,
    )
    assert before == whole.model_dump()


def test_arguments_of_tools_are_parsed() -> None:
    """Into the model of the tool, into plain JSON for another strict one, else not at all."""
    strict = {"type": "function", "function": {"name": "plain", "strict": True}}
    loose = {"type": "function", "function": {"name": "loose"}}
    calls = [call('{"size": 1}'), call("[2]", "plain"), call("{}", "loose"), call("{}", "unknown")]
    tools = [pydantic_function_tool(Step), strict, loose]
    message = parsed(completion(tool_calls=calls), tools=tools).choices[0].message
    assert [Step(size=1), [2], None, None] == [
        each.function.parsed_arguments for each in message.tool_calls
    ]


def test_no_text_stands_for_no_arguments() -> None:
    """Servers send "" for functions without parameters."""
    strict = {"type": "function", "function": {"name": "plain", "strict": True}}
    message = parsed(completion(tool_calls=[call("", "plain")]), tools=[strict]).choices[0].message
    assert {} == message.tool_calls[0].function.parsed_arguments


def test_custom_calls_are_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody could call them; the log says which."""
    custom = {"id": "c", "type": "custom", "custom": {"name": "grep", "input": "x"}}
    message = parsed(completion(tool_calls=[custom])).choices[0].message
    assert message.tool_calls is None
    assert "Ignoring tool call: c - grep" in caplog.text


@pytest.mark.parametrize(
    ("reason", "error"),
    [("length", LengthFinishReasonError), ("content_filter", ContentFilterFinishReasonError)],
)
def test_an_answer_that_is_not_whole_raises(reason: str, error: Any) -> None:
    """The error has the completion."""
    whole = completion(reason, content='{"si')
    with pytest.raises(error) as caught:
        parsed(whole, Step)
    assert whole is caught.value.completion


def test_an_answer_that_does_not_fit_raises() -> None:
    """What the type says of it; all of these are ValueErrors."""
    with pytest.raises(pydantic.ValidationError):
        parsed(completion(content='{"size": "x"}'), Step)
    with pytest.raises(pydantic.ValidationError):
        parsed(completion(tool_calls=[call("{")]), tools=[pydantic_function_tool(Step)])
    strict = {"type": "function", "function": {"name": "plain", "strict": True}}
    with pytest.raises(json.JSONDecodeError):
        parsed(completion(tool_calls=[call("{", "plain")]), tools=[strict])


def test_pydantic_is_not_imported_for_dicts() -> None:
    """A program that passes no types does not pay for pydantic."""
    program = """
import sys
from openai_local.lib._parsing import parse_chat_completion, type_to_response_format_param
from openai_local.lib.streaming.chat import ChatCompletionStreamState
from openai_local.types.chat import ChatCompletionChunk
format_param = type_to_response_format_param({"type": "json_object"})
tool = {"type": "function", "function": {"name": "f", "strict": True}}
state = ChatCompletionStreamState(response_format=format_param, input_tools=[tool])
call = {"index": 0, "id": "1", "function": {"name": "f", "arguments": '{"a": 1}'}}
choice = {"index": 0, "delta": {"tool_calls": [call]}, "finish_reason": "tool_calls"}
state.handle_chunk(ChatCompletionChunk.from_json({"choices": [choice]}))
final = state.get_final_completion()
print(final.choices[0].message.tool_calls[0].function.parsed_arguments, "pydantic" in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "{'a': 1} False" == run.stdout.strip()
