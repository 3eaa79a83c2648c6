"""Bodies put together or cut anew, wherever their blocks were cut on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from openai_local._body import Cutter, Lines, Pieces, Text, Whole

TEXT = "Grüße 🌍\r\nzwei\n\ndrei\rvier"


def cut(body: bytes) -> Iterator[list[bytes]]:
    """The body in one block, in blocks of each size, and cut in two at each place."""
    for size in range(1, len(body) + 1):
        yield [body[start : start + size] for start in range(0, len(body), size)]
    for place in range(1, len(body)):
        yield [body[:place], body[place:]]


def through(cutter: Cutter[Any], blocks: list[bytes]) -> list[Any]:
    return [item for block in blocks for item in cutter.feed(block)] + cutter.end()


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: Pieces(4), [b"0123", b"4567", b"89"]),
        (lambda: Pieces(5), [b"01234", b"56789"]),
        (lambda: Pieces(10), [b"0123456789"]),
        (lambda: Pieces(99), [b"0123456789"]),
        (lambda: Text(4), ["0123", "4567", "89"]),
    ],
)
def test_pieces_have_the_size_that_is_asked_for(
    make: Callable[[], Cutter[Any]], expected: list[Any]
) -> None:
    """Only the last piece is shorter, and none is empty."""
    for blocks in cut(b"0123456789"):
        assert expected == through(make(), blocks)


def test_pieces_come_as_soon_as_they_are_full() -> None:
    """A piece waits for its own bytes and for no others."""
    pieces = Pieces[bytes](3)

    assert [] == pieces.feed(b"ab")
    assert [b"abc"] == pieces.feed(b"cd")
    assert [b"def", b"ghi"] == pieces.feed(b"efghi")
    assert [] == pieces.end()


def test_blocks_as_they_are() -> None:
    """Without a size, each block is a piece, and nothing is held back."""
    assert [b"abc"] == Pieces[bytes](None).feed(b"abc")
    assert ["abc"] == Text(None).feed(b"abc")
    assert [] == Pieces[bytes](None).end()


def test_text_is_the_same_wherever_it_is_cut() -> None:
    """A character whose bytes come apart is put together; no piece is empty."""
    for blocks in cut(TEXT.encode()):
        pieces = through(Text(None), blocks)
        assert TEXT == "".join(pieces)
        assert "" not in pieces


def test_characters_are_counted_not_bytes() -> None:
    """The size of a piece of text is in characters."""
    for blocks in cut("äöü🌍ß".encode()):
        assert ["äö", "ü🌍", "ß"] == through(Text(2), blocks)


@pytest.mark.parametrize("make", [lambda: Text(None), lambda: Text(2), Lines])
def test_bytes_that_are_no_text(make: Callable[[], Cutter[str]]) -> None:
    """They become U+FFFD, also at the end of the body."""
    for blocks in cut(b"a\xffb\xc3"):
        assert "a\ufffdb\ufffd" == "".join(through(make(), blocks))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, ["Grüße 🌍", "zwei", "", "drei", "vier"]),
        ("a\n", ["a"]),
        ("a\r\n\r\nb\r\n", ["a", "", "b"]),
        ("\n\r\r\n", ["", "", ""]),
        ("a\x0b\x0c\x1c\x85\u2028b", ["a\x0b\x0c\x1c\x85\u2028b"]),
        ("", []),
    ],
)
def test_lines_are_the_same_wherever_they_are_cut(text: str, expected: list[str]) -> None:
    """LF, CRLF and CR end a line, and nothing else does; a CRLF that is cut is one end."""
    assert expected == through(Lines(), [text.encode()])
    for blocks in cut(text.encode()):
        assert expected == through(Lines(), blocks)


def test_lines_come_as_soon_as_they_end() -> None:
    """A line does not wait for the next one, not even after a CR."""
    lines = Lines()

    assert [] == lines.feed(b"a")
    assert ["ab"] == lines.feed(b"b\r")
    assert [] == lines.feed(b"\nc")
    assert ["c", "d"] == lines.feed(b"\nd\n")


def test_a_body_is_kept_up_to_its_limit() -> None:
    """What is beyond the limit is cut off, and the one who reads is told to stop."""
    whole = Whole(5)

    assert [True, True, False] == [whole.take(block) for block in (b"ab", b"cde", b"f")]
    assert b"abcde" == whole.joined()
