"""Images in messages: which of them are local, what they are, and how they are sent.

A local image (a path, bytes, an open file) is sent as an exact data URL. It is not put into the
JSON text: `request.py` leaves a gap there and streams the image's base64 into it.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error, a2b_base64
from collections.abc import Callable, Mapping
from typing import Any

from .._types import LocalImage

#: (offset, bytes there, media type). From the formats' specifications.
_MAGIC = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"8BPS\x00\x01", "image/vnd.adobe.photoshop"),
    (0, b"#?RADIANCE", "image/vnd.radiance"),
    (0, b"P5\n", "image/x-portable-graymap"),
    (0, b"P6\n", "image/x-portable-pixmap"),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"<svg", "image/svg+xml"),
)
#: Brands in the first box of ISO media files. AVIF first: it may carry those of HEIF, too.
_BRANDS = (
    (b"avif", "image/avif"),
    (b"avis", "image/avif"),
    *((b"hei" + letter, "image/heic") for letter in (b"c", b"x", b"m", b"s")),
    (b"hevc", "image/heic"),
    (b"mif1", "image/heif"),
    (b"msf1", "image/heif"),
)
#: Sizes of the header that follows the file header of a bitmap. "BM" alone begins many texts.
_BITMAP_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)
#: Bytes needed from the beginning of a file to tell what it is.
HEAD_BYTES = 64

#: What the decoder of llama-server (stb_image) reads; each tried with llama.cpp b11549.
READ_BY_LLAMA_SERVER = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/bmp", "image/vnd.adobe.photoshop",
     "image/vnd.radiance", "image/x-portable-graymap", "image/x-portable-pixmap"}
)  # fmt: skip
#: What no local server reads: neither stb_image nor Pillow without further packages.
READ_BY_NO_SERVER = frozenset({"image/heic", "image/heif", "image/svg+xml"})


def media_type_of(head: bytes) -> str | None:
    """The media type by the first `HEAD_BYTES` bytes, never by a file's name; None if unknown."""
    for offset, magic, media_type in _MAGIC:
        if head.startswith(magic, offset):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BITMAP_HEADERS:
        return "image/bmp"
    if head[4:8] == b"ftyp":
        return _media_type_by_brands(head)
    if head.startswith(b"<?xml") and b"<svg" in head:
        return "image/svg+xml"
    return None


def _media_type_by_brands(head: bytes) -> str | None:
    """The brand of an ISO media file, or one of those that it is compatible with."""
    size = int.from_bytes(head[:4], "big")
    brands = {head[at : at + 4] for at in range(8, min(size, len(head)), 4) if at != 12}
    return next((media_type for brand, media_type in _BRANDS if brand in brands), None)


class DataURL:
    """A local image in place of a URL: `prefix`, then the base64 of `source`."""

    __slots__ = ("prefix", "source")

    def __init__(self, source: LocalImage) -> None:
        self.prefix = f"data:{source.media_type};base64,"
        self.source = source


def with_local_images(
    messages: list[Any],
    open_image: Callable[[Any], LocalImage],
    open_text: Callable[[str], LocalImage | None] | None = None,
) -> list[Any]:
    """The messages, with a `DataURL` in place of every local image. The originals stay as given.

    A string is a URL and goes through untouched, whatever it looks like, unless `open_text` is
    given and knows the string as the name of an image.
    """

    def place(image: Any) -> Any:
        if image is None:
            return None
        if isinstance(image, str):
            opened = open_text(image) if open_text is not None else None
            return image if opened is None else DataURL(opened)
        return DataURL(open_image(image))

    return [_message(message, place) for message in messages]


def image_urls(messages: Any) -> list[Any]:
    """What stands in a list of messages where the URLs of images are due, whatever it is."""
    urls: list[Any] = []

    def note(url: Any) -> Any:
        urls.append(url)
        return url

    for message in messages if isinstance(messages, list) else ():
        _message(message, note)
    return urls


def _message(message: Any, place: Callable[[Any], Any]) -> Any:
    if not isinstance(message, Mapping):
        return message
    # The Responses API has images in what tools put out, too.
    for where in ("content", "output"):
        content = message.get(where)
        if isinstance(content, (list, tuple)):
            parts = [_part(part, place) for part in content]
            if any(new is not old for new, old in zip(parts, content)):
                message = {**message, where: parts}
    return message


def _part(part: Any, place: Callable[[Any], Any]) -> Any:
    if not isinstance(part, Mapping) or part.get("type") not in ("image_url", "input_image"):
        return part
    image = part.get("image_url")
    if isinstance(image, Mapping):
        url = image.get("url")
        placed = place(url)
        return part if placed is url else {**part, "image_url": {**image, "url": placed}}
    placed = place(image)
    if placed is image:
        return part
    # The URL itself in the Responses API, inside of an object in chat.
    is_input_image = part["type"] == "input_image"
    return {**part, "image_url": placed if is_input_image else {"url": placed}}


# -- what is wrong with an image -------------------------------------------------------------


def refuse_unreadable(images: list[DataURL]) -> None:
    """Raise `ValueError` if llama-server, which is about to get the images, can't read one."""
    for image in images:
        media_type = image.source.media_type
        if media_type not in READ_BY_LLAMA_SERVER:
            raise ValueError(
                f"A local image is {media_type}, which llama-server can't read: send it as PNG or "
                "JPEG, e.g. by openai_local.image(path, convert=True)."
            )


# -- what may be wrong with an image, said if the server refuses it ---------------------------


_PATH_REMARK = (
    "The image_url {shown} was sent as a URL, since no plain string is opened as a file: for a "
    "local image pass pathlib.Path(...) or openai_local.image(...), or make the client with "
    "local_images=DIRECTORY."
)
_FORMAT_REMARK = (
    "An image of the request is {media_type}, which llama-server can't read: send it as PNG or "
    "JPEG, e.g. by openai_local.image(path, convert=True)."
)
_MISMATCH_REMARK = "An image of the request says that it is {said}, but it is {media_type}."
_DATA_URL_REMARK = (
    "A data URL of the request is not of the form data:image/png;base64,... with base64 in one "
    "line and padded."
)
_DATA_URL = r"(?a)data:([\w.+-]+/[\w.+-]+)(?:;[\w.+-]+=[\w.+-]+)*;base64,"
_IS_URL = r"[a-zA-Z][a-zA-Z0-9+-]+:"
_BASE64 = r"[A-Za-z0-9+/]+={0,2}"
#: Base64 of the bytes that tell what a file is; whole groups of four.
_HEAD_CHARACTERS = (HEAD_BYTES + 2) // 3 * 4
#: Characters of a string that are looked at, and that are shown of a path.
_LOOKED_AT = 1024
_SHOWN = 80


def remark_on_images(messages: Any) -> str:
    """What may be wrong with the first image that a server could refuse; "" if nothing is seen."""
    return next(filter(None, map(_remark_on, image_urls(messages))), "")


def _remark_on(url: Any) -> str:
    if isinstance(url, DataURL):
        return _remark_on_format(url.source.media_type)
    if not isinstance(url, str) or not url:
        return ""
    if url[:5].lower() == "data:":
        return _remark_on_data_url(url)
    if is_url(url) and not url.lower().startswith("file:"):
        return ""
    # llama-server takes bare base64, which is longer than any path.
    return _PATH_REMARK.format(shown=repr(url[:_SHOWN])) if len(url) < _LOOKED_AT else ""


def is_url(text: str) -> bool:
    """True if a text begins with a scheme; a letter and a colon are a Windows drive."""
    return re.match(_IS_URL, text) is not None


def _remark_on_data_url(url: str) -> str:
    match = re.match(_DATA_URL, url[:_LOOKED_AT])
    if match is None:
        return _DATA_URL_REMARK
    head = _decoded(url[match.end() : match.end() + _HEAD_CHARACTERS])
    if not head:
        return _DATA_URL_REMARK
    said, media_type = match[1].lower(), media_type_of(head)
    if media_type is None:
        return ""
    if remark := _remark_on_format(media_type):
        return remark
    is_same = said.replace("image/jpg", "image/jpeg") == media_type
    return "" if is_same else _MISMATCH_REMARK.format(said=said, media_type=media_type)


def _decoded(encoded: str) -> bytes:
    """The bytes of exact base64; none if it isn't."""
    # Python 3.10 has no `strict_mode` yet: it would skip what is not of the alphabet.
    if re.fullmatch(_BASE64, encoded) is None:
        return b""
    try:
        return a2b_base64(encoded)
    except Base64Error:
        return b""


def _remark_on_format(media_type: str) -> str:
    is_read = media_type in READ_BY_LLAMA_SERVER
    return "" if is_read else _FORMAT_REMARK.format(media_type=media_type)
