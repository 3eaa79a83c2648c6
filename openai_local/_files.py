"""The official path of functions that put a user's files in the shape that httpx takes."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

__all__ = [
    "assert_is_file_content",
    "async_read_file_content",
    "async_to_httpx_files",
    "deepcopy_with_paths",
    "is_base64_file_input",
    "is_file_content",
    "read_file_content",
    "to_httpx_files",
]

_T = TypeVar("_T")

#: Stands in a path for each item of a list.
EACH = "<array>"


def is_base64_file_input(obj: object) -> bool:
    return isinstance(obj, (io.IOBase, os.PathLike))


def is_file_content(obj: object) -> bool:
    return isinstance(obj, (bytes, io.IOBase, os.PathLike))


def assert_is_file_content(obj: object, *, key: str | None = None) -> None:
    """`RuntimeError` unless it is a file: bytes, an open one, a path object or a tuple."""
    if not is_file_content(obj) and not isinstance(obj, tuple):
        where = f"Expected file input `{obj!r}`" if key is None else f"Expected entry at `{key}`"
        raise RuntimeError(
            f"{where} to be bytes, an io.IOBase instance, PathLike or a tuple "
            f"but received {type(obj)} instead."
        )


def to_httpx_files(files: Any) -> Any:
    """A dict, or a list of pairs, of names and files; path objects are read."""
    if files is None:
        return None
    if isinstance(files, Mapping):
        return {name: _with_content(file) for name, file in files.items()}
    if isinstance(files, Sequence):
        return [(name, _with_content(file)) for name, file in files]
    raise TypeError(f"Unexpected file type input {type(files)}, expected mapping or sequence")


def read_file_content(file: Any) -> Any:
    """What is in a file that a path object names; anything else as it is."""
    return Path(file).read_bytes() if isinstance(file, os.PathLike) else file


def _with_content(file: Any) -> Any:
    if isinstance(file, os.PathLike):
        return Path(file).name, read_file_content(file)
    if is_file_content(file):
        return file
    if isinstance(file, tuple):
        name, content, *more = file
        return (name, read_file_content(content), *more)
    raise TypeError("Expected file types input to be a FileContent type or to be a tuple")


async def async_to_httpx_files(files: Any) -> Any:
    """The same as `to_httpx_files`: disks are fast enough."""
    return to_httpx_files(files)


async def async_read_file_content(file: Any) -> Any:
    """The same as `read_file_content`."""
    return read_file_content(file)


def deepcopy_with_paths(item: _T, paths: Sequence[Sequence[str]]) -> _T:
    """A copy of the dicts and lists on these paths; all else is the same object.

    A path is such as `["documents", "<array>", "file"]`.
    """
    copied: Any = item
    # What ends here is not gone into.
    paths = [path for path in paths if path]
    if isinstance(item, Mapping) and paths:
        copied = dict(item)
        for name in {path[0] for path in paths}.intersection(item):
            deeper = [path[1:] for path in paths if path[0] == name]
            copied[name] = deepcopy_with_paths(copied[name], deeper)
    elif isinstance(item, list):
        deeper = [path[1:] for path in paths if path[0] == EACH]
        copied = [deepcopy_with_paths(each, deeper) for each in item] if deeper else item
    result: _T = copied
    return result
