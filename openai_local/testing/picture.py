"""Small pictures for tests and the demo, made without an image library.

Rule of this file: standard library only; every function returns a whole, valid file.
"""

from __future__ import annotations

import base64
import os
import struct
import zlib

_SKY, _SUN, _LAND = b"\x5b\xa8\xe5", b"\xff\xd2\x3f", b"\x3f\x9b\x4f"

# A sky-blue baseline JPEG of 16x16 pixels, three components.
_JPEG = """
/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRT
c4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj
Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xA
AUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABf/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAM
AwEAAhEDEQA/ALACgt//2Q==
"""


def jpeg_bytes() -> bytes:
    """A valid JPEG of 286 bytes, always the same one."""
    return base64.b64decode(_JPEG)


def png_bytes(width: int = 96, height: int = 64) -> bytes:
    """A PNG of a yellow sun over green land, ``width`` by ``height`` pixels, 8-bit RGB."""
    rows = b"".join(b"\0" + _row(y, width, height) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def write_png(path: str | os.PathLike[str], width: int = 96, height: int = 64) -> None:
    """Write ``png_bytes`` to a file, replacing what is there. Raises OSError."""
    with open(path, "wb") as file:
        file.write(png_bytes(width, height))


def _row(y: int, width: int, height: int) -> bytes:
    if y >= height * 2 // 3:
        return _LAND * width
    centre, radius = (width * 2 // 3, height // 3), height // 5
    reach = radius * radius - (y - centre[1]) ** 2
    return b"".join(_SUN if (x - centre[0]) ** 2 < reach else _SKY for x in range(width))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
