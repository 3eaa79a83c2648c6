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
from openai_local._wire.images import HEAD_BYTES, DataURL, media_type_of, with_local_images
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
        (b"BM\x46\x00\x00\x00\x00\x00", "image/bmp"),
        (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
        (b"MM\x00*\x00\x00\x00\x08", "image/tiff"),
        (b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00", "image/avif"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypheix\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00", "image/heif"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", None),
        (b"\x00\x00\x00\x20ftypisom", None),
        (b"\x89PNG\n", None),
        (b"<svg xmlns=", None),
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
