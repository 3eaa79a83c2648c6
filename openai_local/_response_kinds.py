"""Responses that the official SDK has classes of their own for. Found at `_response`."""

from __future__ import annotations

import os
from typing import Any

from ._response import APIResponse, AsyncAPIResponse, BaseAPIResponse
from ._utils import extract_type_var_from_base

__all__ = [
    "AsyncBinaryAPIResponse",
    "AsyncStreamedBinaryAPIResponse",
    "BinaryAPIResponse",
    "MissingStreamClassError",
    "StreamedBinaryAPIResponse",
    "extract_response_type",
]


class BinaryAPIResponse(APIResponse[bytes]):
    """An answer that is no JSON, such as a sound."""

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the body to a file; one that is there is replaced."""
        self.stream_to_file(file)


class AsyncBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """`BinaryAPIResponse` for asyncio."""

    async def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """See `BinaryAPIResponse.write_to_file`."""
        await self.stream_to_file(file)


class StreamedBinaryAPIResponse(APIResponse[bytes]):
    """What `.with_streaming_response` gives of a sound; `stream_to_file` writes what arrives."""


class AsyncStreamedBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """`StreamedBinaryAPIResponse` for asyncio."""


class MissingStreamClassError(TypeError):
    """A stream was asked for, and no class of one was given."""

    def __init__(self) -> None:
        super().__init__(
            "The `stream` argument was set to `True` but the `stream_cls` argument was not given."
        )


def extract_response_type(typ: type[BaseAPIResponse[Any]]) -> Any:
    """`Model` for `APIResponse[Model]` and classes derived from it; else `RuntimeError`."""
    bases = (BaseAPIResponse, APIResponse, AsyncAPIResponse)
    return extract_type_var_from_base(typ, generic_bases=bases, index=0)
