"""Models that a program declares itself, in a module without `from __future__ import annotations`.

Python 3.14 works out the annotations of such a module late.
"""

from typing import Any, Optional

import pytest

from openai_local import BaseModel


class Item(BaseModel):
    size: int
    list: list[int]
    later: Optional["Later"] = None
    unit: str = "m"


class Later(BaseModel):
    item: Item


class Special(Item):
    colour: str


def test_fields() -> None:
    """They are found, with their defaults, and nest in each other."""
    made = Item.from_json({"size": 1, "list": [2], "later": {"item": {"size": 3}}})

    assert ["size", "list", "later", "unit"] == list(Item.model_fields)
    assert (True, False) == tuple(
        Item.model_fields[name].is_required() for name in ("size", "unit")
    )
    assert list[int] == Item.model_fields["list"].annotation
    assert made.later is not None
    assert (Later, Item, 3) == (type(made.later), type(made.later.item), made.later.item.size)
    assert ("m", None) == (made.unit, made.later.item.list)


def test_a_field_that_is_missing() -> None:
    """A subclass needs those of its base as well."""
    with pytest.raises(ValueError, match=r"^Special needs the field\(s\): list, colour$"):
        Special(size=1)  # type: ignore[call-arg]
    assert "red" == Special(size=1, list=[], colour="red").colour


def test_a_schema() -> None:
    """Their schema has what they need, as `response_format` sends it."""
    schema: dict[str, Any] = Special.model_json_schema()

    assert ["size", "list", "colour"] == schema["required"]
    assert {"type": "integer"} == schema["properties"]["list"]["items"]
