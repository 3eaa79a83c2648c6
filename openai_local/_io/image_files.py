"""Local images, read from where they are while they are sent."""

from __future__ import annotations

import os
from binascii import b2a_base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from .._constants import MAX_IMAGE_BYTES
from .._wire.images import READ_BY_LLAMA_SERVER, READ_BY_NO_SERVER, media_type_of, with_local_images
from .files import InMemory, OnDisk, Opened, check_binary, is_seekable

if TYPE_CHECKING:
    from .._types import LocalImage
    from .._wire.request import Call
    from .image_directory import ImageDirectory


def with_opened_images(call: Call, directory: ImageDirectory | None) -> Call:
    """The call, with the local images in its messages made ready to be sent.

    Raises as `open_image` does and, for strings, as `ImageDirectory.open`.
    """
    messages = (call.params or {})[call.images_in]
    open_text = None if directory is None else directory.open
    opened = with_local_images(messages, open_image, open_text)
    return call._replace(params={**(call.params or {}), call.images_in: opened})


def open_image(image: Any) -> LocalImage:
    """Check a local image and make it ready to be sent.

    Takes a path object, bytes, what `image()` returned, or an open binary file. That is sent from
    where it is, or all of it if it is at its end, and is put back to there each time. Raises
    `FileNotFoundError`, `IsADirectoryError`, `PermissionError` or another `OSError` if a file
    can't be read; `ValueError` if it is no image, one in a format that no local server reads
    (HEIC, SVG), or larger than 64 MiB; `TypeError` for anything else.
    """
    if isinstance(image, Base64Image):
        return image
    return Base64Image(*_source_of(image))


def image(
    source: str | os.PathLike[str] | bytes | BinaryIO, *, convert: bool = False
) -> LocalImage:
    """A local image to be put where a URL is due; a plain `str` is taken for a path.

        {"type": "image_url", "image_url": {"url": openai_local.image("cat.jpg")}}

    The kind of image is told by its first bytes. Of a path, nothing is kept in memory: the file is
    read again each time it is sent. Raises as `open_image` does.

    With `convert`, an image in a format that llama-server can't read (WebP, AVIF, TIFF, HEIC, ...)
    is made a PNG or JPEG here and now, upright, the first frame of several. That needs Pillow,
    and pillow-heif for HEIC; `OpenAIError` if they are not installed.
    """
    if isinstance(source, Base64Image):
        return source
    opened, name = _source_of(Path(source) if isinstance(source, str) else source)
    if convert and media_type_of(opened.head) not in READ_BY_LLAMA_SERVER:
        from .image_conversion import converted

        opened = InMemory(converted(b"".join(opened), name))
    elif isinstance(opened, Opened):
        # The program may close it before it is sent.
        opened = InMemory(b"".join(opened))
    return Base64Image(opened, name)


def _source_of(image: Any) -> tuple[InMemory | OnDisk | Opened, str]:
    """The bytes of an image, and what to call it in messages."""
    if isinstance(image, (bytes, bytearray, memoryview)):
        return InMemory(bytes(image)), "These bytes"
    if isinstance(image, os.PathLike):
        path = os.fsdecode(image)
        return OnDisk(path, kind="image"), repr(path)
    if hasattr(image, "read"):
        check_binary("An image", image)
        return _opened(image) if is_seekable(image) else InMemory(image.read()), "This file"
    raise TypeError(
        f"An image is a URL (str), a path object, bytes or an open binary file; "
        f"got {type(image).__name__}."
    )


def _opened(file: BinaryIO) -> Opened:
    start = file.tell()
    # Behind an image that was just written, there is none.
    return Opened(file, start=0 if start == file.seek(0, os.SEEK_END) else start)


class Base64Image:
    """An image, encoded piece by piece each time it is sent; see `LocalImage`."""

    def __init__(self, source: InMemory | OnDisk | Opened, name: str) -> None:
        self.media_type = _checked_media_type(source, name)
        self._source = source

    def __len__(self) -> int:
        return (len(self._source) + 2) // 3 * 4

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._source:
            yield b2a_base64(piece, newline=False)


def _checked_media_type(source: InMemory | OnDisk | Opened, name: str) -> str:
    head, size = source.head, len(source)
    media_type = media_type_of(head)
    why = ""
    if media_type is None:
        why = f"it is no image we know: it starts with {head[:8]!r}" if head else "it is empty"
    elif media_type in READ_BY_NO_SERVER:
        why = f"it is {media_type}, which no local server reads; save it as PNG or JPEG" + (
            "" if media_type == "image/svg+xml" else ", or use image(..., convert=True)"
        )
    elif size > MAX_IMAGE_BYTES:
        why = f"it has {size} bytes, and the limit is {MAX_IMAGE_BYTES}"
    if media_type is None or why:
        raise ValueError(f"{name} can't be sent as an image: {why}.")
    return media_type
