"""A body that arrives in blocks, put together or cut anew: whole, in pieces, as text, in lines.

Each class is fed with blocks and gives back what they complete; none of them does any I/O, so
that `Response` and `AsyncResponse` share them.
"""

from __future__ import annotations

import codecs
from typing import Protocol, TypeVar

_T = TypeVar("_T")


class Cutter(Protocol[_T]):
    """Takes blocks of bytes and gives what they complete."""

    def feed(self, block: bytes) -> list[_T]: ...

    def end(self) -> list[_T]: ...


class Whole:
    """The blocks of a body up to a limit in bytes."""

    def __init__(self, limit: int) -> None:
        self._blocks: list[bytes] = []
        self._size = 0
        self._limit = limit

    def take(self, block: bytes) -> bool:
        """Keep a block; False once the limit is passed."""
        self._blocks.append(block)
        self._size += len(block)
        return self._size <= self._limit

    def joined(self) -> bytes:
        return b"".join(self._blocks)[: self._limit]


class Pieces:
    """Pieces of `size` bytes; the blocks as they are if it is None."""

    def __init__(self, size: int | None) -> None:
        self._size = size
        self._rest = b""

    def feed(self, block: bytes) -> list[bytes]:
        if self._size is None:
            return [block]
        data = self._rest + block
        whole = len(data) - len(data) % self._size
        self._rest = data[whole:]
        return [data[start : start + self._size] for start in range(0, whole, self._size)]

    def end(self) -> list[bytes]:
        return [self._rest] if self._rest else []


class Text:
    """Text in UTF-8; a character that is cut in two waits for its rest."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, block: bytes) -> list[str]:
        text = self._decoder.decode(block)
        return [text] if text else []

    def end(self) -> list[str]:
        text = self._decoder.decode(b"", final=True)
        return [text] if text else []


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
