"""Local images, read from where they are while they are sent."""

from __future__ import annotations

import os
from binascii import b2a_base64
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from .._wire.images import media_type_of
from .files import InMemory, OnDisk

if TYPE_CHECKING:
    from .._types import LocalImage


def open_image(image: Any) -> LocalImage:
    """Check a local image and make it ready to be sent.

    Takes a path object, bytes, an open binary file, or what `image()` returned. Raises
    `FileNotFoundError`, `IsADirectoryError`, `PermissionError` or another `OSError` if a file
    can't be read, `ValueError` if it is no image, `TypeError` for anything else.
    """
    if isinstance(image, Base64Image):
        return image
    if isinstance(image, (bytes, bytearray, memoryview)):
        return _from_bytes(bytes(image))
    if isinstance(image, os.PathLike):
        return _from_path(image)
    if hasattr(image, "read"):
        return _from_open_file(cast(BinaryIO, image))
    raise TypeError(
        f"An image is a URL (str), a path object, bytes or an open binary file; "
        f"got {type(image).__name__}."
    )


def image(source: str | os.PathLike[str] | bytes | BinaryIO) -> LocalImage:
    """A local image to be put where a URL is due; a plain `str` is taken for a path.

        {"type": "image_url", "image_url": {"url": openai_local.image("cat.jpg")}}

    The kind of image is told by its first bytes. A file is not kept in memory: it is read again
    each time it is sent. Raises as `open_image` does.
    """
    return open_image(_from_path(source) if isinstance(source, str) else source)


def _from_open_file(file: BinaryIO) -> Base64Image:
    content = file.read()
    if not isinstance(content, bytes):
        raise TypeError('An image file must be opened in binary mode: open(path, "rb").')
    return _from_bytes(content)


def _from_bytes(content: bytes) -> Base64Image:
    return Base64Image(InMemory(content), "These bytes")


def _from_path(path: str | os.PathLike[str]) -> Base64Image:
    path = os.fsdecode(path)
    return Base64Image(OnDisk(path, kind="image"), repr(path))


class Base64Image:
    """An image, encoded piece by piece each time it is sent; see `LocalImage`."""

    def __init__(self, source: InMemory | OnDisk, name: str) -> None:
        self.media_type = _checked_media_type(source.head, name)
        self._source = source

    def __len__(self) -> int:
        return (len(self._source) + 2) // 3 * 4

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._source:
            yield b2a_base64(piece, newline=False)


def _checked_media_type(head: bytes, name: str) -> str:
    media_type = media_type_of(head)
    if media_type is None:
        what = "empty" if not head else f"no image we know: it starts with {head[:8]!r}"
        raise ValueError(f"{name} can't be sent as an image: it is {what}.")
    return media_type
