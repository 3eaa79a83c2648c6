"""Which transport sends the requests: the default one, or one over what was given as `http_client`.

No library is imported to find out: whoever has a client of httpx has imported httpx.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from .._constants import DEFAULT_TIMEOUT
from .._types import as_timeout

if TYPE_CHECKING:
    from .._types import Timeout
    from .transport import AsyncTransport, Transport

_AIOHTTP = f"{__package__}.aiohttp_"
#: What `http_client` may be, as (module, class).
_HTTPX = (("httpx", "Client"), ("httpx2", "Client"))
_SESSION = (("requests", "Session"),)
_ASYNC_HTTPX = (("httpx", "AsyncClient"), ("httpx2", "AsyncClient"))
_AIO = ((_AIOHTTP, "DefaultAioHttpClient"),)

#: httpx's own limit for everything, which nobody has chosen.
_HTTPX_DEFAULT_SECONDS = 5.0


def check(http_client: Any, *, is_async: bool) -> None:
    """Raise `TypeError` unless the client can send through this."""
    expected = (*_ASYNC_HTTPX, *_AIO) if is_async else (*_HTTPX, *_SESSION)
    if _is_any(http_client, expected):
        return
    hint = ""
    if _is_any(http_client, (*_HTTPX, *_SESSION, *_ASYNC_HTTPX, *_AIO)):
        hint = f" That one is for {'OpenAI' if is_async else 'AsyncOpenAI'}."
    names = (
        "`httpx.AsyncClient`, `httpx2.AsyncClient` or `openai_local.DefaultAioHttpClient`"
        if is_async
        else "`httpx.Client`, `httpx2.Client` or `requests.Session`"
    )
    raise TypeError(
        f"Invalid `http_client` argument; Expected an instance of {names} "
        f"but got {type(http_client)}.{hint}"
    )


def timeout_of(http_client: Any) -> Timeout | float | None:
    """The timeout of a client without one of its own: that of its `http_client`, if it was set."""
    timeout = getattr(http_client, "timeout", DEFAULT_TIMEOUT)
    limits = set(as_timeout(timeout).as_dict().values())
    is_httpx = _is_any(http_client, (*_HTTPX, *_ASYNC_HTTPX))
    return DEFAULT_TIMEOUT if is_httpx and limits == {_HTTPX_DEFAULT_SECONDS} else timeout


def transport_for(http_client: Any) -> Transport:
    """The transport of an `OpenAI`."""
    if _is_any(http_client, _HTTPX):
        from .httpx_ import HttpxTransport

        return HttpxTransport(http_client)
    if http_client is not None:
        from .session_ import SessionTransport

        return SessionTransport(http_client)
    from .default import DefaultTransport
    from .mocked_httpx import MockableTransport

    return MockableTransport(DefaultTransport())


def async_transport_for(http_client: Any) -> AsyncTransport:
    """The transport of an `AsyncOpenAI`."""
    if _is_any(http_client, _ASYNC_HTTPX):
        from .httpx_ import AsyncHttpxTransport

        return AsyncHttpxTransport(http_client)
    if http_client is not None:
        transport: AsyncTransport = http_client
        return transport
    from .default import DefaultTransport
    from .mocked_httpx import MockableAsyncTransport
    from .threads import ThreadedTransport

    return MockableAsyncTransport(ThreadedTransport(DefaultTransport()))


def _is_any(http_client: Any, kinds: tuple[tuple[str, str], ...]) -> bool:
    classes = (getattr(sys.modules.get(module), name, None) for module, name in kinds)
    return any(isinstance(http_client, cls) for cls in classes if isinstance(cls, type))
