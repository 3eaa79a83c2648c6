"""Questions about functions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from typing import Any

__all__ = ["assert_signatures_in_sync", "function_has_argument"]


def function_has_argument(function: Callable[..., Any], name: str) -> bool:
    return name in inspect.signature(function).parameters


def assert_signatures_in_sync(
    source_func: Callable[..., Any],
    check_func: Callable[..., Any],
    *,
    exclude_params: Collection[str] = (),
    description: str = "",
) -> None:
    """`AssertionError` unless the second takes what the first does, by the same annotations."""
    have = inspect.signature(check_func).parameters
    differences = []
    for name, wanted in inspect.signature(source_func).parameters.items():
        if name in exclude_params:
            continue
        if name not in have:
            differences.append(f"`{name}` is missing")
        elif have[name].annotation != wanted.annotation:
            annotations = f"{wanted.annotation!r} in one, {have[name].annotation!r} in the other"
            differences.append(f"`{name}` is {annotations}")
    if differences:
        raise AssertionError(
            f"{len(differences)} parameters differ{description}: {'; '.join(differences)}"
        )
