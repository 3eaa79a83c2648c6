"""Local images in messages: told by their bytes, sent as exact data URLs."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Iterator
from copy import deepcopy
from types import MappingProxyType
from typing import Any

import pytest

from openai_local import NOT_GIVEN
from openai_local._wire.images import (
    HEAD_BYTES,
    DataURL,
    media_type_of,
    remark_on_images,
    with_local_images,
)
from openai_local._wire.request import BodyPieces, encode_json

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(range(256))


class Image:
    """A local image as the request needs it: its base64 in pieces, and how long they are."""

    media_type = "image/png"

    def __init__(self, content: bytes) -> None:
        self._text = b64encode(content)

    def __len__(self) -> int:
        return len(self._text)

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._text), 100):
            yield self._text[start : start + 100]


def prepared(*parts: object) -> list[Any]:
    """The content of a message with these parts, its local images replaced."""
    (message,) = with_local_images([{"role": "user", "content": list(parts)}], Image)
    content: list[Any] = message["content"]
    return content


def body_of(messages: list[Any]) -> bytes:
    """The JSON text that is sent for the messages."""
    body = encode_json({"model": "m", "messages": with_local_images(messages, Image)})
    return body if isinstance(body, bytes) else b"".join(body)


def url_part(url: object) -> dict[str, object]:
    return {"type": "image_url", "image_url": {"url": url}}


# -- which format ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\xff\xd8\xff\xe1\x00\x10Exif", "image/jpeg"),
        (b"GIF87a\x01\x00", "image/gif"),
        (b"GIF89a\x01\x00", "image/gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"BM\x46" + bytes(11) + b"\x28\x00\x00\x00", "image/bmp"),
        (b"BM\x46" + bytes(11) + b"\x7c\x00\x00\x00", "image/bmp"),
        (b"BMW sells cars, not pictures", None),
        (b"P6\n64 64\n255\n", "image/x-portable-pixmap"),
        (b"P5\n64 64\n255\n", "image/x-portable-graymap"),
        (b"8BPS\x00\x01", "image/vnd.adobe.photoshop"),
        (b"#?RADIANCE\n", "image/vnd.radiance"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avif", "image/avif"),
        (b"\x00\x00\x00\x14ftypmif1avif\x00\x00\x00\x00avif", "image/heif"),
        (b"\xff\xff\xff\xffftyp", None),
        (b"xxxx....WEBP", None),
        (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
        (b"MM\x00*\x00\x00\x00\x08", "image/tiff"),
        (b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00", "image/avif"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypheix\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00", "image/heif"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", None),
        (b"\x00\x00\x00\x20ftypisom", None),
        (b"\x89PNG\n", None),
        (b"<svg xmlns=", "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<svg xmlns=', "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<html>', None),
        (b"%PDF-1.7", None),
        (b"data:image/png;b", None),
        (b" \x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8", None),
        (b"", None),
    ],
)
def test_a_format_is_told_by_its_first_bytes(head: bytes, expected: str | None) -> None:
    """The magic bytes of each format say what it is; anything else is unknown."""
    assert len(head) <= HEAD_BYTES
    assert expected == media_type_of(head)


# -- which parts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/cat.png",
        "data:image/png;base64,AAAA",
        "/etc/passwd",
        "file:///etc/passwd",
        "cat.png",
        "",
        "\x89PNG\r\n\x1a\n",
    ],
)
def test_strings_are_not_touched(text: str) -> None:
    """A string is a URL and goes through as it is, whatever it looks like."""
    messages = [
        {"role": "user", "content": text},
        {"role": "user", "content": [url_part(text), {"type": "image_url", "image_url": text}]},
    ]

    assert messages == with_local_images(messages, Image)
    assert messages == json.loads(body_of(messages))["messages"]


def test_messages_without_local_images_are_the_same_objects() -> None:
    """Nothing is copied where there is nothing to replace."""
    messages: list[Any] = [
        {"role": "user", "content": [url_part("https://h/cat.png"), {"type": "text", "text": "?"}]},
        {"role": "user", "content": None},
        {"role": "assistant"},
        {"role": "user", "content": [url_part(None), {"type": "image_url"}, "odd", None]},
        "odd",
        None,
    ]

    assert all(new is old for new, old in zip(with_local_images(messages, Image), messages))


@pytest.mark.parametrize("source", [PNG, bytearray(PNG), io.BytesIO(PNG), object()])
def test_anything_but_a_string_is_a_local_image(source: object) -> None:
    """What stands for the URL is handed to whoever opens images, and its answer is used."""
    opened = []

    def open_image(image: object) -> Image:
        opened.append(image)
        return Image(PNG)

    content = [url_part(source), {"type": "image_url", "image_url": source}]
    (message,) = with_local_images([{"role": "user", "content": content}], open_image)

    assert all(source is image for image in opened)
    assert 2 == len(opened)
    for part in message["content"]:
        assert DataURL is type(part["image_url"]["url"])
        assert "data:image/png;base64," == part["image_url"]["url"].prefix


def test_only_images_are_opened() -> None:
    """Bytes in other parts are none of this module's business."""
    part = {"type": "input_audio", "input_audio": {"data": b"RIFF", "format": "wav"}}

    assert [part] == prepared(part)


def test_the_other_keys_stay() -> None:
    """What else is in a part, an image or a message is kept."""
    part = {"type": "image_url", "image_url": {"url": PNG, "detail": "low"}, "cache": 1}
    messages = [{"role": "user", "name": "me", "content": ({"type": "text", "text": "a"}, part)}]
    (message,) = json.loads(body_of(messages))["messages"]

    assert {
        "role": "user",
        "name": "me",
        "content": [
            {"type": "text", "text": "a"},
            {
                "type": "image_url",
                "image_url": {
                    "url": "data:image/png;base64," + b64encode(PNG).decode(),
                    "detail": "low",
                },
                "cache": 1,
            },
        ],
    } == message


def test_any_mapping_is_a_message() -> None:
    """Messages and parts need not be dicts."""
    part = MappingProxyType({"type": "image_url", "image_url": MappingProxyType({"url": PNG})})
    messages = [MappingProxyType({"role": "user", "content": [part]})]

    assert b"data:image/png;base64," + b64encode(PNG) in body_of(messages)


def test_the_originals_stay_as_given() -> None:
    """The program's messages are not changed, at any depth."""
    messages = [
        {"role": "user", "content": [url_part(PNG), {"type": "image_url", "image_url": PNG}]}
    ]
    before = deepcopy(messages)
    body_of(messages)

    assert before == messages


@pytest.mark.parametrize("place", ["content", "output"])
def test_images_of_the_responses_api(place: str) -> None:
    """An `input_image` in a message or a tool's output has the URL itself, not an object of it."""
    part = {"type": "input_image", "detail": "low", "image_url": PNG}
    (item,) = with_local_images([{"role": "user", place: [part, {"type": "input_text"}]}], Image)

    assert isinstance(item[place][0].pop("image_url"), DataURL)
    assert [{"type": "input_image", "detail": "low"}, {"type": "input_text"}] == item[place]


def test_items_of_the_responses_api_without_local_images() -> None:
    """Items whose content or output is text, a URL or a file id are the same objects."""
    items: list[Any] = [
        {"type": "function_call_output", "call_id": "c", "output": "text"},
        {"role": "user", "content": [{"type": "input_image", "image_url": "http://h/a.png"}]},
        {"role": "user", "content": [{"type": "input_image", "file_id": "f", "image_url": None}]},
        {"role": "user", "content": "text", "output": [{"type": "input_text", "text": "t"}]},
    ]

    new = with_local_images(items, Image)
    assert all(item is old for item, old in zip(new, items))
    assert len(items) == len(new)


# -- the body --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 2, 3, 1000, 100_000])
def test_the_body_is_that_of_a_data_url(size: int) -> None:
    """Streamed or written out by hand: the same bytes, and a length known beforehand."""
    image = PNG + b"x" * size
    url = "data:image/png;base64," + b64encode(image).decode()
    text = {"type": "text", "text": "Grüße"}
    by_hand = encode_json(
        {"messages": [{"role": "user", "content": [text, url_part(url), text, url_part(url)]}]}
    )
    streamed = encode_json(
        {
            "messages": [
                {"role": "user", "content": prepared(text, url_part(image), text, url_part(image))}
            ]
        }
    )

    assert isinstance(streamed, BodyPieces)
    assert by_hand == b"".join(streamed)
    assert len(by_hand) == len(streamed)
    # A retry sends it again.
    assert by_hand == b"".join(streamed)


def test_images_keep_their_order() -> None:
    """Several images over several messages end up each in its own place."""
    images = [b"one", b"two", b"three", b"four"]
    messages = [
        {"role": "user", "content": [url_part(images[0]), url_part("https://h/x.png")]},
        {"role": "user", "content": [url_part(images[1]), url_part(images[2])]},
        {"role": "user", "content": [url_part(images[3])]},
    ]
    sent = json.loads(body_of(messages))["messages"]
    urls = [part["image_url"]["url"] for message in sent for part in message["content"]]

    assert [
        "data:image/png;base64,b25l",
        "https://h/x.png",
        "data:image/png;base64,dHdv",
        "data:image/png;base64,dGhyZWU=",
        "data:image/png;base64,Zm91cg==",
    ] == urls


def test_an_image_beside_what_needs_escapes() -> None:
    """A lone surrogate in the prompt changes the text around the image, not the image."""
    text = {"type": "text", "text": "\ud800 é"}
    body = body_of([{"role": "user", "content": [text, url_part(b"one")]}])
    (message,) = json.loads(body)["messages"]

    assert [text, url_part("data:image/png;base64,b25l")] == message["content"]


def test_an_image_beside_a_sentinel_and_an_iterator() -> None:
    """Values that are left out or read once don't disturb the images."""
    part = url_part(DataURL(Image(b"one")))
    body = encode_json({"a": iter([part]), "b": {"c": NOT_GIVEN}, "d": [part]})

    url = url_part("data:image/png;base64,b25l")
    assert {"a": [url], "b": {}, "d": [url]} == json.loads(b"".join(body))


# -- strings that name an image --------------------------------------------------------------


def test_strings_that_are_known_become_images() -> None:
    """What `open_text` knows is sent as an image, in chat and in responses; the rest as it is."""

    def open_text(text: str) -> Image | None:
        return Image(PNG) if text == "cat.png" else None

    parts = [
        url_part("cat.png"),
        url_part("https://h/dog.png"),
        {"type": "input_image", "image_url": "cat.png"},
        {"type": "text", "text": "cat.png"},
    ]
    (message,) = with_local_images([{"role": "user", "content": parts}], Image, open_text)
    sent = json.loads(b"".join(encode_json(message)))["content"]  # type: ignore[arg-type]

    url = f"data:image/png;base64,{b64encode(PNG).decode()}"
    assert [url_part(url), parts[1], {**parts[2], "image_url": url}, parts[3]] == sent


# -- what may be wrong -----------------------------------------------------------------------


def remark(url: object) -> str:
    return remark_on_images([{"role": "user", "content": [{"type": "text"}, url_part(url)]}])


def data_url(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{b64encode(content).decode()}"


@pytest.mark.parametrize(
    "url",
    [
        "https://h/cat.webp",
        "HTTP://h/cat.png",
        "s3://bucket/cat.png",
        "",
        None,
        data_url(PNG),
        data_url(PNG[:40]),
        data_url(b"\xff\xd8\xff\xe0", "image/jpeg"),
        data_url(b"\xff\xd8\xff\xe0", "image/jpg"),
        data_url(b"?", "image/png"),
        data_url(PNG).replace("png;", "png;charset=utf-8;"),
        DataURL(Image(PNG)),
        b64encode(bytes(1000)).decode(),
    ],
)
def test_nothing_is_said_of_what_servers_take(url: object) -> None:
    """URLs, exact data URLs and bare base64 are no reason for a remark."""
    assert "" == remark(url)


@pytest.mark.parametrize(
    "path",
    ["cat.png", "./cat.png", "/home/me/cat.png", r"C:\Users\me\cat.png", "C:/cat.png",
     r"\\server\cat.png", "file:///home/me/cat.png", "~/cat.png"],
)  # fmt: skip
def test_a_path_in_a_string_is_remarked(path: str) -> None:
    """What looks like a path is named, with the ways to send a local image."""
    assert f"The image_url {path!r} was sent as a URL" in remark(path)
    assert "pathlib.Path(...)" in remark(path)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (data_url(b"RIFF\x24\x00\x00\x00WEBPVP8 "), "is image/webp, which llama-server can't"),
        (data_url(b"II*\x00", "image/tiff"), "is image/tiff, which llama-server can't read"),
        (data_url(PNG, "image/jpeg"), "says that it is image/jpeg, but it is image/png"),
        (data_url(PNG, "text/plain"), "says that it is text/plain, but it is image/png"),
        ("data:;base64,iVBORw0KGgo=", "not of the form"),
        ("data:image/png,iVBORw0KGgo=", "not of the form"),
        ("data:image/png;base64,", "not of the form"),
        ("data:image/png;base64,iVBORw0KGg", "not of the form"),
        ("data:image/png;base64,iVBOR\nw0KGgo=", "not of the form"),
        ("data:image/png;base64,_-BORw0KGgo=", "not of the form"),
        ("DATA:image/png;base64,iVBORw0KGgo=", "not of the form"),
        ("iVBORw0KGgo=", "was sent as a URL"),
    ],
)
def test_a_bad_data_url_is_remarked(url: str, expected: str) -> None:
    """What llama-server refuses, and what is not what it says, is told apart by the first bytes."""
    assert expected in remark(url)


def test_a_local_image_in_a_rare_format_is_remarked() -> None:
    """An image that was opened here is judged by its type."""

    class Rare(Image):
        media_type = "image/webp"

    assert "image/webp" in remark(DataURL(Rare(PNG)))
