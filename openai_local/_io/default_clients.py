"""Clients of httpx and httpx2 with the official SDK's defaults, to be given as `http_client=`.

    OpenAI(http_client=DefaultHttpxClient(proxy="http://..."))

Each is a class derived from the library's own, made on first use. Where the library is not
installed, making an instance raises `RuntimeError`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .._alias import goes_by_openai, official_version
from .._constants import DEFAULT_TIMEOUT, MAX_IDLE_CONNECTIONS

if TYPE_CHECKING:
    import httpx2

    class DefaultHttpxClient(httpx2.Client): ...

    class DefaultHttpx2Client(httpx2.Client): ...

    class DefaultAsyncHttpxClient(httpx2.AsyncClient): ...

    class DefaultAsyncHttpx2Client(httpx2.AsyncClient): ...


#: The major version of the official SDK that is made on httpx2, not httpx.
_FIRST_ON_HTTPX2 = 3
#: The official SDK's limit for one client.
_MAX_CONNECTIONS = 1000

#: Class -> its base, and the libraries to take it from, the best first. Version 3 of the official
#: SDK is made on httpx2, those before it on httpx; a program that has imported only one of the two
#: works with that one.
_BASES = {
    "DefaultHttpxClient": ("Client", ("httpx2", "httpx")),
    "DefaultHttpx2Client": ("Client", ("httpx2",)),
    "DefaultAsyncHttpxClient": ("AsyncClient", ("httpx2", "httpx")),
    "DefaultAsyncHttpx2Client": ("AsyncClient", ("httpx2",)),
}


def httpx_client(*, is_async: bool, trust_env: bool) -> Any:
    """A client of httpx or httpx2 with the official SDK's defaults; None if neither is there.

    Of the one whose network a test has replaced, if there is such a one.
    """
    from .mocked_httpx import replaced_httpx

    name = "DefaultAsyncHttpxClient" if is_async else "DefaultHttpxClient"
    replaced = replaced_httpx(is_async=is_async)
    if replaced is not None:
        cls: Any = _with_defaults(name, getattr(replaced, _BASES[name][0]), replaced)
    else:
        cls = _made(name)
    return cls(trust_env=trust_env) if cls.__bases__ != (object,) else None


def _made(name: str) -> type:
    base, libraries = _BASES[name]
    for library in _in_order(libraries):
        try:
            module = import_module(library)
        except ImportError:
            continue
        return _with_defaults(name, getattr(module, base), module)
    return _missing(name, " or ".join(libraries))


def _in_order(libraries: tuple[str, ...]) -> list[str]:
    """The best first. Where we stand in for a version of the official SDK, it is that one's."""
    if goes_by_openai():
        newest_first = int(official_version().partition(".")[0]) >= _FIRST_ON_HTTPX2
        return sorted(libraries, reverse=newest_first)
    return sorted(libraries, key=lambda library: library not in sys.modules)


def _with_defaults(name: str, base: type, module: Any) -> type:
    def __init__(self: Any, **kwargs: Any) -> None:  # noqa: N807 - it becomes a method
        kwargs.setdefault("timeout", module.Timeout(**DEFAULT_TIMEOUT.as_dict()))
        kwargs.setdefault(
            "limits",
            module.Limits(
                max_connections=_MAX_CONNECTIONS, max_keepalive_connections=MAX_IDLE_CONNECTIONS
            ),
        )
        kwargs.setdefault("follow_redirects", True)
        base.__init__(self, **kwargs)  # type: ignore[misc]

    doc = f"`{module.__name__}.{base.__name__}` with the official SDK's defaults."
    return type(name, (base,), {"__init__": __init__, "__module__": __name__, "__doc__": doc})


def _missing(name: str, libraries: str) -> type:
    def __init__(self: Any, **kwargs: Any) -> None:  # noqa: N807 - it becomes a method
        library = libraries.partition(" ")[0]
        raise RuntimeError(f"{name} needs {libraries}: pip install {library}")

    doc = f"Raises `RuntimeError`: it needs {libraries}."
    return type(name, (), {"__init__": __init__, "__module__": __name__, "__doc__": doc})


if not TYPE_CHECKING:

    def __getattr__(name: str) -> type:
        if name not in _BASES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = _made(name)
        return globals()[name]
