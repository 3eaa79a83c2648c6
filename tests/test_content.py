"""`client.post(path, content=...)`: a body that is sent as the program gives it."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from openai_local import (
    APIConnectionError,
    APIStatusError,
    AsyncOpenAI,
    InternalServerError,
    OpenAI,
    OpenAIError,
)
from openai_local.testing.scripted import Reset, ScriptedServer, head, json_answer

OK = json_answer({"ok": True})
BROKEN = json_answer({"error": {"message": "broken"}}, status=500)
TEXT = {"headers": {"Content-Type": "text/plain"}}
DATA = b"one two three"


def made_by(name: str) -> Any:
    """The client of another library, None if `name` is empty."""
    if name.endswith("DefaultAioHttpClient"):
        pytest.importorskip("aiohttp")
    library, _, cls = name.partition(".")
    return getattr(pytest.importorskip(library), cls)() if name else None


def pieces() -> Iterator[bytes]:
    yield b"one "
    yield b""
    yield b"two three"


async def async_pieces() -> AsyncIterator[bytes]:
    for piece in pieces():
        await asyncio.sleep(0)
        yield piece


class Pipe(io.BytesIO):
    """A file that can be read only once."""

    def seekable(self) -> bool:
        return False

    def seek(self, *args: Any) -> int:
        raise io.UnsupportedOperation("seek")


def moved(file: io.BytesIO) -> io.BytesIO:
    file.read(3)
    return file


#: What the program may give -> whether its length is known.
CONTENTS: dict[str, tuple[Callable[[], Any], bool]] = {
    "bytes": (lambda: DATA, True),
    "bytearray": (lambda: bytearray(DATA), True),
    "text": (DATA.decode, True),
    "list": (lambda: list(pieces()), True),
    "file": (lambda: io.BytesIO(DATA), True),
    "file inside": (lambda: moved(io.BytesIO(b"no " + DATA)), True),
    "pipe": (lambda: Pipe(DATA), False),
    "generator": (pieces, False),
}
ASYNC_CONTENTS = {**CONTENTS, "async generator": (async_pieces, False)}


def is_as_due(server: ScriptedServer, *, is_known: bool) -> bool:
    """True if the only request holds the data, with a length or in chunks."""
    (request,) = server.requests
    length, chunked = map(request.headers.get, ("content-length", "transfer-encoding"))
    expected = (str(len(DATA)), None) if is_known else (None, "chunked")
    return (DATA, "text/plain", *expected) == (
        request.body, request.headers["content-type"], length, chunked,
    )  # fmt: skip


@pytest.mark.parametrize("http_client", ["", "requests.Session", "httpx.Client"])
@pytest.mark.parametrize(("content", "is_known"), CONTENTS.values(), ids=CONTENTS)
def test_contents(
    content: Callable[[], Any], is_known: bool, http_client: str, server: ScriptedServer
) -> None:
    """Every kind of content arrives as it is over each transport, with a length if there is one."""
    server.play(OK)
    made = made_by(http_client)
    with OpenAI(base_url=server.base_url, max_retries=0, http_client=made) as client:
        answer = client.post("/upload", content=content(), cast_to=dict, options=TEXT)

    assert {"ok": True} == answer
    assert is_as_due(server, is_known=is_known)


@pytest.mark.parametrize(
    "http_client", ["", "openai_local.DefaultAioHttpClient", "httpx.AsyncClient"]
)
@pytest.mark.parametrize("kind", ASYNC_CONTENTS)
def test_async_contents(kind: str, http_client: str, server: ScriptedServer) -> None:
    """So it is in asyncio; the default transport reads an async iterable before it sends."""
    server.play(OK)
    content, is_known = ASYNC_CONTENTS[kind]

    async def main() -> Any:
        made = made_by(http_client)
        async with AsyncOpenAI(base_url=server.base_url, max_retries=0, http_client=made) as client:
            return await client.post("/upload", content=content(), cast_to=dict, options=TEXT)

    assert {"ok": True} == asyncio.run(main())
    is_read_before = kind == "async generator" and not http_client
    assert is_as_due(server, is_known=is_known or is_read_before)


def test_a_path_is_read_while_it_is_sent(server: ScriptedServer, tmp_path: Path) -> None:
    """A path object stands for its file."""
    path = tmp_path / "file"
    path.write_bytes(DATA)
    server.play(OK)
    with OpenAI(base_url=server.base_url) as client:
        client.put("/upload", content=path, cast_to=dict, options=TEXT)

    assert is_as_due(server, is_known=True)


def test_the_media_type_is_json_unless_it_is_said(server: ScriptedServer, client: OpenAI) -> None:
    """As from the official SDK: whoever sends something else says so in the headers."""
    server.play(OK)
    client.patch("/upload", content=DATA, cast_to=dict)
    assert "application/json" == server.requests[0].headers["content-type"]


@pytest.mark.parametrize("failure", [BROKEN, [Reset()]], ids=["status", "connection"])
@pytest.mark.parametrize("content", [pieces, lambda: Pipe(DATA)], ids=["generator", "pipe"])
def test_what_comes_once_is_sent_once(
    failure: Any, content: Callable[[], Any], server: ScriptedServer
) -> None:
    """Without a second copy of the body there is no second try."""
    server.play(failure, OK)
    with OpenAI(base_url=server.base_url, max_retries=3) as client:
        with pytest.raises((InternalServerError, APIConnectionError)):
            client.post("/upload", content=content(), cast_to=dict)

    assert [DATA] == [request.body for request in server.requests]


@pytest.mark.parametrize(
    "http_client", ["", "openai_local.DefaultAioHttpClient", "httpx.AsyncClient"]
)
def test_what_comes_once_is_sent_once_in_asyncio(http_client: str, server: ScriptedServer) -> None:
    """The same for async iterables."""
    server.play(BROKEN, OK)

    async def main() -> None:
        made = made_by(http_client)
        async with AsyncOpenAI(base_url=server.base_url, http_client=made) as client:
            await client.post("/upload", content=async_pieces(), cast_to=dict)

    with pytest.raises(InternalServerError):
        asyncio.run(main())
    assert [DATA] == [request.body for request in server.requests]


@pytest.mark.parametrize("kind", ["list", "file inside"])
def test_what_can_be_read_again_is_sent_again(kind: str, server: ScriptedServer) -> None:
    """A retry sends the same bytes; a file is rewound to where it stood."""
    server.play(json_answer({}, status=500, headers={"retry-after-ms": "1"}), OK)
    with OpenAI(base_url=server.base_url) as client:
        client.post("/upload", content=CONTENTS[kind][0](), cast_to=dict)

    assert [DATA, DATA] == [request.body for request in server.requests]


@pytest.mark.parametrize("is_form", [False, True], ids=["content", "form"])
def test_a_closed_file_is_not_sent_again(is_form: bool, server: ScriptedServer) -> None:
    """The server's answer to the first try is the error then, and not the file."""
    file = io.BytesIO(DATA)

    class Closing(ScriptedServer):
        def next_answer(self, request: Any) -> Any:
            file.close()
            return super().next_answer(request)

    with Closing() as closing, OpenAI(base_url=closing.base_url, max_retries=2) as client:
        closing.play(BROKEN)
        with pytest.raises(InternalServerError, match="broken"):
            if is_form:
                client.post("/upload", files={"file": file}, cast_to=dict)
            else:
                client.post("/upload", content=file, cast_to=dict)
        assert 1 == len(closing.requests)


def test_a_redirect_that_asks_for_the_body_again(server: ScriptedServer, client: OpenAI) -> None:
    """It is not followed without the body."""
    server.play([head(307, headers={"Location": "/v1/other", "Content-Length": "0"})], OK)
    with pytest.raises(APIStatusError, match="redirects to"):
        client.post("/upload", content=pieces(), cast_to=dict)
    assert 1 == len(server.requests)


@pytest.mark.parametrize("http_client", ["", "requests.Session", "httpx.Client"])
def test_a_generator_that_fails(http_client: str, server: ScriptedServer) -> None:
    """Its exception stands behind an `OpenAIError`, and there is no second try."""

    def failing() -> Iterator[bytes]:
        yield DATA
        raise OSError("disk on fire")

    server.play(OK)
    made = made_by(http_client)
    with OpenAI(base_url=server.base_url, http_client=made) as client:
        with pytest.raises(OpenAIError, match="disk on fire") as caught:
            client.post("/upload", content=failing(), cast_to=dict)
    assert isinstance(caught.value.__context__, OSError)
    assert [] == server.requests


@pytest.mark.parametrize(
    "http_client", ["", "openai_local.DefaultAioHttpClient", "httpx.AsyncClient"]
)
def test_an_async_generator_that_fails(http_client: str, server: ScriptedServer) -> None:
    """The same in asyncio."""

    async def failing() -> AsyncIterator[bytes]:
        yield DATA
        raise OSError("disk on fire")

    server.play(OK)

    async def main() -> None:
        made = made_by(http_client)
        async with AsyncOpenAI(base_url=server.base_url, http_client=made) as client:
            await client.post("/upload", content=failing(), cast_to=dict)

    with pytest.raises(OpenAIError, match="disk on fire"):
        asyncio.run(main())


@pytest.mark.parametrize("content", [42, {"a": 1}, [1], io.StringIO("text"), object()])
def test_what_is_no_content(content: Any, server: ScriptedServer, client: OpenAI) -> None:
    """It is refused before anything is sent."""
    with pytest.raises(TypeError, match="content"):
        client.post("/upload", content=content, cast_to=dict)
    assert [] == server.requests


def test_an_async_iterable_needs_the_async_client(server: ScriptedServer, client: OpenAI) -> None:
    """`OpenAI` has no loop to read it in."""
    with pytest.raises(TypeError, match="AsyncOpenAI"):
        client.post("/upload", content=async_pieces(), cast_to=dict)
    assert [] == server.requests


@pytest.mark.parametrize("other", [{"body": {}}, {"files": {"a": b""}}], ids=str)
def test_one_body_only(other: dict[str, Any], client: OpenAI) -> None:
    """`body` and `files` exclude `content`, in the official words."""
    with pytest.raises(TypeError, match=r"Passing both `\w+` and `content` is not supported"):
        client.post("/upload", content=b"", cast_to=dict, **other)


def test_bytes_as_body_are_deprecated(server: ScriptedServer, client: OpenAI) -> None:
    """They are sent as they are, with the official warning at the caller's line."""
    server.play(OK)
    with pytest.warns(DeprecationWarning, match="`content` parameter") as warned:
        client.post("/upload", body=DATA, cast_to=dict, options=TEXT)

    assert os.path.basename(__file__) == os.path.basename(warned[0].filename)
    assert is_as_due(server, is_known=True)


def test_the_callers_boundary(server: ScriptedServer, client: OpenAI) -> None:
    """A form is cut by the boundary in the caller's Content-Type, if there is one."""
    server.play(OK)
    options = {"headers": {"content-type": 'multipart/form-data; boundary="abc"'}}
    client.post("/form", body={"a": ["1", "2"]}, files=[("f", b"x")], cast_to=dict, options=options)

    (request,) = server.requests
    assert options["headers"]["content-type"] == request.headers["content-type"]
    assert 4 == len(request.body.split(b"--abc\r\n"))
    assert request.body.endswith(b"\r\n--abc--\r\n")


def test_a_form_without_files(server: ScriptedServer, client: OpenAI) -> None:
    """The Content-Type of a form makes one of the parameters; a boundary is made up."""
    server.play(OK)
    options = {"headers": {"Content-Type": "multipart/form-data"}}
    client.post("/form", body={"a": 1}, cast_to=dict, options=options)

    assert [('Content-Disposition: form-data; name="a"', b"1")] == server.requests[0].parts()
