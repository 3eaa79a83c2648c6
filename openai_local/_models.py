"""`BaseModel`: the base of every response object.

The instance's `__dict__` IS the JSON object that the server sent: `BaseModel.from_json` puts the
parsed dict in place and replaces nested dicts in it by their models. So reading an attribute is
native speed, a field the server left out is a class attribute (`None` or its default), a field
we have never heard of is simply there, and "set" means "in `__dict__`".

Nothing is validated on the way in: a newer server must not break an older client. The methods
carry pydantic's names, because that is what programs written for the official SDK call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias, TypeVar

if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        return lambda cls: cls


__all__ = ["BaseModel", "FieldInfo", "OneOf"]

_ModelT = TypeVar("_ModelT", bound="BaseModel")
_MISSING: Any = object()

if TYPE_CHECKING:
    # Written out here because `BaseModel` has a method called `dict`.
    JsonObject: TypeAlias = dict[str, Any]
    IncEx: TypeAlias = "set[str] | set[int] | Mapping[str, Any] | Mapping[int, Any] | None"
    Convert: TypeAlias = Callable[[Any], Any]
    Plan: TypeAlias = tuple[tuple[str, Convert, Callable[[], Any] | None], ...]


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
class BaseModel:
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
        # Worked out on a class's first use, by `_ClassFields` and `_conversions`.
        _fields: ClassVar[dict[str, FieldInfo]]
        _plan: ClassVar[Plan]
    else:
        model_fields = _ClassFields()
        model_config = {"extra": "allow"}
        __api_exclude__ = frozenset()
        _required = frozenset()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        annotations = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - this class's own
        required = annotations.keys() - cls.__dict__.keys()
        cls._required = cls._required | required
        for name in required:
            setattr(cls, name, None)

    def __init__(self, /, **fields: Any) -> None:
        missing = [name for name in type(self).model_fields if name in self._required]
        missing = [name for name in missing if name not in fields]
        if missing:
            raise ValueError(f"{type(self).__name__} needs the field(s): {', '.join(missing)}")
        _adopt(self, _copied(fields))

    # -- making one ------------------------------------------------------------------------

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Turn parsed JSON into an object, in place: `data` becomes its `__dict__`.

        Anything but a dict comes back as it is, as from the official SDK.
        """
        if type(data) is not dict:
            return data  # type: ignore[no-any-return]
        return _adopt(cls.__new__(cls), data)

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Make one without any check; nested dicts become models. The dicts given are copied."""
        return cls.from_json(_copied(values))

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

    # -- asking ----------------------------------------------------------------------------

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
        return _pairs(self)

    def _pairs(self) -> Iterator[tuple[str, Any]]:
        """Names and values: the declared fields in their order, then the others."""
        values = vars(self)
        for name in type(self).model_fields:
            yield name, values[name] if name in values else getattr(type(self), name)
        yield from self.model_extra.items()

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        # Left out and sent as null are equal, as in pydantic.
        return vars(self) == vars(other) or dict(_pairs(self)) == dict(_pairs(other))

    __hash__ = None  # type: ignore[assignment]

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Name and value pairs, also used by `rich` and `devtools` to print models."""
        return _pairs(self)

    def __repr__(self) -> str:
        pairs = ", ".join(f"{name}={value!r}" for name, value in type(self).__repr_args__(self))
        return f"{type(self).__name__}({pairs})"

    __rich_repr__ = __repr_args__

    # -- turning it into plain data --------------------------------------------------------

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
        dump = _Dump(mode == "json", exclude_unset, exclude_defaults, exclude_none)
        return dump.model(self, include, exclude)

    def model_dump_json(
        self, *, indent: int | None = None, ensure_ascii: bool = False, **options: Any
    ) -> str:
        """The object as JSON text: compact, or indented by `indent` spaces."""
        import json

        return json.dumps(
            _finite(self.model_dump(**{**options, "mode": "json"})),
            indent=indent,
            ensure_ascii=ensure_ascii,
            separators=(",", ":") if indent is None else None,
        )

    def to_dict(
        self,
        *,
        mode: Literal["json", "python"] = "python",
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> JsonObject:
        """The object as a dict of what the server sent, unless `exclude_unset=False`."""
        return self.model_dump(
            mode=mode,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
        )

    def to_json(
        self,
        *,
        indent: int | None = 2,
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> str:
        """The object as JSON text of what the server sent, indented by `indent` spaces."""
        return self.model_dump_json(
            indent=indent,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
        )

    def dict(self, **options: Any) -> JsonObject:
        """The same as `model_dump`, under pydantic 1's name."""
        return self.model_dump(**options)

    def json(self, **options: Any) -> str:
        """The same as `model_dump_json`, under pydantic 1's name."""
        return self.model_dump_json(**options)

    # -- schemas ---------------------------------------------------------------------------

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


def _unshadow_methods() -> None:
    for name, attribute in list(vars(BaseModel).items()):
        if not name.startswith("_") and (callable(attribute) or isinstance(attribute, classmethod)):
            setattr(BaseModel, name, _Unshadowed(name, attribute))


_unshadow_methods()


def _pairs(model: BaseModel) -> Iterator[tuple[str, Any]]:
    # By way of the class: a field of that name must not be called.
    return BaseModel._pairs(model)


def _copied(value: Any) -> Any:
    """A copy of plain JSON containers; models and everything else stay the same objects."""
    if type(value) is dict:
        return {name: _copied(item) for name, item in value.items()}
    if type(value) is list:
        return [_copied(item) for item in value]
    return value


#: What every chat program reads without asking: empty, not None, even if the server leaves it
#: out, so that `chunk.choices[0].delta.content` is None instead of an AttributeError.
_NEVER_MISSING = frozenset({"choices", "delta", "message"})

# -- parsed JSON -> objects ------------------------------------------------------------------


def _adopt(model: _ModelT, data: dict[str, Any]) -> _ModelT:
    """Make `data` the model's `__dict__` and turn what is nested in it into models."""
    cls = type(model)
    plan = cls.__dict__.get("_plan")
    for name, convert, empty in _conversions(cls) if plan is None else plan:
        value = data.get(name)
        if value is not None:
            data[name] = convert(value)
        elif empty is not None and (name in data or name in _NEVER_MISSING):
            # A required object or list that is null: an empty one.
            data[name] = empty()
    model.__dict__ = data
    return model


def _conversions(cls: type[BaseModel]) -> Plan:
    """Which fields of `cls` hold models, how to make them, and what stands for a missing one."""
    plan: list[tuple[str, Convert, Callable[[], Any] | None]] = []
    for name, field in cls.model_fields.items():
        convert = conversion_of(field.annotation)
        container = _origin(field.annotation)
        if field.is_required() and container in (list, dict):
            plan.append((name, convert or _unchanged, container))
        elif convert is not None:
            empty = None
            if field.is_required() and _is_model(field.annotation):
                empty = field.annotation.model_construct
            plan.append((name, convert, empty))
    cls._plan = tuple(plan)
    return cls._plan


def _unchanged(value: Any) -> Any:
    return value


def _read_fields(cls: type[BaseModel]) -> dict[str, FieldInfo]:
    from typing import get_type_hints

    # Module names only (`localns`): a field called `object` must not hide the builtin.
    hints = get_type_hints(cls, localns={})
    return {
        name: FieldInfo(annotation, _MISSING if name in cls._required else getattr(cls, name))
        for name, annotation in hints.items()
        if not name.startswith("_") and _origin(annotation) is not ClassVar
    }


def _origin(annotation: Any) -> Any:
    from typing import get_origin

    return get_origin(annotation)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def conversion_of(annotation: Any) -> Convert | None:
    """A function that turns parsed JSON into what `annotation` says; `None` for plain values.

    It gives back as it is what has another shape, so the parts of a union can be tried in turn.
    """
    from typing import Union, get_args

    origin, args = _origin(annotation), get_args(annotation)
    if _is_model(annotation) or _is_model(origin):
        convert: Convert = _model_of(annotation).from_json
        return convert
    if origin is list and (convert_item := conversion_of(args[0])):
        return _list_of(convert_item)
    if origin is dict and (convert_item := conversion_of(args[1])):
        return _dict_of(convert_item)
    if origin is not Union and type(annotation).__name__ != "UnionType":
        return None
    models = [_model_of(arg) for arg in args if _is_model(_model_of(arg))]
    converts = [_one_of(models) if len(models) > 1 else models[0].from_json] if models else []
    others = [conversion_of(arg) for arg in args if not _is_model(_model_of(arg))]
    converts += [convert for convert in others if convert]
    return _in_turn(converts) if len(converts) > 1 else next(iter(converts), None)


def _model_of(annotation: Any) -> Any:
    """`Model` for `Model[T]`."""
    origin = _origin(annotation)
    return origin if _is_model(origin) else annotation


def _in_turn(converts: list[Convert]) -> Convert:
    def convert_any(data: Any) -> Any:
        for convert in converts:
            data = convert(data)
        return data

    return convert_any


class OneOf:
    """A union of models where one model is due: `from_json` picks the member by its `type`."""

    __slots__ = ("_convert", "_union")

    def __init__(self, union: Any) -> None:
        self._union = union
        self._convert: Convert | None = None

    def from_json(self, data: Any) -> Any:
        """See `BaseModel.from_json`. A `type` that no member has gives the first member."""
        if self._convert is None:
            # Reads the annotations of every member: not before it is needed.
            self._convert = conversion_of(self._union) or _unchanged
        return self._convert(data)


def _list_of(convert: Convert) -> Convert:
    def convert_list(items: Any) -> Any:
        if type(items) is list:
            for position, item in enumerate(items):
                items[position] = convert(item)
        return items

    return convert_list


def _dict_of(convert: Convert) -> Convert:
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
        return _best(members, data).from_json(data)

    return convert_union


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    """The values that `type` may have; `None` if it may be left out."""
    from typing import get_args

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
    return max(fitting or models[:1], key=lambda model: len(model._required))


def _fits(model: type[BaseModel], data: dict[str, Any]) -> bool:
    """True if all required fields are in `data`, and those that are literals have such a value."""
    from typing import Literal, get_args

    for name, field in model.model_fields.items():
        if field.is_required():
            if name not in data:
                return False
            allowed = get_args(field.annotation) if _origin(field.annotation) is Literal else None
            if allowed is not None and data[name] not in allowed:
                return False
    return True


# -- objects -> plain data -------------------------------------------------------------------


class _Dump:
    """One call of `model_dump`: its options, applied at every depth."""

    def __init__(self, as_json: bool, unset: bool, defaults: bool, none: bool) -> None:
        self.as_json = as_json
        self.exclude_unset = unset
        self.exclude_defaults = defaults
        self.exclude_none = none

    def model(self, model: BaseModel, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        out = {}
        sent = vars(model)
        for name, value in _pairs(model):
            if self._leaves_out(type(model), name, value, name in sent):
                continue
            if not _is_included(include, name) or _is_excluded(exclude, name):
                continue
            out[name] = self.value(value, _deeper(include, name), _deeper(exclude, name))
        return out

    def _leaves_out(self, cls: type[BaseModel], name: str, value: Any, is_set: bool) -> bool:
        if self.exclude_none and value is None:
            return True
        if self.exclude_unset and not is_set:
            return True
        field = cls.model_fields.get(name)
        return self.exclude_defaults and field is not None and bool(value == field.default)

    def value(self, value: Any, include: Any = None, exclude: Any = None) -> Any:
        if isinstance(value, BaseModel):
            return self.model(value, include, exclude)
        if isinstance(value, dict):
            return {
                key: self.value(item, _deeper(include, key), _deeper(exclude, key))
                for key, item in value.items()
                if _is_included(include, key) and not _is_excluded(exclude, key)
            }
        if isinstance(value, (list, tuple)):
            items = [
                self.value(item, _deeper(include, position), _deeper(exclude, position))
                for position, item in enumerate(value)
                if _is_included(include, position) and not _is_excluded(exclude, position)
            ]
            return items if self.as_json or isinstance(value, list) else tuple(items)
        return _as_json(value) if self.as_json else value


def _as_json(value: Any) -> Any:
    """What JSON can hold in place of a value that a program has put into a model."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return list(value)
    return value


def _finite(value: Any) -> Any:
    """The same with null for NaN and the infinities, which JSON doesn't have, as pydantic does."""
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value


def _is_included(include: Any, key: Any) -> bool:
    return include is None or key in include or "__all__" in include


def _is_excluded(exclude: Any, key: Any) -> bool:
    """True if the whole of `key` is left out, not only something inside it."""
    if exclude is None:
        return False
    if not isinstance(exclude, Mapping):
        return key in exclude or "__all__" in exclude
    return exclude.get(key, exclude.get("__all__")) in (True, Ellipsis)


def _deeper(rule: Any, key: Any) -> Any:
    """The part of an include or exclude rule that speaks of what is inside `key`."""
    if not isinstance(rule, Mapping):
        return None
    inner = rule.get(key, rule.get("__all__"))
    return None if inner is True or inner is Ellipsis else inner
