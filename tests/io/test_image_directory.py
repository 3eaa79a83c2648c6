"""`OpenAI(local_images=DIRECTORY)`: which strings are opened, and that nothing leads outside."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openai_local import AsyncOpenAI, OpenAI, OpenAIError
from openai_local._io.image_directory import ImageDirectory, path_of, why_not_on_windows
from openai_local.testing.picture import png_bytes
from openai_local.testing.scripted import ScriptedServer, chat_completion, json_answer

PNG = png_bytes()
SECRET = png_bytes() + b"secret"
URL = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A directory with pictures, and a secret one outside of it."""
    directory = tmp_path / "pictures"
    (directory / "cats" / "small").mkdir(parents=True)
    for name in ("cat.png", "cats/tom.png", "cats/small/kit ten.png", "..cat.png"):
        (directory / name).write_bytes(PNG)
    (directory / "notes.txt").write_text("no image at all")
    (tmp_path / "pictures2").mkdir()
    for name in ("secret.png", "pictures2/secret.png"):
        (tmp_path / name).write_bytes(SECRET)
    return directory


@pytest.fixture
def answering(server: ScriptedServer) -> ScriptedServer:
    server.play(json_answer(chat_completion("A picture.")))
    return server


def messages_about(url: Any) -> list[Any]:
    part = {"type": "image_url", "image_url": {"url": url, "detail": "low"}}
    return [{"role": "user", "content": [part]}]


def sent(server: ScriptedServer) -> Any:
    (request,) = server.requests
    return request.json()["messages"][0]["content"][0]["image_url"]["url"]


def content_of(pictures: Path, text: str) -> bytes:
    """What is sent of the image that a text names."""
    image = ImageDirectory(pictures).open(text)
    assert image is not None
    return base64.b64decode(b"".join(image))


# -- what is opened --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "cat.png",
        "./cat.png",
        "cats/tom.png",
        "cats/../cat.png",
        "cats/small/kit ten.png",
        "..cat.png",
        "{directory}/cat.png",
        "{directory}/cats/../../pictures/cat.png",
        "file://{directory}/cats/small/kit%20ten.png",
        "FILE://localhost{directory}/cat.png",
        "file:{directory}/cat.png",
    ],
)
def test_names_inside(pictures: Path, name: str) -> None:
    """Names that lead into the directory are opened: relative to it, absolute, as file URLs."""
    assert PNG == content_of(pictures, name.format(directory=pictures.as_posix()))


def test_chat(answering: ScriptedServer, pictures: Path) -> None:
    """The server gets the exact data URL in place of the name."""
    with OpenAI(base_url=answering.base_url, local_images=pictures) as client:
        client.chat.completions.create(model="m", messages=messages_about("cat.png"))

    assert URL == sent(answering)


async def ask_async(base_url: str, pictures: Path) -> None:
    async with AsyncOpenAI(base_url=base_url, local_images=str(pictures)) as client:
        await client.chat.completions.create(model="m", messages=messages_about("cat.png"))


def test_asyncio(answering: ScriptedServer, pictures: Path) -> None:
    """`AsyncOpenAI` does the same."""
    import asyncio

    asyncio.run(ask_async(answering.base_url, pictures))

    assert URL == sent(answering)


def test_responses(server: ScriptedServer, pictures: Path) -> None:
    """In the Responses API, too, where the URL stands in the part itself."""
    server.play(json_answer({"id": "r", "object": "response", "output": []}))
    part: Any = {"type": "input_image", "image_url": "cats/tom.png", "detail": "auto"}
    with OpenAI(base_url=server.base_url, local_images=pictures) as client:
        client.responses.create(model="m", input=[{"role": "user", "content": [part]}])

    (request,) = server.requests
    assert URL == request.json()["input"][0]["content"][0]["image_url"]


@pytest.mark.parametrize(
    "text",
    ["https://h/cat.png", "HTTP://h/c.png", "data:image/png;base64,AAAA", "s3://b/c.png", ""],
)
def test_urls_stay(answering: ScriptedServer, pictures: Path, text: str) -> None:
    """URLs of any scheme go through as they are."""
    with OpenAI(base_url=answering.base_url, local_images=pictures) as client:
        client.chat.completions.create(model="m", messages=messages_about(text))

    assert text == sent(answering)


def test_only_images_are_looked_for(answering: ScriptedServer, pictures: Path) -> None:
    """The text of a prompt is never taken for a name."""
    messages: list[Any] = [
        {"role": "user", "content": "cat.png"},
        {"role": "user", "content": [{"type": "text", "text": "cat.png"}]},
    ]
    with OpenAI(base_url=answering.base_url, local_images=pictures) as client:
        client.chat.completions.create(model="m", messages=messages)

    assert messages == answering.requests[0].json()["messages"]


def test_copies_keep_it(pictures: Path) -> None:
    """`with_options` keeps the directory, or takes another; a client without one has None."""
    with OpenAI(local_images=pictures) as client:
        assert os.path.realpath(pictures) == client.local_images
        assert client.local_images == client.with_options(timeout=1).local_images
        other = client.copy(local_images=pictures / "cats")
        assert os.path.realpath(pictures / "cats") == other.local_images
    assert OpenAI().local_images is None


@pytest.mark.parametrize("name", ["cat.png", "no such directory"])
def test_the_directory_must_be_one(pictures: Path, name: str) -> None:
    """A client with a directory that isn't one can't be made."""
    with pytest.raises(OpenAIError, match=r"local_images=.* is not a directory"):
        OpenAI(local_images=pictures / name)


# -- what is not -----------------------------------------------------------------------------


def refused(server: ScriptedServer, pictures: Path, text: str, error: type[Exception]) -> str:
    """The message with which a name is refused, before anything is sent."""
    with OpenAI(base_url=server.base_url, local_images=pictures, max_retries=0) as client:
        with pytest.raises(error) as caught:
            client.chat.completions.create(model="m", messages=messages_about(text))
    assert 0 == server.connections_opened
    assert error is type(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.png",
        "cats/../../secret.png",
        "../pictures2/secret.png",
        "../no such file.png",
        "{parent}/secret.png",
        "{parent}/pictures2/secret.png",
        "file://{parent}/secret.png",
        "file://{directory}/..%2Fsecret.png",
        "file://{directory}/%2e%2e/secret.png",
        "/etc/passwd",
        "/dev/zero",
        "/proc/self/environ",
        "//etc/passwd",
        "file:////etc/passwd",
        "~root/../../../../../../etc/passwd",
        "..",
    ],
)
def test_names_outside(answering: ScriptedServer, pictures: Path, name: str) -> None:
    """Whatever leads out of the directory is refused, in the same words if there is a file or not.

    `pictures2` begins like the directory's own name and is another one.
    """
    text = name.format(directory=pictures.as_posix(), parent=pictures.parent.as_posix())

    message = refused(answering, pictures, text, ValueError)

    assert "was not opened: it is outside of local_images=" in message


@posix
@pytest.mark.parametrize("target", ["../secret.png", "{parent}/secret.png"])
def test_links_that_lead_outside(answering: ScriptedServer, pictures: Path, target: str) -> None:
    """A symbolic link to a file outside is refused."""
    (pictures / "link.png").symlink_to(target.format(parent=pictures.parent))

    assert "it is outside" in refused(answering, pictures, "link.png", ValueError)


@posix
def test_links_of_directories_that_lead_outside(answering: ScriptedServer, pictures: Path) -> None:
    """A symbolic link to a directory outside is refused."""
    (pictures / "up").symlink_to("..")

    assert "it is outside" in refused(answering, pictures, "up/secret.png", ValueError)


@posix
def test_links_inside(pictures: Path, tmp_path: Path) -> None:
    """Links that stay inside are followed, and the directory may be named by a link itself."""
    (pictures / "link.png").symlink_to("cats/tom.png")
    (pictures / "felines").symlink_to("cats")
    (tmp_path / "here").symlink_to("pictures")

    assert PNG == content_of(pictures, "link.png")
    assert PNG == content_of(pictures, "felines/tom.png")
    assert PNG == content_of(tmp_path / "here", "link.png")
    assert PNG == content_of(tmp_path / "here", str(tmp_path / "here" / "cat.png"))


@posix
def test_a_loop_of_links(answering: ScriptedServer, pictures: Path) -> None:
    """A link to itself is an error of the system, not an endless search."""
    (pictures / "loop.png").symlink_to("loop.png")

    refused(answering, pictures, "loop.png", OSError)


def swap_file(pictures: Path) -> None:
    (pictures / "cats" / "tom.png").unlink()
    (pictures / "cats" / "tom.png").symlink_to("../../secret.png")


def swap_directory(pictures: Path) -> None:
    (pictures / "cats").rename(pictures / "dogs")
    (pictures.parent / "tom.png").write_bytes(PNG)
    (pictures / "cats").symlink_to("..")


def swap_for_another_file(pictures: Path) -> None:
    (pictures / "cats" / "tom.png").rename(pictures / "old.png")
    (pictures / "cats" / "tom.png").write_bytes(bytes(len(PNG)))


@posix
@pytest.mark.parametrize("swap", [swap_file, swap_directory, swap_for_another_file])
def test_what_is_put_in_its_place_is_not_sent(
    answering: ScriptedServer, pictures: Path, swap: Callable[[Path], None]
) -> None:
    """A file, or a directory on the way to it, that is replaced after the check is not sent."""
    image: Any = ImageDirectory(pictures).open("cats/tom.png")
    swap(pictures)

    with OpenAI(base_url=answering.base_url, max_retries=0) as client:
        with pytest.raises(OpenAIError, match=r"can't be read|was replaced"):
            client.chat.completions.create(model="m", messages=messages_about(image))

    assert [] == answering.requests


@posix
def test_a_link_that_comes_between_check_and_opening(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link that takes a file's place after the path was resolved is not followed."""
    directory = ImageDirectory(pictures)
    resolve = os.path.realpath

    def resolve_and_lose_the_race(path: Any, **options: Any) -> str:
        resolved = resolve(path, **options)
        swap_directory(pictures)
        return resolved

    monkeypatch.setattr(os.path, "realpath", resolve_and_lose_the_race)
    with pytest.raises(OSError):
        directory.open("cats/tom.png")


@posix
def test_named_pipe(answering: ScriptedServer, pictures: Path) -> None:
    """A named pipe is refused without waiting for a writer."""
    os.mkfifo(pictures / "pipe.png")

    assert "not a regular file" in refused(answering, pictures, "pipe.png", ValueError)


@pytest.mark.parametrize(
    ("text", "error", "expected"),
    [
        ("no.png", FileNotFoundError, "no.png"),
        ("cats", IsADirectoryError, "is a directory"),
        (".", IsADirectoryError, "is a directory"),
        ("cats/no/no.png", FileNotFoundError, "no.png"),
        ("notes.txt", ValueError, "'notes.txt' can't be sent as an image"),
        ("cat.png\0.jpg", ValueError, "it holds a NUL"),
        ("file:///cat%00.png", ValueError, "it holds a NUL"),
        ("file://server/share/cat.png", ValueError, "it names another machine"),
        ("a" * 5000, ValueError, "neither a URL nor short enough"),
    ],
)
def test_what_can_not_be_opened(
    answering: ScriptedServer, pictures: Path, text: str, error: type[Exception], expected: str
) -> None:
    """Each reason has its own words and class."""
    message = refused(answering, pictures, text, error)

    assert expected in message
    assert len(message) < 500


# -- Windows paths, judged on any system -----------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["cat.png", r"cats\tom.png", r"C:\pictures\cat.png", "C:/pictures/cat.png", r"\cats\cat.png",
     r"..\cat.png", "console.png", "nulls.png", "com.png", "COM10.png", "my con.png"],
)  # fmt: skip
def test_ordinary_windows_paths(path: str) -> None:
    """What names a file is judged by where it leads."""
    assert "" == why_not_on_windows(path)
    assert path == path_of(path, for_windows=True)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"\\server\share\cat.png", "another machine or a device"),
        ("//server/share/cat.png", "another machine or a device"),
        (r"\\?\C:\pictures\cat.png", "another machine or a device"),
        (r"\\.\PhysicalDrive0", "another machine or a device"),
        (r"\/server\share\cat.png", "another machine or a device"),
        (r"\\?\UNC\server\share\cat.png", "another machine or a device"),
        ("C:cat.png", "current directory of a drive"),
        ("C:", "current directory of a drive"),
        ("c:..\\cat.png", "current directory of a drive"),
        ("NUL", "names a device"),
        ("con", "names a device"),
        ("nul.png", "names a device"),
        ("NUL .png", "names a device"),
        (r"cats\AUX\cat.png", "names a device"),
        (r"C:\pictures\com1.tar.png", "names a device"),
        ("LPT\u00b9.png", "names a device"),
        ("CONIN$", "names a device"),
        ("cat.png:stream", "stream inside of a file"),
        (r"C:\pictures\cat.png::$DATA", "stream inside of a file"),
    ],
)
def test_windows_paths_that_are_never_opened(path: str, expected: str) -> None:
    """Other machines, devices, streams, and what depends on the drive's current directory."""
    assert expected in why_not_on_windows(path)
    with pytest.raises(ValueError, match="was not opened"):
        path_of(path, for_windows=True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("file:///C:/pictures/my%20cat.png", "C:/pictures/my cat.png"),
        ("file://localhost/C:/cat.png", "C:/cat.png"),
        ("file:///pictures/cat.png", "/pictures/cat.png"),
    ],
)
def test_file_urls_on_windows(url: str, expected: str) -> None:
    """A file URL names a path with its drive."""
    assert expected == path_of(url, for_windows=True)


@pytest.mark.parametrize(
    "url",
    ["file://server/share/cat.png", "file:////server/share/cat.png", "file:///C:/nul.png",
     "file:///%5C%5Cserver/share/cat.png", "file:C:cat.png", "file://C:/cat.png"],
)  # fmt: skip
def test_file_urls_that_are_never_opened_on_windows(url: str) -> None:
    """What is refused as a path is refused as a URL."""
    with pytest.raises(ValueError, match="was not opened"):
        path_of(url, for_windows=True)
