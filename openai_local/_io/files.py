"""Local files, read from where they are while they are sent, each time that they are sent."""

from __future__ import annotations

import inspect
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from mimetypes import guess_type
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

from .._exceptions import OpenAIError
from .._wire.images import HEAD_BYTES

if TYPE_CHECKING:
    from .._types import LocalFile, Source

#: Bytes read at a time: a multiple of 3, so that base64 made of the pieces fits together.
PIECE_BYTES = 192 * 1024

#: What the official SDK calls a file that has no name.
_NAMELESS = "upload"


def open_upload(parameter: str, file: Any) -> LocalFile:
    """Check a file that is to be uploaded and make it ready to be sent.

    Takes a path object, bytes, an open binary file, or a tuple: a name, one of these, and
    optionally a media type and further headers. An open file is sent from its beginning.

    Raises `FileNotFoundError`, `IsADirectoryError`, `PermissionError` or another `OSError` if a
    file can't be read, `TypeError` or `ValueError` for anything else; `parameter` is in the text.
    """
    if isinstance(file, tuple):
        return _from_tuple(parameter, file)
    return Upload(_name_of(file), _source_of(parameter, file))


def file_from_path(path: str) -> tuple[str, bytes]:
    """The name and the contents of a file, as uploads take them; it is read here and now."""
    with open(path, "rb") as file:
        return os.path.basename(path), file.read()


class Upload:
    """A file as one part of a form; see `LocalFile`."""

    def __init__(
        self,
        name: str | None,
        source: Source,
        media_type: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.headers = dict(headers or {})
        if media_type is None and name:
            media_type = guess_type(name)[0] or "application/octet-stream"
        is_told = any("content-type" in header.lower() for header in self.headers)
        if media_type is not None and not is_told:
            self.headers["Content-Type"] = media_type
        self._source = source

    def __len__(self) -> int:
        return len(self._source)

    @property
    def is_repeatable(self) -> bool:
        """False once the program has closed the file."""
        repeatable: bool = getattr(self._source, "is_repeatable", True)
        return repeatable

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._source)


def _from_tuple(parameter: str, parts: tuple[Any, ...]) -> Upload:
    if not 2 <= len(parts) <= 4:
        raise ValueError(
            f"{parameter}: a tuple is (name, contents), (name, contents, media type) or (name, "
            f"contents, media type, headers); got {len(parts)} items."
        )
    name, contents, *about = parts
    if name is not None and not isinstance(name, str):
        raise TypeError(
            f"{parameter}: the first item of a tuple is the file's name, a str or None; got "
            f"{type(name).__name__}. For several files, pass a list."
        )
    if isinstance(contents, str):
        # With a name beside it, it can't be meant as a path.
        contents = contents.encode()
    return Upload(name, _source_of(parameter, contents), *about)


def _name_of(file: Any) -> str:
    if isinstance(file, os.PathLike):
        name = os.fsdecode(file)
    else:
        name = str(getattr(file, "name", _NAMELESS))
    return PurePath(name).name


def _source_of(parameter: str, contents: Any) -> Source:
    if isinstance(contents, (bytes, bytearray, memoryview)):
        return InMemory(bytes(contents))
    if isinstance(contents, os.PathLike):
        return OnDisk(os.fsdecode(contents))
    if not hasattr(contents, "read"):
        is_str = isinstance(contents, str)
        raise TypeError(
            f"{parameter} must be a path object, bytes, an open binary file, or a tuple of a name "
            f"and one of these; got {type(contents).__name__}."
            + (" A str is never opened as a file: use pathlib.Path(...)." if is_str else "")
        )
    check_binary(parameter, contents)
    return Opened(contents) if is_seekable(contents) else InMemory(contents.read())


def check_binary(parameter: str, file: Any) -> None:
    """Raise `TypeError` if an open file gives text, or must be awaited."""
    if inspect.iscoroutinefunction(file.read):
        raise TypeError(f"{parameter}: read it first: (file.filename, await file.read()).")
    if not isinstance(file.read(0), bytes):
        raise TypeError(f'{parameter}: a file must be opened in binary mode: open(path, "rb").')


def is_seekable(file: Any) -> bool:
    # Spooled temporary files can't be asked before Python 3.11.
    return bool(file.seekable()) if hasattr(file, "seekable") else hasattr(file, "seek")


class InMemory:
    """Bytes, handed out piece by piece."""

    def __init__(self, content: bytes) -> None:
        self.head = content[:HEAD_BYTES]
        self._content = content

    def __len__(self) -> int:
        return len(self._content)

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._content), PIECE_BYTES):
            yield self._content[start : start + PIECE_BYTES]


class OnDisk:
    """A file on disk, read piece by piece. `kind` says what it is to be, in error messages.

    It is opened by `opener` and then checked by its descriptor, each time that it is read, so
    that nothing else can be put in its place in between.
    """

    def __init__(
        self, path: str, *, kind: str = "file", opener: Callable[[str, int], int] = os.open
    ) -> None:
        self._path = path
        self._name = f"The {kind} {path!r}"
        self._opener = opener
        with self._open() as file:
            self._status = os.fstat(file.fileno())
            self.head = file.read(HEAD_BYTES)

    def __len__(self) -> int:
        return self._status.st_size

    def __iter__(self) -> Iterator[bytes]:
        with _Reading(self._name), self._open() as file:
            if not os.path.samestat(self._status, os.fstat(file.fileno())):
                raise OpenAIError(f"{self._name} was replaced by another one before it was sent.")
            yield from _pieces(file, len(self), self._name)

    def _open(self) -> BinaryIO:
        try:
            file = open(self._path, "rb", opener=self._open_at_once)  # noqa: SIM115 - returned
        except (IsADirectoryError, PermissionError):
            # Windows has no other word for a directory.
            if os.path.isdir(self._path):
                raise IsADirectoryError(f"{self._name} is a directory.") from None
            raise
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            file.close()
            raise ValueError(f"{self._name} is not a regular file.")
        return file

    def _open_at_once(self, path: str, flags: int) -> int:
        # Opening a named pipe would wait for its writer; a terminal would become the program's.
        flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        return self._opener(path, flags)


class Opened:
    """A file that the program has opened, read from `start` whatever its position."""

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        self._file = file
        self._name = f"The file {getattr(file, 'name', _NAMELESS)!r}"
        self._start = start
        self._size = max(file.seek(0, os.SEEK_END) - start, 0)
        file.seek(start)

    @property
    def head(self) -> bytes:
        """Its first bytes."""
        with _Reading(self._name):
            self._file.seek(self._start)
            head = self._file.read(HEAD_BYTES)
            self._file.seek(self._start)
            return head

    def __len__(self) -> int:
        return self._size

    @property
    def is_repeatable(self) -> bool:
        """False once the program has closed the file."""
        return not getattr(self._file, "closed", False)

    def __iter__(self) -> Iterator[bytes]:
        with _Reading(self._name):
            self._file.seek(self._start)
            yield from _pieces(self._file, self._size, self._name)
            # So that it can be sent once more, with the next question.
            self._file.seek(self._start)


class _Reading:
    """Turns what goes wrong while reading into an `OpenAIError`.

    Not an `OSError` at that time: the HTTP library would take it for one of the connection's.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, exc_type: object, exc: BaseException | None, exc_tb: object) -> None:
        # ValueError: the program has closed the file meanwhile.
        if isinstance(exc, (OSError, ValueError)):
            raise OpenAIError(f"{self._name} can't be read: {exc}") from exc


def _pieces(file: BinaryIO, size: int, name: str) -> Iterator[bytes]:
    """Exactly `size` bytes, which is what the server was told to expect."""
    left = size
    while piece := file.read(PIECE_BYTES):
        left -= len(piece)
        if left < 0:
            break
        yield piece
    if left:
        raise OpenAIError(f"{name} changed its size while it was sent.")
