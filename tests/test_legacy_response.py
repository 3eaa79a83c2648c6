"""`HttpxBinaryResponseContent`: the bytes of an answer, under the official names."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TypeVar

import pytest

import openai_local
from openai_local._http import Headers, Request, Response
from openai_local._legacy_response import HttpxBinaryResponseContent, LegacyAPIResponse
from openai_local._response import LegacyAPIResponse as SameLegacyAPIResponse

_T = TypeVar("_T")


def content_of(
    body: bytes, content_type: str = "application/octet-stream"
) -> HttpxBinaryResponseContent:
    headers = Headers({"Content-Type": content_type})
    request = Request("GET", "http://h/v1/x")
    return HttpxBinaryResponseContent(Response(200, headers=headers, request=request, content=body))


def test_official_names() -> None:
    """The names stand where programs written for the official SDK look for them."""
    assert openai_local.HttpxBinaryResponseContent is HttpxBinaryResponseContent
    assert LegacyAPIResponse is SameLegacyAPIResponse


def test_whole() -> None:
    """`content` and `read()` are the bytes, again and again."""
    answer = content_of(b"abc")

    assert [b"abc"] * 3 == [answer.content, answer.read(), answer.read()]


def test_in_pieces() -> None:
    """The bytes can be gone through in pieces of any size."""
    answer = content_of(b"abcde")

    assert [b"abcde"] == list(answer.iter_bytes())
    assert [b"ab", b"cd", b"e"] == list(answer.iter_bytes(2))
    assert [b"ab", b"cd", b"e"] == list(answer.iter_raw(2))


def test_as_text() -> None:
    """A text is decoded by its charset."""
    answer = content_of("Grüße\nzwei".encode("latin-1"), "text/plain; charset=latin-1")

    assert ("Grüße\nzwei", "latin-1", "latin-1") == (
        answer.text, answer.encoding, answer.charset_encoding
    )  # fmt: skip


def test_charset_unknown() -> None:
    """Without a charset it is UTF-8."""
    answer = content_of("Grüße\nzwei".encode())

    assert ("utf-8", None) == (answer.encoding, answer.charset_encoding)
    assert ["Grüße\nzwei"] == list(answer.iter_text())
    assert ["Grüße", "zwei"] == list(answer.iter_lines())


def test_as_json() -> None:
    """JSON is parsed, with the arguments of `json.loads`."""
    assert {"a": "1.5"} == content_of(b'{"a": 1.5}').json(parse_float=str)


def test_to_a_file(tmp_path: Path) -> None:
    """The file holds the bytes, and nothing of what was in it before."""
    path = tmp_path / "speech.mp3"
    path.write_bytes(b"something longer")
    content_of(b"abc").write_to_file(path)

    assert b"abc" == path.read_bytes()


def test_stream_to_file_is_deprecated(tmp_path: Path) -> None:
    """`stream_to_file` works, and warns that it doesn't stream, saying what does."""
    with pytest.warns(DeprecationWarning, match="with_streaming_response"):
        content_of(b"abc").stream_to_file(tmp_path / "a", chunk_size=2)
    with pytest.warns(DeprecationWarning, match="with_streaming_response"):
        asyncio.run(content_of(b"abc").astream_to_file(tmp_path / "b"))

    assert [b"abc", b"abc"] == [(tmp_path / name).read_bytes() for name in "ab"]


def test_in_asyncio() -> None:
    """The methods for asyncio give the same; iterators are awaited first, as officially."""

    async def listed(items: AsyncIterator[_T]) -> list[_T]:
        return [item async for item in items]

    async def run() -> list[object]:
        answer = content_of(b"ab\ncd")
        pieces = await answer.aiter_bytes(3)
        found: list[object] = [await answer.aread(), await listed(pieces)]
        found += [await listed(await answer.aiter_text()), await listed(await answer.aiter_lines())]
        found.append(await listed(await answer.aiter_raw()))
        await answer.aclose()
        return found

    assert [b"ab\ncd", [b"ab\n", b"cd"], ["ab\ncd"], ["ab", "cd"], [b"ab\ncd"]] == asyncio.run(
        run()
    )


def test_closing_keeps_the_content() -> None:
    """What was read stays readable."""
    answer = content_of(b"abc")
    answer.close()

    assert b"abc" == answer.content
