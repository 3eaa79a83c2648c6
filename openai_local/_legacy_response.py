"""`HttpxBinaryResponseContent`, and the official path of `LegacyAPIResponse`."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar, TypeVar

from ._http import Response
from ._response import LegacyAPIResponse
from ._typing import deprecated

__all__ = ["HttpxBinaryResponseContent", "LegacyAPIResponse"]

_T = TypeVar("_T")

_NOT_STREAMED = (
    "The whole answer is in memory before this method writes it. Use write_to_file() for that, or "
    "with_streaming_response.create(...), whose stream_to_file() writes what arrives."
)


class HttpxBinaryResponseContent:
    """An answer that is no JSON, such as a sound: its bytes are read, and in `content`.

    The methods are the official ones; those for asyncio are there for both clients.
    """

    #: What `.with_streaming_response` makes of it, as the official SDK does.
    unread_type: ClassVar[type] = bytes

    #: The answer itself; like an `httpx.Response`.
    response: Response

    def __init__(self, response: Response) -> None:
        self.response = response

    @property
    def content(self) -> bytes:
        return self.response.content

    @property
    def text(self) -> str:
        return self.response.text

    @property
    def encoding(self) -> str:
        """The charset by which `text` is decoded."""
        return self.charset_encoding or "utf-8"

    @property
    def charset_encoding(self) -> str | None:
        """The charset that the Content-Type names."""
        return self.response.charset_encoding

    def json(self, **kwargs: Any) -> Any:
        """The content parsed as JSON; the arguments are those of `json.loads`."""
        return json.loads(self.content, **kwargs)

    def read(self) -> bytes:
        return self.content

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The content, in pieces of `chunk_size` bytes if it is given."""
        return self.response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        return self.response.iter_text(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        return self.response.iter_lines()

    def iter_raw(self, chunk_size: int | None = None) -> Iterator[bytes]:
        return self.response.iter_bytes(chunk_size)

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the content to a file; one that is there is replaced."""
        with open(file, "wb") as target:
            target.write(self.content)

    @deprecated(_NOT_STREAMED)
    def stream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None
    ) -> None:
        """The same as `write_to_file`."""
        self.write_to_file(file)

    def close(self) -> None:
        self.response.close()

    async def aread(self) -> bytes:
        return self.content

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """As in the official SDK, to be awaited first: `async for piece in await ...`."""
        return _each(self.iter_bytes(chunk_size))

    async def aiter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        return _each(self.iter_text(chunk_size))

    async def aiter_lines(self) -> AsyncIterator[str]:
        return _each(self.iter_lines())

    async def aiter_raw(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        return _each(self.iter_bytes(chunk_size))

    @deprecated(_NOT_STREAMED)
    async def astream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None
    ) -> None:
        """The same as `write_to_file`."""
        self.write_to_file(file)

    async def aclose(self) -> None:
        self.response.close()


async def _each(items: Iterator[_T]) -> AsyncIterator[_T]:
    for item in items:
        yield item
