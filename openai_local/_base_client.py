"""The official path of `make_request_options`, with which programs wrap `client.post`.

And of names that they take from here: the clients' common base, httpx clients to be passed on, and
what machine this is, which is told to nobody. Tests replace `random`, `time.sleep` and
`anyio.sleep` under this path, so that retries don't wait.
"""

from __future__ import annotations

import time as time  # noqa: PLC0414 - handed on
from collections.abc import Callable
from random import random as random  # noqa: PLC0414 - handed on
from typing import TYPE_CHECKING, Any

from ._constants import DEFAULT_CONNECTION_LIMITS, DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT
from ._types import (
    Body,
    Headers,
    NotGiven,
    Omit,
    Query,
    RequestOptions,
    Timeout,
    is_given,
    not_given,
)

if TYPE_CHECKING:
    from ._client import AsyncOpenAI as AsyncAPIClient, BaseClient, OpenAI as SyncAPIClient
    from ._io.default_clients import (
        DefaultAsyncHttpxClient,
        DefaultAsyncHttpxClient as AsyncHttpxClientWrapper,
        DefaultHttpxClient,
        DefaultHttpxClient as SyncHttpxClientWrapper,
    )
    from ._platform import OtherPlatform, get_platform
    from ._streaming import AsyncStream, Stream
    from .pagination import AsyncPaginator, BasePage, PageInfo
    from .resources._request_options import FinalRequestOptions

#: Where they are at home, and under which name.
_HOMES = {
    "AsyncAPIClient": ("_client", "AsyncOpenAI"),
    "AsyncHttpxClientWrapper": ("_io.default_clients", "DefaultAsyncHttpxClient"),
    "AsyncPaginator": ("pagination", "AsyncPaginator"),
    "AsyncStream": ("_streaming", "AsyncStream"),
    "BaseClient": ("_client", "BaseClient"),
    "BasePage": ("pagination", "BasePage"),
    "DefaultAsyncHttpxClient": ("_io.default_clients", "DefaultAsyncHttpxClient"),
    "DefaultHttpxClient": ("_io.default_clients", "DefaultHttpxClient"),
    "FinalRequestOptions": ("resources._request_options", "FinalRequestOptions"),
    "OtherPlatform": ("_platform", "OtherPlatform"),
    "PageInfo": ("pagination", "PageInfo"),
    "Stream": ("_streaming", "Stream"),
    "SyncAPIClient": ("_client", "OpenAI"),
    "SyncHttpxClientWrapper": ("_io.default_clients", "DefaultHttpxClient"),
    "get_platform": ("_platform", "get_platform"),
}

#: What an httpx client has if nobody has given it a timeout, in seconds.
HTTPX_DEFAULT_TIMEOUT = Timeout(5.0)

__all__ = [
    "DEFAULT_CONNECTION_LIMITS",
    "DEFAULT_MAX_RETRIES",
    "DEFAULT_TIMEOUT",
    "HTTPX_DEFAULT_TIMEOUT",
    "AsyncAPIClient",
    "AsyncHttpxClientWrapper",
    "AsyncPaginator",
    "AsyncStream",
    "BaseClient",
    "BasePage",
    "DefaultAsyncHttpxClient",
    "DefaultHttpxClient",
    "FinalRequestOptions",
    "OtherPlatform",
    "PageInfo",
    "Stream",
    "SyncAPIClient",
    "SyncHttpxClientWrapper",
    "get_platform",
    "make_request_options",
]


def make_request_options(
    *,
    query: Query | None = None,
    extra_headers: Headers | None = None,
    extra_query: Query | None = None,
    extra_body: Body | None = None,
    idempotency_key: str | None = None,
    timeout: float | Timeout | None | NotGiven = not_given,
    post_parser: Callable[[Any], Any] | Omit | NotGiven = not_given,
    security: Any = None,
    synthesize_event_and_data: bool | None = None,
    stream_mode: str | None = None,
) -> RequestOptions:
    """The `options` of `client.post(...)`; what is not given is left out.

    `post_parser` turns the object made of the answer into what `post` returns. The last three
    are for the official service and not used.
    """
    params = {**query, **(extra_query or {})} if query is not None else extra_query
    options: dict[str, Any] = {
        "headers": extra_headers,
        "extra_json": extra_body,
        "params": params,
        "idempotency_key": idempotency_key,
    }
    options = {name: value for name, value in options.items() if value is not None}
    for name, value in (("timeout", timeout), ("post_parser", post_parser)):
        if is_given(value):
            # None is a timeout of its own: no limit.
            options[name] = value
    made: RequestOptions = RequestOptions(**options)  # type: ignore[typeddict-item]
    return made


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        from importlib import import_module

        if name == "anyio":
            try:
                return import_module(name)
            except ImportError as error:
                raise AttributeError(f"{error}; it is what tests of asyncio replace") from None
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module, own = _HOMES[name]
        return getattr(import_module(f"{__package__}.{module}"), own)
