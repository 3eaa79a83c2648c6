"""The official path of functions that programs use to be independent of pydantic's version.

They take models of ours and pydantic's alike: both have the methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

from ._models import BaseModel

__all__ = [
    "PYDANTIC_V1",
    "PYDANTIC_V2",
    "cached_property",
    "get_model_fields",
    "model_copy",
    "model_dump",
    "model_json",
    "model_parse",
    "parse_obj",
]

PYDANTIC_V1 = False
PYDANTIC_V2 = True

_Model = TypeVar("_Model", bound=BaseModel)


def model_dump(model: BaseModel, **options: Any) -> dict[str, Any]:
    """`model.model_dump(**options)`."""
    return model.model_dump(**options)


def model_json(model: BaseModel, *, indent: int | None = None) -> str:
    """`model.model_dump_json(indent=indent)`."""
    return model.model_dump_json(indent=indent)


def model_copy(model: _Model, *, deep: bool = False) -> _Model:
    """`model.model_copy(deep=deep)`."""
    return model.model_copy(deep=deep)


def model_parse(model: type[_Model], data: Any) -> _Model:
    """`model.model_validate(data)`."""
    return model.model_validate(data)


def parse_obj(model: type[_Model], value: Any) -> _Model:
    """The same as `model_parse`."""
    return model.model_validate(value)


def get_model_fields(model: type[BaseModel]) -> Mapping[str, Any]:
    """`model.model_fields`."""
    return model.model_fields
