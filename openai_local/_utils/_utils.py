"""Questions about values, and small conversions."""

from __future__ import annotations

import asyncio
import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from .._files import EACH, assert_is_file_content
from .._types import NotGiven, is_given

if TYPE_CHECKING:
    from typing_extensions import TypeIs

__all__ = [
    "coerce_boolean",
    "coerce_float",
    "coerce_integer",
    "deepcopy_minimal",
    "extract_files",
    "file_from_path",
    "flatten",
    "get_async_library",
    "get_required_header",
    "human_join",
    "is_dict",
    "is_given",
    "is_iterable",
    "is_list",
    "is_mapping",
    "is_mapping_t",
    "is_sequence",
    "is_sequence_t",
    "is_tuple",
    "is_tuple_t",
    "json_safe",
    "lru_cache",
    "maybe_coerce_boolean",
    "maybe_coerce_float",
    "maybe_coerce_integer",
    "quote",
    "removeprefix",
    "removesuffix",
    "required_args",
    "strip_not_given",
]

_T = TypeVar("_T")
_FunctionT = TypeVar("_FunctionT", bound=Callable[..., Any])

lru_cache = functools.lru_cache


# -- questions


def is_dict(value: object) -> TypeIs[dict[object, object]]:
    return isinstance(value, dict)


def is_list(value: object) -> TypeIs[list[object]]:
    return isinstance(value, list)


def is_tuple(value: object) -> TypeIs[tuple[object, ...]]:
    return isinstance(value, tuple)


def is_mapping(value: object) -> TypeIs[Mapping[str, object]]:
    return isinstance(value, Mapping)


def is_sequence(value: object) -> TypeIs[Sequence[object]]:
    return isinstance(value, Sequence)


def is_iterable(value: object) -> TypeIs[Iterable[object]]:
    return isinstance(value, Iterable)


# To type checkers, these leave the types of the items as they are.
is_tuple_t: Callable[[Any], bool] = is_tuple
is_mapping_t: Callable[[Any], bool] = is_mapping
is_sequence_t: Callable[[Any], bool] = is_sequence


def get_async_library() -> str:
    """What runs the caller, "asyncio" or "trio"; "false" if nothing does."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        # Trio brings it along, and nothing else than asyncio and trio is asked for.
        sniffio: Any = sys.modules.get("sniffio")
        with suppress(Exception):
            return str(sniffio.current_async_library())
        return "false"
    return "asyncio"


def get_required_header(headers: Any, header: str) -> str:
    """The value of a header, whatever the case of its name; `ValueError` if there is none."""
    for name, value in headers.items():
        if name.lower() == header.lower() and value:
            return str(value)
    raise ValueError(f"Could not find {header} header")


# -- conversions


def strip_not_given(value: _T) -> _T:
    """A mapping without the entries that are `NOT_GIVEN`; anything else as it is."""
    if not isinstance(value, Mapping):
        return value
    return {name: item for name, item in value.items() if not isinstance(item, NotGiven)}  # type: ignore[return-value]


def flatten(lists: Iterable[Iterable[_T]]) -> list[_T]:
    return [item for items in lists for item in items]


def deepcopy_minimal(value: _T) -> _T:
    """A copy of the dicts and lists, at every depth; all else is the same object."""
    copied: Any = value
    if isinstance(value, Mapping):
        copied = {name: deepcopy_minimal(item) for name, item in value.items()}
    elif isinstance(value, list):
        copied = [deepcopy_minimal(item) for item in value]
    result: _T = copied
    return result


def json_safe(value: object) -> object:
    """Dicts, lists and dates as JSON has them."""
    if isinstance(value, Mapping):
        return {json_safe(name): json_safe(item) for name, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, bytearray)):
        return [json_safe(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def coerce_integer(text: str) -> int:
    return int(text, base=10)


def coerce_float(text: str) -> float:
    return float(text)


def coerce_boolean(text: str) -> bool:
    return text in ("true", "1", "on")


def maybe_coerce_integer(text: str | None) -> int | None:
    return None if text is None else coerce_integer(text)


def maybe_coerce_float(text: str | None) -> float | None:
    return None if text is None else coerce_float(text)


def maybe_coerce_boolean(text: str | None) -> bool | None:
    return None if text is None else coerce_boolean(text)


def removeprefix(text: str, prefix: str) -> str:
    return text.removeprefix(prefix)


def removesuffix(text: str, suffix: str) -> str:
    return text.removesuffix(suffix)


def quote(text: str) -> str:
    """The text in single quotes."""
    return f"'{text}'"


def human_join(items: Sequence[str], *, delim: str = ", ", final: str = "or") -> str:
    """The items as in "a, b or c"."""
    if len(items) < 2:
        return "".join(items)
    *first, last = items
    return f"{delim.join(first)} {final} {last}"


def file_from_path(path: str) -> tuple[str, bytes]:
    """Name and content of a file."""
    return os.path.basename(path), Path(path).read_bytes()


# -- arguments


def required_args(*variants: Sequence[str]) -> Callable[[_FunctionT], _FunctionT]:
    """A decorator: `TypeError` unless all arguments of one of the variants are passed."""

    def decorate(function: _FunctionT) -> _FunctionT:
        parameters = inspect.signature(function).parameters.values()
        positional = [
            each.name
            for each in parameters
            if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
        ]

        @functools.wraps(function)
        def checked(*args: Any, **kwargs: Any) -> Any:
            if len(args) > len(positional):
                raise TypeError(
                    f"{function.__name__}() takes {len(positional)} argument(s) "
                    f"but {len(args)} were given"
                )
            given = {*positional[: len(args)], *kwargs}
            if not any(given.issuperset(variant) for variant in variants):
                raise TypeError(_what_is_missing(variants, given))
            return function(*args, **kwargs)

        return checked  # type: ignore[return-value]

    return decorate


def _what_is_missing(variants: Sequence[Sequence[str]], given: set[str]) -> str:
    if len(variants) > 1:
        joined = [human_join([quote(name) for name in each], final="and") for each in variants]
        choice = human_join([f"({each})" for each in joined])
        return f"Missing required arguments; Expected either {choice} arguments to be given"
    missing = [quote(name) for name in variants[0] if name not in given]
    plural = "s" if len(missing) > 1 else ""
    return f"Missing required argument{plural}: {human_join(missing)}"


# -- files in parameters


def extract_files(
    query: Mapping[str, object],
    *,
    paths: Sequence[Sequence[str]],
    array_format: str = "brackets",
) -> list[tuple[str, Any]]:
    """Take the files at these paths out of the parameters: the names of their parts, and files.

    A path is such as `["documents", "<array>", "file"]`; what is not there is passed over.
    `array_format` is how an item of a list is named: "brackets" `a[]`, "indices" `a[0]`, "repeat"
    and "comma" `a`. `RuntimeError` for what is no file.
    """
    return flatten(_files_at(query, path, "", array_format) for path in paths)


def _files_at(
    value: Any, path: Sequence[str], name: str, array_format: str
) -> list[tuple[str, Any]]:
    if not path:
        return _named_files(value, name, array_format)
    key, rest = path[0], path[1:]
    if isinstance(value, dict) and key in value:
        # What is sent as a file must not be sent as a parameter, too.
        is_file = not rest or (set(rest) == {EACH} and isinstance(value[key], list))
        item = value.pop(key) if is_file else value[key]
        return _files_at(item, rest, f"{name}[{key}]" if name else key, array_format)
    if isinstance(value, list) and key == EACH:
        return flatten(
            _files_at(item, rest, name + _suffix(array_format, index), array_format)
            for index, item in enumerate(value)
        )
    return []


def _named_files(value: Any, name: str, array_format: str) -> list[tuple[str, Any]]:
    if not is_given(value):
        return []
    if isinstance(value, list):
        named = [(name + _suffix(array_format, i), item) for i, item in enumerate(value)]
    else:
        named = [(name, value)]
    for key, item in named:
        assert_is_file_content(item, key=key)
    return named


_SUFFIXES = {"brackets": "[]", "repeat": "", "comma": ""}


def _suffix(array_format: str, index: int) -> str:
    if array_format == "indices":
        return f"[{index}]"
    if array_format not in _SUFFIXES:
        raise NotImplementedError(
            f"Unknown array_format value: {array_format}, "
            "choose from comma, repeat, indices, brackets"
        )
    return _SUFFIXES[array_format]
