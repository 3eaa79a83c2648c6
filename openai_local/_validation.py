"""Checked values of any annotation, and what goes with it. Found at `_models`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeAlias, TypeVar, get_args, get_origin

from ._models import BaseModel, construct_type

__all__ = [
    "EagerIterable",
    "GenericModel",
    "add_request_id",
    "build",
    "is_basemodel",
    "is_basemodel_type",
    "validate_type",
]

_T = TypeVar("_T")
_Model = TypeVar("_Model", bound=BaseModel)


class GenericModel(BaseModel):
    """A base of models with type variables."""


def validate_type(*, type_: Any, value: object) -> Any:
    """The value as `type_`; `ValueError` if it isn't one. Other types than models need pydantic."""
    if isinstance(type_, type) and hasattr(type_, "model_validate"):
        return type_.model_validate(value)
    from pydantic import TypeAdapter

    return TypeAdapter(type_).validate_python(value)


def build(base_model_cls: Callable[..., _Model], *args: Any, **kwargs: Any) -> _Model:
    """A model of these fields without any check; nested dicts become models."""
    if args:
        raise TypeError("Received positional arguments which are not supported; name the fields")
    made: _Model = construct_type(type_=base_model_cls, value=kwargs)
    return made


def is_basemodel(type_: Any) -> bool:
    """True for a model of this package, and for a union with one among its members."""
    from ._utils import is_union_type

    if is_union_type(type_):
        return any(is_basemodel(member) for member in get_args(type_))
    return is_basemodel_type(type_)


def is_basemodel_type(type_: Any) -> bool:
    """True for a model of this package, also with its type variables filled in."""
    cls = get_origin(type_) or type_
    return isinstance(cls, type) and issubclass(cls, BaseModel)


def add_request_id(obj: BaseModel, request_id: str | None) -> None:
    """Set `obj._request_id`."""
    obj._request_id = request_id


class _EagerIterable:
    """Lets pydantic read an iterable at once and check its items, and keep the kind it has."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source_type: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        (item,) = get_args(source_type) or (Any,)
        return core_schema.no_info_wrap_validator_function(
            cls._read,
            core_schema.list_schema(handler.generate_schema(item)),
            serialization=core_schema.plain_serializer_function_ser_schema(list),
        )

    @staticmethod
    def _read(value: Any, checked: Callable[[list[Any]], list[Any]]) -> Any:
        try:
            items = checked(list(value))
        except TypeError as error:
            raise TypeError("Value is not iterable") from error
        if isinstance(value, (list, str)):
            return items
        try:
            return type(value)(items)
        except (TypeError, ValueError):
            # A generator, for one, is made of no list.
            return items


EagerIterable: TypeAlias = Annotated[Iterable[_T], _EagerIterable]
