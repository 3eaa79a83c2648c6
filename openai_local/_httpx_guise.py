"""Our `URL`, `Headers`, `Request`, `Response` and `Timeout` pass for httpx's.

Libraries that were written for the official SDK ask `isinstance(error.response, httpx.Response)`
and read what only httpx's objects have. Neither httpx nor httpx2 is imported for that: as long as
the program has not imported one, nobody can ask.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

_LIBRARIES = ("httpx2", "httpx")
_guises: dict[tuple[type, ...], type] = {}


class HttpxGuise:
    """Base of a class that stands for the class of httpx with the same name."""

    __slots__ = ()

    if not TYPE_CHECKING:

        @property
        def __class__(self) -> type:
            """What `isinstance` sees: this class, and httpx's that the program has loaded."""
            cls = type(self)
            bases = tuple(getattr(library, _name_of(cls)) for library in _loaded())
            return _guise(cls, bases) if bases else cls

        def __getattr__(self, name: str) -> Any:
            if not name.startswith("__"):
                for library in _loaded():
                    return getattr(self._as_httpx(library), name)
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def _as_httpx(self, library: Any) -> Any:
        """The same as an object of httpx or httpx2."""
        raise AttributeError

    def _state(self) -> Any:
        """What is pickled and copied."""
        raise NotImplementedError

    def __reduce__(self) -> tuple[Any, ...]:
        # The default way objects to an instance whose `__class__` is another one.
        return _blank, (type(self),), self._state()


def _loaded() -> list[ModuleType]:
    """The libraries that the program has imported, and not only begun to."""
    found = [sys.modules.get(name) for name in _LIBRARIES]
    return [module for module in found if module is not None and hasattr(module, "AsyncClient")]


def _name_of(cls: type) -> str:
    """The class's name in httpx."""
    return cls.__name__.removeprefix("Async")


def _guise(cls: type, bases: tuple[type, ...]) -> type:
    """A class that derives from ours and from those of httpx; nothing is ever made of it."""
    key = (cls, *bases)
    if key not in _guises:
        namespace = {"__module__": cls.__module__, "__doc__": cls.__doc__}
        # In this order: what it answers is ours.
        _guises[key] = type(cls.__name__, key, namespace)
    return _guises[key]


def _blank(cls: Any) -> Any:
    return cls.__new__(cls)
