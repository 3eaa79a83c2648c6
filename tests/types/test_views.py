"""Fields under a second name, and properties that gather what lies deeper."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from openai_local.types import Moderation, ResponseFormatJSONSchema
from openai_local.types.chat import ParsedChatCompletion
from openai_local.types.responses import (
    FunctionTool,
    ParsedResponse,
    ParsedResponseFunctionToolCall,
    Response,
)
from openai_local.types.responses.parsed_response import (
    ParsedResponseOutputMessage,
    ParsedResponseOutputText,
)

TOOL = {"type": "function", "name": "f", "parameters": {}, "strict": True, "async": True}


def test_a_field_has_the_name_that_it_has_in_json() -> None:
    """The second name reads the field; fields, extras and dumps know only the first."""
    tool = FunctionTool.from_json(dict(TOOL))

    assert tool.async_ is True
    assert TOOL == tool.model_dump(exclude_unset=True)
    assert "async" in FunctionTool.model_fields
    assert "async_" not in FunctionTool.model_fields
    assert {} == tool.model_extra


def test_a_field_keeps_its_place_and_its_default() -> None:
    """Renaming changes neither the order of the fields nor which may be left out."""
    fields = FunctionTool.model_fields

    assert ["allowed_callers", "async", "defer_loading"] == list(fields)[4:7]
    assert not fields["async"].is_required()
    assert FunctionTool(name="f", parameters=None, strict=None, type="function").async_ is None


def test_the_second_name_writes_the_field() -> None:
    """An assignment to the second name is one to the field."""
    tool = FunctionTool.from_json(dict(TOOL))
    tool.async_ = False

    assert {**TOOL, "async": False} == tool.model_dump(exclude_unset=True)


def test_names_are_inherited() -> None:
    """A subclass reads the renamed fields of its base."""
    call = ParsedResponseFunctionToolCall.from_json({"type": "function_call", "async": True})

    assert call.async_ is True
    assert call.parsed_arguments is None


def test_renamed_fields_survive_copy_and_pickle() -> None:
    """Copies read the same."""
    tool = FunctionTool.from_json(dict(TOOL))

    assert copy.deepcopy(tool).async_ is True
    assert tool == pickle.loads(pickle.dumps(tool))


def test_names_with_slashes_can_be_read() -> None:
    """The categories of moderation are read as in the official SDK."""
    scores = {"harassment/threatening": 0.5, "self-harm": 0.25}
    moderation = Moderation.from_json({"category_scores": scores, "flagged": False})

    assert 0.5 == moderation.category_scores.harassment_threatening
    assert 0.25 == moderation.category_scores.self_harm


def test_a_json_schema_is_read_as_schema_() -> None:
    """`schema` would be a method of pydantic's models, so the official SDK calls it `schema_`."""
    response_format = ResponseFormatJSONSchema.from_json(
        {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}}
    )

    assert {"type": "object"} == response_format.json_schema.schema_


def message(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "message", "id": "m", "role": "assistant", "content": list(parts)}


def test_output_text_joins_the_texts_of_all_messages() -> None:
    """Refusals, reasoning and tool calls are not text; a text of null counts as empty."""
    response = Response.from_json(
        {
            "output": [
                {"type": "reasoning", "id": "r", "summary": []},
                message({"type": "output_text", "text": "a"}, {"type": "refusal", "refusal": "b"}),
                {"type": "function_call", "name": "f", "arguments": "{}", "call_id": "c"},
                message(
                    {"type": "output_text", "text": None}, {"type": "output_text", "text": "d"}
                ),
            ]
        }
    )

    assert "ad" == response.output_text
    assert "" == Response.from_json({"output": []}).output_text


def test_output_parsed_is_the_first_that_was_parsed() -> None:
    """`output_parsed` looks through all messages; it is None if nothing was parsed."""
    text = ParsedResponseOutputText.model_construct
    first = ParsedResponseOutputMessage.model_construct(
        type="message", content=[text(type="output_text", text="?")]
    )
    second = ParsedResponseOutputMessage.model_construct(
        type="message", content=[text(type="output_text", text="5", parsed=5)]
    )

    assert 5 == ParsedResponse.model_construct(output=[first, second]).output_parsed
    assert ParsedResponse.model_construct(output=[first]).output_parsed is None


def test_parsed_models_name_what_they_were_parsed_into() -> None:
    """`ParsedChatCompletion[T]` can be written at run time; its objects are plain answers too."""
    completion = ParsedChatCompletion[int].model_construct(choices=[])

    assert isinstance(completion, ParsedChatCompletion)
    assert ParsedChatCompletion.__mro__[1].__name__ == "ChatCompletion"
