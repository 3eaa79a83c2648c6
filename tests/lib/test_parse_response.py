"""Structured output of the Responses API: schemas of types, objects of texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from openai_local import omit
from openai_local._models import BaseModel
from openai_local.lib._parsing._responses import (
    get_input_tool_by_name,
    make_tools,
    parse_response,
    type_to_text_format_param,
)
from openai_local.lib._tools import (
    ResponsesPydanticFunctionTool,
    pydantic_function_tool,
    pydantic_responses_function_tool,
)
from openai_local.types.responses import ParsedResponse, Response


class City(BaseModel):
    """A city."""

    name: str


@dataclass
class Point:
    x: int


def message(text: str, **fields: Any) -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": []}
    return {"type": "message", "content": [part], **fields}


def call(name: str, arguments: str, **fields: Any) -> dict[str, Any]:
    return {"type": "function_call", "name": name, "arguments": arguments, **fields}


def parsed(*output: Any, text_format: Any = omit, tools: Any = omit) -> ParsedResponse[Any]:
    response = Response.from_json({"id": "r1", "output": list(output)})
    return parse_response(text_format=text_format, input_tools=tools, response=response)


# -- texts -----------------------------------------------------------------------------------


def test_models_of_ours_need_no_pydantic() -> None:
    """A subclass of this package's BaseModel is read by itself."""
    city = parsed(message('{"name": "Rome"}'), text_format=City).output_parsed

    assert City(name="Rome") == city


def test_dataclasses() -> None:
    """Pydantic reads dataclasses."""
    pytest.importorskip("pydantic")

    assert Point(1) == parsed(message('{"x": 1}'), text_format=Point).output_parsed


def test_the_first_object_counts() -> None:
    """`output_parsed` is the first text that was parsed, and refusals are none."""
    refusal: dict[str, Any] = {"type": "message", "content": [{"type": "refusal", "refusal": "no"}]}
    response = parsed(refusal, message('{"name": "A"}'), message('{"name": "B"}'), text_format=City)

    assert City(name="A") == response.output_parsed


@pytest.mark.parametrize(
    ("phase", "expected"),
    [(None, City(name="A")), ("final_answer", City(name="A")), ("commentary", None), ("new", None)],
)
def test_only_the_final_answer_is_parsed(phase: str | None, expected: City | None) -> None:
    """A message that says that it is something else is left a text."""
    response = parsed(message('{"name": "A"}', phase=phase), text_format=City)

    assert expected == response.output_parsed


def test_text_that_does_not_fit() -> None:
    """A text that is no such object raises a ValueError."""
    with pytest.raises(ValueError, match="City needs the field"):
        parsed(message("{}"), text_format=City)


def test_the_original_stays() -> None:
    """Parsing makes another response."""
    response = Response.from_json({"output": [message('{"name": "A"}')]})
    parse_response(text_format=City, input_tools=omit, response=response)

    assert {"output": [message('{"name": "A"}')]} == response.to_dict()


@pytest.mark.parametrize("output", [None, []])
def test_nothing_to_parse(output: Any) -> None:
    """A response without output has none to parse."""
    response = Response.from_json({"id": "r1", "output": output})
    result = parse_response(text_format=City, input_tools=omit, response=response)

    assert ([], None) == (result.output, result.output_parsed)


# -- schemas ---------------------------------------------------------------------------------


def test_the_schema_of_a_type() -> None:
    """The schema stands beside its name, which is that of the class, and is strict."""
    pytest.importorskip("pydantic")
    schema = {
        "type": "object",
        "title": "Point",
        "properties": {"x": {"type": "integer", "title": "X"}},
        "required": ["x"],
        "additionalProperties": False,
    }

    expected = {"type": "json_schema", "strict": True, "name": "Point", "schema": schema}
    assert expected == type_to_text_format_param(Point)


@pytest.mark.parametrize("text_format", [{"type": "json_object"}, int, "City"])
def test_what_has_no_schema(text_format: Any) -> None:
    """Anything but a class with fields is refused."""
    with pytest.raises(TypeError, match=r"text_format must be|Unsupported response_format"):
        type_to_text_format_param(text_format)


# -- tools -----------------------------------------------------------------------------------


def test_arguments_as_a_model() -> None:
    """The arguments of a tool made of a model are its instance."""
    tool = pydantic_responses_function_tool(City, name="visit")
    response: Any = parsed(call("visit", '{"name": "Rome"}'), tools=[tool])

    assert City(name="Rome") == response.output[0].parsed_arguments


def test_arguments_as_a_dict() -> None:
    """The arguments of a strict tool are parsed, those of others stay a text."""
    tools = [
        {"type": "function", "name": "f", "strict": True},
        {"type": "function", "name": "g", "strict": False},
        {"type": "web_search"},
    ]
    calls = [call("f", '{"a": 1}'), call("g", '{"a": 1}'), call("h", '{"a": 1}')]
    response: Any = parsed(*calls, tools=iter(tools))

    assert [{"a": 1}, None, None] == [item.parsed_arguments for item in response.output]


@pytest.mark.parametrize("tools", [None, omit, []])
def test_arguments_without_tools(tools: Any) -> None:
    """Without tools nothing of a call is parsed."""
    response: Any = parsed(call("f", "{"), tools=tools)

    assert response.output[0].parsed_arguments is None


@pytest.mark.parametrize(
    ("name", "namespace", "expected"),
    [("f", None, 1), ("f", "n", 2), ("f", "f", 1), ("f", "other", None), ("g", "n", None)],
)
def test_tools_in_namespaces(name: str, namespace: str | None, expected: int | None) -> None:
    """A call with a namespace is one of the tools in it."""
    inner = {"type": "function", "name": "f", "number": 2}
    tools = [
        {"type": "function", "name": "f", "number": 1},
        {"type": "namespace", "name": "n", "tools": [inner]},
    ]
    tool = get_input_tool_by_name(input_tools=tools, name=name, namespace=namespace)

    assert expected == (tool and tool["number"])


def test_tools_of_chat() -> None:
    """A tool that was made for chat takes the shape of the Responses API."""
    (tool,) = make_tools(iter([pydantic_function_tool(City)]))

    assert isinstance(tool, ResponsesPydanticFunctionTool)
    assert ("function", "City", "A city.", True) == (
        tool["type"], tool["name"], tool["description"], tool["strict"],
    )  # fmt: skip
    assert City is tool.model


def test_handwritten_tools_of_chat() -> None:
    """A dict in the shape of chat is refused, and the error says what is due."""
    with pytest.raises(TypeError, match="has the shape of chat completions"):
        make_tools([{"type": "function", "function": {"name": "f"}}])


def test_tools_that_are_found_by_search() -> None:
    """`defer_loading` is part of the tool if it is given."""
    tools = [pydantic_responses_function_tool(City),
             pydantic_responses_function_tool(City, defer_loading=True)]  # fmt: skip

    assert [None, True] == [tool.get("defer_loading") for tool in tools]
