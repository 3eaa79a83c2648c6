"""The official path of a few small functions that programs import from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from typing_extensions import TypeIs

from .._types import NotGiven, is_given
from ._proxy import LazyProxy

__all__ = ["LazyProxy", "is_dict", "is_given", "is_list", "is_mapping", "strip_not_given"]

_T = TypeVar("_T")


def is_dict(value: object) -> TypeIs[dict[object, object]]:
    return isinstance(value, dict)


def is_list(value: object) -> TypeIs[list[object]]:
    return isinstance(value, list)


def is_mapping(value: object) -> TypeIs[Mapping[str, object]]:
    return isinstance(value, Mapping)


def strip_not_given(value: _T) -> _T:
    """A mapping without the entries that are `NOT_GIVEN`; anything else as it is."""
    if not isinstance(value, Mapping):
        return value
    return {name: item for name, item in value.items() if not isinstance(item, NotGiven)}  # type: ignore[return-value]
