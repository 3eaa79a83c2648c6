"""Libraries that may be missing."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from .._exceptions import OpenAIError
from .._utils import LazyProxy

__all__ = ["MissingDependencyError", "Optional", "has_numpy"]


class MissingDependencyError(OpenAIError):
    """A library is used that is not installed."""


class Optional(LazyProxy[Any]):
    """A library; using it raises `MissingDependencyError` if it is not installed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __load__(self) -> Any:
        try:
            return import_module(self._name)
        except ImportError as error:
            raise MissingDependencyError(
                f"{self._name} is not installed: pip install {self._name}"
            ) from error


def has_numpy() -> bool:
    return find_spec("numpy") is not None
