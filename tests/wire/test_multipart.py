"""Fields and files in, the exact bytes of a form out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import pytest

from openai_local import Timeout, omit
from openai_local._http import Request
from openai_local._wire.multipart import form_pieces, nested_pairs
from openai_local._wire.request import Call, build_request
from openai_local.types.audio import Transcription


class File:
    """A file that comes in two pieces."""

    def __init__(self, name: str | None, headers: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.headers = headers or {}

    def __len__(self) -> int:
        return 7

    def __iter__(self) -> Iterator[bytes]:
        yield b"con"
        yield b"tent"


def written(*fields: tuple[str, str], files: list[tuple[str, File]] | None = None) -> bytes:
    """The body that these make, with the boundary `B`."""
    pieces = form_pieces(fields, files or [], "B")
    return b"".join(piece if isinstance(piece, bytes) else b"".join(piece) for piece in pieces)


def request_for(params: dict[str, Any], files: list[tuple[str, File]], **call: Any) -> Request:
    return build_request(
        Call("POST", "/x", Transcription, params, files, **call),
        base_url="http://h:1/v1/",
        headers={"Content-Type": "application/json"},
        query={},
        timeout=Timeout(7),
        key_hint="",
    )


class Color(str, Enum):
    RED = "red"


# -- framing ---------------------------------------------------------------------------------


def test_fields_come_first_then_files() -> None:
    """The bytes are those of the official SDK: fields, then files with their headers, the end."""
    body = written(
        ("model", "w"),
        ("prompt", ""),
        files=[("file", File("a.mp3", {"X-A": "b", "Content-Type": "audio/mpeg"}))],
    )

    assert body == (
        b'--B\r\nContent-Disposition: form-data; name="model"\r\n\r\nw\r\n'
        b'--B\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n\r\n'
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\n'
        b"X-A: b\r\nContent-Type: audio/mpeg\r\n\r\ncontent\r\n"
        b"--B--\r\n"
    )


def test_nothing_at_all() -> None:
    """A form without parts is its end."""
    assert b"--B--\r\n" == written()


def test_two_files_of_one_field() -> None:
    """Each file is a part of its own."""
    body = written(files=[("image[]", File("a")), ("image[]", File("b"))])

    assert body == (
        b'--B\r\nContent-Disposition: form-data; name="image[]"; filename="a"\r\n\r\ncontent\r\n'
        b'--B\r\nContent-Disposition: form-data; name="image[]"; filename="b"\r\n\r\ncontent\r\n'
        b"--B--\r\n"
    )


@pytest.mark.parametrize("name", [None, ""])
def test_file_without_a_name(name: str | None) -> None:
    """A file without a name is sent without `filename`."""
    body = written(files=[("file", File(name))])

    assert b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\ncontent\r\n--B--\r\n' == body


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ('ca"t é.png', "ca%22t é.png".encode()),
        ("a\\b", b"a\\\\b"),
        ("a\r\nb\0", b"a%0D%0Ab%00"),
        ("a\x1bb%22", b"a\x1bb%22"),
        ("caf\udce9", b"caf\xe9"),
    ],
)
def test_names_are_escaped(name: str, sent: bytes) -> None:
    """Names can't end their quotes or their line; a name in another encoding keeps its bytes."""
    body = written(files=[("file", File(name))])

    assert b'name="file"; filename="' + sent + b'"\r\n' in body


def test_field_names_are_escaped() -> None:
    """The names of fields are escaped alike; their values are sent as they are."""
    body = written(('a"b\n', '"\r\n'))

    assert (
        b'--B\r\nContent-Disposition: form-data; name="a%22b%0A"\r\n\r\n"\r\n\r\n--B--\r\n' == body
    )


@pytest.mark.parametrize("headers", [{"X A": "b"}, {"X": "a\r\nb"}, {"X": "a\0"}, {"X:": "b"}])
def test_headers_that_would_break_the_form(headers: dict[str, str]) -> None:
    """A header that could end its line, or is none, is refused."""
    with pytest.raises(ValueError, match="header"):
        written(files=[("file", File("a", headers))])


# -- fields ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "pairs"),
    [
        ("text", [("f", "text")]),
        (0, [("f", "0")]),
        (0.25, [("f", "0.25")]),
        (True, [("f", "true")]),
        (False, [("f", "false")]),
        (None, []),
        (omit, []),
        ([], []),
        (["a", "", "b"], [("f[]", "a"), ("f[]", ""), ("f[]", "b")]),
        (("a", None), [("f[]", "a")]),
        ({"type": "server_vad", "threshold": None}, [("f[type]", "server_vad")]),
        ({"a": {"b": [1, {"c": 2}]}}, [("f[a][b][]", "1"), ("f[a][b][][c]", "2")]),
        (Color.RED, [("f", "red")]),
    ],
)
def test_nested_values(value: Any, pairs: list[tuple[str, str]]) -> None:
    """Nested values become pairs with the names that the official SDK writes."""
    assert pairs == list(nested_pairs("f", value))


# -- the request -----------------------------------------------------------------------------


def test_a_call_with_files_is_a_form() -> None:
    """The body's length is known before a file is read, and its boundary is in the header."""
    request = request_for({"model": "w", "left_out": omit}, [("file", File("a"))])
    boundary = request.headers["content-type"].removeprefix("multipart/form-data; boundary=")

    assert written(("model", "w"), files=[("file", File("a"))]) == request.content.replace(
        boundary.encode(), b"B"
    )
    assert len(request.content) == len(request.body or b"")
    assert 32 == len(boundary)


def test_each_form_has_its_own_boundary() -> None:
    """No file can hold a boundary that is made up for each request."""
    first, second = (request_for({}, []).headers["content-type"] for _ in range(2))

    assert first != second


def test_extra_body_and_headers_go_into_the_form() -> None:
    """`extra_body` adds fields; a Content-Type without our boundary could not be read."""
    request = request_for(
        {"model": "w"},
        [],
        extra_body={"model": "x", "vad_filter": True},
        extra_headers={"content-type": "multipart/form-data", "X-A": "b"},
    )
    kind, _, boundary = request.headers["content-type"].partition("; boundary=")

    assert "multipart/form-data" == kind
    assert written(("model", "x"), ("vad_filter", "true")) == request.content.replace(
        boundary.encode(), b"B"
    )
    assert "b" == request.headers["x-a"]


def test_iterables_and_dates_are_taken_as_in_json() -> None:
    """Any iterable is a list, a model or a date is what it is in JSON."""
    segment = Transcription(text="hi")
    request = request_for({"keywords": iter(["a", "b"]), "previous": segment}, [])

    assert request.content.count(b'name="keywords[]"') == 2
    assert b'name="previous[text]"\r\n\r\nhi\r\n' in request.content


def test_bytes_are_no_field() -> None:
    """Bytes where text is due are refused before anything is sent."""
    with pytest.raises(TypeError, match="bytes"):
        request_for({"prompt": b"text"}, [])
