"""Bodies that a program hands over as they are: `client.post(path, content=...)`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from .._exceptions import OpenAIError
from .files import PIECE_BYTES, OnDisk, Opened, check_binary, is_seekable

if TYPE_CHECKING:
    from .._http import RequestBody


def body_of(content: Any) -> RequestBody:
    """The body that the program means by `content`.

    Bytes, a text, a list of bytes, a path object and an open file that can be rewound have a
    length and can be sent again; a file is sent from where it stands. Other files, iterables and
    async iterables of bytes come only once, are sent chunked, and are never sent again.

    Raises `TypeError` for anything else, and an `OSError` if a file can't be read.
    """
    if content is None or isinstance(content, (bytes, OnDisk, Opened, OnePass, AsyncOnePass)):
        return content
    if isinstance(content, str):
        return content.encode()
    if isinstance(content, (bytearray, memoryview)):
        return bytes(content)
    if isinstance(content, os.PathLike):
        return OnDisk(os.fsdecode(content))
    if hasattr(content, "read"):
        return _body_of_file(content)
    if isinstance(content, (list, tuple)):
        return b"".join(map(_checked, content))
    if isinstance(content, AsyncIterable):
        return AsyncOnePass(content)
    if isinstance(content, Iterable) and not isinstance(content, Mapping):
        return OnePass(content)
    raise TypeError(
        "content must be bytes, an open binary file, or an iterable of bytes, which is sent as it "
        f"is; got {type(content).__name__}. For JSON, use body=."
    )


def _body_of_file(file: Any) -> RequestBody:
    check_binary("content", file)
    if is_seekable(file):
        return Opened(file, start=file.tell())
    return OnePass(iter(partial(file.read, PIECE_BYTES), b""))


def _checked(piece: Any) -> bytes:
    if not isinstance(piece, (bytes, bytearray, memoryview)):
        raise TypeError(f"content must consist of bytes, not {type(piece).__name__}")
    return bytes(piece)


class _OnePass:
    """What comes only once. What goes wrong inside becomes an `OpenAIError`, as with files."""

    def __init__(self) -> None:
        self._is_begun = False

    @property
    def is_repeatable(self) -> bool:
        """True until the first piece was asked for."""
        return not self._is_begun


class OnePass(_OnePass):
    """See `OnePassBody`."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        self._is_begun = True
        try:
            yield from map(_checked, self._pieces)
        except Exception as error:
            raise _unreadable(error) from error


class AsyncOnePass(_OnePass):
    """See `AsyncOnePassBody`."""

    def __init__(self, pieces: AsyncIterable[bytes]) -> None:
        super().__init__()
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._is_begun = True
        try:
            async for piece in self._pieces:
                yield _checked(piece)
        except Exception as error:
            raise _unreadable(error) from error


def _unreadable(error: Exception) -> OpenAIError:
    return OpenAIError(f"The content of the request can't be read: {error}")
