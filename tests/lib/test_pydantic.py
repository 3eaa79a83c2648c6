"""Types turned into strict JSON schemas."""

from __future__ import annotations

import enum
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Optional

import pytest
from typing_extensions import TypedDict

import openai_local
from openai_local.lib._parsing._completions import type_to_response_format_param
from openai_local.lib._pydantic import resolve_ref, to_strict_json_schema

pydantic = pytest.importorskip("pydantic")


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Inner(pydantic.BaseModel):
    size: int
    note: Optional[str] = None  # noqa: UP045 - as programs for 3.9 write it


class Outer(pydantic.BaseModel):
    """What a program asks for."""

    plain: Inner
    described: Inner = pydantic.Field(description="with words")
    many: list[Inner]
    either: Inner | int
    color: Color = pydantic.Field(default=Color.RED, description="a color")


INNER = {
    "properties": {
        "size": {"title": "Size", "type": "integer"},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Note"},
    },
    "required": ["size", "note"],
    "title": "Inner",
    "type": "object",
    "additionalProperties": False,
}


def test_every_property_is_required_and_no_other_allowed() -> None:
    """At every depth; a reference with words beside it is written out; null defaults go."""
    color = {"enum": ["red", "blue"], "title": "Color", "type": "string"}
    assert {
        "$defs": {"Inner": INNER, "Color": color},
        "properties": {
            "plain": {"$ref": "#/$defs/Inner"},
            "described": {**INNER, "description": "with words"},
            "many": {"items": {"$ref": "#/$defs/Inner"}, "title": "Many", "type": "array"},
            "either": {
                "anyOf": [{"$ref": "#/$defs/Inner"}, {"type": "integer"}],
                "title": "Either",
            },
            "color": {**color, "default": "red", "description": "a color"},
        },
        "required": ["plain", "described", "many", "either", "color"],
        "title": "Outer",
        "description": "What a program asks for.",
        "type": "object",
        "additionalProperties": False,
    } == to_strict_json_schema(Outer)


def test_an_intersection_of_one_is_that_one() -> None:
    """`allOf` with a single member, as pydantic 1 wrote it, is merged into its place."""

    class Old(pydantic.BaseModel):
        inner: Inner = pydantic.Field(json_schema_extra={"allOf": [{"type": "object"}]})

    schema = to_strict_json_schema(Old)["properties"]["inner"]
    assert ("object", False) == (schema["type"], schema["additionalProperties"])
    assert "allOf" not in schema


def test_what_is_written_out_is_strict_too() -> None:
    """Also where the definition that a reference names comes later in the schema."""

    class Later(pydantic.BaseModel):
        size: int = 0

    class Earlier(pydantic.BaseModel):
        later: Later = pydantic.Field(description="with words")

    class Whole(pydantic.BaseModel):
        earlier: Earlier

    later = to_strict_json_schema(Whole)["$defs"]["Earlier"]["properties"]["later"]
    assert (["size"], False) == (later["required"], later["additionalProperties"])


def test_a_model_that_holds_itself_keeps_its_references() -> None:
    """A tree has an end."""

    class Tree(pydantic.BaseModel):
        children: list[Tree]

    items = to_strict_json_schema(Tree)["$defs"]["Tree"]["properties"]["children"]["items"]
    assert {"$ref": "#/$defs/Tree"} == items


@dataclass
class Plain:
    size: int


@pydantic.dataclasses.dataclass
class Checked:
    size: int


class Fields(TypedDict):
    size: int


@pytest.mark.parametrize("type_", [Plain, Checked, Fields, Inner])
def test_classes_with_fields_become_response_formats(type_: Any) -> None:
    """Models, dataclasses of both kinds and TypedDicts are sent as strict JSON schemas."""
    response_format: Any = type_to_response_format_param(type_)
    assert "json_schema" == response_format["type"]
    sent = response_format["json_schema"]
    assert (type_.__name__, True) == (sent["name"], sent["strict"])
    assert "size" in sent["schema"]["required"]
    assert sent["schema"]["additionalProperties"] is False


def test_an_enum_becomes_a_response_format() -> None:
    """The answer is then one of its values; local grammars can do that."""
    response_format: Any = type_to_response_format_param(Color)
    assert ["red", "blue"] == response_format["json_schema"]["schema"]["enum"]


def test_dicts_and_nothing_are_left_as_they_are() -> None:
    """A schema that the program wrote is its own business."""
    written: Any = {"type": "json_object"}
    assert written is type_to_response_format_param(written)
    assert openai_local.omit is type_to_response_format_param(openai_local.NOT_GIVEN)
    assert openai_local.omit is type_to_response_format_param(None)


@pytest.mark.parametrize("wrong", [int, "name", Inner(size=1), list[int]])
def test_other_things_are_refused(wrong: Any) -> None:
    """What answers can't be read into is a TypeError that shows it."""
    with pytest.raises(TypeError, match="Unsupported response_format type"):
        type_to_response_format_param(wrong)


def test_only_schemas_can_be_made_strict() -> None:
    """A class without a schema, and a schema that is none, are TypeErrors."""
    with pytest.raises(TypeError, match="Non BaseModel types"):
        to_strict_json_schema(int)

    class Broken(pydantic.BaseModel):
        @classmethod
        def model_json_schema(cls, **_: Any) -> Any:
            return {"type": "object", "properties": {"a": "text"}}

    with pytest.raises(TypeError, match=r"path=\('properties', 'a'\)"):
        to_strict_json_schema(Broken)


def test_references_lead_somewhere() -> None:
    """A reference out of the document or to a plain value is a ValueError."""
    with pytest.raises(ValueError, match="Does not start with"):
        resolve_ref(root={}, ref="http://elsewhere")
    with pytest.raises(ValueError, match="lead to a dictionary"):
        resolve_ref(root={"a": 1}, ref="#/a")


WITHOUT_PYDANTIC = """
import sys
sys.modules["pydantic"] = None
from dataclasses import dataclass
import openai_local
from openai_local.lib._parsing import parse_chat_completion, type_to_response_format_param
from openai_local.types.chat import ChatCompletion

@dataclass
class Plain:
    size: int

try:
    type_to_response_format_param(Plain)
except openai_local.OpenAIError as error:
    print(error)

class Own(openai_local.BaseModel):
    size: int

print(type_to_response_format_param(Own)["json_schema"]["schema"]["required"])
completion = ChatCompletion.model_construct(choices=[
    {"finish_reason": "stop", "message": {"role": "assistant", "content": '{"size": 3}'}}
])
parsed = parse_chat_completion(
    response_format=Own, input_tools=[], chat_completion=completion
)
print(repr(parsed.choices[0].message.parsed))
"""


def test_without_pydantic_the_error_says_what_to_do() -> None:
    """Dataclasses need pydantic; our own models don't."""
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_PYDANTIC], capture_output=True, text=True, check=True
    )
    error, required, parsed = run.stdout.splitlines()
    assert error.startswith("Reading answers as Plain needs pydantic 2 or later: pip install")
    assert ("['size']", "Own(size=3)") == (required, parsed)
