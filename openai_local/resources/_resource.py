"""What all resources share: their client, and methods whose parameters are a TypedDict."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from .._constants import RAW_RESPONSE_HEADER
from .._response import AsyncResponseContextManager, ResponseContextManager
from .._types import Body, Headers, NotGiven, Omit, Query, Timeout, not_given, omit
from .._typing import TypedDict

if TYPE_CHECKING:
    from .._client import AsyncOpenAI, OpenAI
    from .._wire.request import Call

_T = TypeVar("_T")
_F = TypeVar("_F", bound=Callable[..., Any])

#: A parameter that may be left out by passing `omit` (3.x) or `NOT_GIVEN` (1.x).
Or: TypeAlias = _T | Omit | NotGiven

#: The same as a tuple, in the order of the official signatures.
OPTIONS = ("extra_headers", "extra_query", "extra_body", "timeout")


class Options(TypedDict, total=False):
    """The keywords of every method that say how to send, not what."""

    extra_headers: Headers | None
    extra_query: Query | None
    extra_body: Body | None
    timeout: float | Timeout | None | NotGiven


class BaseResource:
    """A part of the API, bound to a client, sync or async."""

    _client: Any

    def __init__(self, client: Any) -> None:
        self._client = client

    if not TYPE_CHECKING:
        # Each resource says which class in `_views.pyi` has the types of these.

        @property
        def with_raw_response(self) -> Any:
            """The same methods, returning a `LegacyAPIResponse`: headers, text, `.parse()`."""
            return raw_class(type(self))(self)

        @property
        def with_streaming_response(self) -> Any:
            """The same methods, each to be used in a `with`; the body is read when asked for."""
            return streaming_class(type(self))(self)


class Resource(BaseResource):
    """A part of the API, bound to a client."""

    _client: OpenAI


class AsyncResource(BaseResource):
    """A part of the API, bound to a client for asyncio."""

    _client: AsyncOpenAI


class Rebound:
    """A client whose calls have another outcome: its resources return what `call` returns."""

    def __init__(self, client: Any, call: Callable[[Call], Any], form: str) -> None:
        self._client = client
        self._call = call
        #: What the header says that asks for this outcome.
        self._form = form

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._client, name)
        return _rebound(value, self) if isinstance(value, BaseResource) else value


def _rebound(resource: BaseResource, client: Rebound) -> Any:
    """The resource with that client."""
    new = type(resource)(client)
    _take_over(resource, new, client)
    return new


def _take_over(resource: BaseResource, new: BaseResource, client: Rebound) -> None:
    """Keep the methods that a program has put over a resource's own, as tracing programs do.

    They are asked by header: they end at a method of the client that they were made for.
    """
    for name, value in vars(resource).items():
        if isinstance(value, BaseResource):
            vars(new)[name] = _rebound(value, client)
        elif callable(value) and callable(getattr(type(resource), name, None)):
            vars(new)[name] = _asking(value, client._form)


def _asking(method: Callable[..., Any], form: str) -> Callable[..., Any]:
    @functools.wraps(method)
    def asking(*args: Any, **params: Any) -> Any:
        params["extra_headers"] = {**(params.get("extra_headers") or {}), RAW_RESPONSE_HEADER: form}
        return method(*args, **params)

    return asking


class StreamingMethods:
    """A resource, or a client, each of whose methods gives a context manager."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._target, name)
        if isinstance(member, BaseResource):
            return StreamingMethods(member)

        def method(*args: Any, **params: Any) -> Any:
            # Lists are requested when they are awaited; their methods are no async functions.
            if isinstance(self._target, AsyncResource):
                return AsyncResponseContextManager(member(*args, **params))
            return ResponseContextManager(lambda: member(*args, **params))

        return method


#: End the names of the classes of which `with_raw_response` and `with_streaming_response` are.
VIEWS = ("WithRawResponse", "WithStreamingResponse")


@functools.cache
def raw_class(resource_class: Any) -> Any:
    """`CompletionsWithRawResponse`, made of `Completions`. Programs wrap what it does."""

    class Raw(resource_class):  # type: ignore[misc]
        def __init__(self, resource: BaseResource) -> None:
            client = resource._client
            super().__init__(Rebound(client, client._call_raw, "true"))
            _take_over(resource, self, self._client)

    return _named(Raw, resource_class, VIEWS[0])


@functools.cache
def streaming_class(resource_class: Any) -> Any:
    """`CompletionsWithStreamingResponse`, see `raw_class`."""

    class Streaming(StreamingMethods):
        def __init__(self, resource: BaseResource) -> None:
            client = resource._client
            super().__init__(_rebound(resource, Rebound(client, client._call_unread, "stream")))

    return _named(Streaming, resource_class, VIEWS[1])


def _named(view: type, resource_class: type, suffix: str) -> type:
    view.__name__ = view.__qualname__ = f"{resource_class.__name__}{suffix}"
    view.__module__ = resource_class.__module__
    return view


def view_class(package: str, name: str) -> Any:
    """The class of that name, if it is made of a resource that the module has; else None."""
    module = sys.modules[package]
    for suffix, make in zip(VIEWS, (raw_class, streaming_class)):
        if name.endswith(suffix):
            resource_class = getattr(module, name.removesuffix(suffix), None)
            is_ours = isinstance(resource_class, type) and issubclass(resource_class, BaseResource)
            return make(resource_class) if is_ours else None
    return None


def takes(
    params: type,
    *,
    required: tuple[str, ...],
    overloaded: Mapping[str, str] | None = None,
    path: tuple[str, ...] = (),
    streams: bool = True,
) -> Callable[[_F], _F]:
    """Give a `**params` method the signature that its TypedDict describes.

    `overloaded` are keywords that stand in the overloads, each with the one before it.
    `path` are the arguments that come first and need not be named. With `streams`, there is a
    `stream` where there are `stream_options`.

    Tools and libraries read it with `inspect.signature`. Keywords that are not in it are sent
    to the server as they are, so `top_k=40` just works.
    """
    parameters = [
        inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in ("self", *path)
    ]
    # The options last, wherever the TypedDict has them from.
    fields = sorted(params.__annotations__.items(), key=lambda field: field[0] in OPTIONS)
    for name, annotation in fields:
        if overloaded and name in overloaded:
            continue
        default: Any = inspect.Parameter.empty
        if name not in required:
            default = omit if name not in OPTIONS else None if name != "timeout" else not_given
        if name == "stream_options" and streams:
            # Not in the TypedDict: each overload has its own `stream`.
            parameters.append(_keyword("stream", omit, "bool | Omit | NotGiven | None"))
        parameters.append(_keyword(name, default, annotation))
        for other, before in (overloaded or {}).items():
            if parameters[-1].name == before:
                known = params.__annotations__.get(other, Any)
                parameters.append(_keyword(other, omit, known))
    signature = inspect.Signature(parameters)

    def sign(method: _F) -> _F:
        signed: Any = method
        if "stream" in signature.parameters:
            # The official ones with overloads are wrapped, so that `getfullargspec` says that they
            # take any keyword. Some libraries ask for that.
            signed = _same(method)
            method.__wrapped__ = signed  # type: ignore[attr-defined]
        signed.__signature__ = signature
        return method

    return sign


def _same(function: Any) -> FunctionType:
    """Another function object of the same code."""
    made = FunctionType(function.__code__, function.__globals__, function.__name__)
    made.__doc__, made.__qualname__ = function.__doc__, function.__qualname__
    return made


def _keyword(name: str, default: Any, annotation: Any) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


def split_options(params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parameters of the API, and the options among them that say how to send."""
    body = {name: value for name, value in params.items() if name not in OPTIONS}
    return body, {name: params[name] for name in OPTIONS if name in params}


def require(params: Mapping[str, Any], *names: str) -> None:
    """Raise `TypeError` if a required argument is missing, as a plain signature would."""
    missing = [repr(name) for name in names if name not in params]
    if missing:
        raise TypeError(f"Missing required arguments: {', '.join(missing)}")
