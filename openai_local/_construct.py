"""Parsed JSON -> objects, by the annotations of their classes.

For each class a function is made once, on first use, that knows which of its fields hold models.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin
from weakref import WeakKeyDictionary

from ._inline_values import make_room

if TYPE_CHECKING:
    from ._models import BaseModel

Convert: TypeAlias = Callable[[Any], Any]

#: What every chat program reads without asking: empty, not None, even if the server leaves it
#: out, so that `chunk.choices[0].delta.content` is None instead of an AttributeError.
_NEVER_MISSING = frozenset({"choices", "delta", "message"})


#: How the members of unions in a program's own models are told apart; see `_pydantic_construct`.
DISCRIMINATOR_CACHE: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

#: Up to here, every whole number is a float, too.
_EXACT = 2**53


def maker_of(cls: Any) -> Convert:
    """The function that makes a dict of parsed JSON an instance of `cls`, in place."""
    maker: Convert | None = cls.__dict__.get("_make")
    if maker is None:
        maker = cls._make = _new_maker(cls)
    return maker


def _new_maker(cls: Any) -> Convert:
    plan: list[tuple[str, Convert, Callable[[], Any] | None]] | None = None
    # Without `__init__`, which would check and copy.
    new = object.__new__
    finish: Convert | None = None

    def make(data: Any) -> Any:
        nonlocal plan, finish
        if type(data) is not dict:
            return data
        if plan is None:
            # Not before the first use: models may refer to themselves.
            found = _plan_of(cls)
            if hasattr(cls, "_from_fields"):
                finish = cls._from_fields()
            else:
                make_room(cls, (*cls.model_fields, *data))
            # Last of all: other threads go on as soon as it is there.
            plan = found
        for name, convert, empty in plan:
            value = data.get(name)
            if value is not None:
                data[name] = convert(value)
            elif empty is not None and (name in data or name in _NEVER_MISSING):
                # A required object or list that is null: an empty one.
                data[name] = empty()
        if finish is not None:
            return finish(data)
        model = new(cls)
        model.__dict__ = data
        return model

    return make


def _plan_of(cls: Any) -> list[tuple[str, Convert, Callable[[], Any] | None]]:
    """Which fields of `cls` hold models, how to make them, and what stands for a missing one."""
    plan: list[tuple[str, Convert, Callable[[], Any] | None]] = []
    if not getattr(cls, "__pydantic_fields_complete__", True):
        # It speaks of classes that stand below it in their module.
        cls.model_rebuild()
    # Models that a program derives from pydantic's base have a way of their own.
    conversion_for = getattr(cls, "_conversion_for", _conversion_for)
    for field_name, field in cls.model_fields.items():
        name = getattr(field, "alias", None) or field_name
        convert = conversion_for(field)
        container = get_origin(field.annotation)
        if field.is_required() and container in (list, dict):
            plan.append((name, convert or _unchanged, container))
        elif convert is not None:
            empty = None
            if field.is_required() and _is_model(field.annotation):
                empty = field.annotation.model_construct
            plan.append((name, convert, empty))
    return plan


def _conversion_for(field: Any) -> Convert | None:
    return conversion_of(field.annotation)


@lru_cache(maxsize=256)
def conversions_in(cls: Any) -> dict[str, Convert]:
    """What `cls` turns the values of its fields into, but for those that it leaves as they are."""
    return {name: convert for name, convert, _ in _plan_of(cls)}


def copied(value: Any) -> Any:
    """A copy of plain JSON containers; models and everything else stay the same objects."""
    if type(value) is dict:
        return {name: copied(item) for name, item in value.items()}
    if type(value) is list:
        return [copied(item) for item in value]
    return value


def fields_and_slots(state: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a pickled model holds: the fields that were set, and what stands beside them.

    It may be from a process where the models had the other base, or from the official SDK.
    """
    fields, slots = state if isinstance(state, tuple) else (state, None)
    if fields and "__pydantic_fields_set__" in fields:
        slots, extra = fields.get("slots"), fields["__pydantic_extra__"] or {}
        is_set = fields["__pydantic_fields_set__"]
        declared = fields["__dict__"].items()
        fields = {**{name: value for name, value in declared if name in is_set}, **extra}
    return fields or {}, slots or {}


def _unchanged(value: Any) -> Any:
    return value


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and hasattr(annotation, "from_json")


def conversion_of(annotation: Any, metadata: Any = ()) -> Convert | None:
    """A function that turns parsed JSON into what `annotation` says; `None` for plain values.

    It gives back as it is what has another shape, so the parts of a union can be tried in turn.
    """
    if annotation is float:
        return _as_float
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return conversion_of(args[0])
    if _is_model(annotation) or _is_model(origin):
        return maker_of(_model_of(annotation))
    if origin is list and args and args[0] is float:
        # Embeddings: too many to look at each, and servers send them with a point.
        return None
    if origin is list and args and (convert_item := conversion_of(args[0])):
        return list_of(convert_item)
    if origin is dict and args and (convert_item := conversion_of(args[1])):
        return dict_of(convert_item)
    if origin is not Union and type(annotation).__name__ != "UnionType":
        return None
    models = [_model_of(arg) for arg in args if _is_model(_model_of(arg))]
    converts = [_one_of(models) if len(models) > 1 else maker_of(models[0])] if models else []
    others = [conversion_of(arg) for arg in args if not _is_model(_model_of(arg))]
    converts += [convert for convert in others if convert]
    return _in_turn(converts) if len(converts) > 1 else next(iter(converts), None)


def _model_of(annotation: Any) -> Any:
    """`Model` for `Model[T]`."""
    origin = get_origin(annotation)
    return origin if _is_model(origin) else annotation


def _in_turn(converts: list[Convert]) -> Convert:
    def convert_any(data: Any) -> Any:
        for convert in converts:
            data = convert(data)
        return data

    return convert_any


class OneOf:
    """A union of models where one model is due: `from_json` picks the member by its `type`."""

    __slots__ = ("_convert", "union")

    def __init__(self, union: Any) -> None:
        self.union = union
        self._convert: Convert | None = None

    def from_json(self, data: Any) -> Any:
        """See `BaseModel.from_json`. A `type` that no member has gives the first member."""
        if self._convert is None:
            # Reads the annotations of every member: not before it is needed.
            self._convert = conversion_of(self.union) or _unchanged
        return self._convert(data)


def annotation_of(model: Any) -> Any:
    """A model, or the union behind a `OneOf`, as it stands in annotations."""
    return model.union if isinstance(model, OneOf) else model


def _as_float(data: Any) -> Any:
    """JSON has one kind of numbers: `created_at: 1` is a float where floats are declared."""
    if type(data) is not int:
        return data
    return float(data) if -_EXACT <= data <= _EXACT else data


def list_of(convert: Convert) -> Convert:
    def convert_list(items: Any) -> Any:
        if type(items) is list and items:
            for position, item in enumerate(items):
                items[position] = convert(item)
        return items

    return convert_list


def dict_of(convert: Convert) -> Convert:
    def convert_dict(items: Any) -> Any:
        if type(items) is dict:
            for name, item in items.items():
                items[name] = convert(item)
        return items

    return convert_dict


def _one_of(models: list[type[BaseModel]]) -> Convert:
    """A union whose members say who they are by `type: Literal["..."]`.

    Members that share a tag, or have none, are told apart by their required fields.
    """
    by_tag: dict[Any, list[type[BaseModel]]] = {}
    for model in models:
        for tag in _tags(model):
            by_tag.setdefault(tag, []).append(model)

    def convert_union(data: Any) -> Any:
        if type(data) is not dict:
            return data
        tag = data.get("type")
        # A tag newer than this table still has to reach the user: as the first member.
        members = by_tag.get(tag, models[:1]) if isinstance(tag, str) else by_tag.get(None, models)
        return maker_of(_best(members, data))(data)

    return convert_union


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    """The values that `type` may have; `None` if it may be left out."""
    field = model.model_fields.get("type")
    if field is None:
        return (None,)
    parts = (field.annotation, *get_args(field.annotation))
    texts = tuple(tag for part in parts for tag in get_args(part) if isinstance(tag, str))
    return texts if field.is_required() else (*texts, None)


def _best(models: list[type[BaseModel]], data: dict[str, Any]) -> type[BaseModel]:
    """The model with most required fields of those that `data` fits; else the first."""
    if len(models) == 1:
        return models[0]
    fitting = [model for model in models if _fits(model, data)]
    return max(fitting or models[:1], key=_count_of_required)


def _count_of_required(model: type[BaseModel]) -> int:
    return sum(field.is_required() for field in model.model_fields.values())


def _fits(model: type[BaseModel], data: dict[str, Any]) -> bool:
    """True if all required fields are in `data`, and plain ones and literals have such values."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if kind in (str, int) and name in data and not isinstance(data[name], kind):
            return False
        if field.is_required():
            if name not in data:
                return False
            allowed = (
                get_args(field.annotation) if get_origin(field.annotation) is Literal else None
            )
            if allowed is not None and data[name] not in allowed:
                return False
    return True
