"""The head of an answer is read as `http.client` reads it, except for one that is cut short."""

from __future__ import annotations

import http.client
import io
import random
import re
from typing import Any

import pytest

from openai_local._io.answer_head import NoAnswer, read_head
from openai_local._io.failures import CutShort
from openai_local._io.requests_ import Answer

#: As in Python 3.14.
BUFFER_BYTES = 128 * 1024
BODY = b'{"choices": []}'
STATUS = (b"HTTP/1.1 200 OK", b"HTTP/1.1 200", b"HTTP/1.1 200 All is well ")
ODD_STATUS = (
    b"HTTP/1.0 200 OK",
    b"HTTP/1.1 204 No Content",
    b"HTTP/1.1 404 Not Found",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK",
    b"HTTP/1.1  200 OK",
    b"HTTP/2 200",
    b"nonsense",
    b"",
)
FIELDS = (
    b"Content-Type: application/json; charset=utf-8",
    b"content-length: 15",
    b"Content-Length:15",
    b"Transfer-Encoding: chunked",
    b"Connection: close",
    b"connection: Keep-Alive",
    b"Keep-Alive: timeout=5, max=100",
    b"Server: llama.cpp",
    b"Access-Control-Allow-Origin:",
    b"Set-Cookie: a=1; Path=/",
    b"Set-Cookie: b=2",
    b"X-Spaces:    three and more   ",
    b"X-Colons: a:b:c",
)
ODD_FIELDS = (
    b"Content-Length: -1",
    b"Content-Length: 1e3",
    b"Content-Length: ",
    b"Content-Length: " + b"9" * 5000,
    b"Transfer-Encoding: Chunked",
    b"Transfer-Encoding: gzip, chunked",
    b"X-Folded: one\r\n two",
    b"X-Latin: \xfcber",
    b"X-Tab:\tvalue\t",
    b"X-Null: \0",
    b"X-Bare: a\rb",
    b"No colon",
    b": no name",
    b"Spaced : name",
    b"X-Long: " + b"x" * 65_000,
    b"X-Long: " + b"x" * 66_000,
    b"X-Many: \r\n" * 96 + b"X-Last: 1",
    b"X-Many: \r\n" * 97 + b"X-Last: 1",
)


class Drops(io.RawIOBase):
    """A connection that brings some bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data = data
        self._size = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._data[: min(self._size, len(buffer))]
        self._data = self._data[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


class Socket:
    """As much of a socket as `http.client` asks for."""

    def __init__(self, data: bytes, size: int) -> None:
        self._drops = Drops(data, size)

    def makefile(self, mode: str) -> Any:
        return io.BufferedReader(self._drops, BUFFER_BYTES)


def seen(kind: type[http.client.HTTPResponse], data: bytes, size: int, method: str) -> Any:
    """What that class makes of an answer."""
    response: Any = kind(Socket(data, size), method=method)  # type: ignore[arg-type]
    try:
        response.begin()
    except CutShort:
        return CutShort
    except (http.client.HTTPException, ValueError) as error:
        return type(error), str(error)
    return (
        (response.status, response.code, response.reason, response.version),
        (response.headers.items(), response.msg is response.headers),
        (response.chunked, response.length, response.will_close, response.isclosed()),
        response.chunk_left if response.chunked else None,
        response.fp.read(),
    )


def read(data: bytes, size: int, method: str) -> Any:
    """The same of `read_head`; the body is what it has left."""
    file = io.BufferedReader(Drops(data, size), BUFFER_BYTES)
    try:
        head = read_head(file, method)
    except (NoAnswer, CutShort) as error:
        return type(error)
    except (http.client.HTTPException, ValueError) as error:
        return type(error), str(error)
    return (
        *head[:3],
        list(head.fields),
        head.is_chunked,
        head.length,
        head.will_close,
        file.read(),
    )


def expected_of_answer(data: bytes, size: int, method: str) -> Any:
    """What `Answer` is to find: for `http.client`, a head may also end with the connection."""
    whole = seen(http.client.HTTPResponse, data, size, method)
    last_head = data.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    is_cut = bool(data) and re.search(rb"\n\r?\n", last_head) is None
    failed_before = len(whole) == 2 and whole[0] is not http.client.RemoteDisconnected
    return CutShort if is_cut and not failed_before else whole


def expected_of(data: bytes, size: int, method: str) -> Any:
    """What `read` is to find."""
    whole = expected_of_answer(data, size, method)
    if whole is CutShort:
        return CutShort
    if whole[0] is http.client.RemoteDisconnected:
        return NoAnswer
    if len(whole) == 2:
        return whole
    (status, _, reason, version), (fields, _), (is_chunked, length, will_close, _), _, rest = whole
    lengths = {value for name, value in fields if name.lower() == "content-length"}
    if len(lengths) > 1 and not is_chunked:
        return (
            ValueError,
            f"Content-Length contained multiple unmatching values ({', '.join(sorted(lengths))})",
        )
    return status, reason, version, fields, is_chunked, length, will_close, rest


def head(rng: random.Random) -> bytes:
    """The head of an answer; most are plain."""
    is_odd = rng.random() < 0.3
    status = rng.choice(STATUS + ODD_STATUS if is_odd else STATUS)
    fields = rng.choices(FIELDS + ODD_FIELDS if is_odd else FIELDS, k=rng.randrange(8))
    end = b"\n" if is_odd and rng.random() < 0.2 else b"\r\n"
    return end.join([status, *fields, b"", b""])


@pytest.mark.parametrize("seed", range(300))
def test_heads_of_all_kinds(seed: int) -> None:
    """Random heads, plain and odd ones, in pieces of all sizes; also ones that are cut."""
    rng = random.Random(seed)
    data = head(rng) + BODY
    if rng.random() < 0.2:
        data = data[: rng.randrange(len(data))]
    method = rng.choice(["POST", "GET", "HEAD"])
    for size in (1, rng.randrange(1, 60), 1 << 20):
        assert expected_of_answer(data, size, method) == seen(Answer, data, size, method)
        assert expected_of(data, size, method) == read(data, size, method)


@pytest.mark.parametrize("field", ODD_FIELDS)
def test_odd_fields(field: bytes) -> None:
    """Each of them once by itself, between plain ones."""
    data = b"\r\n".join([STATUS[0], FIELDS[0], field, FIELDS[7], b"", BODY])
    expected = seen(http.client.HTTPResponse, data, 1 << 20, "POST")
    assert expected == seen(Answer, data, 1 << 20, "POST")
    assert expected_of(data, 1 << 20, "POST") == read(data, 1 << 20, "POST")


def test_plain_heads_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser for e-mail is not asked for them."""
    monkeypatch.setattr(http.client, "parse_headers", None)
    data = b"\r\n".join([STATUS[0], *FIELDS, b"", BODY])

    assert 200 == seen(Answer, data, 1 << 20, "POST")[0][0]
    assert 200 == read(data, 1 << 20, "POST")[0]
    with pytest.raises(TypeError):
        seen(Answer, data.replace(b"llama", b"\xfc"), 1 << 20, "POST")
