"""What Python 3.10 does not have in `typing` yet, from where it is found.

First from `typing_extensions`, which comes along with pydantic: before Python 3.12, pydantic takes
no other `TypedDict`. Where it is not installed, Python is 3.11 or later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = [
    "NotRequired",
    "Required",
    "TypeVar",
    "TypedDict",
    "Unpack",
    "deprecated",
    "get_type_hints",
    "is_typeddict",
]

try:
    from typing_extensions import (
        NotRequired,
        Required,
        TypedDict,
        TypeVar,
        Unpack,
        deprecated,
        get_type_hints,
        is_typeddict,
    )
except ImportError:
    if not TYPE_CHECKING:
        import typing
        from typing import NotRequired, Required, TypedDict, Unpack, get_type_hints, is_typeddict

        def TypeVar(name: str, *, default: object) -> typing.TypeVar:  # noqa: N802
            """One without the default, which is for type checkers."""
            return typing.TypeVar(name)

        def deprecated(message: str) -> typing.Callable[[typing.Any], typing.Any]:
            """`warnings.deprecated` of Python 3.13, for functions."""
            import functools
            import warnings

            def mark(function: typing.Any) -> typing.Any:
                @functools.wraps(function)
                def warning(*args: typing.Any, **kwargs: typing.Any) -> typing.Any:
                    warnings.warn(message, DeprecationWarning, stacklevel=2)
                    return function(*args, **kwargs)

                warning.__deprecated__ = message
                return warning

            return mark
