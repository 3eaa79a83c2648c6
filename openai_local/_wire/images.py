"""Images in messages: which of them are local, what they are, and how they are sent.

A local image (a path, bytes, an open file) is sent as an exact data URL. It is not put into the
JSON text: `request.py` leaves a gap there and streams the image's base64 into it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._types import LocalImage

#: (offset, bytes there, media type). From the formats' specifications.
_MAGIC = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
)
#: Bytes needed from the beginning of a file to tell what it is.
HEAD_BYTES = 16


def media_type_of(head: bytes) -> str | None:
    """The media type by the first `HEAD_BYTES` bytes, never by a file's name; None if unknown."""
    for offset, magic, media_type in _MAGIC:
        if head.startswith(magic, offset):
            return media_type
    return None


class DataURL:
    """A local image in place of a URL: `prefix`, then the base64 of `source`."""

    __slots__ = ("prefix", "source")

    def __init__(self, source: LocalImage) -> None:
        self.prefix = f"data:{source.media_type};base64,"
        self.source = source


def with_local_images(messages: list[Any], open_image: Callable[[Any], LocalImage]) -> list[Any]:
    """The messages, with a `DataURL` in place of every local image. The originals stay as given.

    A string is a URL and goes through untouched, whatever it looks like.
    """
    return [_message(message, open_image) for message in messages]


def _message(message: Any, open_image: Callable[[Any], LocalImage]) -> Any:
    if not isinstance(message, Mapping):
        return message
    # The Responses API has images in what tools put out, too.
    for place in ("content", "output"):
        content = message.get(place)
        if isinstance(content, (list, tuple)):
            parts = [_part(part, open_image) for part in content]
            if any(new is not old for new, old in zip(parts, content)):
                message = {**message, place: parts}
    return message


def _part(part: Any, open_image: Callable[[Any], LocalImage]) -> Any:
    if not isinstance(part, Mapping) or part.get("type") not in ("image_url", "input_image"):
        return part
    image = part.get("image_url")
    if isinstance(image, str) or image is None:
        return part
    if not isinstance(image, Mapping):
        local = DataURL(open_image(image))
        # The URL itself in the Responses API, inside of an object in chat.
        is_input_image = part["type"] == "input_image"
        return {**part, "image_url": local if is_input_image else {"url": local}}
    url = image.get("url")
    if isinstance(url, str) or url is None:
        return part
    return {**part, "image_url": {**image, "url": DataURL(open_image(url))}}
