"""The official path of functions that programs use to be independent of pydantic's version.

They take models of ours and pydantic's alike: both have the methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

from ._models import BaseModel
from ._utils import (
    get_args,
    get_origin,
    is_literal_type,
    is_typeddict,
    is_union,
    parse_date,
    parse_datetime,
)

__all__ = [
    "PYDANTIC_V1",
    "PYDANTIC_V2",
    "cached_property",
    "field_get_default",
    "field_is_required",
    "field_outer_type",
    "get_args",
    "get_model_config",
    "get_model_fields",
    "get_origin",
    "is_literal_type",
    "is_typeddict",
    "is_union",
    "model_copy",
    "model_dump",
    "model_json",
    "model_json_schema",
    "model_parse",
    "model_parse_json",
    "parse_date",
    "parse_datetime",
    "parse_obj",
    "typed_cached_property",
]

PYDANTIC_V1 = False
PYDANTIC_V2 = True

typed_cached_property = cached_property

_Model = TypeVar("_Model", bound=BaseModel)


def model_dump(model: BaseModel, **options: Any) -> dict[str, Any]:
    return model.model_dump(**options)


def model_json(model: BaseModel, *, indent: int | None = None) -> str:
    return model.model_dump_json(indent=indent)


def model_copy(model: _Model, *, deep: bool = False) -> _Model:
    return model.model_copy(deep=deep)


def model_parse(model: type[_Model], data: Any) -> _Model:
    return model.model_validate(data)


def parse_obj(model: type[_Model], value: Any) -> _Model:
    """The same as `model_parse`."""
    return model.model_validate(value)


def get_model_fields(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_fields


def get_model_config(model: type[BaseModel]) -> Any:
    return model.model_config


def model_parse_json(model: type[_Model], data: str | bytes) -> _Model:
    return model.model_validate_json(data)


def model_json_schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def field_outer_type(field: Any) -> Any:
    """The annotation of a field of `get_model_fields`."""
    return field.annotation


def field_is_required(field: Any) -> bool:
    """Whether a model can't be made without it."""
    required: bool = field.is_required()
    return required


def field_get_default(field: Any) -> Any:
    """What it has if nothing was set; None if it has no default, or makes one each time."""
    if field.is_required() or getattr(field, "default_factory", None) is not None:
        return None
    return field.default
