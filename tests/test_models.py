"""Response objects: parsed JSON with attributes, under pydantic's method names.

The expected texts, dumps and schemas are those that the official SDK 3.54.0 gives for the same
JSON, unless a test says otherwise.
"""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from collections.abc import Hashable
from datetime import date
from typing import Any, Literal

import pytest

from openai_local._models import BaseModel, OneOf, construct_type
from openai_local.types import CompletionUsage, Embedding
from openai_local.types.chat import (
    ChatCompletion,
    ChatCompletionChunk,
    ChatCompletionMessage,
    ChatCompletionMessageCustomToolCall,
    ChatCompletionMessageFunctionToolCall,
)
from openai_local.types.chat.chat_completion import (
    ModerationInputModerationResultsResult,
)
from openai_local.types.chat.chat_completion_chunk import (
    Choice,
    ChoiceDelta,
    ChoiceDeltaToolCall,
    ChoiceDeltaToolCallFunction,
)
from openai_local.types.responses import Response

#: A chunk as llama-server sends it, with fields of its own at two depths.
CHUNK: dict[str, Any] = {
    "choices": [
        {
            "finish_reason": None,
            "index": 0,
            "delta": {"content": "Grüße", "reasoning_content": "hm"},
        }
    ],
    "created": 1,
    "id": "c1",
    "model": "m",
    "object": "chat.completion.chunk",
    "timings": {"n": 1, "each": [1.5, {"ms": 2}]},
}

#: The same as the official SDK dumps it: all declared fields in their order, then the others.
DUMP: dict[str, Any] = {
    "id": "c1",
    "choices": [
        {
            "delta": {
                "audio": None,
                "content": "Grüße",
                "function_call": None,
                "refusal": None,
                "role": None,
                "tool_calls": None,
                "reasoning_content": "hm",
            },
            "index": 0,
            "finish_reason": None,
            "logprobs": None,
        }
    ],
    "created": 1,
    "model": "m",
    "object": "chat.completion.chunk",
    "moderation": None,
    "obfuscation": None,
    "service_tier": None,
    "system_fingerprint": None,
    "usage": None,
    "timings": {"n": 1, "each": [1.5, {"ms": 2}]},
}


def make(**changes: Any) -> ChatCompletionChunk:
    """The chunk from above with other fields at top level."""
    return ChatCompletionChunk.from_json({**copy.deepcopy(CHUNK), **changes})


def message(**fields: Any) -> ChatCompletionMessage:
    return ChatCompletionMessage.from_json({"role": "assistant", **fields})


#: Names of methods that a server could use for a field.
METHODS = [
    name
    for name, value in inspect.getmembers(BaseModel)
    if not name.startswith("_") and callable(value)
]


# -- reading ---------------------------------------------------------------------------------


def test_attributes_at_every_depth() -> None:
    """Nested objects and lists of objects are models, all the way down."""
    chunk = make(
        choices=[
            {
                "index": 0,
                "delta": {
                    "tool_calls": [{"index": 0, "function": {"name": "f", "arguments": "{"}}]
                },
                "logprobs": {"content": [{"token": "a", "logprob": -1.5, "top_logprobs": []}]},
            }
        ],
        usage={"total_tokens": 3, "prompt_tokens_details": {"cached_tokens": 2}},
    )

    assert (Choice, ChoiceDelta) == (type(chunk.choices[0]), type(chunk.choices[0].delta))
    assert "{" == chunk.choices[0].delta.tool_calls[0].function.arguments
    assert -1.5 == chunk.choices[0].logprobs.content[0].logprob
    assert 2 == chunk.usage.prompt_tokens_details.cached_tokens


def test_fields_that_are_not_declared() -> None:
    """A field that the API doesn't know is there as parsed, at every depth."""
    chunk = make()

    assert {"n": 1, "each": [1.5, {"ms": 2}]} == chunk.timings
    assert "hm" == chunk.choices[0].delta.reasoning_content


def test_declared_fields_that_were_left_out() -> None:
    """A declared field that the server left out is None, required or not."""
    chunk = ChatCompletionChunk.from_json({})

    assert (None, None, None, []) == (chunk.id, chunk.usage, chunk.created, chunk.choices)


def test_fields_that_are_neither_declared_nor_sent() -> None:
    """Any other attribute is an AttributeError: `hasattr` tells the truth."""
    chunk = make()

    assert hasattr(chunk, "timings")
    assert not hasattr(chunk.choices[0], "timings")
    with pytest.raises(AttributeError, match="nonsense"):
        _ = chunk.nonsense


def test_whole_numbers_where_floats_are_declared() -> None:
    """A number without a point becomes a float; the numbers of an embedding stay as they are."""
    response = Response.from_json({"created_at": 1, "temperature": 1, "top_p": None})
    assert ["1.0", "1.0", "None"] == [
        repr(value) for value in (response.created_at, response.temperature, response.top_p)
    ]
    assert "[1]" == repr(Embedding.from_json({"embedding": [1]}).embedding)


def test_null_in_place_of_a_required_object() -> None:
    """`delta: null` is an empty delta, so that reading its content works; it dumps as `{}`."""
    chunk = make(choices=[{"index": 0, "delta": None}])

    assert ChoiceDelta is type(chunk.choices[0].delta)
    assert chunk.choices[0].delta.content is None
    assert [{"delta": {}, "index": 0}] == chunk.to_dict()["choices"]


def test_a_missing_required_object() -> None:
    """A delta that was left out is an empty one too."""
    assert make(choices=[{"index": 0}]).choices[0].delta.content is None


def test_null_in_place_of_a_required_list() -> None:
    """`choices: null` is an empty list, and dumps as one."""
    chunk = make(choices=None)

    assert [] == chunk.choices == chunk.to_dict()["choices"]


def test_null_in_place_of_a_required_dict() -> None:
    """A required object without a class of its own is an empty dict for null."""
    result = ModerationInputModerationResultsResult.from_json({"categories": None})

    assert {} == result.categories
    assert {"categories": {}} == result.to_dict()


def test_required_containers_that_were_left_out() -> None:
    """What few programs read is None if it was left out, and isn't made up in dumps."""
    result = ModerationInputModerationResultsResult.from_json({"model": "m"})

    assert result.categories is None
    assert {"model": "m"} == result.to_dict()


def test_every_empty_container_is_its_own() -> None:
    """What is filled into one object doesn't appear in another."""
    one, two = ChatCompletionChunk.from_json({}), ChatCompletionChunk.from_json({})
    one.choices.append(Choice.from_json({"index": 0}))

    assert [] == two.choices


def test_optional_fields_keep_their_null() -> None:
    """Null in an optional object or list stays None."""
    chunk = make(usage=None)

    assert chunk.usage is None
    assert make(choices=[{"delta": {"tool_calls": None}}]).choices[0].delta.tool_calls is None


def test_empty_lists_stay() -> None:
    """`choices: []` stays as it is, in a chunk that carries only the usage."""
    assert [] == make(choices=[]).choices


@pytest.mark.parametrize("value", ["text", 5, {"a": 1}, [None, "x", 5, [1]]])
def test_values_in_place_of_a_list(value: Any) -> None:
    """Nothing is validated: what is no list where one is due comes through as it is."""
    expected = copy.deepcopy(value)

    assert expected == make(choices=value).choices


@pytest.mark.parametrize("value", ["text", 5, True, ["x"]])
def test_values_in_place_of_an_object(value: Any) -> None:
    """What is no object where one is due comes through as it is."""
    assert value is make(usage=value).usage


@pytest.mark.parametrize("value", [None, "text", 5, [1]])
def test_what_is_no_object_stays(value: object) -> None:
    """`from_json` returns anything but a dict unchanged, as the official SDK does."""
    assert value is ChatCompletionChunk.from_json(value)


def test_the_parsed_object_is_taken_over() -> None:
    """`from_json` copies nothing: the dict becomes the object's own."""
    data = copy.deepcopy(CHUNK)
    chunk = ChatCompletionChunk.from_json(data)

    assert data is vars(chunk)


# -- unions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "cls"),
    [
        ({"type": "function", "function": {"name": "f"}}, ChatCompletionMessageFunctionToolCall),
        ({"type": "custom", "custom": {"name": "c"}}, ChatCompletionMessageCustomToolCall),
        ({"function": {"name": "f"}}, ChatCompletionMessageFunctionToolCall),
        ({"type": None}, ChatCompletionMessageFunctionToolCall),
        ({"type": "from 2031", "new": 1}, ChatCompletionMessageFunctionToolCall),
        ({"type": ["odd"]}, ChatCompletionMessageFunctionToolCall),
        ({"type": {}}, ChatCompletionMessageFunctionToolCall),
        ({"type": 5}, ChatCompletionMessageFunctionToolCall),
    ],
)
def test_members_of_a_union(call: dict[str, Any], cls: type[BaseModel]) -> None:
    """The tag says which class it is; an unknown or missing tag still gives an object."""
    expected = copy.deepcopy(call)
    (made,) = message(tool_calls=[call]).tool_calls

    assert cls is type(made)
    assert expected["type"] == made.type if "type" in expected else made.type is None


def test_unknown_members_keep_their_fields() -> None:
    """Nothing of an object with an unknown tag is lost."""
    (made,) = message(tool_calls=[{"type": "from 2031", "new": 1}]).tool_calls

    assert ("from 2031", 1) == (made.type, made.new)


def test_a_union_in_the_place_of_a_model() -> None:
    """`OneOf` makes the member that `type` names, the first one for unknown types."""
    union = OneOf(ChatCompletionMessageFunctionToolCall | ChatCompletionMessageCustomToolCall)

    types = [type(union.from_json({"type": name})) for name in ("custom", "function", "new")]
    assert [
        ChatCompletionMessageCustomToolCall,
        ChatCompletionMessageFunctionToolCall,
        ChatCompletionMessageFunctionToolCall,
    ] == types
    assert "text" == union.from_json("text")


# -- fields named like methods ---------------------------------------------------------------


@pytest.mark.parametrize("name", [*METHODS, "model_fields_set", "model_extra", "model_fields"])
def test_fields_named_like_methods(name: str) -> None:
    """A server's field called like a method doesn't break any; it is in the extras and dumps."""
    chunk = make(**{name: "sent"})

    assert "sent" == chunk.model_extra[name]
    assert "sent" == chunk.model_dump()[name]
    assert "sent" == chunk.to_dict()[name]
    assert "sent" == json.loads(chunk.to_json())[name]
    assert "sent" == chunk.copy().model_copy().dict()[name]
    assert f"{name}='sent'" in repr(chunk)
    assert name in chunk.model_fields_set
    assert chunk == copy.deepcopy(chunk) == pickle.loads(pickle.dumps(chunk))


@pytest.mark.parametrize(
    "name", ["self", "cls", "keys", "items", "get", "__class__", "_private", ""]
)
def test_fields_with_odd_names(name: str) -> None:
    """Names that mean something to Python are just fields."""
    chunk = make(**{name: "sent"})
    other = make(**{name: "sent"}, usage=None)

    assert "sent" == chunk.model_dump()[name]
    assert chunk == other
    assert make() != chunk
    assert "sent" == ChatCompletionChunk.model_validate({**CHUNK, name: "sent"}).to_dict()[name]


def test_methods_can_be_assigned() -> None:
    """Assigning to a method's name makes a field of it, and leaves the method."""
    chunk = make()
    chunk.copy = 5  # type: ignore[assignment,method-assign]

    assert 5 == chunk.copy().model_extra["copy"]


def test_the_methods_are_there() -> None:
    """The names that programs call on the official SDK's objects."""
    assert {
        "construct", "copy", "dict", "from_json", "json", "model_construct", "model_copy",
        "model_dump", "model_dump_json", "model_json_schema", "model_validate",
        "model_validate_json", "parse_obj", "parse_raw", "to_dict", "to_json",
    } == set(METHODS)  # fmt: skip


# -- dumps -----------------------------------------------------------------------------------


def test_a_dump_has_all_fields() -> None:
    """`model_dump` gives the declared fields in their order, then the others."""
    dump = make().model_dump()

    assert DUMP == dump
    assert list(DUMP) == list(dump)
    assert list(DUMP["choices"][0]["delta"]) == list(dump["choices"][0]["delta"])


@pytest.mark.parametrize("name", ["model_dump", "dict"])
def test_a_dump_is_plain_data_of_its_own(name: str) -> None:
    """Changing a dump changes nothing in the object."""
    chunk = make()
    dump = getattr(chunk, name)()
    dump["choices"][0]["delta"]["content"] = "changed"
    dump["timings"]["each"][1]["ms"] = "changed"

    assert DUMP == chunk.model_dump()


#: What was sent, in the order of the declared fields.
SENT = {
    "id": "c1",
    "choices": [
        {
            "delta": {"content": "Grüße", "reasoning_content": "hm"},
            "index": 0,
            "finish_reason": None,
        }
    ],
    "created": 1,
    "model": "m",
    "object": "chat.completion.chunk",
    "timings": {"n": 1, "each": [1.5, {"ms": 2}]},
}
WITHOUT_NONE = {
    "id": "c1",
    "choices": [{"delta": {"content": "Grüße", "reasoning_content": "hm"}, "index": 0}],
    "created": 1,
    "model": "m",
    "object": "chat.completion.chunk",
    "timings": {"n": 1, "each": [1.5, {"ms": 2}]},
}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"exclude_unset": True}, SENT),
        ({"exclude_none": True}, WITHOUT_NONE),
        ({"exclude_defaults": True}, WITHOUT_NONE),
        ({"mode": "json"}, DUMP),
        ({"by_alias": True, "warnings": False, "round_trip": True}, DUMP),
        ({"include": {"id", "timings", "nope"}}, {"id": "c1", "timings": DUMP["timings"]}),
        ({"include": set()}, {}),
        ({"include": {"choices": {0: {"delta": {"content"}}}}},
         {"choices": [{"delta": {"content": "Grüße"}}]}),
        ({"include": {"choices": {"__all__": {"index", "finish_reason"}}}},
         {"choices": [{"index": 0, "finish_reason": None}]}),
        ({"include": {"timings": {"each": {1: {"ms"}}}}}, {"timings": {"each": [{"ms": 2}]}}),
        ({"include": {"id": True, "model": ...}}, {"id": "c1", "model": "m"}),
        ({"include": {"id", "model"}, "exclude": {"id"}}, {"model": "m"}),
        ({"exclude": {"choices", "timings"}, "exclude_unset": True},
         {"id": "c1", "created": 1, "model": "m", "object": "chat.completion.chunk"}),
        ({"include": {"choices"}, "exclude": {"choices": {0: {"delta", "logprobs"}}}},
         {"choices": [{"index": 0, "finish_reason": None}]}),
        ({"include": {"choices": {"__all__": True}},
          "exclude": {"choices": {"__all__": {"delta": True, "index": ...}}}},
         {"choices": [{"finish_reason": None, "logprobs": None}]}),
        ({"include": {"choices"}, "exclude": {"choices": {"__all__"}}}, {"choices": []}),
        ({"include": {"timings"}, "exclude": {"timings": {"each": {0}}}},
         {"timings": {"n": 1, "each": [{"ms": 2}]}}),
        ({"include": {"choices": {0: {"delta"}}}, "exclude_none": True},
         {"choices": [{"delta": {"content": "Grüße", "reasoning_content": "hm"}}]}),
    ],
)  # fmt: skip
def test_the_options_of_a_dump(options: dict[str, Any], expected: object) -> None:
    """Every option selects what it selects in the official SDK, at every depth."""
    assert expected == make().model_dump(**options)
    assert expected == make().dict(**options)


def test_defaults_are_compared() -> None:
    """`exclude_defaults` keeps required fields, and drops what was sent as null."""
    usage = CompletionUsage.from_json({"total_tokens": None, "completion_tokens_details": None})

    assert {"completion_tokens": None, "prompt_tokens": None, "total_tokens": None} == (
        usage.model_dump(exclude_defaults=True)
    )


def test_values_that_a_program_has_put_in() -> None:
    """`mode="json"` turns tuples, sets, dates and foreign models into what JSON can hold."""
    chunk = make()
    chunk.tuple = (1, (2,))
    chunk.set = {1}
    chunk.date = date(2024, 5, 6)
    names = {"tuple", "set", "date"}

    assert {"tuple": (1, (2,)), "set": {1}, "date": date(2024, 5, 6)} == (
        chunk.model_dump(include=names)
    )
    assert {"tuple": [1, [2]], "set": [1], "date": "2024-05-06"} == (
        chunk.model_dump(include=names, mode="json")
    )


def test_compact_json() -> None:
    """`model_dump_json` gives one line without blanks, and doesn't escape characters."""
    assert (
        '{"id":"c1","choices":[{"delta":{"content":"Grüße","reasoning_content":"hm"},"index":0,'
        '"finish_reason":null}],"created":1,"model":"m","object":"chat.completion.chunk",'
        '"timings":{"n":1,"each":[1.5,{"ms":2}]}}'
    ) == make().model_dump_json(exclude_unset=True)


def test_indented_json() -> None:
    """`to_json` gives what was sent, indented by two."""
    assert (
        '{\n  "id": "c1",\n  "choices": [],\n  "created": 1,\n  "model": "m",\n'
        '  "object": "chat.completion.chunk",\n  "timings": {\n    "é": 1\n  }\n}'
    ) == make(choices=[], timings={"é": 1}).to_json()


def test_json_of_all_fields() -> None:
    """`json` and `model_dump_json` have the unset fields too, `to_json` on demand."""
    chunk = make()

    assert DUMP == json.loads(chunk.model_dump_json()) == json.loads(chunk.json())
    assert DUMP == json.loads(chunk.to_json(exclude_unset=False, indent=None))
    assert "\n" not in chunk.to_json(indent=None)


def test_json_in_ascii() -> None:
    """`ensure_ascii` escapes what is no ASCII."""
    assert '{"content":"\\u00e9"}' == message(content="é").model_dump_json(
        include={"content"}, ensure_ascii=True
    )


def test_json_has_no_nan() -> None:
    """NaN and the infinities are null in JSON text; a dump keeps them."""
    chunk = make(low=float("-inf"), each=[float("nan"), 1.5, {"x": float("inf")}])

    assert '{"low":null,"each":[null,1.5,{"x":null}]}' == (
        chunk.model_dump_json(include={"low", "each"})
    )
    assert {"low": float("-inf")} == chunk.model_dump(include={"low"})


def test_to_dict() -> None:
    """`to_dict` gives what was sent, and all fields on demand."""
    chunk = make()

    assert SENT == chunk.to_dict()
    assert DUMP == chunk.to_dict(exclude_unset=False)
    assert WITHOUT_NONE == chunk.to_dict(exclude_none=True)
    assert SENT == chunk.to_dict(mode="json", use_api_names=True, warnings=False)


# -- copies ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "duplicate",
    [
        copy.copy,
        copy.deepcopy,
        lambda model: model.model_copy(),
        lambda model: model.model_copy(deep=True),
        lambda model: model.copy(),
        *(
            lambda model, protocol=protocol: pickle.loads(pickle.dumps(model, protocol))
            for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
        ),
    ],
)
def test_copies_are_equal(duplicate: Any) -> None:
    """A copy is another object of the same class and content, its request id with it."""
    chunk = make()
    chunk._request_id = "r1"
    other = duplicate(chunk)

    assert chunk == other
    assert (ChatCompletionChunk, Choice) == (type(other), type(other.choices[0]))
    assert chunk is not other
    assert chunk.model_fields_set == other.model_fields_set
    assert "r1" == other._request_id
    other.id = "changed"
    assert "c1" == chunk.id


def test_deep_and_shallow_copies() -> None:
    """A deep copy shares nothing, a shallow one what is nested."""
    chunk = make()

    assert chunk.choices[0] is chunk.model_copy().choices[0]
    assert chunk.choices[0] is copy.copy(chunk).choices[0]
    assert chunk.choices[0] is not chunk.model_copy(deep=True).choices[0]
    assert chunk.timings["each"] is not copy.deepcopy(chunk).timings["each"]


def test_copies_with_changes() -> None:
    """`update` replaces fields in the copy only."""
    chunk = make()
    other = chunk.model_copy(update={"id": "c2", "new": 1})

    assert ("c2", 1, "c1") == (other.id, other.new, chunk.id)
    assert {"timings": CHUNK["timings"], "new": 1} == other.model_extra
    assert "c3" == chunk.copy(update={"id": "c3"}).id


# -- comparing and printing ------------------------------------------------------------------


def test_equality() -> None:
    """Same class and content is equal; left out and sent as null are the same."""
    assert make() == make()
    assert make() == make(usage=None)
    assert make() != make(id="c2")
    assert make() != make(extra=1)
    assert make() != CHUNK
    assert ChoiceDelta.from_json({}) != Choice.from_json({})
    assert make() != make(choices=[{**CHUNK["choices"][0], "delta": {"content": "x"}}])


def test_objects_are_not_hashable() -> None:
    """They can be changed, so they can't be keys, as in pydantic."""
    assert not isinstance(make(), Hashable)
    with pytest.raises(TypeError, match="unhashable type: 'ChatCompletionChunk'"):
        hash(make())


def test_the_repr() -> None:
    """The repr shows every field, declared ones first."""
    assert (
        "ChatCompletionChunk(id='c1', choices=[Choice(delta=ChoiceDelta(audio=None, "
        "content='Grüße', function_call=None, refusal=None, role=None, tool_calls=None, "
        "reasoning_content='hm'), index=0, finish_reason=None, logprobs=None)], created=1, "
        "model='m', object='chat.completion.chunk', moderation=None, obfuscation=None, "
        "service_tier=None, system_fingerprint=None, usage=None, "
        "timings={'n': 1, 'each': [1.5, {'ms': 2}]})"
    ) == repr(make())


def test_iteration_gives_pairs() -> None:
    """Iterating gives name and value of every field, nested objects as they are."""
    chunk = make()
    pairs = list(chunk)

    assert list(DUMP) == [name for name, _ in pairs]
    assert chunk.choices is dict(pairs)["choices"]
    assert pairs == list(dict(chunk).items())


def test_class_patterns() -> None:
    """`match` reads fields by keyword, also of what the server left out."""
    match make():
        case ChatCompletionChunk(
            usage=None, choices=[Choice(delta=ChoiceDelta(content=str(text)))]
        ):
            assert "Grüße" == text
        case _:
            pytest.fail("no match")


def test_isinstance() -> None:
    """Objects are instances of their class and of the base."""
    chunk = make()

    assert isinstance(chunk, BaseModel)
    assert isinstance(chunk.choices[0].delta, ChoiceDelta)
    assert not isinstance(chunk, ChatCompletion)


# -- assigning -------------------------------------------------------------------------------


def test_fields_can_be_assigned() -> None:
    """An assigned field counts as set."""
    chunk = ChatCompletionChunk.from_json({})
    chunk.usage = None
    chunk.note = "mine"

    assert {"usage", "note", "choices"} == chunk.model_fields_set
    assert {"choices": [], "usage": None, "note": "mine"} == chunk.to_dict()


def test_fields_can_be_deleted() -> None:
    """A deleted field is one that was never sent."""
    chunk = make(usage={"total_tokens": 1})
    del chunk.usage

    assert chunk.usage is None
    assert "usage" not in chunk.to_dict()


# -- making one by hand ----------------------------------------------------------------------


def test_the_constructor() -> None:
    """Keywords are fields; nested dicts and objects both become objects."""
    delta = ChoiceDelta(content="a")
    chunk = ChatCompletionChunk(
        id="c1",
        choices=[Choice(delta=delta, index=0), {"delta": {"content": "b"}, "index": 1}],  # type: ignore[list-item]
        created=1,
        model="m",
        object="chat.completion.chunk",
        extra={"a": 1},  # type: ignore[call-arg]
    )

    assert delta is chunk.choices[0].delta
    assert "b" == chunk.choices[1].delta.content
    assert {"extra": {"a": 1}} == chunk.model_extra
    assert {"id", "choices", "created", "model", "object", "extra"} == chunk.model_fields_set


def test_missing_fields() -> None:
    """The constructor names the required fields that are missing, in a ValueError."""
    with pytest.raises(ValueError, match=r"^Choice needs the field\(s\): delta, index$"):
        Choice(finish_reason="stop")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match=r"^Choice needs the field\(s\): delta$"):
        Choice(index=0)  # type: ignore[call-arg]


def test_the_constructor_leaves_its_arguments_alone() -> None:
    """The program's own dicts and lists are copied, at every depth."""
    given = copy.deepcopy(CHUNK)
    chunk = ChatCompletionChunk(**given)
    chunk.choices[0].delta.content = "changed"
    chunk.choices.append(chunk.choices[0])
    chunk.timings["n"] = "changed"

    assert CHUNK == given


@pytest.mark.parametrize(
    "build",
    [
        ChatCompletionChunk.model_validate,
        ChatCompletionChunk.parse_obj,
        lambda data: ChatCompletionChunk.model_validate_json(json.dumps(data)),
        lambda data: ChatCompletionChunk.parse_raw(json.dumps(data).encode()),
        lambda data: ChatCompletionChunk.model_construct(**data),
        lambda data: ChatCompletionChunk.construct(**data),
        lambda data: ChatCompletionChunk.model_construct({"id"}, **data),
        lambda data: ChatCompletionChunk(**data),
    ],
)
def test_every_way_to_make_one(build: Any) -> None:
    """All of pydantic's ways give the same object, and leave what they are given alone."""
    given = copy.deepcopy(CHUNK)
    made = build(given)

    assert make() == made
    assert CHUNK == given
    assert ChoiceDelta is type(made.choices[0].delta)


def test_validating_an_instance() -> None:
    """An instance is valid as it is."""
    chunk = make()

    assert chunk is ChatCompletionChunk.model_validate(chunk)


@pytest.mark.parametrize("data", [{}, {"index": 0}, [], "text", None, 5])
def test_what_can_not_be_validated(data: object) -> None:
    """Missing fields, and what is no mapping, are ValueErrors, as pydantic's are."""
    with pytest.raises(ValueError, match="Choice"):
        Choice.model_validate(data)


@pytest.mark.parametrize("text", ["", "{", b"\xff", '{"index": 0}', "[]", "null"])
def test_json_that_can_not_be_validated(text: str | bytes) -> None:
    """Broken JSON and missing fields are ValueErrors."""
    with pytest.raises(ValueError, match=r".+"):
        Choice.model_validate_json(text)


def test_construct_checks_nothing() -> None:
    """`model_construct` takes what there is."""
    choice = Choice.model_construct(index=0)

    assert (0, None) == (choice.index, choice.finish_reason)


# -- what is known of a class ----------------------------------------------------------------


def test_the_fields_of_a_class() -> None:
    """`model_fields` lists the declared fields in their order, on the class and on objects."""
    fields = Choice.model_fields

    assert ["delta", "index", "finish_reason", "logprobs"] == list(fields)
    assert [True, True, False, False] == [field.is_required() for field in fields.values()]
    assert (ChoiceDelta, int) == (fields["delta"].annotation, fields["index"].annotation)
    assert fields["logprobs"].default is None
    assert fields is Choice.from_json({}).model_fields
    assert "FieldInfo(annotation=<class 'int'>, required=True)" == repr(fields["index"])
    assert {"extra": "allow"} == Choice.model_config


def test_the_fields_that_were_set() -> None:
    """`model_fields_set` has what was sent, declared or not."""
    assert set(CHUNK) == make().model_fields_set
    assert {"content", "reasoning_content"} == make().choices[0].delta.model_fields_set


def test_the_extra_fields() -> None:
    """`model_extra` has what the API doesn't declare, nothing else."""
    assert {"timings": CHUNK["timings"]} == make().model_extra
    assert {} == make().choices[0].model_extra


class Base(BaseModel):
    """Fields with and without defaults, for the tests below."""

    type: Literal["base"]
    name: str = "unnamed"


class Derived(Base):
    parent: Derived | None = None
    children: list[Derived] | None = None
    by_name: dict[str, Base] | None = None
    anything: dict[str, object] | None = None


def test_subclasses() -> None:
    """A subclass has the fields of its base, its own defaults, and nests in itself."""
    made = Derived.from_json(
        {"type": "base", "parent": {"name": "p"}, "children": [{}], "by_name": {"x": {}, "y": None}}
    )

    assert ["type", "name", "parent", "children", "by_name", "anything"] == list(
        Derived.model_fields
    )
    assert ("unnamed", "p", "unnamed") == (made.name, made.parent.name, made.children[0].name)
    assert (Derived, Base, None) == (
        type(made.parent), type(made.by_name["x"]), made.by_name["y"],
    )  # fmt: skip
    assert ["type", "name"] == list(Base.model_fields)
    assert "FieldInfo(annotation=<class 'str'>, required=False, default='unnamed')" == repr(
        Base.model_fields["name"]
    )


def test_a_schema() -> None:
    """`model_json_schema` is pydantic's, without the descriptions."""
    assert {
        "$defs": {
            "ChoiceDeltaToolCallFunction": {
                "additionalProperties": True,
                "properties": {
                    "arguments": {
                        "anyOf": [{"type": "string"}, {"type": "null"}],
                        "default": None,
                        "title": "Arguments",
                    },
                    "name": {
                        "anyOf": [{"type": "string"}, {"type": "null"}],
                        "default": None,
                        "title": "Name",
                    },
                },
                "title": "ChoiceDeltaToolCallFunction",
                "type": "object",
            }
        },
        "additionalProperties": True,
        "properties": {
            "index": {"title": "Index", "type": "integer"},
            "id": {
                "anyOf": [{"type": "string"}, {"type": "null"}],
                "default": None,
                "title": "Id",
            },
            "function": {
                "anyOf": [{"$ref": "#/$defs/ChoiceDeltaToolCallFunction"}, {"type": "null"}],
                "default": None,
            },
            "type": {
                "anyOf": [{"const": "function", "type": "string"}, {"type": "null"}],
                "default": None,
                "title": "Type",
            },
        },
        "required": ["index"],
        "title": "ChoiceDeltaToolCall",
        "type": "object",
    } == ChoiceDeltaToolCall.model_json_schema()


def test_a_schema_of_lists_and_required_models() -> None:
    """Required models are references without a title of their own, lists have items."""
    chunk = ChatCompletionChunk.model_json_schema()

    assert {"items": {"$ref": "#/$defs/Choice"}, "title": "Choices", "type": "array"} == (
        chunk["properties"]["choices"]
    )
    assert {"$ref": "#/$defs/ChoiceDelta"} == chunk["$defs"]["Choice"]["properties"]["delta"]
    assert ["id", "choices", "created", "model", "object"] == chunk["required"]
    assert {
        "anyOf": [
            {
                "enum": ["stop", "length", "tool_calls", "content_filter", "function_call"],
                "type": "string",
            },
            {"type": "null"},
        ],
        "default": None,
        "title": "Finish Reason",
    } == chunk["$defs"]["Choice"]["properties"]["finish_reason"]


def test_a_schema_without_nested_models() -> None:
    """Nothing nested, no `$defs`; nothing required, no `required`."""
    schema = ChoiceDeltaToolCallFunction.model_json_schema()

    assert {"additionalProperties", "properties", "title", "type"} == set(schema)


def test_a_schema_that_refers_to_itself() -> None:
    """A model that contains itself is a reference into its own definitions."""
    schema = Derived.model_json_schema()
    fields = schema["$defs"]["Derived"]["properties"]

    assert "#/$defs/Derived" == schema["$ref"]
    assert {"Derived", "Base"} == set(schema["$defs"])
    assert {"anyOf": [{"$ref": "#/$defs/Derived"}, {"type": "null"}], "default": None} == (
        fields["parent"]
    )
    assert [{"additionalProperties": {"$ref": "#/$defs/Base"}, "type": "object"}] == (
        fields["by_name"]["anyOf"][:1]
    )
    assert [{"additionalProperties": True, "type": "object"}] == fields["anything"]["anyOf"][:1]


# -- beside pydantic -------------------------------------------------------------------------


def test_as_a_field_of_a_pydantic_model() -> None:
    """Pydantic takes our objects and dicts as fields, validates, dumps and describes them."""
    pydantic = pytest.importorskip("pydantic")
    holder = pydantic.create_model("Holder", chunk=(ChatCompletionChunk, ...))
    chunk = make()
    given = copy.deepcopy(CHUNK)

    assert chunk is holder(chunk=chunk).chunk
    assert (
        chunk
        == holder(chunk=given).chunk
        == holder.model_validate_json(json.dumps({"chunk": CHUNK})).chunk
    )
    assert CHUNK == given
    assert {"chunk": DUMP} == holder(chunk=chunk).model_dump()
    assert {"chunk": DUMP} == json.loads(holder(chunk=chunk).model_dump_json())
    with pytest.raises(pydantic.ValidationError, match="ChatCompletionChunk needs the field"):
        holder(chunk={})
    with pytest.raises(pydantic.ValidationError, match="is made from a dict, not int"):
        holder(chunk=5)


def test_a_schema_of_a_pydantic_model() -> None:
    """Pydantic's own schema of a model that holds ours has our fields, at every depth."""
    pydantic = pytest.importorskip("pydantic")
    holder = pydantic.create_model("Holder", call=(ChoiceDeltaToolCall, ...), x=(Derived, ...))
    schema = holder.model_json_schema()
    call, derived = schema["properties"]["call"], schema["properties"]["x"]

    assert "$ref" not in json.dumps(schema)
    assert ["index", "id", "function", "type"] == list(call["properties"])
    assert ["arguments", "name"] == list(call["properties"]["function"]["anyOf"][0]["properties"])
    # A model inside of itself is written out once.
    assert {"anyOf": [{"type": "object"}, {"type": "null"}], "default": None} == (
        derived["properties"]["parent"]
    )
    assert "Base" == derived["properties"]["by_name"]["anyOf"][0]["additionalProperties"]["title"]


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        (CompletionUsage, {"total_tokens": 3}, CompletionUsage.model_construct(total_tokens=3)),
        (list[CompletionUsage], [{}], [CompletionUsage.model_construct()]),
        (CompletionUsage | None, None, None),
        (int, "3", "3"),
    ],
)
def test_construct_type(type_: Any, value: Any, expected: Any) -> None:
    """`construct_type` makes objects of parsed JSON by a type, checks nothing, changes nothing."""
    before = copy.deepcopy(value)

    assert expected == construct_type(value=value, type_=type_)
    assert before == value
