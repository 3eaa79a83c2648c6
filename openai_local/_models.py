"""`BaseModel`: the base of every response object.

The instance's `__dict__` IS the JSON object that the server sent: `BaseModel.from_json` puts the
parsed dict in place and replaces nested dicts in it by their models. So reading an attribute is
native speed, a field the server left out is a class attribute (`None` or its default), a field
we have never heard of is simply there, and "set" means "in `__dict__`".

Nothing is validated on the way in: a newer server must not break an older client. The methods
carry pydantic's names, because that is what programs written for the official SDK call.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, get_origin, get_type_hints

from ._alias import goes_by_openai, is_installed
from ._construct import (
    Convert,
    OneOf,
    annotation_of,
    conversion_of,
    copied,
    fields_and_slots,
    maker_of,
)
from ._dump import Dump, Plain, finite, pairs_of

if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        return lambda cls: cls


__all__ = ["BaseModel", "FieldInfo", "OneOf", "annotation_of", "conversion_of"]

_MISSING: Any = object()

if TYPE_CHECKING:
    # Written out here because `BaseModel` has a method called `dict`.
    JsonObject: TypeAlias = dict[str, Any]
    IncEx: TypeAlias = "set[str] | set[int] | Mapping[str, Any] | Mapping[int, Any] | None"


class FieldInfo:
    """What is known of a declared field: its annotation, its default, whether it is required."""

    __slots__ = ("annotation", "default")

    def __init__(self, annotation: Any, default: Any = _MISSING) -> None:
        self.annotation = annotation
        self.default = default

    def is_required(self) -> bool:
        return self.default is _MISSING

    def __repr__(self) -> str:
        required = self.is_required()
        rest = "" if required else f", default={self.default!r}"
        return f"FieldInfo(annotation={self.annotation!r}, required={required}{rest})"


class _ClassFields:
    """`model_fields`: worked out once per class, on first use, from the annotations."""

    def __get__(self, instance: object, owner: type[BaseModel]) -> dict[str, FieldInfo]:
        fields = vars(owner).get("_fields")
        if fields is None:
            fields = owner._fields = _read_fields(owner)
        return fields


class _Unshadowed:
    """Keeps a method of `BaseModel` callable when the server sends a field of the same name.

    A data descriptor wins over the instance's `__dict__`, a plain function doesn't. The field
    itself is in `model_extra` and in every dump.
    """

    __slots__ = ("function", "name")

    def __init__(self, name: str, function: Any) -> None:
        self.name = name
        self.function = function

    def __get__(self, instance: object, owner: type) -> Any:
        return self.function.__get__(instance, owner)

    def __set__(self, instance: BaseModel, value: object) -> None:
        vars(instance)[self.name] = value


@dataclass_transform(kw_only_default=True)
class BaseModel(Plain):
    """An object of the API: attributes at every depth, pydantic's method names, any extra field.

    `Model(**fields)` makes one by hand; it raises `ValueError` if a required field is missing,
    as pydantic's `ValidationError` is one too.
    """

    __slots__ = ("__dict__", "__orig_class__", "__weakref__", "_request_id")

    if TYPE_CHECKING:
        _request_id: str | None
        """The `x-request-id` header of the response; on the outermost object only."""

        model_fields: ClassVar[dict[str, FieldInfo]]
        model_config: ClassVar[JsonObject]
        __api_exclude__: ClassVar[frozenset[str]]
        """Fields that are ours and not the API's: left out when the object goes into a request."""
        _required: ClassVar[frozenset[str]]
        # Only the base of `_pydantic_models` has these, and whoever needs them asks first.
        _alias: ClassVar[Any]
        _from_fields: ClassVar[Any]
        # Worked out on a class's first use, by `_ClassFields` and `maker_of`.
        _fields: ClassVar[dict[str, FieldInfo]]
        _make: ClassVar[Convert]
    else:
        model_fields = _ClassFields()
        model_config = {"extra": "allow"}
        __api_exclude__ = frozenset()
        _required = frozenset()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        required = _own_annotations(cls).keys() - cls.__dict__.keys()
        cls._required = cls._required | required
        for name in required:
            setattr(cls, name, None)

    def __init__(self, /, **fields: Any) -> None:
        missing = [name for name in type(self).model_fields if name in self._required]
        missing = [name for name in missing if name not in fields]
        if missing:
            raise ValueError(f"{type(self).__name__} needs the field(s): {', '.join(missing)}")
        self.__dict__ = vars(type(self).from_json(copied(fields)))

    # -- making one

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Turn parsed JSON into an object, in place: `data` becomes its `__dict__`.

        Anything but a dict comes back as it is, as from the official SDK.
        """
        made: Self = maker_of(cls)(data)
        return made

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Make one without any check; nested dicts become models. The dicts given are copied."""
        return cls.from_json(copied(values))

    construct = model_construct

    @classmethod
    def model_validate(cls, obj: Any, **_: Any) -> Self:
        """Make one from a dict or an instance; `ValueError` if required fields are missing."""
        if isinstance(obj, cls):
            return obj
        if not isinstance(obj, Mapping):
            # A ValueError, as pydantic's ValidationError is.
            raise ValueError(f"{cls.__name__} is made from a dict, not {type(obj).__name__}")  # noqa: TRY004
        return cls(**obj)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_: Any) -> Self:
        """Make one from JSON text; `ValueError` if it isn't JSON or required fields are missing."""
        import json

        return cls.model_validate(json.loads(json_data))

    parse_obj = model_validate
    parse_raw = model_validate_json

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, shallow unless `deep`, with the fields of `update` replaced."""
        import copy

        new = copy.deepcopy(self) if deep else copy.copy(self)
        vars(new).update(update or {})
        return new

    def copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The same as `model_copy`, under pydantic 1's name."""
        return self.model_copy(update=update, deep=deep)

    def __setstate__(self, state: Any) -> None:
        fields, slots = fields_and_slots(state)
        vars(self).update(fields)
        for name, value in slots.items():
            setattr(self, name, value)

    # -- asking

    def _sent_fields(self) -> JsonObject:
        """What the server sent or the program assigned, as it is."""
        return vars(self)

    def _to_send(self) -> JsonObject:
        """What goes into a request: the fields that are set and the API's; values as they are."""
        sent = vars(self).keys() - self.__api_exclude__
        return {name: value for name, value in pairs_of(self) if name in sent}

    @property
    def model_fields_set(self) -> set[str]:
        """The names of the fields that the server sent or the program assigned."""
        return set(vars(self))

    @property
    def model_extra(self) -> JsonObject:
        """The fields that the API does not declare, such as llama-server's `timings`."""
        declared = type(self).model_fields
        return {name: value for name, value in vars(self).items() if name not in declared}

    def __iter__(self) -> Iterator[Any]:
        """Pairs of name and value; pages of a list iterate over their items instead."""
        return pairs_of(self)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        # Left out and sent as null are equal, as in pydantic.
        return vars(self) == vars(other) or dict(pairs_of(self)) == dict(pairs_of(other))

    __hash__ = None  # type: ignore[assignment]

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Name and value pairs, also used by `rich` and `devtools` to print models."""
        return pairs_of(self)

    def __repr__(self) -> str:
        pairs = ", ".join(f"{name}={value!r}" for name, value in type(self).__repr_args__(self))
        return f"{type(self).__name__}({pairs})"

    __rich_repr__ = __repr_args__

    # -- turning it into plain data

    def model_dump(
        self,
        *,
        mode: str = "python",
        include: IncEx = None,
        exclude: IncEx = None,
        by_alias: bool | None = None,
        exclude_unset: bool = False,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        **_: Any,
    ) -> JsonObject:
        """The object as a dict: declared fields in their order, then the others.

        `include` and `exclude` are sets of names, or dicts that go deeper (`"__all__"` stands for
        every item of a list). Further keywords of pydantic (`warnings`, `round_trip`, ...) are
        accepted and change nothing: there are no aliases and nothing to warn of.
        """
        dump = Dump(mode == "json", exclude_unset, exclude_defaults, exclude_none)
        return dump.model(self, include, exclude)

    def model_dump_json(
        self, *, indent: int | None = None, ensure_ascii: bool = False, **options: Any
    ) -> str:
        """The object as JSON text: compact, or indented by `indent` spaces."""
        import json

        return json.dumps(
            finite(self.model_dump(**{**options, "mode": "json"})),
            indent=indent,
            ensure_ascii=ensure_ascii,
            separators=(",", ":") if indent is None else None,
        )

    def dict(self, **options: Any) -> JsonObject:
        """The same as `model_dump`, under pydantic 1's name."""
        return self.model_dump(**options)

    def json(self, **options: Any) -> str:
        """The same as `model_dump_json`, under pydantic 1's name."""
        return self.model_dump_json(**options)

    # -- schemas

    @classmethod
    def model_json_schema(cls, **_: Any) -> JsonObject:
        """A JSON schema of the declared fields; nested models stand under `$defs`."""
        from ._json_schema import schema_of

        return schema_of(cls)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Lets our models be fields of a user's pydantic models. Pydantic is imported only here."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            cls.model_validate,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda model: model.model_dump(mode="json")
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> Any:
        from ._json_schema import standalone_schema_of

        return standalone_schema_of(cls)


def construct_type(*, value: Any, type_: Any, metadata: Any = None) -> Any:
    """Parsed JSON as `type_`: a model, `list[Model]`, a union of models; nothing is checked.

    What `type_` says nothing about comes back as it is. The dicts given are copied.
    """
    convert = conversion_of(type_, metadata or ())
    return value if convert is None or value is None else convert(copied(value))


construct_type_unchecked = construct_type


def refuse_foreign(cls: Any) -> None:
    """Raise the official `TypeError` for a model of pydantic's that isn't derived from ours.

    Only where our models are pydantic's, too: elsewhere a program has no other than those.
    """
    metaclass = type(BaseModel)
    if metaclass is not type and isinstance(cls, metaclass) and not hasattr(cls, "from_json"):
        raise TypeError(
            "Pydantic models must subclass our base model type, e.g. `from openai import BaseModel`"
        )


def _own_annotations(cls: type) -> dict[str, Any]:
    """What the class itself declares, without its bases."""
    if sys.version_info >= (3, 14) and "__annotate_func__" in cls.__dict__:
        # There they are worked out late, when the default of a field would hide the builtin of
        # its name: `list: list[int]`. So it is done now, but for names that are still to come.
        from annotationlib import Format, get_annotations

        cls.__annotations__ = get_annotations(cls, format=Format.FORWARDREF)
        return cls.__annotations__
    annotations: dict[str, Any] = cls.__dict__.get("__annotations__", {})  # noqa: RUF063
    return annotations


def _unshadow_methods() -> None:
    for name, attribute in [*vars(Plain).items(), *vars(BaseModel).items()]:
        is_method = not name.startswith("_") or name in ("_sent_fields", "_to_send")
        if is_method and (callable(attribute) or isinstance(attribute, classmethod)):
            setattr(BaseModel, name, _Unshadowed(name, attribute))


_unshadow_methods()

if not TYPE_CHECKING and goes_by_openai() and is_installed("pydantic"):
    # Pydantic 1 has no ConfigDict: then the plain base does.
    try:
        from ._pydantic_models import BaseModel, conversion_of
    except ImportError:
        pass


def _read_fields(cls: type[BaseModel]) -> dict[str, FieldInfo]:
    # Module names only (`localns`): a field called `object` must not hide the builtin.
    hints = get_type_hints(cls, localns={})
    return {
        name: FieldInfo(annotation, _MISSING if name in cls._required else getattr(cls, name))
        for name, annotation in hints.items()
        if not name.startswith("_") and get_origin(annotation) is not ClassVar
    }


#: Official names of this module that are loaded when they are asked for, and where they are.
_HOMES = {
    "DISCRIMINATOR_CACHE": "_construct",
    "EagerIterable": "_validation",
    "FinalRequestOptions": "resources._request_options",
    "GenericModel": "_validation",
    "add_request_id": "_validation",
    "build": "_validation",
    "is_basemodel": "_validation",
    "is_basemodel_type": "_validation",
    "validate_type": "_validation",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__package__}.{_HOMES[name]}"), name)
