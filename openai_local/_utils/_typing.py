"""Questions about annotations."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from .._typing import NotRequired, Required, is_typeddict

__all__ = [
    "extract_type_arg",
    "extract_type_var_from_base",
    "get_args",
    "get_origin",
    "is_annotated_type",
    "is_iterable_type",
    "is_list_type",
    "is_literal_type",
    "is_not_required_type",
    "is_required_type",
    "is_sequence_type",
    "is_type_alias_type",
    "is_typeddict",
    "is_typevar",
    "is_union",
    "is_union_type",
    "strip_annotated_type",
]

# Not everywhere are those of `typing_extensions` the ones of `typing`, and neither has to be there.
_HOMES: list[Any] = [typing]
with suppress(ImportError):
    _HOMES.append(import_module("typing_extensions"))
_LITERALS = tuple(home.Literal for home in _HOMES)
_ALIASES = tuple(home.TypeAliasType for home in _HOMES if hasattr(home, "TypeAliasType"))


def _bare(annotation: Any) -> Any:
    """`list` for `list[str]`, and for `list`."""
    return get_origin(annotation) or annotation


def is_annotated_type(annotation: Any) -> bool:
    return get_origin(annotation) is Annotated


def is_list_type(annotation: Any) -> bool:
    return _bare(annotation) is list


def is_sequence_type(annotation: Any) -> bool:
    return _bare(annotation) is Sequence


def is_iterable_type(annotation: Any) -> bool:
    """True for `Iterable` itself, not for what can be iterated."""
    return _bare(annotation) is Iterable


def is_union(origin: Any) -> bool:
    """Of what `get_origin` says: true for `Union[A, B]` and `A | B`."""
    return origin is Union or origin is types.UnionType


def is_union_type(annotation: Any) -> bool:
    return is_union(get_origin(annotation))


def is_literal_type(annotation: Any) -> bool:
    return get_origin(annotation) in _LITERALS


def is_required_type(annotation: Any) -> bool:
    return get_origin(annotation) is Required


def is_not_required_type(annotation: Any) -> bool:
    return get_origin(annotation) is NotRequired


def is_typevar(annotation: Any) -> bool:
    return type(annotation) is TypeVar


def is_type_alias_type(annotation: Any) -> bool:
    """True for what `type Name = ...` and `TypeAliasType` make."""
    return isinstance(annotation, _ALIASES)


def strip_annotated_type(annotation: Any) -> Any:
    """What is inside of `Annotated`, `Required` and `NotRequired`."""
    while get_origin(annotation) in (Annotated, Required, NotRequired):
        annotation = get_args(annotation)[0]
    return annotation


def extract_type_arg(annotation: Any, index: int) -> Any:
    """`str` for `list[str]` and 0; `RuntimeError` if there are fewer."""
    args = get_args(annotation)
    if index >= len(args):
        raise RuntimeError(
            f"Expected type {annotation} to have a type argument at index {index} but it did not"
        )
    return args[index]


def extract_type_var_from_base(
    typ: Any,
    *,
    generic_bases: tuple[type, ...],
    index: int,
    failure_message: str | None = None,
) -> Any:
    """What stands for a type variable of a generic base, in `Base[int]` or a class derived from it.

    For `class Own(Base[int])` and `class Own(Base[T])` with `Own[int]` it is `int`, too.
    `RuntimeError` if it can't be told.
    """
    cls = _bare(typ)
    if cls in generic_bases:
        return extract_type_arg(typ, index)
    for base in getattr(cls, "__orig_bases__", ()):
        if get_origin(base) in generic_bases:
            found = extract_type_arg(base, index)
            return extract_type_arg(typ, index) if is_typevar(found) else found
    raise RuntimeError(
        failure_message or f"Could not resolve inner type variable at index {index} for {typ}"
    )
