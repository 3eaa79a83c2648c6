"""Blocking functions in asynchronous programs."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from ._utils import get_async_library

__all__ = ["asyncify", "to_thread"]

_T = TypeVar("_T")
_P = ParamSpec("_P")


async def to_thread(function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Call the function in a thread; under trio, too, if anyio is installed."""
    if get_async_library() in ("asyncio", "false"):
        return await asyncio.to_thread(function, *args, **kwargs)
    import anyio.to_thread

    return await anyio.to_thread.run_sync(functools.partial(function, *args, **kwargs))


def asyncify(function: Callable[_P, _T]) -> Callable[_P, Awaitable[_T]]:
    """An async function that calls this one in a thread."""

    async def in_thread(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        return await to_thread(function, *args, **kwargs)

    return in_thread
