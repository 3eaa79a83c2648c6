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
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from typing import Any, Union, get_args, get_origin

import typing_extensions

from openai_local._http import Headers
from openai_local._io.httpx_ import _built, async_received, received
from openai_local._response import AsyncAPIResponse, BaseAPIResponse, LegacyAPIResponse
from openai_local._streaming import SSEDecoder
from openai_local._wire.retry import RetryPolicy
from openai_local.resources._custom import custom_call


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


class FinalRequestOptions:
    """A request that a test describes by the official SDK's internal names."""

    def __init__(self, **given: Any) -> None:
        self.given = given

    @classmethod
    def construct(cls, **given: Any) -> FinalRequestOptions:
        return cls(**given)


def build_request(client: Any, options: FinalRequestOptions, *, retries_taken: int = 0) -> Any:
    """What our client would send for it, as the request of httpx that its transport makes."""
    given = dict(options.given)
    call = custom_call(
        given.pop("method").upper(),
        given.pop("url"),
        object,
        body=given.pop("json_data", None),
        files=given.pop("files", None),
        options=given,
    )
    request = client._request(call)
    library = importlib.import_module("httpx2" if "tests.respx2" in sys.modules else "httpx")
    return _built(library.Client(), request, request.body)


def retry_timeout(
    client: Any, remaining_retries: int, options: Any, response_headers: Any = None
) -> float:
    """How long our client would wait."""
    chance = getattr(module_at("openai_local._base_client"), "random", random.random)
    policy = RetryPolicy(client.max_retries, time.time, time.monotonic, chance)
    taken = options.given.get("max_retries", client.max_retries) - remaining_retries
    return policy.delay(taken, Headers(response_headers or {}))


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


def events_of(stream: Any) -> Iterator[Any]:
    """The events of a stream, before they become its objects."""
    yield from SSEDecoder().iter_bytes(stream.response.iter_bytes())
    # Held until here: a stream that is dropped closes its response.
    stream.close()


async def async_events_of(stream: Any) -> AsyncIterator[Any]:
    async for event in SSEDecoder().aiter_bytes(stream.response.aiter_bytes()):
        yield event
    await stream.close()


class Absent:
    """Stands for what we don't have, so that a file can be imported whose other tests we pass."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(f"{type(self).__name__} is out of scope")

    def __class_getitem__(cls, item: Any) -> Any:
        return cls


#: Not functions of a module.
_METHODS = {
    "add",
    "async_events_of",
    "build_request",
    "events_of",
    "lend",
    "make_response",
    "retry_timeout",
}


def lend(absent: Iterable[str]) -> None:
    """Put all this where upstream looks for it; `absent` are names such as "_qs.stringify"."""
    for path in ("_models", "_base_client"):
        add(path, "FinalRequestOptions", FinalRequestOptions)
    add("_client.BaseClient", "_build_request", build_request)
    add("_client.BaseClient", "_calculate_retry_timeout", retry_timeout)
    response_class: Any = BaseAPIResponse
    response_class.__init__ = make_response
    add("_base_client", "random", random.random)
    add("_base_client", "time", time)
    add("_streaming.Stream", "_iter_events", events_of)
    add("_streaming.AsyncStream", "_iter_events", async_events_of)
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
