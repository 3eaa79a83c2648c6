"""What the scenarios share. A scenario is a program of steps, each one thing that users do.

    @step
    def chat(): return client.invoke("hello").content

    play()

Each step's result is printed as one line, or the exception that it raised: class, its bases'
names, and what programs read of it. Nothing of `openai` is imported here.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import sys
import traceback
import urllib.request
from collections.abc import Callable
from typing import Any

BASE_URL = os.environ["OPENAI_BASE_URL"]
API_KEY = os.environ["OPENAI_API_KEY"]
#: Begins each line that is compared (as the suite knows it); libraries print, too.
SIGN = "> "
#: One for all steps: libraries keep clients, and the official one is bound to its first loop.
_LOOP = asyncio.new_event_loop()
_steps: list[Callable[[], Any]] = []


def step(function: Callable[[], Any]) -> Callable[[], Any]:
    """Makes a function, plain or async, a step."""
    _steps.append(function)
    return function


def play() -> None:
    """Carry out the steps; those that are named on the command line, if any are."""
    chosen = sys.argv[1:]
    for function in _steps:
        if not chosen or function.__name__ in chosen:
            origin = BASE_URL.removesuffix("/v1")
            urllib.request.urlopen(f"{origin}/mark/{function.__name__}").read()
            line = json.dumps([function.__name__, *_outcome(function)])
            # In one piece: libraries print from threads of their own.
            sys.stdout.flush()
            os.write(1, f"\n{SIGN}{line}\n".encode())


def _outcome(function: Callable[[], Any]) -> tuple[str, str]:
    try:
        result = function()
        if inspect.iscoroutine(result):
            result = _LOOP.run_until_complete(result)
    except Exception as error:
        traceback.print_exc()
        return "raised", shown_error(error)
    return "returned", shown(result)


def shown(value: Any) -> str:
    """The value in a form that is the same in every run."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {shown(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(map(shown, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    return repr(value)


def shown_error(error: BaseException) -> str:
    """Class, status and bases of an exception, as `except` clauses see them."""
    bases = [cls.__name__ for cls in type(error).__mro__ if cls not in _BUILTIN]
    seen = {name: getattr(error, name, None) for name in ("status_code", "code", "param")}
    # Before 3.0, the official SDK has the number that the server sent.
    seen["code"] = seen["code"] and str(seen["code"])
    # The cause of a broken connection is an exception of the HTTP library: another one in each.
    cause = "" if "APIConnectionError" in bases else f" from {type(error.__cause__).__name__}"
    return f"{' < '.join(bases)} {shown(seen)}{cause}"


_BUILTIN = (BaseException, object)


def caught(function: Callable[[], Any]) -> str:
    """What the exception that the call raises looks like."""
    try:
        result = function()
    except Exception as error:
        return shown_error(error)
    return f"nothing raised: {result!r}"


async def acaught(awaitable: Any) -> str:
    """`caught` for asyncio."""
    try:
        result = await awaitable
    except Exception as error:
        return shown_error(error)
    return f"nothing raised: {result!r}"
