"""Files that are uploaded: what is taken for one, what is refused, and what the server gets."""

from __future__ import annotations

import io
import os
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openai_local import OpenAI, OpenAIError, file_from_path
from openai_local._io.files import PIECE_BYTES, open_upload
from openai_local.testing.scripted import ScriptedServer, json_answer

#: More than two pieces, and all byte values.
LARGE = bytes(range(256)) * 2000 + b"x"
needs_permissions = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root and Windows may read everything"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that says it is an MP3."""
    file = tmp_path / "clip.mp3"
    file.write_bytes(LARGE)
    return file


@pytest.fixture
def answering(server: ScriptedServer) -> ScriptedServer:
    server.play(json_answer({"text": "Hello"}))
    return server


def sent(server: ScriptedServer, client: OpenAI, file: Any) -> tuple[str, bytes]:
    """What the server gets of a file: header lines after the name of its field, and content."""
    client.audio.transcriptions.create(file=file, model="w")
    head, content = server.requests[-1].parts()[-1]
    return head.removeprefix('Content-Disposition: form-data; name="file"'), content


MP3 = '; filename="clip.mp3"\r\nContent-Type: audio/mpeg'
NAMELESS = '; filename="upload"\r\nContent-Type: application/octet-stream'


# -- what is taken ---------------------------------------------------------------------------


def test_path(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """A path is sent under its last part, with the media type of its suffix."""
    assert (MP3, LARGE) == sent(answering, client, path)


def test_open_file(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """An open file is sent from its beginning, wherever it stands, and stays open."""
    with path.open("rb") as file:
        file.read(10)

        assert (MP3, LARGE) == sent(answering, client, file)
        assert not file.closed


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, io.BytesIO])
def test_bytes(answering: ScriptedServer, client: OpenAI, kind: Callable[[bytes], Any]) -> None:
    """Bytes have no name; the official SDK calls them "upload"."""
    assert (NAMELESS, LARGE) == sent(answering, client, kind(LARGE))


def test_bytes_are_copied() -> None:
    """What is changed after the call was made is not sent."""
    content = bytearray(b"before")
    upload = open_upload("file", content)
    content[:] = b"after"

    assert b"before" == b"".join(upload)


@pytest.mark.parametrize(("name", "head"), [("folder/clip.mp3", MP3), ("", "")])
def test_buffer_with_a_name(
    answering: ScriptedServer, client: OpenAI, name: str, head: str
) -> None:
    """A buffer may be given a name; the folder in it is not sent."""
    buffer = io.BytesIO(b"abc")
    buffer.name = name

    assert (head, b"abc") == sent(answering, client, buffer)


def test_temporary_files(answering: ScriptedServer, client: OpenAI) -> None:
    """Temporary files are taken, which are no `io.IOBase`."""
    with (
        tempfile.NamedTemporaryFile(suffix=".mp3") as file,
        tempfile.SpooledTemporaryFile() as spooled,
    ):
        for each in (file, spooled):
            each.write(b"abc")

        name = Path(file.name).name
        assert (MP3.replace("clip.mp3", name), b"abc") == sent(answering, client, file)
        assert b"abc" == sent(answering, client, spooled)[1]


def test_pipe(answering: ScriptedServer, client: OpenAI) -> None:
    """An open file that has no beginning to go back to is read at once."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as end:
        end.write(b"abc")
    with os.fdopen(reader, "rb") as file:
        assert b"abc" == sent(answering, client, file)[1]


def test_empty_file(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """An empty file is sent; the server is to say what it thinks of it."""
    path.write_bytes(b"")

    assert (MP3, b"") == sent(answering, client, path)


@pytest.mark.parametrize(
    ("file", "head"),
    [
        (("clip.mp3", b"abc"), MP3),
        (
            ("a b.unknown", b"abc"),
            '; filename="a b.unknown"\r\nContent-Type: application/octet-stream',
        ),
        (("x", io.BytesIO(b"abc"), "audio/ogg"), '; filename="x"\r\nContent-Type: audio/ogg'),
        (("x.mp3", "abc", None), '; filename="x.mp3"\r\nContent-Type: audio/mpeg'),
        (("x", b"abc", "a/b", {"X-A": "c"}), '; filename="x"\r\nX-A: c\r\nContent-Type: a/b'),
        (("x", b"abc", "a/b", {"content-type": "c/d"}), '; filename="x"\r\ncontent-type: c/d'),
        ((None, b"abc"), ""),
        (("", b"abc"), ""),
        ((None, b"abc", "a/b"), "\r\nContent-Type: a/b"),
    ],
)
def test_tuples(answering: ScriptedServer, client: OpenAI, file: Any, head: str) -> None:
    """A tuple is a name, contents, and optionally a media type and headers."""
    assert (head, b"abc") == sent(answering, client, file)


def test_tuple_with_a_path(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """The contents in a tuple may be a path, whose own name doesn't count."""
    head, content = sent(answering, client, ("x.flac", path))

    assert ('; filename="x.flac"', LARGE) == (head.partition("\r\n")[0], content)


def test_headers_given_stay_as_they_are() -> None:
    """The dict of headers that is passed in is not changed."""
    headers: dict[str, str] = {}
    open_upload("file", ("x", b"abc", "a/b", headers))

    assert {} == headers


# -- what is refused -------------------------------------------------------------------------


def refused(client: OpenAI, server: ScriptedServer, file: Any, error: type[Exception]) -> str:
    """The message with which a file is refused; nothing has been sent then."""
    with pytest.raises(error) as caught:
        client.audio.transcriptions.create(file=file, model="w")
    assert [] == server.requests
    return str(caught.value)


@pytest.mark.parametrize("file", ["clip.mp3", "no such file.mp3"])
def test_plain_strings_are_not_opened(answering: ScriptedServer, client: OpenAI, file: str) -> None:
    """A str is refused with what to write instead, whether or not there is such a file."""
    message = refused(client, answering, file, TypeError)

    assert message.endswith("got str. A str is never opened as a file: use pathlib.Path(...).")


@pytest.mark.parametrize("file", [None, 7, ["a.png"], {"path": "a.png"}])
def test_no_file_at_all(answering: ScriptedServer, client: OpenAI, file: Any) -> None:
    """Any other object is refused with what a file may be, and the name of the parameter."""
    message = refused(client, answering, file, TypeError)

    assert (
        "file must be a path object, bytes, an open binary file, or a tuple of a name and one of "
        f"these; got {type(file).__name__}." == message
    )


def test_missing_file(answering: ScriptedServer, client: OpenAI, tmp_path: Path) -> None:
    """A missing file is a FileNotFoundError with its name."""
    assert "no.mp3" in refused(client, answering, tmp_path / "no.mp3", FileNotFoundError)


def test_directory(answering: ScriptedServer, client: OpenAI, tmp_path: Path) -> None:
    """A directory is refused as what it is."""
    assert "is a directory" in refused(client, answering, tmp_path, IsADirectoryError)


@needs_permissions
def test_unreadable_file(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """A file that may not be read is a PermissionError with its name."""
    path.chmod(0)

    assert "clip.mp3" in refused(client, answering, path, PermissionError)


def test_file_in_text_mode(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """A file opened in text mode is refused with what to write instead."""
    path.write_text("text")
    with path.open() as file:
        assert 'open(path, "rb")' in refused(client, answering, file, TypeError)


def test_closed_file(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """A file that is closed already is refused."""
    with path.open("rb") as file:
        pass

    assert "closed file" in refused(client, answering, file, ValueError)


def test_asynchronous_file(answering: ScriptedServer, client: OpenAI) -> None:
    """A file whose `read` is to be awaited, as in web frameworks, is refused with what to write."""

    class AsyncFile:
        async def read(self, size: int = -1) -> bytes:
            raise AssertionError("not awaited")

    assert "await file.read()" in refused(client, answering, AsyncFile(), TypeError)


@pytest.mark.parametrize("file", [("name",), ("name", b"", "a/b", {}, 5)])
def test_tuples_of_a_wrong_length(answering: ScriptedServer, client: OpenAI, file: Any) -> None:
    """A tuple has two, three or four items."""
    assert f"got {len(file)} items" in refused(client, answering, file, ValueError)


def test_tuple_of_files(answering: ScriptedServer, client: OpenAI) -> None:
    """Several files in a tuple would be taken for a name and contents: pass a list."""
    assert "pass a list" in refused(client, answering, (b"a", b"b"), TypeError)


# -- while it is sent ------------------------------------------------------------------------


def test_files_are_not_kept_in_memory(tmp_path: Path) -> None:
    """Of a file on disk, one piece is in memory at a time."""
    path = tmp_path / "large.wav"
    with path.open("wb") as file:
        file.truncate(20 * 1024 * 1024)
    tracemalloc.start()
    try:
        size = sum(map(len, open_upload("file", path)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert 20 * 1024 * 1024 == size
    assert peak < 1024 * 1024


@pytest.mark.parametrize("as_open_file", [False, True])
@pytest.mark.parametrize("size", [PIECE_BYTES, len(LARGE) - 1, len(LARGE) + 1])
def test_file_that_changes_its_size(path: Path, as_open_file: bool, size: int) -> None:
    """A file that shrinks or grows after it was checked is an error, never other bytes."""
    with path.open("rb") as file:
        upload = open_upload("file", file if as_open_file else path)
        os.truncate(path, size)

        with pytest.raises(OpenAIError, match=r"clip\.mp3.* changed its size"):
            list(upload)


def test_file_that_disappears(answering: ScriptedServer, client: OpenAI, path: Path) -> None:
    """A file that is gone when it is to be sent is an error that names it."""
    upload = open_upload("file", path)
    path.unlink()

    with pytest.raises(OpenAIError, match=r"clip\.mp3' can't be read"):
        list(upload)


def test_file_that_is_closed_meanwhile(path: Path) -> None:
    """A file that the program closes before it is sent is an error that names it."""
    with path.open("rb") as file:
        upload = open_upload("file", file)

    with pytest.raises(OpenAIError, match=r"clip\.mp3' can't be read"):
        list(upload)


@pytest.mark.parametrize("kind", [lambda path: path, lambda path: io.BytesIO(path.read_bytes())])
def test_resent_whole_on_a_retry(
    server: ScriptedServer, path: Path, kind: Callable[[Path], Any]
) -> None:
    """A retry sends the whole file again."""
    busy = json_answer({"error": "busy"}, status=503, headers={"Retry-After": "0"})
    server.play(busy, json_answer({"text": "Hello"}))

    with OpenAI(base_url=server.base_url, max_retries=1) as client:
        client.audio.transcriptions.create(file=kind(path), model="w")

    assert [LARGE, LARGE] == [request.parts()[-1][1] for request in server.requests]


def test_file_from_path(tmp_path: Path) -> None:
    """`openai.file_from_path` gives a file as uploads take it: its name and its content."""
    (tmp_path / "a.bin").write_bytes(LARGE)

    assert ("a.bin", LARGE) == file_from_path(str(tmp_path / "a.bin"))
