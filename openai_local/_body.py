"""A body that arrives in blocks, put together or cut anew: whole, in pieces, as text, in lines.

Each class is fed with blocks and gives back what they complete; none of them does any I/O, so
that `Response` and `AsyncResponse` share them.
"""

from __future__ import annotations

import codecs
from io import BytesIO
from typing import AnyStr, Generic, Protocol, TypeVar

_T = TypeVar("_T")


class Cutter(Protocol[_T]):
    """Takes blocks of bytes and gives what they complete."""

    def feed(self, block: bytes) -> list[_T]: ...

    def end(self) -> list[_T]: ...


class Whole:
    """The blocks of a body up to a limit in bytes."""

    def __init__(self, limit: int) -> None:
        # It gives its memory away as it is: joining many blocks would take twice as much.
        self._file = BytesIO()
        self._limit = limit

    def take(self, block: bytes) -> bool:
        """Keep a block; False once the limit is passed."""
        self._file.write(block)
        return self._file.tell() <= self._limit

    def joined(self) -> bytes:
        return self._file.getvalue()[: self._limit]


class Pieces(Generic[AnyStr]):
    """Pieces of `size` bytes, or characters; the blocks as they are if it is None."""

    def __init__(self, size: int | None) -> None:
        self._size = size
        self._blocks: list[AnyStr] = []
        self._held = 0

    def feed(self, block: AnyStr) -> list[AnyStr]:
        if self._size is None:
            return [block] if block else []
        self._blocks.append(block)
        self._held += len(block)
        if self._held < self._size:
            return []
        data = block[:0].join(self._blocks)
        self._held = len(data) % self._size
        whole = len(data) - self._held
        self._blocks = [data[whole:]]
        return [data[start : start + self._size] for start in range(0, whole, self._size)]

    def end(self) -> list[AnyStr]:
        return [self._blocks[0][:0].join(self._blocks)] if self._held else []


class Text:
    """Text in UTF-8, cut as in `Pieces`; a character that is cut in two waits for its rest."""

    def __init__(self, size: int | None) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pieces = Pieces[str](size)

    def feed(self, block: bytes) -> list[str]:
        return self._pieces.feed(self._decoder.decode(block))

    def end(self) -> list[str]:
        last = self._pieces.feed(self._decoder.decode(b"", final=True))
        return [*last, *self._pieces.end()]


class Lines:
    """Lines without their ends (LF, CRLF or CR), as text."""

    def __init__(self) -> None:
        self._pending: list[bytes] = []
        self._ends_in_cr = False

    def feed(self, block: bytes) -> list[str]:
        if self._ends_in_cr and block.startswith(b"\n"):
            block = block[1:]
        self._ends_in_cr = block.endswith(b"\r")
        # For bytes, splitlines() knows LF, CRLF and CR, and nothing else.
        lines = block.splitlines()
        rest = lines.pop() if lines and not block.endswith((b"\n", b"\r")) else b""
        if lines:
            lines[0] = b"".join((*self._pending, lines[0]))
            self._pending.clear()
        if rest:
            self._pending.append(rest)
        return [line.decode("utf-8", "replace") for line in lines]

    def end(self) -> list[str]:
        rest = b"".join(self._pending)
        self._pending.clear()
        return [rest.decode("utf-8", "replace")] if rest else []
