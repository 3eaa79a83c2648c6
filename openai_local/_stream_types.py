"""Questions about classes of streams, and lines of one. Found at `_streaming`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol, get_origin

from ._streaming import AsyncStream, Stream
from ._utils import extract_type_var_from_base
from ._wire.sse import ServerSentEvent

__all__ = [
    "SSEBytesDecoder",
    "_SSELineDecoder",
    "extract_stream_chunk_type",
    "is_stream_class_type",
]

_LINE_END = re.compile(rb"\r\n?|\n")


class SSEBytesDecoder(Protocol):
    """What makes events of bytes."""

    def iter_bytes(self, iterator: Iterator[bytes]) -> Iterator[ServerSentEvent]: ...

    def aiter_bytes(self, iterator: AsyncIterator[bytes]) -> AsyncIterator[ServerSentEvent]: ...


class _SSELineDecoder:
    """Blocks of bytes, cut anywhere, to the lines in them, which end in CR, LF or CRLF."""

    def __init__(self) -> None:
        #: The beginning of a line whose end has not arrived.
        self._buffer = bytearray()
        self._ends_in_cr = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The lines that the block completes, without their ends."""
        if not chunk:
            return
        start = 1 if self._ends_in_cr and chunk.startswith(b"\n") else 0
        self._ends_in_cr = chunk.endswith(b"\r")
        for end in _LINE_END.finditer(chunk, start):
            self._buffer += chunk[start : end.start()]
            line = bytes(self._buffer)
            self._buffer.clear()
            start = end.end()
            yield line
        self._buffer += chunk[start:]

    def finish(self) -> Iterator[bytes]:
        """A last line that has no end."""
        if self._buffer:
            line = bytes(self._buffer)
            self._buffer.clear()
            yield line


def is_stream_class_type(typ: Any) -> bool:
    """True for `Stream`, `AsyncStream[Model]` and classes derived from them."""
    cls = get_origin(typ) or typ
    return isinstance(cls, type) and issubclass(cls, (Stream, AsyncStream))


def extract_stream_chunk_type(stream_cls: Any, *, failure_message: str | None = None) -> Any:
    """`Model` for `Stream[Model]` and classes derived from it; else `RuntimeError`."""
    return extract_type_var_from_base(
        stream_cls, generic_bases=(Stream, AsyncStream), index=0, failure_message=failure_message
    )
