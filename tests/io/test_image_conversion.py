"""`image(..., convert=True)`: what Pillow makes of formats that llama-server can't read."""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path
from typing import Any

import pytest

import openai_local
from openai_local import OpenAIError
from openai_local.testing.picture import jpeg_bytes, png_bytes


def content_of(image: Any) -> bytes:
    return base64.b64decode(b"".join(image))


def encoded(format: str, mode: str = "RGB", **options: Any) -> bytes:
    """A picture, red on its left and blue on its right, 40 wide and 20 high."""
    pillow = pytest.importorskip("PIL.Image")
    picture = pillow.new(mode, (40, 20), "red")
    picture.paste("blue", (20, 0, 40, 20))
    if mode == "RGBA":
        picture.putalpha(128)
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def decoded(content: bytes) -> Any:
    return pytest.importorskip("PIL.Image").open(io.BytesIO(content))


@pytest.mark.parametrize("format", ["WEBP", "TIFF", "AVIF", "JPEG2000", "ICO"])
def test_opaque_pictures_become_jpeg(format: str, tmp_path: Path) -> None:
    """A picture without transparency is sent as JPEG, the same to the eye."""
    path = tmp_path / "picture"
    path.write_bytes(encoded(format, **({"lossless": True} if format == "WEBP" else {})))

    image = openai_local.image(path, convert=True)

    assert "image/jpeg" == image.media_type or format == "ICO"
    picture = decoded(content_of(image)).convert("RGB")
    assert picture.size[0] == 2 * picture.size[1] or format == "ICO"
    left, right = picture.getpixel((1, 1)), picture.getpixel((picture.width - 2, 1))
    assert left[0] > 200 and left[2] < 60
    assert right[2] > 200 and right[0] < 60


def test_transparent_pictures_become_png() -> None:
    """A picture with transparency keeps it."""
    image = openai_local.image(encoded("WEBP", "RGBA", lossless=True), convert=True)

    assert "image/png" == image.media_type
    assert "RGBA" == decoded(content_of(image)).mode


def test_pictures_are_turned_upright() -> None:
    """The camera's note on which side is up is followed, since it gets lost."""
    exif = pytest.importorskip("PIL.Image").Exif()
    exif[0x0112] = 6  # turn by 90 degrees

    picture = decoded(content_of(openai_local.image(encoded("WEBP", exif=exif), convert=True)))

    assert (20, 40) == picture.size
    assert 0x0112 not in picture.getexif()


@pytest.mark.parametrize("content", [png_bytes(), jpeg_bytes()])
def test_what_every_server_reads_stays_as_it_is(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PNG and JPEG are sent byte for byte, and Pillow isn't even looked for."""
    monkeypatch.setitem(sys.modules, "PIL", None)

    assert content == content_of(openai_local.image(content, convert=True))


def test_without_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Pillow, the error says how to get it."""
    monkeypatch.setitem(sys.modules, "PIL.Image", None)

    with pytest.raises(OpenAIError, match=r"pip install 'openai-local\[images\]'"):
        openai_local.image(b"RIFF\0\0\0\0WEBPVP8 ", convert=True)


@pytest.mark.parametrize(
    "content",
    [b"RIFF\0\0\0\0WEBPVP8 ", b"Dear Alice, this is no image", b"", b"%!PS-Adobe-3.0 EPSF-3.0"],
)
def test_what_can_not_be_read(content: bytes) -> None:
    """Damaged files, and what is no picture, are a ValueError in one line."""
    pytest.importorskip("PIL.Image")

    with pytest.raises(ValueError, match=r"^These bytes can't be converted: [^\n]+$"):
        openai_local.image(content, convert=True)


def test_too_many_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file of enormous size is refused before it is unpacked."""
    pillow = pytest.importorskip("PIL.Image")
    content = encoded("TIFF", compression="tiff_lzw")
    monkeypatch.setattr(pillow, "MAX_IMAGE_PIXELS", 100)

    with pytest.raises(ValueError, match=r"can't be converted: .*bomb"):
        openai_local.image(content, convert=True)


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_heic_needs_a_package_of_its_own(brand: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pillow-heif, the error names it."""
    pytest.importorskip("PIL.Image")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)

    with pytest.raises(OpenAIError, match="pip install pillow-heif"):
        openai_local.image(b"\0\0\0\x14ftyp" + brand + bytes(8), convert=True)
