"""Bytes in, events out: the decoder against the WHATWG rules, cut in every way."""

from __future__ import annotations

import random

import pytest

from openai_local._wire.sse import EventTooLong, ServerSentEvent, SSEDecoder

BOM = b"\xef\xbb\xbf"

#: Documents that differ in what can go wrong when they are cut.
DOCUMENTS = {
    "plain": b'data: {"a": 1}\n\ndata: {"b": 2}\n\ndata: [DONE]\n\n',
    "crlf": b"event: x\r\ndata: one\r\ndata: two\r\n\r\ndata: three\r\n\r\n",
    "cr": b"data: one\rdata: two\r\rdata: three\r\r",
    "mixed": b"data: one\r\ndata: two\n\rdata: three\r\r\ndata: four\n\n",
    "multi-byte": "data: Grüße 😀 日本語\n\nid: é\ndata: ﻿ß\n\n".encode(),
    "separators": "data: a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg\n\n".encode(),
    "comments": b": ping\n\n:\n: ping\ndata: a\n: in between\ndata: b\n\n: ping\n\n",
    "bom": BOM + b"data: first\n\n" + BOM + b"data: not a field\n\ndata: last\n\n",
    "fields": b"id: 7\nretry: 250\nevent: tick\ndata\ndata:\ndata:  two\nother: x\n\ndata: y\n\n",
    "stray": b'{"error": "bare"}\ndata: a\nerror: {"code": 1}\ndata: b\n\n',
    "no end": b"data: whole\n\ndata: pending",
}


def decode(*blocks: bytes) -> list[tuple[object, ...]]:
    """Every event of the blocks, up to and including the end, as a tuple of its fields."""
    decoder = SSEDecoder()
    events = [event for block in blocks for event in decoder.feed(block)]
    return [fields(event) for event in [*events, *decoder.end()]]


def fields(event: ServerSentEvent) -> tuple[object, ...]:
    return (event.event, event.data, event.id, event.retry, event.stray)


def texts(*blocks: bytes) -> list[str]:
    """The data of every event, without calling the end."""
    decoder = SSEDecoder()
    return [event.data for block in blocks for event in decoder.feed(block)]


def reference(document: bytes) -> list[tuple[object, ...]]:
    """A slow decoder, written along the text of the WHATWG's section 9.2.6 and our two additions.

    Added: an event pending at the end is dispatched, and stray lines are reported.
    """
    text = document.removeprefix(BOM).decode("utf-8", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    events: list[tuple[object, ...]] = []
    data = name = ""
    last_id: str | None = None
    retry: int | None = None
    for line in [*lines, ""]:
        if line == "":
            if data != "":
                events.append((name or None, data[:-1], last_id, retry, False))
            data, name, retry = "", "", None
            continue
        if line[0] == ":":
            continue
        if ":" in line:
            field, value = line[: line.index(":")], line[line.index(":") + 1 :]
            if value[:1] == " ":
                value = value[1:]
        else:
            field, value = line, ""
        if field == "event":
            name = value
        elif field == "data":
            data += value + "\n"
        elif field == "id":
            if "\x00" not in value:
                last_id = value
        elif field == "retry":
            if value != "" and all(digit in "0123456789" for digit in value):
                retry = int(value)
        elif field == "error":
            events.append(("error", value, None, None, True))
        elif line[0] == "{":
            events.append((None, line, None, None, True))
    return events


# -- lines -----------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_every_newline_ends_a_line(newline: bytes) -> None:
    """LF, CRLF and CR end lines alike."""
    block = newline.join([b"event: a", b"data: 1", b"data: 2", b"", b"data: 3", b"", b""])

    assert [("a", "1\n2", None, None, False), (None, "3", None, None, False)] == decode(block)


def test_newlines_can_be_mixed() -> None:
    """Each line has its own newline; LF|CR is two, CR|LF is one."""
    assert ["a\nb", "c"] == texts(b"data: a\r\ndata: b\n\rdata: c\r\r\n")


def test_crlf_cut_in_two_is_one_newline() -> None:
    """The LF at the beginning of a block belongs to the CR at the end of the last one."""
    assert ["a\nb"] == texts(b"data: a\r", b"\ndata: b\r", b"\n\r", b"\n")


def test_crlf_cut_by_an_empty_block_is_one_newline() -> None:
    """A block without bytes changes nothing, not even between CR and LF."""
    assert ["a\nb"] == texts(b"data: a\r", b"", b"\ndata: b\r\n\r\n")


def test_lf_after_other_bytes_is_a_newline() -> None:
    """Only an LF directly after a CR is swallowed."""
    assert ["a", "b"] == texts(b"data: a\r\r", b"data: b", b"\n", b"\n")


@pytest.mark.parametrize(
    "character", ["\u2028", "\u2029", "\u0085", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"]
)
def test_other_separators_are_text(character: str) -> None:
    """What `str.splitlines` takes for the end of a line is data here."""
    assert [f"a{character}b"] == texts(f"data: a{character}b\n\n".encode())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_cut_anywhere_changes_nothing(name: str) -> None:
    """A document cut in two at any byte gives the events of the whole."""
    document = DOCUMENTS[name]
    whole = decode(document)

    assert len(whole) >= 1
    for position in range(len(document) + 1):
        assert whole == decode(document[:position], document[position:])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_single_bytes_change_nothing(name: str) -> None:
    """A document that comes byte by byte gives the events of the whole."""
    document = DOCUMENTS[name]

    assert decode(document) == decode(*(bytes([byte]) for byte in document))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documents_by_the_reference(name: str) -> None:
    """The decoder agrees with the slow one on the documents of this file."""
    assert reference(DOCUMENTS[name]) == decode(DOCUMENTS[name])


def test_random_documents_by_the_reference() -> None:
    """The decoder agrees with the slow one on random documents in random blocks."""
    chance = random.Random(20240607)
    pieces = [
        b"data", b"event", b"id", b"retry", b"error", b":", b": ", b" ", b"\n", b"\r", b"\r\n",
        b"\n\n", b"\r\r", b"x", b"12", b"0", b"\x00", b"{", b'{"a": 1}', b"\xff", BOM, b"data: ",
        "é".encode(), "😀".encode(), "\u2028".encode(), b"[DONE]", b":comment", b"data:y\n\n",
    ]  # fmt: skip
    for _ in range(3000):
        document = b"".join(chance.choices(pieces, k=chance.randint(0, 40)))
        cuts = sorted(chance.choices(range(len(document) + 1), k=chance.randint(0, 8)))
        blocks = [document[i:j] for i, j in zip([0, *cuts], [*cuts, len(document)])]

        assert (document, reference(document)) == (document, decode(*blocks))


# -- events ----------------------------------------------------------------------------------


def test_lines_of_data_are_joined_by_lf() -> None:
    """Several data lines are one text, without an LF at its end."""
    assert ["YHOO\n+2\n10"] == texts(b"data: YHOO\ndata: +2\ndata: 10\n\n")


def test_the_example_of_the_specification_with_empty_data() -> None:
    """`data` and `data:` stand for one empty line; two of them make an LF."""
    assert ["", "\n"] == texts(b"data\n\ndata\ndata\n\ndata:")


def test_empty_data_is_an_event() -> None:
    """An event may have no text at all."""
    assert [("beat", "", None, None, False)] == decode(b"event: beat\ndata:\n\n")


def test_an_event_needs_data() -> None:
    """Without a data line nothing is dispatched, and the name doesn't go over to the next event."""
    assert [(None, "a", None, None, False)] == decode(b"event: lost\n\n\n\ndata: a\n\n")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"data:x", "x"),
        (b"data: x", "x"),
        (b"data:  x", " x"),
        (b"data:\tx", "\tx"),
        (b"data: x ", "x "),
        (b"data: a: b", "a: b"),
        (b"data::", ":"),
    ],
)
def test_one_space_after_the_colon_is_dropped(line: bytes, expected: str) -> None:
    """One space after the first colon belongs to the syntax, everything else to the value."""
    assert [expected] == texts(line + b"\n\n")


def test_comments_are_skipped() -> None:
    """A line with a colon at its beginning says nothing, wherever it stands."""
    assert ["a\nb"] == texts(b": hi\ndata: a\n:\n:data: no\ndata: b\n: x\n\n: ping\n\n")


def test_unknown_fields_are_skipped() -> None:
    """Fields that the rules don't know say nothing; names are case-sensitive and exact."""
    assert ["a"] == texts(b"foo: 1\nData: 2\n data: 3\ndatax: 4\nfoo\ndata: a\n\n")


def test_the_last_event_field_wins() -> None:
    """An event has one name: the last one, which may be empty."""
    assert [("b", "1", None, None, False), (None, "2", None, None, False)] == decode(
        b"event: a\nevent: b\ndata: 1\n\nevent: a\nevent\ndata: 2\n\n"
    )


def test_the_id_stays() -> None:
    """An id holds for the following events too, until another one or an empty one comes."""
    assert [
        (None, "a", None, None, False),
        (None, "b", "1", None, False),
        (None, "c", "1", None, False),
        (None, "d", "", None, False),
    ] == decode(b"data: a\n\nid: 1\ndata: b\n\ndata: c\n\nid\ndata: d\n\n")


def test_an_id_with_nul_is_ignored() -> None:
    """An id that holds a NUL is no id."""
    assert [(None, "a", "1", None, False)] == decode(b"id: 1\nid: 2\x003\ndata: a\n\n")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(b"3000", 3000), (b"0", 0), (b"", None), (b"-1", None), (b"1.5", None), (b"\xd9\xa3", None)],
)
def test_retry_is_made_of_ascii_digits(value: bytes, expected: int | None) -> None:
    """`retry` is taken if it consists of ASCII digits only."""
    assert [(None, "a", None, expected, False)] == decode(b"retry: " + value + b"\ndata: a\n\n")


def test_retry_belongs_to_its_event() -> None:
    """`retry` is told with the event it came with, as by the official SDK."""
    assert [(None, "a", None, 5, False), (None, "b", None, None, False)] == decode(
        b"retry: 5\ndata: a\n\ndata: b\n\n"
    )


def test_a_retry_of_any_length_is_no_error() -> None:
    """A number longer than Python converts does not break the stream."""
    assert ["a"] == texts(b"retry: " + b"9" * 10_000 + b"\ndata: a\n\n")


def test_a_byte_order_mark_is_skipped_once() -> None:
    """A mark at the very beginning is no part of the first field; a later one is text."""
    assert ["\ufeffa", "b"] == texts(BOM + b"data: \xef\xbb\xbfa\n\n" + b"data: b\n\n")
    assert ["b"] == texts(b"\n" + BOM + b"data: a\n\ndata: b\n\n")
    assert ["b"] == texts(BOM + BOM + b"data: a\n\ndata: b\n\n")


def test_a_byte_order_mark_may_be_cut() -> None:
    """A mark that comes in three blocks is skipped too."""
    assert ["a"] == texts(b"\xef", b"\xbb", b"\xbfdata: a\n\n")


def test_bytes_that_are_no_utf_8_are_replaced() -> None:
    """Broken UTF-8 costs its own characters only."""
    assert ["a\ufffdb", "c"] == texts(b"data: a\xffb\n\ndata: c\n\n")


def test_a_multi_byte_character_may_be_cut_over_blocks() -> None:
    """A character is decoded when all of its bytes are there."""
    assert ["😀"] == texts(b"data: \xf0", b"\x9f\x98", b"\x80\n\n")


# -- when events come ------------------------------------------------------------------------


@pytest.mark.parametrize("last", [b"\n", b"\r"])
def test_an_event_comes_with_its_blank_line(last: bytes) -> None:
    """The first byte of the blank line's newline hands the event out, CR as well as LF."""
    decoder = SSEDecoder()

    assert [] == list(decoder.feed(b"data: a" + last))
    assert ["a"] == [event.data for event in decoder.feed(last)]


def test_an_event_does_not_wait_for_the_lf_after_its_second_cr() -> None:
    """A CRLF stream that is cut before its last byte has told all of the event."""
    decoder = SSEDecoder()

    assert ["a"] == [event.data for event in decoder.feed(b"data: a\r\n\r")]
    assert [] == list(decoder.feed(b"\n"))


def test_events_are_yielded_as_they_are_asked_for() -> None:
    """An event is there before the ones behind it in the block have been looked at."""
    feed = SSEDecoder(max_event_bytes=16).feed(b"data: a\n\ndata: too long for the bound\n\n")

    assert "a" == next(feed).data
    with pytest.raises(EventTooLong):
        next(feed)


def test_the_end_hands_out_what_is_pending() -> None:
    """An event without its blank line, or even without its newline, comes at the end."""
    assert ["a", "b"] == [event[1] for event in decode(b"data: a\n\ndata: b\n")]
    assert ["a", "b"] == [event[1] for event in decode(b"data: a\n\ndata: b")]
    assert ["b\nc"] == [event[1] for event in decode(b"data: b\r\ndata: c")]


def test_the_end_hands_out_nothing_twice() -> None:
    """After the end there is nothing pending any more."""
    decoder = SSEDecoder()
    list(decoder.feed(b"data: a"))

    assert ["a"] == [event.data for event in decoder.end()]
    assert [] == list(decoder.end())


@pytest.mark.parametrize("document", [b"", b"\n\n", BOM, b": ping\n\n", b"event: x", b"id: 1\n\n"])
def test_documents_without_events(document: bytes) -> None:
    """What holds no data gives no event, at the end either."""
    assert [] == decode(document)


# -- progress --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b"data: a\n\n", True),
        (b"data: a", True),
        (b"d", True),
        (b"event: x\n", True),
        (b": ping\n\n", False),
        (b": ping", False),
        (b"\n\r\n", False),
        (b": ping\n\ndata", True),
        (b"", False),
    ],
)
def test_comments_are_no_progress(block: bytes, expected: bool) -> None:
    """Comments and blank lines keep a connection open and say nothing of the answer."""
    decoder = SSEDecoder()
    list(decoder.feed(block))

    assert expected is decoder.made_progress


def test_the_rest_of_a_comment_is_no_progress() -> None:
    """A comment that is cut stays a comment in all of its blocks."""
    decoder = SSEDecoder()
    seen = []
    for block in (b"data: a\n\n", b": pi", b"ng: data", b"\n\n", b"data: b"):
        list(decoder.feed(block))
        seen.append(decoder.made_progress)

    assert [True, False, False, False, True] == seen


# -- size ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 7, 1000, 64 * 1024, 2 * 1024 * 1024])
def test_a_large_event_in_blocks_of_any_size(size: int) -> None:
    """An event of 1 MiB is the same in blocks from one byte to all of it."""
    text = "0123456789abcdef" * 65536
    document = b"data: " + text.encode() + b"\n\n"
    blocks = [document[i : i + size] for i in range(0, len(document), size)]

    assert [text] == texts(*blocks)


class CountedBytes(bytes):
    """Bytes that note how many of them are searched for newlines."""

    searched = 0

    def splitlines(self, keepends: bool = False) -> list[bytes]:
        CountedBytes.searched += len(self)
        return super().splitlines(keepends)


def test_no_byte_is_searched_twice() -> None:
    """The work for a long line grows with its length, not with its length times its blocks."""
    document = b"data: " + b"x" * 100_000 + b"\n\n"
    CountedBytes.searched = 0
    decoder = SSEDecoder()
    events = [
        event
        for start in range(0, len(document), 10)
        for event in decoder.feed(CountedBytes(document[start : start + 10]))
    ]

    assert 1 == len(events)
    assert len(document) == CountedBytes.searched


def test_an_event_of_the_bound_is_taken() -> None:
    """The bound itself is allowed, however the line is cut; a byte counts once."""
    line = b"data: " + b"x" * 94

    for size in (1, 30, 99, 100, 200):
        decoder = SSEDecoder(max_event_bytes=100)
        blocks = [(line + b"\n\n")[i : i + size] for i in range(0, 102, size)]
        assert ["x" * 94] == [event.data for block in blocks for event in decoder.feed(block)]


@pytest.mark.parametrize("size", [1, 30, 200])
@pytest.mark.parametrize(
    "document",
    [
        b"data: " + b"x" * 95 + b"\n\n",
        b"data: 1234567890\n" * 7,
        b"data\n" * 26,
        b"data: " + b"x" * 50 + b"\n: comment\ndata: " + b"x" * 50,
    ],
)
def test_an_event_over_the_bound_is_an_error(document: bytes, size: int) -> None:
    """One long line or many short ones: an event of more bytes than the bound is refused."""
    decoder = SSEDecoder(max_event_bytes=100)

    with pytest.raises(EventTooLong, match="an event of the stream is over 100 bytes"):
        for start in range(0, len(document), size):
            list(decoder.feed(document[start : start + size]))


@pytest.mark.parametrize("start", [b"data: ", b": ", b"foo", b"event: ", b"{"])
def test_a_line_without_end_is_an_error(start: bytes) -> None:
    """A line that never ends is refused at the bound, also a comment and an unknown field."""
    decoder = SSEDecoder(max_event_bytes=1000)
    list(decoder.feed(start))

    with pytest.raises(EventTooLong):
        for _ in range(1001):
            list(decoder.feed(b"x"))


def test_the_bound_is_for_each_event() -> None:
    """Many events, comments and cut lines together may be longer than the bound for one."""
    decoder = SSEDecoder(max_event_bytes=20)
    blocks = [b"data: 0123", b"456789\n\n", b": ping p", b"ing\n\n", b"event: a", b"bc\n"] * 100

    assert 100 == sum(1 for block in blocks for _ in decoder.feed(block))


# -- what is no event but reports an error ---------------------------------------------------


def test_an_error_field_is_a_stray_event() -> None:
    """A field called `error` is told at once, without waiting for a blank line."""
    decoder = SSEDecoder()

    assert [("error", '{"message": "no"}', None, None, True)] == [
        fields(event) for event in decoder.feed(b'error: {"message": "no"}\n')
    ]


def test_a_bare_json_line_is_a_stray_event() -> None:
    """A line that begins like a JSON object is told as it is."""
    assert [(None, '{"error": "é"}', None, None, True)] == decode('{"error": "é"}\n'.encode())


def test_stray_lines_leave_the_event_around_them_alone() -> None:
    """The lines of an event before and after a stray one still belong together."""
    assert [
        (None, "{}", None, None, True),
        ("x", "a\nb", None, None, False),
    ] == decode(b"event: x\ndata: a\n{}\ndata: b\n\n")


# -- the event object ------------------------------------------------------------------------


def test_an_event_parses_its_data() -> None:
    """`json()` is the data parsed, as in the official SDK."""
    assert {"a": [1]} == ServerSentEvent(data='{"a": [1]}').json()


def test_an_event_shows_its_fields() -> None:
    """The repr names what is in the event."""
    event = ServerSentEvent(event="x", data="a", id="1")

    assert "ServerSentEvent(event='x', data='a', id='1')" == repr(event)
