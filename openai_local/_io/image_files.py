"""Local images, read from where they are while they are sent."""

from __future__ import annotations

import os
import stat
from binascii import b2a_base64
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from .._exceptions import OpenAIError
from .._wire.images import HEAD_BYTES, media_type_of

if TYPE_CHECKING:
    from .._types import LocalImage

#: Bytes read and encoded at a time: a multiple of 3, so that the base64 pieces fit together.
_PIECE_BYTES = 192 * 1024


def open_image(image: Any) -> LocalImage:
    """Check a local image and make it ready to be sent.

    Takes a path object, bytes, an open binary file, or what `image()` returned. Raises
    `FileNotFoundError`, `IsADirectoryError`, `PermissionError` or another `OSError` if a file
    can't be read, `ValueError` if it is no image, `TypeError` for anything else.
    """
    if isinstance(image, (ImageBytes, ImageFile)):
        return image
    if isinstance(image, (bytes, bytearray, memoryview)):
        return ImageBytes(bytes(image))
    if isinstance(image, os.PathLike):
        return ImageFile(os.fspath(image))
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
    return open_image(ImageFile(source) if isinstance(source, str) else source)


def _from_open_file(file: BinaryIO) -> ImageBytes:
    content = file.read()
    if not isinstance(content, bytes):
        raise TypeError('An image file must be opened in binary mode: open(path, "rb").')
    return ImageBytes(content)


class ImageBytes:
    """An image in memory, encoded piece by piece while it is sent."""

    def __init__(self, content: bytes) -> None:
        self.media_type = _checked_media_type(content[:HEAD_BYTES], "These bytes")
        self._content = content

    def __len__(self) -> int:
        return _base64_length(len(self._content))

    def __iter__(self) -> Iterator[bytes]:
        view = memoryview(self._content)
        for start in range(0, len(view), _PIECE_BYTES):
            yield b2a_base64(view[start : start + _PIECE_BYTES], newline=False)


class ImageFile:
    """An image on disk, read and encoded piece by piece each time it is sent."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        # Without blocking: opening a named pipe would wait for its writer.
        status = os.stat(self._path)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(f"The image {self._path!r} is a directory.")
        if not stat.S_ISREG(status.st_mode):
            raise ValueError(f"The image {self._path!r} is not a regular file.")
        self._size = status.st_size
        with open(self._path, "rb") as file:
            self.media_type = _checked_media_type(file.read(HEAD_BYTES), repr(self._path))

    def __len__(self) -> int:
        return _base64_length(self._size)

    def __iter__(self) -> Iterator[bytes]:
        left = self._size
        try:
            with open(self._path, "rb") as file:
                while piece := file.read(_PIECE_BYTES):
                    left -= len(piece)
                    if left < 0:
                        break
                    yield b2a_base64(piece, newline=False)
        except OSError as error:
            # Not an OSError here: the HTTP library would take it for one of the connection's.
            raise OpenAIError(f"The image {self._path!r} can't be read: {error}") from error
        if left:
            raise OpenAIError(f"The image {self._path!r} changed its size while it was sent.")


def _base64_length(size: int) -> int:
    return (size + 2) // 3 * 4


def _checked_media_type(head: bytes, name: str) -> str:
    media_type = media_type_of(head)
    if media_type is None:
        what = "empty" if not head else f"no image we know: it starts with {head[:8]!r}"
        raise ValueError(f"{name} can't be sent as an image: it is {what}.")
    return media_type
