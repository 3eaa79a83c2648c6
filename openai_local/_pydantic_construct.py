"""Parsed JSON -> objects for models that a program derives from ours, when ours are pydantic's.

What the official SDK does for all models: the members of a union are tried by validation, times
are read, bare numbers become floats. The API's own models are made by `_construct`, which is
faster and knows how its unions are told apart.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import pydantic
from typing_extensions import TypeAliasType

from . import _construct
from ._construct import DISCRIMINATOR_CACHE, Convert, maker_of

__all__ = ["conversion_of", "conversion_of_extra"]


class Discriminator(NamedTuple):
    """How the members of a union are told apart: by the value under `key` in JSON."""

    field_name: str
    key: str
    members: dict[str, Any]


def conversion_of(annotation: Any, metadata: Any = ()) -> Convert | None:
    """See `_construct.conversion_of`; `metadata` is what stood beside it in an `Annotated`.

    What doesn't fit comes back as it is.
    """
    whole = annotation
    if isinstance(annotation, TypeAliasType):
        annotation = annotation.__value__
    if get_origin(annotation) is Annotated:
        annotation, *beside = get_args(annotation)
        metadata = metadata or beside
    origin, args = get_origin(annotation) or annotation, get_args(annotation)
    if origin is Union or type(annotation).__name__ == "UnionType":
        return _union(whole, annotation, metadata)
    if origin is dict:
        return _items(args, 1, _construct.dict_of)
    if origin is list:
        return _items(args, 0, _construct.list_of)
    if annotation in (datetime, date):
        return _validated(annotation)
    if _is_model(annotation):
        return _model_or_models(maker_of(annotation))
    return _construct.conversion_of(annotation)


def conversion_of_extra(cls: Any) -> Convert | None:
    """What `cls` makes of fields that it doesn't declare, by its `__pydantic_extra__`."""
    try:
        schema = cls.__pydantic_core_schema__
        while "schema" in schema and schema["type"] != "model-fields":
            schema = schema["schema"]
    except (pydantic.PydanticUserError, pydantic.errors.PydanticUndefinedAnnotation):
        # Pydantic can't check such a model; it can be made all the same.
        return None
    model = schema.get("extras_schema", {}).get("cls")
    return conversion_of(model) if _is_model(model) else None


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and hasattr(annotation, "from_json")


def _items(args: Any, position: int, container: Callable[[Convert], Convert]) -> Convert | None:
    # A bare `list` says nothing of its items.
    convert = conversion_of(args[position]) if args else None
    return convert and container(convert)


def _model_or_models(make: Convert) -> Convert:
    def convert(data: Any) -> Any:
        return [make(item) for item in data] if type(data) is list else make(data)

    return convert


@lru_cache(maxsize=1000)
def _adapter(annotation: Any) -> pydantic.TypeAdapter[Any]:
    return pydantic.TypeAdapter(annotation)


def _validated(annotation: Any, otherwise: Convert | None = None) -> Convert:
    def convert(data: Any) -> Any:
        try:
            return _adapter(annotation).validate_python(data)
        except Exception:  # noqa: BLE001 - validators of users raise what they like
            return data if otherwise is None else otherwise(data)

    return convert


def _union(whole: Any, union: Any, metadata: Any) -> Convert:
    """The member that fits; else the one that the discriminator names; else the likeliest."""
    likeliest = _construct.conversion_of(union)
    names = [getattr(beside, "discriminator", None) for beside in metadata]
    name = next((name for name in names if isinstance(name, str)), None)
    if name is None:
        return _validated(whole, likeliest)

    def by_name(data: Any) -> Any:
        found = _discriminator(union, name)
        tag = data.get(found.key) if found is not None and type(data) is dict else None
        member = found.members.get(tag) if found is not None and isinstance(tag, str) else None
        if member is not None:
            return maker_of(member)(data)
        return data if likeliest is None else likeliest(data)

    return _validated(whole, by_name)


def _discriminator(union: Any, name: str) -> Discriminator | None:
    """Worked out once for each union, on first use; None if no member has such a field."""
    try:
        known = DISCRIMINATOR_CACHE.get(union)
    except TypeError:
        # `A | B` can't be kept so before Python 3.14.
        return _new_discriminator(union, name)
    if known is None or known.field_name != name:
        known = _new_discriminator(union, name)
        if known is not None:
            DISCRIMINATOR_CACHE[union] = known
    return known


def _new_discriminator(union: Any, name: str) -> Discriminator | None:
    key, members = name, {}
    for member in get_args(union):
        model = get_args(member)[0] if get_origin(member) is Annotated else member
        field = model.model_fields.get(name) if _is_model(model) else None
        if field is None or get_origin(field.annotation) is not Literal:
            continue
        key = field.alias or name
        members.update({tag: model for tag in get_args(field.annotation) if isinstance(tag, str)})
    return Discriminator(name, key, members) if members else None
