"""Images in formats that llama-server can't read, made PNG or JPEG by Pillow, if it is there."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import Any

from .._exceptions import OpenAIError
from .._wire.images import media_type_of

#: By Pillow's names. Not every format it knows: some would start other programs.
_FORMATS = ("AVIF", "BMP", "GIF", "HEIF", "ICO", "JPEG", "JPEG2000", "PCX", "PNG", "TGA", "TIFF",
            "WEBP")  # fmt: skip
#: Of 100. Text in screenshots stays clean.
_JPEG_QUALITY = 95


def converted(content: bytes, name: str) -> bytes:
    """The same picture as PNG if it has transparency, else as JPEG, turned upright.

    Raises `OpenAIError` if Pillow is missing or too old for the format, `ValueError` if the
    image can't be read.
    """
    pillow, operations = _pillow(), import_module("PIL.ImageOps")
    is_heif = media_type_of(content) in ("image/heic", "image/heif")
    if is_heif:
        _add_heif()
    pillow.init()
    try:
        with pillow.open(BytesIO(content), formats=[f for f in _FORMATS if f in pillow.OPEN]) as it:
            picture = operations.exif_transpose(it)
            is_transparent = picture.has_transparency_data
            out = BytesIO()
            if is_transparent:
                picture.convert("RGBA").save(out, "PNG")
            else:
                picture.convert("RGB").save(
                    out, "JPEG", quality=_JPEG_QUALITY, subsampling=0, exif=b""
                )
    except Exception as error:
        # Decoders of damaged files raise whatever comes to them.
        raise ValueError(f"{name} can't be converted: {' '.join(str(error).split())}") from error
    return out.getvalue()


def _pillow() -> Any:
    try:
        return import_module("PIL.Image")
    except ImportError:
        raise OpenAIError(
            "image(..., convert=True) needs Pillow: pip install 'openai-local[images]'"
        ) from None


def _add_heif() -> None:
    try:
        heif: Any = import_module("pillow_heif")
    except ImportError:
        raise OpenAIError(
            "image(..., convert=True) needs pillow-heif for HEIC: pip install pillow-heif"
        ) from None
    heif.register_heif_opener()
