"""Bytes as they come in chunked coding -> the body, wherever they are cut."""

from __future__ import annotations

import random

import pytest

from openai_local._wire.chunked import _MAX_SIZES, _SIZES, Dechunker

WIRE = (
    b"5\r\nHello\r\n1\r\n,\r\n00c;name=value\r\n a\r\nb\n\x00\r\n\r\n!\r\n"
    b"0\r\nTrailer: x\r\nOther: y\r\n\r\n"
)
BODY = b"Hello, a\r\nb\n\x00\r\n\r\n!"[:6] + b" a\r\nb\n\x00\r\n\r\n!"


def undone(blocks: list[bytes]) -> tuple[bytes, Dechunker]:
    dechunker = Dechunker()
    return b"".join(map(dechunker.feed, blocks)), dechunker


def test_a_whole_body() -> None:
    """Sizes, extensions and trailers go; the data stays, line ends in it as well."""
    body, dechunker = undone([WIRE])

    assert BODY == body
    assert dechunker.is_done
    assert not dechunker.has_surplus


@pytest.mark.parametrize("position", range(len(WIRE)))
def test_cut_in_two(position: int) -> None:
    """The body is the same wherever a block ends."""
    body, dechunker = undone([WIRE[:position], WIRE[position:]])

    assert (BODY, True) == (body, dechunker.is_done)


def test_byte_by_byte_gives_each_byte_at_once() -> None:
    """What has arrived of a chunk is not held back until the chunk is whole."""
    dechunker = Dechunker()
    for byte in b"5\r\n":
        assert b"" == dechunker.feed(bytes([byte]))
    assert [b"H", b"e", b"l", b"l", b"o"] == [dechunker.feed(bytes([b])) for b in b"Hello"]


def test_random_bodies() -> None:
    """Any body in any chunks in any blocks comes out as it was."""
    chance = random.Random(1)
    for _ in range(300):
        pieces = [
            bytes(chance.choices(b"ab\r\n0 ;\xff", k=chance.randint(1, 40)))
            for _ in range(chance.randint(0, 12))
        ]
        wire = b"".join(b"%X\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
        cuts = sorted(chance.choices(range(len(wire)), k=chance.randint(0, 9)))
        blocks = [wire[a:b] for a, b in zip([0, *cuts], [*cuts, len(wire)])]

        body, dechunker = undone(blocks)

        assert (b"".join(pieces), True, False) == (
            body,
            dechunker.is_done,
            dechunker.has_surplus,
        )


def test_lines_that_end_in_lf_alone() -> None:
    """http.client takes them, so they are taken here."""
    body, dechunker = undone([b"2\nab\n0\n\n"])

    assert (b"ab", True) == (body, dechunker.is_done)


def test_what_is_remembered_of_sizes_has_a_bound() -> None:
    """A server may write the same size in any number of ways."""
    wire = b"".join(b"1;%d\r\na\r\n" % number for number in range(9999)) + b"0\r\n\r\n"

    body, _ = undone([wire])

    assert b"a" * 9999 == body
    assert len(_SIZES) <= _MAX_SIZES


def test_bytes_after_the_end() -> None:
    """They are no part of the body, and the connection is not fit for another request."""
    body, dechunker = undone([b"1\r\na\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"])

    assert b"a" == body
    assert dechunker.has_surplus


@pytest.mark.parametrize(
    "wire",
    [b"xyz\r\n", b"-1\r\n", b"+5\r\n", b"0x5\r\n", b"1_0\r\n", b"\r\n", b" \r\n", b";a\r\n",
     b"2\r\nabc\r\n", b"1\r\naXX\r\n", b"f" * 16 + b"\r\n"],
)  # fmt: skip
def test_what_is_not_chunked(wire: bytes) -> None:
    """A size that is none, or data longer than announced, is an error."""
    with pytest.raises(ValueError, match=r"not the size of a chunk|where its end is due"):
        undone([wire])


def test_an_endless_line() -> None:
    """A size or a trailer without an end is bounded."""
    dechunker = Dechunker()
    with pytest.raises(ValueError, match="over 65536 bytes"):
        for _ in range(100):
            dechunker.feed(b"0" * 1024)


def test_endless_trailers() -> None:
    """All of them together are bounded, too."""
    dechunker = Dechunker()
    dechunker.feed(b"0\r\n")
    with pytest.raises(ValueError, match="over 65536 bytes"):
        for _ in range(10_000):
            dechunker.feed(b"X-Sum: 1234567\r\n")
