"""Types for annotations of programs. Found at `_types`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from typing import IO, Any, Literal, Protocol, TypeAlias, TypeVar

from ._types import FileTypes, Headers, Omit

__all__ = [
    "AnyMapping",
    "ArrayFormat",
    "AsyncBinaryTypes",
    "Base64FileInput",
    "BinaryTypes",
    "HeadersLike",
    "HeadersLikeProtocol",
    "HttpxFileContent",
    "HttpxFileTypes",
    "HttpxRequestFiles",
    "IncEx",
    "ModelT",
    "NestedFormat",
    "Omittable",
    "PostParser",
    "RequestFiles",
    "ResponseT",
    "SequenceNotStr",
    "StrBytesIntFloat",
]

_T = TypeVar("_T")
ModelT = TypeVar("ModelT")
ResponseT = TypeVar("ResponseT")

AnyMapping: TypeAlias = Mapping[str, object]
ArrayFormat: TypeAlias = Literal["comma", "repeat", "indices", "brackets"]
NestedFormat: TypeAlias = Literal["dots", "brackets"]
Omittable: TypeAlias = _T | Omit
PostParser: TypeAlias = Callable[[Any], Any]
StrBytesIntFloat: TypeAlias = str | bytes | int | float
IncEx: TypeAlias = set[int] | set[str] | Mapping[int, Any] | Mapping[str, Any]
#: Type checkers take a `str` for a sequence of its characters; only they would be told otherwise.
SequenceNotStr = Sequence

Base64FileInput: TypeAlias = IO[bytes] | os.PathLike[str]
BinaryTypes: TypeAlias = bytes | bytearray | IO[bytes] | Iterable[bytes]
AsyncBinaryTypes: TypeAlias = bytes | bytearray | IO[bytes] | AsyncIterable[bytes]
RequestFiles: TypeAlias = Mapping[str, FileTypes] | Sequence[tuple[str, FileTypes]]
HttpxFileContent: TypeAlias = IO[bytes] | bytes
HttpxFileTypes: TypeAlias = (
    HttpxFileContent
    | tuple[str | None, HttpxFileContent]
    | tuple[str | None, HttpxFileContent, str | None]
    | tuple[str | None, HttpxFileContent, str | None, Mapping[str, str]]
)
HttpxRequestFiles: TypeAlias = Mapping[str, HttpxFileTypes] | Sequence[tuple[str, HttpxFileTypes]]


class HeadersLikeProtocol(Protocol):
    """What a header can be asked of."""

    def get(self, key: str, /) -> str | None: ...


HeadersLike: TypeAlias = Headers | HeadersLikeProtocol
