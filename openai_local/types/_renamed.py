"""Fields whose names in JSON are no names in Python: `async`, `self-harm`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._models import BaseModel

__all__ = ["Renamed"]


class _OtherName:
    """A field under a second name: reads and writes go to the field itself."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, instance: object, owner: type) -> Any:
        return self if instance is None else getattr(instance, self.field)

    def __set__(self, instance: object, value: object) -> None:
        setattr(instance, self.field, value)


class Renamed(BaseModel):
    """A model that reads some of its fields under other names than those in JSON.

        class Tool(Renamed, names={"async_": "async"}):
            async_: bool | None = None

    The field is `async`: in JSON, in `model_fields` and in dumps. `tool.async_` reads it.
    """

    def __init_subclass__(cls, names: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        names = names or {}
        if hasattr(cls, "_from_fields"):
            cls._alias(names)  # what pydantic has for this
            super().__init_subclass__(**kwargs)
            return
        cls.__annotations__ = {
            names.get(name, name): annotation for name, annotation in cls.__annotations__.items()
        }
        for name, field in names.items():
            if name in cls.__dict__:
                setattr(cls, field, cls.__dict__[name])
            setattr(cls, name, _OtherName(field))
        super().__init_subclass__(**kwargs)
