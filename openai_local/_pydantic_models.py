"""`BaseModel` for when this package stands in for the official SDK, and pydantic is installed.

Libraries that were written for the official SDK derive from its models with fields and validators
of their own, build `TypeAdapter`s over them, and ask `isinstance(x, pydantic.BaseModel)`. Only
inheritance answers all of that. So the base of the models is chosen once, when `_models` is
imported: this one in that case, the plain one in all others. Pydantic does what it does for the
official SDK; answers of the server are still put in place unvalidated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pydantic
from pydantic_core import PydanticUndefined

from . import _construct
from ._construct import Convert, copied, fields_and_slots, maker_of
from ._dump import Plain
from ._pydantic_construct import conversion_of, conversion_of_extra

__all__ = ["BaseModel", "conversion_of"]

_PACKAGE = __name__.partition(".")[0]

_new = object.__new__
_set = object.__setattr__


class BaseModel(Plain, pydantic.BaseModel):
    """An object of the API. See `_models.BaseModel`, whose methods beyond pydantic's it has."""

    model_config = pydantic.ConfigDict(extra="allow", defer_build=True, protected_namespaces=())

    __slots__ = ("_request_id",)

    __api_exclude__: ClassVar[frozenset[str]] = frozenset()
    _make: ClassVar[Convert]

    @classmethod
    def from_json(cls, data: Any) -> Any:
        """Turn parsed JSON into an object; see `_models.BaseModel.from_json`."""
        return maker_of(cls)(data)

    @classmethod
    def _alias(cls, names: Mapping[str, str]) -> None:
        """Let fields have other names in JSON; only while the class is being made."""
        for name, in_json in names.items():
            default = vars(cls).get(name, PydanticUndefined)
            setattr(cls, name, pydantic.Field(default, alias=in_json))

    @classmethod
    def _is_of_program(cls) -> bool:
        """True unless it is one of the API's own models."""
        return cls.__module__.partition(".")[0] != _PACKAGE

    @classmethod
    def _conversion_for(cls, field: Any) -> Convert | None:
        """What is done to the value of a field; see `_construct.conversion_of`."""
        if cls._is_of_program():
            return conversion_of(field.annotation, [field, *field.metadata])
        return _construct.conversion_of(field.annotation)

    @classmethod
    def _from_fields(cls) -> Callable[[dict[str, Any]], Any]:
        """The function that makes an instance of fields whose values are objects already."""
        defaults = {name: _default_of(field) for name, field in cls.model_fields.items()}
        aliases = [(field.alias, name) for name, field in cls.model_fields.items() if field.alias]
        has_private = bool(cls.__private_attributes__)
        convert_extra = conversion_of_extra(cls) if cls._is_of_program() else None

        def finish(fields: dict[str, Any]) -> Any:
            model = _new(cls)
            if aliases:
                # One field's name may be another one's in JSON: out with all before any goes in.
                fields.update([(to, fields.pop(name)) for name, to in aliases if name in fields])
            values = {**defaults, **fields}
            extra = {}
            if len(values) > len(defaults):
                extra = {name: values.pop(name) for name in fields if name not in defaults}
                if convert_extra is not None:
                    extra = {name: convert_extra(value) for name, value in extra.items()}
            _set(model, "__dict__", values)
            _set(model, "__pydantic_fields_set__", set(fields))
            _set(model, "__pydantic_extra__", extra)
            _set(model, "__pydantic_private__", None)
            if has_private:
                model.model_post_init(None)
            return model

        return finish

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Any:
        """Make one without any check; nested dicts become models. The dicts given are copied."""
        return cls.from_json(copied(values))

    construct = model_construct

    def _sent_fields(self) -> dict[str, Any]:
        """What the server sent or the program assigned, as it is."""
        values = {**vars(self), **(self.__pydantic_extra__ or {})}
        return {name: value for name, value in values.items() if name in self.model_fields_set}

    def _to_send(self) -> dict[str, Any]:
        """What goes into a request: the fields that are set and the API's; values as they are."""
        in_json = {name: field.alias or name for name, field in type(self).model_fields.items()}
        sent, hidden = self._sent_fields(), self.__api_exclude__
        declared = [name for name in in_json if name in sent]
        others = [name for name in sent if name not in in_json]
        names = [name for name in (*declared, *others) if name not in hidden]
        return {in_json.get(name, name): sent[name] for name in names}

    def __str__(self) -> str:
        return repr(self)

    # -- what is kept in slots, which pydantic does not know

    def __copy__(self) -> Any:
        return _with_slots(super().__copy__(), _slots_of(self))

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Any:
        return _with_slots(super().__deepcopy__(memo), _slots_of(self))

    def __getstate__(self) -> dict[Any, Any]:
        return {**super().__getstate__(), "slots": _slots_of(self)}

    def __setstate__(self, state: Any) -> None:
        fields, slots = fields_and_slots(state)
        if "__pydantic_fields_set__" not in state:
            made = type(self)._from_fields()(dict(fields))
            state = super(BaseModel, made).__getstate__()
        super().__setstate__(state)
        _with_slots(self, slots)


def _slots_of(model: BaseModel) -> dict[str, Any]:
    classes = (cls for cls in type(model).__mro__ if issubclass(cls, BaseModel))
    names = [name for cls in classes for name in vars(cls).get("__slots__", ())]
    return {name: getattr(model, name) for name in names if hasattr(model, name)}


def _with_slots(model: Any, slots: Mapping[str, Any]) -> Any:
    for name, value in slots.items():
        _set(model, name, value)
    return model


def _default_of(field: Any) -> Any:
    default = field.get_default(call_default_factory=True)
    return None if default is PydanticUndefined else default
