"""Local images: what is taken for one, what is refused, and what the server gets."""

from __future__ import annotations

import base64
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import openai_local
from openai_local import BadRequestError, InternalServerError, OpenAI, OpenAIError
from openai_local._constants import MAX_IMAGE_BYTES
from openai_local.testing.picture import jpeg_bytes, png_bytes
from openai_local.testing.scripted import ScriptedServer, chat_completion, json_answer

PNG = png_bytes()
#: Some magic bytes, then all byte values; more than one piece of base64, and not a multiple of 3.
LARGE = PNG + bytes(range(256)) * 2000 + b"x"
needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
needs_permissions = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root and Windows may read everything"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A PNG file."""
    file = tmp_path / "picture.png"
    file.write_bytes(PNG)
    return file


def ask(client: OpenAI, image: Any, **fields: Any) -> None:
    """Ask about an image that stands where a URL is due."""
    part = {"type": "image_url", "image_url": {"url": image, **fields}}
    messages: list[Any] = [
        {"role": "user", "content": [{"type": "text", "text": "What is this?"}, part]}
    ]
    client.chat.completions.create(model="m", messages=messages)


def sent_urls(server: ScriptedServer) -> list[Any]:
    """The `image_url` objects of all requests."""
    return [request.json()["messages"][0]["content"][1]["image_url"] for request in server.requests]


def data_url(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


@pytest.fixture
def answering(server: ScriptedServer) -> ScriptedServer:
    server.play(json_answer(chat_completion("A picture.")))
    return server


# -- what is taken ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path,
        lambda path: path.read_bytes(),
        lambda path: bytearray(path.read_bytes()),
        lambda path: memoryview(path.read_bytes()),
        lambda path: io.BytesIO(path.read_bytes()),
        lambda path: openai_local.image(str(path)),
        openai_local.image,
        lambda path: openai_local.image(path.read_bytes()),
        lambda path: openai_local.image(openai_local.image(path)),
    ],
    ids=["path", "bytes", "bytearray", "memoryview", "BytesIO", "image(str)", "image(path)",
         "image(bytes)", "image(image)"],
)  # fmt: skip
@pytest.mark.parametrize("content", [PNG, LARGE], ids=["small", "large"])
def test_every_kind_arrives_exactly(
    answering: ScriptedServer,
    client: OpenAI,
    path: Path,
    make: Callable[[Path], Any],
    content: bytes,
) -> None:
    """An image arrives as the exact data URL of its bytes, with its neighbours untouched."""
    path.write_bytes(content)

    ask(client, make(path), detail="low")

    assert [{"url": data_url(content), "detail": "low"}] == sent_urls(answering)
    assert int(answering.requests[0].headers["content-length"]) == len(answering.requests[0].body)


def test_open_file(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """An open binary file is read from where it is, each time that it is sent, and left open."""
    path.write_bytes(b"skipped" + PNG)
    with path.open("rb") as file:
        file.seek(len(b"skipped"))

        for _ in range(2):
            ask(client, file)

            assert {"url": data_url(PNG)} == sent_urls(answering)[-1]
        assert not file.closed


def test_image_that_was_just_written(answering: ScriptedServer, client: OpenAI) -> None:
    """All of a file is sent that is at its end, as Pillow's `save` leaves it."""
    file = io.BytesIO()
    file.write(PNG)

    ask(client, file)

    assert [{"url": data_url(PNG)}] == sent_urls(answering)


def test_file_that_is_closed_before_its_image_is_sent(
    answering: ScriptedServer, client: OpenAI, path: Path
) -> None:
    """`image()` has read it by then; of the file itself, the error names it."""
    path.write_bytes(PNG)
    with path.open("rb") as file:
        made = openai_local.image(file)
    ask(client, made)

    assert [{"url": data_url(PNG)}] == sent_urls(answering)
    with pytest.raises(ValueError, match="closed"):
        ask(client, file)


def test_bytearray_is_copied(answering: ScriptedServer, client: OpenAI) -> None:
    """What happens to a bytearray after it became an image does not change the image."""
    content = bytearray(PNG)
    image = openai_local.image(content)
    content[:] = b"changed"

    ask(client, image)

    assert [{"url": data_url(PNG)}] == sent_urls(answering)


def test_in_place_of_the_object(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """An image may also stand in place of the whole `image_url` object."""
    content: list[Any] = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": path},
    ]

    client.chat.completions.create(model="m", messages=[{"role": "user", "content": content}])

    assert [{"url": data_url(PNG)}] == sent_urls(answering)
    assert path == content[1]["image_url"]


def test_media_type_by_content(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """The media type is that of the content, whatever the file is called."""
    path.write_bytes(jpeg_bytes())

    ask(client, path)

    assert [{"url": data_url(jpeg_bytes(), "image/jpeg")}] == sent_urls(answering)


def test_the_same_image_twice(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """One image object can be used in several places and calls."""
    image = openai_local.image(path)
    part = {"type": "image_url", "image_url": {"url": image}}
    messages: list[Any] = [{"role": "user", "content": [part, part]}]

    for _ in range(2):
        client.chat.completions.create(model="m", messages=messages)

    for request in answering.requests:
        parts = request.json()["messages"][0]["content"]
        assert [data_url(PNG)] * 2 == [part["image_url"]["url"] for part in parts]


@pytest.mark.parametrize("name", ["picture.png", "no such file.png", "pipe"])
def test_plain_strings_are_not_opened(
    answering: ScriptedServer,
    client: OpenAI,
    path: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A string is a URL, even if a file has that name: it is sent as it is."""
    if name == "pipe" and hasattr(os, "mkfifo"):
        # Opening it would wait for ever.
        os.mkfifo(path.parent / name)
    monkeypatch.chdir(path.parent)

    for text in (name, str(path.parent / name), f"file://{path.parent / name}"):
        ask(client, text)

    expected = [name, str(path.parent / name), f"file://{path.parent / name}"]
    assert expected == [image["url"] for image in sent_urls(answering)]


def test_large_files_are_not_kept_in_memory(
    answering: ScriptedServer, client: OpenAI, path: Path
) -> None:
    """A file's size does not show in the memory of the request."""
    import tracemalloc

    with path.open("wb") as file:
        file.write(PNG)
        file.truncate(30_000_000)
    image = openai_local.image(path)
    with open_null() as null:
        tracemalloc.start()
        for piece in image:
            null.write(piece)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert peak < 3_000_000
    ask(client, image)
    assert 40_000_000 < len(answering.requests[0].body)


def open_null() -> Any:
    return open(os.devnull, "wb")


# -- what is refused, before anything is sent ------------------------------------------------


def refused(client: OpenAI, server: ScriptedServer, image: Any, error: type[Exception]) -> str:
    """The message with which the image is refused."""
    with pytest.raises(error) as caught:
        ask(client, image)
    assert error is type(caught.value)
    assert 0 == server.connections_opened
    return str(caught.value)


def test_missing_file(answering: ScriptedServer, client: OpenAI, tmp_path: Path) -> None:
    """A path without a file is a FileNotFoundError with its name."""
    message = refused(client, answering, tmp_path / "no.png", FileNotFoundError)

    assert "no.png" in message


def test_directory(answering: ScriptedServer, client: OpenAI, tmp_path: Path) -> None:
    """A directory is an IsADirectoryError with its name, on Windows too."""
    message = refused(client, answering, tmp_path, IsADirectoryError)

    assert f"The image {str(tmp_path)!r} is a directory." == message


@needs_fifo
def test_named_pipe(answering: ScriptedServer, client: OpenAI, tmp_path: Path) -> None:
    """A named pipe is refused without waiting for a writer."""
    os.mkfifo(tmp_path / "pipe")

    message = refused(client, answering, tmp_path / "pipe", ValueError)

    assert "is not a regular file" in message


@pytest.mark.skipif(sys.platform == "win32", reason="needs device files")
def test_device(answering: ScriptedServer, client: OpenAI) -> None:
    """A device is refused."""
    assert "not a regular file" in refused(client, answering, Path("/dev/zero"), ValueError)


@needs_permissions
def test_unreadable_file(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """A file that may not be read is a PermissionError with its name."""
    path.chmod(0)

    assert "picture.png" in refused(client, answering, path, PermissionError)


def test_text_file(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """A file that is no image is refused, with its name and its first bytes."""
    path.write_text("Dear Alice, this is no image")

    message = refused(client, answering, path, ValueError)

    expected = f"{str(path)!r} can't be sent as an image: it is no image we know: it starts with"
    assert f"{expected} b'Dear Ali'." == message


@pytest.mark.parametrize("make", [lambda path: path, lambda path: path.read_bytes()])
def test_empty_file(
    answering: ScriptedServer, client: OpenAI, path: Path, make: Callable[[Path], Any]
) -> None:
    """An empty file, and no bytes, are refused as what they are."""
    path.write_bytes(b"")

    assert "it is empty." in refused(client, answering, make(path), ValueError)


def test_file_in_text_mode(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """A file opened in text mode is refused with what to write instead."""
    path.write_text("text")
    with path.open() as file:
        assert 'open(path, "rb")' in refused(client, answering, file, TypeError)


@pytest.mark.parametrize("value", [7, ["a.png"], {"path": "a.png"}, object()])
def test_no_image_at_all(answering: ScriptedServer, client: OpenAI, value: Any) -> None:
    """Any other object is refused with what an image may be."""
    message = refused(client, answering, value, TypeError)

    assert f"bytes or an open binary file; got {type(value).__name__}." in message


# -- a file that changes ---------------------------------------------------------------------


def truncate(path: Path) -> None:
    os.truncate(path, len(LARGE) - 1)


def truncate_to_whole_pieces(path: Path) -> None:
    os.truncate(path, 192 * 1024)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x")


def grow_much(path: Path) -> None:
    with path.open("ab") as file:
        file.write(LARGE * 3)


@pytest.mark.parametrize("change", [truncate, truncate_to_whole_pieces, grow, grow_much])
def test_file_that_changes_its_size(
    answering: ScriptedServer, client: OpenAI, path: Path, change: Callable[[Path], None]
) -> None:
    """A file whose size changed since it was checked is an error; the server gets no request."""
    path.write_bytes(LARGE)
    image = openai_local.image(path)
    change(path)

    with pytest.raises(OpenAIError, match=r"picture\.png' changed its size while it was sent"):
        ask(client, image)

    path.write_bytes(LARGE)
    ask(client, image)
    assert [{"url": data_url(LARGE)}] == sent_urls(answering)


def test_file_that_disappears(answering: ScriptedServer, path: Path) -> None:
    """A file that was deleted since it was checked is an error, not tried again."""
    image = openai_local.image(path)
    path.unlink()

    with OpenAI(base_url=answering.base_url, max_retries=2) as client:
        with pytest.raises(OpenAIError, match=r"picture\.png' can't be read: .*No such file"):
            ask(client, image)

    assert [] == answering.requests
    assert answering.connections_opened <= 1


def test_resent_whole_on_a_retry(server: ScriptedServer, path: Path) -> None:
    """A retry sends the whole image again."""
    path.write_bytes(LARGE)
    busy = json_answer({}, status=503, headers={"Retry-After-Ms": "1"})
    server.play(busy, busy, json_answer(chat_completion("A picture.")))

    with OpenAI(base_url=server.base_url, max_retries=2) as client:
        ask(client, path)

    assert [{"url": data_url(LARGE)}] * 3 == sent_urls(server)


def test_resent_whole_after_a_redirect(server: ScriptedServer, client: OpenAI, path: Path) -> None:
    """A redirect within the server gets the whole image again."""
    path.write_bytes(LARGE)
    moved = json_answer({}, status=308, headers={"Location": "/v2/chat/completions"})
    server.play(moved, json_answer(chat_completion("A picture.")))

    ask(client, path)

    assert [{"url": data_url(LARGE)}] * 2 == sent_urls(server)


def test_resent_whole_after_a_stale_connection(answering: ScriptedServer, client: OpenAI) -> None:
    """A kept connection that turns out to be closed costs no byte of the image."""
    good = json_answer(chat_completion("A picture."))
    answering.play(good, [], good)

    ask(client, LARGE)
    ask(client, LARGE)

    assert [{"url": data_url(LARGE)}] * 3 == sent_urls(answering)


# -- formats and sizes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "it is image/heic, which no local server reads"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is image/svg+xml, which no local"),
    ],
)
def test_formats_that_no_server_reads(
    answering: ScriptedServer, client: OpenAI, path: Path, content: bytes, expected: str
) -> None:
    """Pictures of iPhones, and drawings, are refused with what to do."""
    path.write_bytes(content)

    message = refused(client, answering, path, ValueError)

    assert expected in message
    assert "save it as PNG or JPEG" in message
    assert ("convert=True" in message) == ("heic" in message)


def test_too_large(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """An image that llama-server would refuse for its size is not sent at all."""
    with path.open("r+b") as file:
        file.truncate(MAX_IMAGE_BYTES + 1)

    message = refused(client, answering, path, ValueError)

    assert f"it has {MAX_IMAGE_BYTES + 1} bytes, and the limit is {MAX_IMAGE_BYTES}" in message


def test_a_refused_format_is_explained(server: ScriptedServer, client: OpenAI) -> None:
    """If a server refuses an image whose format llama-server can't read, the error says so."""
    refusal = {"error": {"message": "Failed to load image or audio file", "code": 400}}
    server.play(json_answer(refusal, status=400))

    with pytest.raises(BadRequestError, match=r"file An image .* is image/webp.*convert=True"):
        ask(client, b"RIFF\0\0\0\0WEBPVP8 ")


@pytest.mark.parametrize("settings", [{}, {"max_retries": 0}])
def test_a_known_llama_server_is_spared_what_it_refuses(
    server: ScriptedServer, settings: dict[str, Any]
) -> None:
    """Once it has answered, also to a copy of the client, what it can't read is not sent."""
    server.play(json_answer(chat_completion("Hi"), headers={"Server": "llama.cpp"}))
    client = OpenAI(base_url=server.base_url)
    ask(client, PNG)

    with pytest.raises(ValueError, match=r"image/webp, which llama-server can't read.*convert="):
        ask(client.with_options(**settings), b"RIFF\0\0\0\0WEBPVP8 ")
    assert 1 == len(server.requests)
    ask(client.with_options(dialect=False), b"RIFF\0\0\0\0WEBPVP8 ")
    assert 2 == len(server.requests)


@pytest.mark.parametrize("software", ["uvicorn", "llama.cpp-like"])
def test_other_servers_get_any_format(server: ScriptedServer, software: str) -> None:
    """vLLM and others read WebP."""
    server.play(json_answer(chat_completion("Hi"), headers={"Server": software}))
    client = OpenAI(base_url=server.base_url)
    for _ in range(2):
        ask(client, b"RIFF\0\0\0\0WEBPVP8 ")
    assert 2 == len(server.requests)


def test_a_refused_path_is_explained(server: ScriptedServer, client: OpenAI) -> None:
    """If a server refuses a string that looks like a path, the error says how to send a file."""
    refusal = {"error": {"message": "Invalid base64 value", "code": 500}}
    server.play(json_answer(refusal, status=500))

    with pytest.raises(InternalServerError, match=r"'C:\\\\cat.png' was sent as a URL.*Path"):
        ask(client, r"C:\cat.png")


def test_other_errors_are_not_about_images(server: ScriptedServer, client: OpenAI) -> None:
    """An error in which nothing points at an image is left as it is."""
    refusal = {"error": {"message": "the context is exceeded", "code": 400}}
    server.play(json_answer(refusal, status=400))

    with pytest.raises(BadRequestError, match=r"context is exceeded$"):
        ask(client, "cat.png")
