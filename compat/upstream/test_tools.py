"""What upstream's assertions (`tests/utils.py`) use of the official SDK's private modules.

No program needs these; they are lent to our modules of the same paths for the time of a run.
"""

from __future__ import annotations

import importlib
import inspect
import random
import sys
import time
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from importlib.machinery import ModuleSpec
from typing import Any, Union, get_args, get_origin

import typing_extensions

from openai_local._io.httpx_ import async_received, received
from openai_local._response import AsyncAPIResponse, BaseAPIResponse, LegacyAPIResponse
from openai_local.resources._custom import custom_call
from openai_local.resources._request_options import FinalRequestOptions


def is_list_type(kind: Any) -> bool:
    return (get_origin(kind) or kind) is list


def is_sequence_type(kind: Any) -> bool:
    return (get_origin(kind) or kind) in (Sequence, typing.Sequence)


def is_union_type(kind: Any) -> bool:
    return get_origin(kind) in (Union, types.UnionType)


def is_annotated_type(kind: Any) -> bool:
    return get_origin(kind) is typing.Annotated


def is_literal_type(kind: Any) -> bool:
    return get_origin(kind) is typing.Literal


def is_type_alias_type(kind: Any) -> bool:
    return isinstance(kind, typing_extensions.TypeAliasType)


def extract_type_arg(kind: Any, index: int) -> Any:
    return get_args(kind)[index]


def field_outer_type(field: Any) -> Any:
    return field.annotation


def consume_sync_iterator(iterator: Iterable[Any]) -> None:
    for _ in iterator:
        pass


async def consume_async_iterator(iterator: Any) -> None:
    async for _ in iterator:
        pass


def assert_signatures_in_sync(
    source: Callable[..., Any],
    check: Callable[..., Any],
    *,
    exclude_params: Iterable[str] = (),
    description: str = "",
) -> None:
    """Both must take the same parameters, but for some."""
    have = inspect.signature(check).parameters
    for name, wanted in inspect.signature(source).parameters.items():
        if name not in exclude_params:
            assert name in have, f"{name} is missing"
            assert str(wanted.annotation) == str(have[name].annotation), name


def make_response(
    self: Any,
    response: Any = None,
    call: Any = None,
    finish: Any = None,
    *,
    raw: Any = None,
    cast_to: Any = None,
    client: Any = None,
    retries_taken: int = 0,
    **unused: Any,
) -> None:
    """`BaseAPIResponse.__init__` that also takes the official SDK's internal names."""
    if raw is not None:
        made = async_received if isinstance(self, AsyncAPIResponse) else received
        response, call, finish = made(raw), custom_call("GET", "/", cast_to), client._finish
        response.retries_taken = retries_taken
        if isinstance(self, LegacyAPIResponse):
            response.read()
    _own_response(self, response, call, finish)


_own_response: Any = BaseAPIResponse.__init__


class Absent:
    """Stands for what we don't have, so that a file can be imported whose other tests we pass."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(f"{type(self).__name__} is out of scope")

    def __class_getitem__(cls, item: Any) -> Any:
        return cls


#: Not functions of a module.
_METHODS = {
    "add",
    "lend",
    "make_response",
}


def lend(absent: Iterable[str]) -> None:
    """Put all this where upstream looks for it; `absent` are names such as "_qs.stringify"."""
    add("_base_client", "FinalRequestOptions", FinalRequestOptions)
    response_class: Any = BaseAPIResponse
    response_class.__init__ = make_response
    add("_base_client", "random", random.random)
    add("_base_client", "time", time)
    for name, value in list(globals().items()):
        if inspect.isfunction(value) and name not in _METHODS:
            for path in ("_utils", "_compat", "_utils._typing"):
                add(path, name, value)
    for path in absent:
        module, _, name = path.rpartition(".")
        add(module, name, type(name, (Absent,), {}))


def add(path: str, name: str, value: Any) -> None:
    """Give the module or class at a path below our package a name, unless it has it."""
    module, _, cls = path.partition(".") if path.rpartition(".")[2][0].isupper() else (path, "", "")
    target = module_at(f"openai_local.{module}")
    target = getattr(target, cls) if cls else target
    if not hasattr(target, name):
        setattr(target, name, value)


def module_at(path: str) -> Any:
    """The module; an empty one, and those above it, if there is none."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        parent, _, name = path.rpartition(".")
        made = types.ModuleType(path)
        made.__path__ = []
        made.__spec__ = ModuleSpec(path, None, is_package=True)
        sys.modules[path] = made
        setattr(module_at(parent), name, made)
        return made
