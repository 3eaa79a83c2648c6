"""Objects that hold their attributes without a dict; where Python does not, all stays as it was."""

from __future__ import annotations

import json
import pickle
import sys
from typing import Any

import pytest

from openai_local._inline_values import has_room, make_room
from openai_local._models import BaseModel

IS_CPYTHON = sys.implementation.name == "cpython"
#: Those of models, which have slots as well.
HAS_INLINE_VALUES = IS_CPYTHON and (3, 11) <= sys.version_info < (3, 13)


def new_model() -> Any:
    class Model(BaseModel):
        id: str
        count: int | None = None

    return Model


def made_of_json(model: Any, **more: Any) -> None:
    """Many objects, so that the class gives up what it keeps free for names."""
    for _ in range(100):
        model.from_json(json.loads(json.dumps({"id": "x", **more})))


@pytest.mark.skipif(not HAS_INLINE_VALUES, reason="this Python has none, or none beside slots")
def test_declared_fields_find_room_at_any_time() -> None:
    """However many objects have been made before, and whether they had the fields or not."""
    model = new_model()
    made_of_json(model)

    assert has_room(model, ("id", "count"))
    # One place is always left.
    assert not has_room(model, ("id", "added", "late"))


@pytest.mark.skipif(not HAS_INLINE_VALUES, reason="this Python has none, or none beside slots")
def test_fields_of_a_server_find_room() -> None:
    """What the first object has is remembered like what is declared."""
    model = new_model()
    made_of_json(model, added=1, more=2)

    assert has_room(model, ("id", "added", "more"))


def test_there_is_no_room_for_any_number_of_names() -> None:
    """Python says so itself; it is not assumed."""
    model = new_model()

    make_room(model, [f"name{number}" for number in range(1000)])

    assert not has_room(model, tuple(f"name{number}" for number in range(1000)))


@pytest.mark.parametrize("name", ["copy", "model_extra", "_hidden", "class", "two words", "ﬁ", "1"])
def test_names_that_do_more_than_hold_a_value(name: str) -> None:
    """Methods, properties, Python's own names and what is no name are not for attributes."""
    assert not has_room(new_model(), (name,))


def test_a_class_with_a_way_of_its_own_to_set_attributes() -> None:
    """It is not asked to: what it would do is not known."""

    class Strict(new_model()):  # type: ignore[misc]
        def __setattr__(self, name: str, value: object) -> None:
            raise TypeError("frozen")

    assert not has_room(Strict, ("id",))


def test_what_a_class_defines_is_not_asked() -> None:
    """A descriptor of a program's own is neither read nor set for this."""

    class Positive:
        def __get__(self, instance: object, owner: type) -> int:
            return 1 if instance is None else 2

        def __set__(self, instance: object, value: int) -> None:
            raise ValueError(f"{value} was not assigned by the program")

    class Model(BaseModel):
        id: str
        count: int = Positive()  # type: ignore[assignment]

    assert "x" == Model.from_json({"id": "x"}).id
    assert not has_room(Model, ("count",))


def test_many_fields_of_a_server_leave_room_for_the_declared_ones() -> None:
    """Its first answer does not decide for all that come."""
    model = new_model()
    made_of_json(model, **{f"extra{number}": number for number in range(100)})

    assert has_room(model, ("id", "count")) == HAS_INLINE_VALUES


def test_who_asks_for_the_dict_gets_it() -> None:
    """Such an object is like any other: equal, in the order of assignment, copied and pickled."""
    made = object.__new__(Sample)
    made.count = 2
    made.id = "x"

    assert Sample(id="x", count=2) == made
    assert ["count", "id"] == list(vars(made))
    assert {"count", "id"} == made.model_fields_set
    assert made == made.model_copy() == pickle.loads(pickle.dumps(made))
    vars(made)["added"] = 3
    assert (3, 2) == (made.added, made.count)  # type: ignore[attr-defined]


class Sample(BaseModel):
    id: str
    count: int | None = None
