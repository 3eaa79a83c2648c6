"""Facts about models on pydantic's base; see `test_pydantic_models.py`, which runs them."""

from __future__ import annotations

import copy
import json
import pickle
import sys
import traceback
from datetime import date, datetime, timezone
from typing import Annotated, Any, Literal, Union, get_args

import pydantic
from openai import OpenAI
from openai._models import DISCRIMINATOR_CACHE, BaseModel, construct_type
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.pagination import SyncPage
from openai.types import CompletionUsage, Model
from openai.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessageParam
from openai.types.responses import FunctionTool, Response, ResponseStreamEvent
from typing_extensions import TypeAliasType

from openai_local.testing.scripted import ScriptedServer, chat_chunks, json_answer, sse

CHUNK: dict[str, Any] = {
    "id": "c",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "delta": {"content": "Hi", "mood": "good"}, "finish_reason": None}],
    "timings": {"predicted_n": 1},
}


def _chunk() -> Any:
    return ChatCompletionChunk.from_json(copy.deepcopy(CHUNK))  # type: ignore[attr-defined]


def objects_are_instances() -> None:
    """At every depth."""
    chunk = _chunk()
    for model in (chunk, chunk.choices[0], chunk.choices[0].delta):
        assert isinstance(model, pydantic.BaseModel)
        assert isinstance(model, BaseModel)


def fields_are_where_pydantic_keeps_them() -> None:
    """Declared, extra and set fields are told apart as in the official SDK."""
    chunk = _chunk()
    assert {"timings": {"predicted_n": 1}} == chunk.model_extra
    assert "good" == chunk.choices[0].delta.mood
    assert {"content", "mood"} == chunk.choices[0].delta.model_fields_set
    assert chunk.usage is None
    assert not hasattr(chunk, "nothing")
    assert CHUNK == chunk.to_dict() == json.loads(chunk.to_json())
    assert chunk.model_dump()["usage"] is None


def null_and_missing_lists_are_empty() -> None:
    """As on the plain base."""
    chunk = ChatCompletionChunk.from_json({"id": "c", "choices": None})  # type: ignore[attr-defined]
    assert [] == chunk.choices
    choices = ChatCompletionChunk.from_json({"choices": [{"index": 0, "delta": None}]}).choices  # type: ignore[attr-defined]
    assert choices[0].delta.content is None


def subclasses_have_pydantic_s_features() -> None:
    """Fields with defaults, validators, aliases and an `__init__` of their own."""

    class Usage(CompletionUsage):
        cost: float = 0.0
        names: list[str] = pydantic.Field(default_factory=list, alias="Names")

        @pydantic.field_validator("cost")
        @classmethod
        def positive(cls, cost: float) -> float:
            assert cost >= 0, "cost is negative"
            return cost

        def __init__(self, **fields: Any) -> None:
            super().__init__(**{"total_tokens": 3, **fields})

    usage = Usage(prompt_tokens=1, completion_tokens=2, cost="1.5", Names=["a"])
    assert (1.5, ["a"], 3) == (usage.cost, usage.names, usage.total_tokens)
    assert ["a"] == usage.model_dump(by_alias=True)["Names"]
    try:
        Usage(prompt_tokens=1, completion_tokens=2, cost=-1)
    except pydantic.ValidationError as error:
        assert "cost is negative" in str(error)
    else:
        raise AssertionError("a negative cost was taken")


def they_are_fields_of_other_models() -> None:
    """Nested, in unions, from dicts and from instances."""

    class Holder(pydantic.BaseModel):
        completion: ChatCompletion | ChatCompletionChunk | None = None

    chunk = _chunk()
    assert Holder(completion=chunk).completion == chunk
    assert isinstance(Holder(completion=chunk.to_dict()).completion, ChatCompletionChunk)
    assert "Hi" in Holder(completion=chunk).model_dump_json()


def type_adapters_are_made() -> None:
    """Over models, over the union of all events, over the TypedDicts of requests."""
    event = {"type": "response.output_text.delta", "delta": "a", "item_id": "i", "logprobs": []}
    event = {**event, "content_index": 0, "output_index": 0, "sequence_number": 1}
    made = pydantic.TypeAdapter(ResponseStreamEvent).validate_python(event)
    assert "ResponseTextDeltaEvent" == type(made).__name__
    message = {"role": "user", "content": "Hi"}
    assert message == pydantic.TypeAdapter(ChatCompletionMessageParam).validate_python(message)
    assert "properties" in pydantic.TypeAdapter(Response).json_schema()
    assert all(issubclass(kind, BaseModel) for kind in get_args(get_args(ResponseStreamEvent)[0]))


def names_that_python_has_not_got_are_aliases() -> None:
    """As in the official SDK."""
    tool: Any = FunctionTool.from_json({"type": "function", "name": "f", "async": True})  # type: ignore[attr-defined]
    assert tool.async_ is True
    assert tool.to_dict()["async"] is True
    assert tool._to_send()["async"] is True


def copies_and_pickles_keep_everything() -> None:
    """Extra fields, the set of set ones, the id of the request."""
    chunk = _chunk()
    chunk._request_id = "r"
    for twin in (copy.copy(chunk), copy.deepcopy(chunk), pickle.loads(pickle.dumps(chunk))):
        assert chunk == twin
        assert "r" == twin._request_id
        assert chunk.model_fields_set == twin.model_fields_set
    assert "other" == chunk.model_copy(update={"id": "other"}).id


def streams_give_equal_objects_on_both_paths() -> None:
    """The fast path of text and the plain one."""
    with ScriptedServer() as server:
        server.play(sse(chat_chunks("one", "two", "three")))
        client = OpenAI(base_url=server.base_url)
        chunks = list(client.chat.completions.create(model="m", messages=[], stream=True))
    assert "onetwothree" == "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    for chunk in chunks:
        again = type(chunk).from_json(chunk.to_dict())  # type: ignore[attr-defined]
        assert again == chunk
        assert again.model_fields_set == chunk.model_fields_set


def events_of_the_helper_know_the_whole() -> None:
    """Their lazy fields are there for whoever asks, also for pydantic."""
    state: Any = ChatCompletionStreamState()
    made = [event for _ in range(2) for event in state.handle_chunk(_chunk())]
    assert "HiHi" == made[-1].snapshot == made[-1].model_dump()["snapshot"]
    assert isinstance(made[-1], pydantic.BaseModel)
    assert "HiHi" == state.get_final_completion().choices[0].message.content
    assert made[-1] == pickle.loads(pickle.dumps(made[-1]))


def what_was_received_can_be_sent() -> None:
    """Only what is set and the API's goes into the next request, extra fields included."""
    message = {"role": "assistant", "content": "Hi", "reasoning_content": "Hm"}
    completion = {"id": "c", "object": "chat.completion", "created": 1, "model": "m"}
    completion["choices"] = [{"index": 0, "finish_reason": "stop", "message": message}]
    with ScriptedServer() as server:
        server.play(json_answer(completion))
        server.play(json_answer(completion))
        client = OpenAI(base_url=server.base_url)
        answer = client.chat.completions.create(model="m", messages=[])
        client.chat.completions.create(model="m", messages=[answer.choices[0].message])
        assert [message] == server.requests[1].json()["messages"]


class _Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class _Dog(BaseModel):
    kind: Literal["dog"]
    name: str


def unions_of_a_program_are_told_apart_by_what_fits() -> None:
    """As in the official SDK: by validation, in lists, in dicts, and through an alias."""

    class Shelter(BaseModel):
        guest: _Cat | _Dog | None
        rooms: list[_Cat] | list[_Dog]
        by_name: dict[str, _Cat | _Dog]
        weight: Union[float, str]  # noqa: UP007

    cat, dog = {"kind": "cat", "lives": "7"}, {"kind": "dog", "name": "Rex"}
    sent = {"guest": dog, "rooms": [dog], "by_name": {"a": cat}, "weight": "heavy"}
    shelter: Any = Shelter.from_json(copy.deepcopy(sent))  # type: ignore[attr-defined]
    assert isinstance(shelter.guest, _Dog)
    assert isinstance(shelter.rooms[0], _Dog)
    assert 7 == shelter.by_name["a"].lives
    assert "heavy" == shelter.weight
    assert isinstance(construct_type(value=dog, type_=TypeAliasType("Animal", _Cat | _Dog)), _Dog)


_Animal = Annotated[Union[_Cat, _Dog], pydantic.Field(discriminator="kind")]  # noqa: UP007


def a_discriminator_names_the_member_where_none_fits() -> None:
    """In fields and in `construct_type`; a value that no member has gives the first member."""

    class Owner(BaseModel):
        pet: _Animal

    owner: Any = Owner.construct(pet={"kind": "dog", "name": 3})
    assert (_Dog, 3) == (type(owner.pet), owner.pet.name)
    made: Any = construct_type(value={"kind": "dog"}, type_=_Animal)
    assert isinstance(made, _Dog)
    assert DISCRIMINATOR_CACHE[Union[_Cat, _Dog]].members == {"cat": _Cat, "dog": _Dog}  # noqa: UP007
    made = construct_type(value={"kind": "cow", "milk": 1}, type_=_Cat | _Dog, metadata=[_Named()])
    assert (_Cat, "cow", 1) == (type(made), made.kind, made.milk)
    assert 5 == construct_type(value=5, type_=_Animal)


def a_discriminator_may_have_another_name_in_json() -> None:
    """Its alias is looked for."""

    class Left(BaseModel):
        side: Literal["left"] = pydantic.Field(alias="Side")
        count: int

    class Right(BaseModel):
        side: Literal["right"] = pydantic.Field(alias="Side")

    type_: Any = Annotated[Left | Right, _Named()]
    assert isinstance(construct_type(value={"Side": "left", "count": "x"}, type_=type_), Left)


class _Named:
    """Like the official `PropertyInfo`."""

    discriminator = "side"


def times_of_a_program_are_read() -> None:
    """From ISO 8601; other text stays. Numbers are floats where floats are declared."""

    class Log(BaseModel):
        at: datetime
        day: date
        took: float
        plain: list  # type: ignore[type-arg]
        other: dict  # type: ignore[type-arg]

    sent = {"at": "2019-12-27T18:11:19.117Z", "day": "2019-12-27", "took": 1}
    log: Any = Log.construct(**sent, plain=[1, {}], other={"a": 1})
    assert datetime(2019, 12, 27, 18, 11, 19, 117000, tzinfo=timezone.utc) == log.at
    assert (date(2019, 12, 27), float) == (log.day, type(log.took))
    assert ([1, {}], {"a": 1}) == (log.plain, log.other)
    assert '"at":"2019-12-27T18:11:19.117000Z"' in log.to_json(indent=None)
    assert "soon" == Log.construct(at="soon").at


def extra_fields_have_the_class_that_a_program_gives_them() -> None:
    """By the annotation of `__pydantic_extra__`; nulls and texts stay."""

    class Zoo(BaseModel):
        __pydantic_extra__: dict[str, _Dog] = pydantic.Field(init=False)
        name: str

    zoo: Any = Zoo.construct(name="Zoo", rex={"name": "Rex"}, empty=None)
    assert isinstance(zoo.rex, _Dog)
    assert zoo.empty is None


def a_name_may_be_another_field_s_alias() -> None:
    """Each value gets to its own field."""

    class Crossed(BaseModel):
        first: str = pydantic.Field(alias="wire")
        second: str = pydantic.Field(alias="first")

    crossed = Crossed.construct(wire="1", first="2")
    assert ("1", "2") == (crossed.first, crossed.second)
    assert {"wire": "1", "first": "2"} == crossed.to_dict()


def models_that_pydantic_can_t_check_are_made() -> None:
    """A field of a class that it doesn't know is no reason to fail."""

    class Odd(BaseModel):
        thing: _Named

    made: Any = Odd.construct(thing=1, more=2)
    assert (1, 2) == (made.thing, made.more)


def pydantic_s_other_models_are_refused() -> None:
    """Where an answer is to become one, as by the official SDK; before anything is sent."""
    foreign = pydantic.create_model("Foreign", id=(str, ...))
    with ScriptedServer() as server:
        server.play(json_answer({"object": "list", "data": []}))
        client = OpenAI(base_url=server.base_url)
        raw = client.models.with_raw_response.list()
        for ask in (lambda: raw.parse(to=foreign), lambda: client.get("/x", cast_to=foreign)):
            try:
                ask()
            except TypeError as error:
                assert "must subclass our base model type" in str(error)
            else:
                raise AssertionError("it was taken")
        assert 1 == len(server.requests)


def pages_are_models() -> None:
    """Generic ones, over the class of their items."""
    page = SyncPage[Model](data=[], object="list")
    assert isinstance(page, pydantic.BaseModel)


def pages_of_a_server_name_their_items_once() -> None:
    """`SyncPage[Model](...)`, although the class has that in its name, too."""
    with ScriptedServer() as server:
        server.play(json_answer({"object": "list", "data": []}))
        page = OpenAI(base_url=server.base_url).models.list()

    assert "SyncPage[Model](data=[], object='list')" == repr(page)


def _run() -> None:
    results = {}
    for name, check in list(globals().items()):
        is_check = getattr(check, "__module__", None) == __name__ and callable(check)
        if is_check and not name.startswith("_"):
            try:
                check()
                results[name] = ""
            except Exception:  # noqa: BLE001 - each is reported
                results[name] = traceback.format_exc()
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    _run()
