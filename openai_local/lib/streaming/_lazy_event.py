"""Events that carry the answer so far, at no cost to those who don't read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from ..._models import BaseModel

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["LazyEvent"]

#: Where an instance really keeps its fields, below `LazyEvent.__dict__`.
_FIELDS: Any = next(vars(cls)["__dict__"] for cls in BaseModel.__mro__ if "__dict__" in vars(cls))


class _LazyField:
    """Works a field out when it is read, unless it stands in the instance's `__dict__`."""

    __slots__ = ("work_out",)

    def __init__(self, work_out: Callable[[Any], Any]) -> None:
        self.work_out = work_out

    def __get__(self, event: LazyEvent | None, owner: type) -> Any:
        moment = getattr(event, "_moment", None)
        return None if moment is None else self.work_out(moment)


class LazyEvent(BaseModel):
    """An event some of whose fields are worked out when they are read.

        class RefusalDeltaEvent(LazyEvent, lazy={"snapshot": TextSoFar.read}):
            delta: str
            snapshot: str

        event = RefusalDeltaEvent.at(TextSoFar(text), delta=piece)

    The functions are given the moment. What looks at the event as a whole (`model_dump`, repr,
    `==`, `vars`, pickle) reads all fields, and keeps them.
    """

    __slots__ = ("_moment",)

    if TYPE_CHECKING:
        _moment: Any
        _lazy: ClassVar[tuple[str, ...]]

    def __init_subclass__(
        cls, lazy: Mapping[str, Callable[[Any], Any]] | None = None, **kwargs: Any
    ) -> None:
        super().__init_subclass__(**kwargs)
        cls._lazy = tuple(lazy or ())
        if not hasattr(cls, "_from_fields"):
            cls.__pydantic_init_subclass__(lazy)

    @classmethod
    def __pydantic_init_subclass__(
        cls, lazy: Mapping[str, Callable[[Any], Any]] | None = None, **kwargs: Any
    ) -> None:
        """Put the lazy fields in their places; pydantic calls it when it has read the fields."""
        for name, work_out in (lazy or {}).items():
            setattr(cls, name, _LazyField(work_out))

    @classmethod
    def at(cls, moment: Any, /, **fields: Any) -> Self:
        """An event with these fields, as they are, and the lazy ones as of `moment`."""
        event: Self
        if hasattr(cls, "_from_fields"):
            event = cls._from_fields()(dict.fromkeys((*fields, *cls._lazy)))
        else:
            event = cls.__new__(cls)
        _FIELDS.__set__(event, fields)
        event._moment = moment
        return event

    if not TYPE_CHECKING:

        @property
        def __dict__(self) -> dict[str, Any]:
            fields = _FIELDS.__get__(self)
            if getattr(self, "_moment", None) is not None:
                lazy = {name: getattr(self, name) for name in self._lazy}
                declared = [name for name in type(self).model_fields if name in {**fields, **lazy}]
                # In this order, since pydantic's repr and dumps take it from here.
                fields = {**dict.fromkeys(declared), **lazy, **fields}
                _FIELDS.__set__(self, fields)
                # So that copies and pickles, which ask for the fields first, hold no stream.
                self._moment = None
            return fields

        @__dict__.setter
        def __dict__(self, fields: dict[str, Any]) -> None:
            _FIELDS.__set__(self, fields)
