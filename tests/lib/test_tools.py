"""Tools made of models."""

from __future__ import annotations

import pytest

from openai_local import pydantic_function_tool
from openai_local.lib._parsing import validate_input_tools
from openai_local.types.chat import ChatCompletionToolUnionParam

pydantic = pytest.importorskip("pydantic")


class Weather(pydantic.BaseModel):
    """The weather in a city."""

    city: str


class Undescribed(pydantic.BaseModel):
    city: str


def test_a_model_becomes_a_strict_function() -> None:
    """Its name, docstring and schema describe the function."""
    assert {
        "type": "function",
        "function": {
            "name": "Weather",
            "strict": True,
            "description": "The weather in a city.",
            "parameters": {
                "title": "Weather",
                "description": "The weather in a city.",
                "type": "object",
                "properties": {"city": {"title": "City", "type": "string"}},
                "required": ["city"],
                "additionalProperties": False,
            },
        },
    } == pydantic_function_tool(Weather)


def test_name_and_description_can_be_given() -> None:
    """What is given wins; a model without docstring has no description."""
    function = pydantic_function_tool(Weather, name="forecast", description="Tomorrow")["function"]
    assert ("forecast", "Tomorrow") == (function["name"], function.get("description"))
    assert "description" not in pydantic_function_tool(Undescribed)["function"]


def test_only_strict_functions_are_taken() -> None:
    """The errors name the tool or its type."""
    loose: ChatCompletionToolUnionParam = {"type": "function", "function": {"name": "f"}}
    with pytest.raises(ValueError, match="`f` is not strict"):
        validate_input_tools([loose])
    custom: ChatCompletionToolUnionParam = {"type": "custom", "custom": {"name": "c"}}
    with pytest.raises(ValueError, match="Received `custom`"):
        validate_input_tools([custom])
    strict = pydantic_function_tool(Weather)
    assert [strict] == validate_input_tools(iter([strict]))
