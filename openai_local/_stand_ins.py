"""Names of the official SDK that mean something to the official service only.

Libraries import them whatever they are used for, put them into annotations, derive from them and
ask `isinstance`. All of that works. Types of the API are plain data: models and dicts that take
any field. Everything else (`AzureOpenAI`, a resource, a function) raises when it is called. All
have a true `__hosted__`, to be told from what works.
"""

from __future__ import annotations

import importlib
import sys
from abc import ABCMeta
from types import ModuleType, new_class
from typing import Any

from ._exceptions import OpenAIError
from ._hosted import is_hosted, is_hosted_name
from ._models import BaseModel
from ._typing import TypedDict

__all__ = ["StandInModule", "stand_in"]

_PACKAGE = __name__.rpartition(".")[0]
#: Types of the official SDK that list the texts a field may have.
_TEXTS = frozenset(
    {"FilePurpose", "NoiseReductionType", "RealtimeReasoningEffort", "RunStatus",
     "RunStepInclude", "VideoModel", "VideoSeconds", "VideoSize"}
)  # fmt: skip


def stand_in(module: str, name: str) -> Any:
    """What is found under a name of the official SDK; `module` is its full path."""
    home = _home_of(module, name)
    if home != module:
        return getattr(importlib.import_module(home), name)
    path = module[len(_PACKAGE) + 1 :]
    about = f"Of the official service; no local server knows `{path}.{name}`."
    namespace = {"__module__": module, "__doc__": about, "__hosted__": True}
    if path.partition(".")[0] != "types":
        return _HostedOnly(name, (), namespace)
    if name in _TEXTS:
        return type(name, (str,), {**namespace, "__get_pydantic_core_schema__": _schema_of_text})
    if name.endswith(("Param", "Params")):
        made = new_class(name, (_AnyFields,), {"total": False}, lambda body: body.update(namespace))
        made.__pydantic_config__ = {"extra": "allow"}  # type: ignore[attr-defined]
        return made
    return new_class(name, (BaseModel,), {}, lambda body: body.update(namespace))


def _home_of(module: str, name: str) -> str:
    """The module where a name is made; all other paths that the official SDK has lead to it.

    Its packages repeat the names of the files in them: `types.Batch` is `types.batch.Batch`,
    `AzureOpenAI` is `lib.azure.AzureOpenAI`.
    """
    if is_hosted_name(name):
        return _PACKAGE
    plain = name.removeprefix("Async").lower()
    package, _, file = module.rpartition(".")
    while file.replace("_", "") == plain and is_hosted(f"{package}.{name}"[len(_PACKAGE) + 1 :]):
        module = package
        package, _, file = module.rpartition(".")
    return module


@classmethod  # type: ignore[misc]
def _schema_of_text(cls: type, source: Any, handler: Any) -> Any:
    return handler(str)


class _AnyFields(TypedDict, total=False):
    """A dict of a request that is not known here."""


class _HostedOnly(ABCMeta):
    """A class that can be named and derived from, and whose methods can be wrapped.

    An `ABCMeta`, so that abstract classes can be bases beside it.
    """

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        raise OpenAIError(
            f"{cls.__name__} is part of the official service; openai_local talks to servers of "
            "your own. For any OpenAI-compatible server use OpenAI(base_url=...)."
        )

    def __getitem__(cls, parameters: Any) -> Any:
        # Some are generic, and stand in annotations with their parameters.
        return cls

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")

        # Tracing libraries wrap the methods of every resource.
        def method(*args: Any, **kwargs: Any) -> Any:
            cls()

        method.__name__ = name
        method.__qualname__ = f"{cls.__name__}.{name}"
        method.__module__ = cls.__module__
        return method


class StandInModule(ModuleType):
    """A module of stand-ins: whatever is asked of it is there."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__hosted__ = True
        #: A package, so that modules below it can be imported.
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        is_package = self.__name__.startswith((f"{_PACKAGE}.types.", f"{_PACKAGE}.resources."))
        if name.islower() and is_package:
            return importlib.import_module(f"{self.__name__}.{name}")
        value = stand_in(self.__name__, name)
        vars(sys.modules[self.__name__])[name] = value
        return value
