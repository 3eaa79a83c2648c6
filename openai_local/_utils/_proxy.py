"""`LazyProxy`: stands for an object that is made on first use."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, Generic, TypeVar, cast

__all__ = ["LazyProxy"]

_T = TypeVar("_T")


class LazyProxy(ABC, Generic[_T]):
    """An object whose attributes are those of what `__load__` returns, asked for each time.

    class Client(LazyProxy[OpenAI]):
        def __load__(self) -> OpenAI: ...

    client = Client().__as_proxied__()
    """

    # A proxy may load another one, or itself; asking that would never end.

    def __getattr__(self, name: str) -> object:
        loaded = self.__load__()
        return loaded if _is_proxy(loaded) else getattr(loaded, name)

    def __repr__(self) -> str:
        loaded = self.__load__()
        return type(loaded).__name__ if _is_proxy(loaded) else repr(loaded)

    def __str__(self) -> str:
        loaded = self.__load__()
        return type(loaded).__name__ if _is_proxy(loaded) else str(loaded)

    def __dir__(self) -> Iterable[str]:
        loaded = self.__load__()
        return [] if _is_proxy(loaded) else dir(loaded)

    @property
    def __class__(self) -> Any:
        # For `isinstance`; this class itself where there is nothing to be loaded yet.
        try:
            loaded = self.__load__()
        except Exception:  # noqa: BLE001 - whatever the loading raises, asking for a class must not
            return type(self)
        return type(loaded) if _is_proxy(loaded) else loaded.__class__

    @__class__.setter
    def __class__(self, cls: type) -> None:
        raise AttributeError("The class of a proxy can't be set")

    def __as_proxied__(self) -> _T:
        """This proxy, as type checkers should see it."""
        return cast("_T", self)

    @abstractmethod
    def __load__(self) -> _T:
        """The object."""


def _is_proxy(value: object) -> bool:
    # `isinstance` would ask the proxy for its `__class__`, and so on without end.
    return issubclass(type(value), LazyProxy)
