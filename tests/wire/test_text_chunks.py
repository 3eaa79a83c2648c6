"""The fast path for runs of text gives what the plain path gives, object by object."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from typing import Any

import pytest

from openai_local._exceptions import APIError, IncompleteStreamError
from openai_local._http import Headers, Request, Response
from openai_local._wire.deltas import CallNumbering, chunks_of
from openai_local._wire.ending import ChatEnding
from openai_local._wire.json_value import Value
from openai_local._wire.learning import KnownPatterns, _Patience
from openai_local._wire.request import StreamRule
from openai_local._wire.stream import StreamReader
from openai_local._wire.text_chunks import TextChunks
from openai_local.types import Completion
from openai_local.types.chat import ChatCompletionChunk

#: Pieces that texts are made of: escapes, quotes, what looks like framing, split characters.
PIECES = [
    "a", " ", '"', "\\", "\n", "\r", "\t", "é", "中", "🙂", "\x01", "data: ", "\n\n",
    '"}}],', '","role":"x', '"content":"', "\u2028", "\ud83d", ": ping", "[DONE]",
]  # fmt: skip


DONE = b"data: [DONE]\n\n"


def reader(model: Any = ChatCompletionChunk, known: KnownPatterns | None = None) -> StreamReader:
    response = Response(
        200,
        headers=Headers({"Content-Type": "text/event-stream"}),
        request=Request("POST", "http://127.0.0.1:8080/v1/chat/completions"),
    )
    rule = StreamRule(model, ChatEnding, chunks_of)
    return StreamReader(response, rule, strict=True, known_patterns=known)


def read(
    blocks: list[bytes],
    model: Any = ChatCompletionChunk,
    known: KnownPatterns | None = None,
) -> list[Any]:
    """The chunks of a stream in these blocks."""
    reads = reader(model, known)
    chunks = []
    for block in blocks:
        chunks += list(reads.feed(block))
    return chunks if reads.is_done else [*chunks, *reads.end()]


def some_text(chance: random.Random) -> str:
    return "".join(chance.choices(PIECES, k=chance.randint(0, 4)))


def some_value(chance: random.Random, text: str) -> Any:
    """What may come along with a piece of text."""
    token = {"token": text, "bytes": list(text.encode("utf-8", "replace")), "logprob": -0.5}
    return chance.choice(
        [
            {"content": [{**token, "top_logprobs": [token] * chance.randint(0, 2)}]},
            {"content": [{**token, "top_logprobs": None}]},
            {"content": None, "refusal": []},
            {"prompt_n": 1, "predicted_ms": chance.random() * 10},
            {"message": text}, {}, [], None, [token], "text", 5, True,
        ]
    )  # fmt: skip


def some_chunk(chance: random.Random, created: int, style: int) -> dict[str, Any]:
    """Mostly plain text, with what comes along in this stream, and now and then something else."""
    text = some_text(chance)
    if style and chance.random() < 0.95:
        return styled_chunk(chance, created, style, text)
    deltas: list[dict[str, Any]] = [
        {"content": text}, {"content": text}, {"content": text}, {"content": text},
        {"role": "assistant", "content": text}, {"content": None}, {}, {"reasoning_content": text},
        {"tool_calls": [{"index": 0, "function": {"arguments": text}}]},
        {"content": text, "tool_calls": None}, {"content": text, "x": {"content": "q"}},
        {"content": text, "list": [1]}, {"content": 5},
    ]  # fmt: skip
    chunk: dict[str, Any] = {
        "id": "x",
        "created": created,
        "choices": [{"index": 0, "delta": chance.choice(deltas), "finish_reason": None}],
        "model": chance.choice(["m", "m", "m", text or "m"]),
    }
    if chance.random() < 0.05:
        chunk["choices"] = chance.choice([[], None, chunk["choices"] * 2])
    if chance.random() < 0.05:
        chunk["usage"] = {"completion_tokens": 1}
    return chunk


def styled_chunk(chance: random.Random, created: int, style: int, text: str) -> dict[str, Any]:
    """A chunk as a stream of some style has them: each style has gaps at other places."""
    function: dict[str, Any] = {"arguments": text}
    tool_call: dict[str, Any] = {"index": 0, "function": function}
    delta: dict[str, Any] = {"content": text}
    choice: dict[str, Any] = {"index": 0, "delta": delta}
    chunk: dict[str, Any] = {"id": "x", "created": created, "choices": [choice], "model": "m"}
    if style in (1, 2):
        choice["logprobs"] = some_value(chance, text)
    if style in (2, 3):
        chunk["timings"] = some_value(chance, text)
    if style in (4, 5):
        choice["delta"] = {"content": None, "tool_calls": [tool_call]}
        tool_call |= {"id": None, "x": some_value(chance, text)} if style == 5 else {}
    if style == 6:
        choice["delta"] = {"content": "", "reasoning_content": text, "y": some_value(chance, text)}
    if style == 7:
        chunk = {"choices": [{"text": text, "logprobs": some_value(chance, text)}], "id": "x"}
    if style in (9, 10):
        raw = list(text.encode("utf-8", "replace"))
        logprob = chance.choice([-0.5, -1e-7, 0, -0.0])
        token = {"id": chance.randint(0, 9), "token": text, "bytes": raw, "logprob": logprob}
        more = [token] * 2 if style == 10 else chance.choice([[], None])
        choice["logprobs"] = {"content": [{**token, "top_logprobs": more}], "refusal": None}
        chunk["timings"] = {"prompt_n": 7, "predicted_n": created, "is_warm": chance.random() < 0.5}
    if style in (11, 12):
        choice["index"] = chance.choice([0, 0, 1, 2, None])
    if style in (12, 13):
        tokens = {"completion_tokens": chance.choice([1, 2, None, 0.5]), "total_tokens": created}
        chunk["usage"] = chance.choice([tokens] * 5 + [None, {}, 5, {"x": tokens}])
    if style in (7, 14) and chance.random() < 0.3:
        choice["text"] = text
        choice["delta"] = {"content": some_text(chance)}
    elif style == 14:
        choice["delta"] = chance.choice(
            [{"refusal": text}, {"thinking": text, "role": text}, {"role": text},
             {"audio": {"id": "a", "transcript": text}, "content": None},
             {"parts": [{"role": text}, {"n": text}], "content": ""}]
        )  # fmt: skip
    if style == 8:
        function["name"] = text
        chunk["usage"] = {"usage": some_value(chance, text), "content": text}
        choice["content"] = "c"
    return chunk


def some_stream(chance: random.Random) -> tuple[list[dict[str, Any]], bytes]:
    """Chunks, and the bytes in which some server might send them."""
    created, chunks = 1, []
    shape = chance.choice([0, *range(1, 15), 9, 9, 10, 10, 11, 12, 13, 14])
    for _ in range(chance.randint(1, 25)):
        created += chance.random() < 0.1
        chunks.append(some_chunk(chance, created, shape))
    closing = {"choices": [{"index": i, "delta": {}, "finish_reason": "stop"} for i in (0, 1)]}
    style: dict[str, Any] = chance.choice([{}, {"separators": (",", ":")}])
    line_end = chance.choice(["\n"] * 8 + ["\r\n"] * 3 + ["\r"])
    usual = chance.choice(["data: "] * 5 + ["data:", f"event: some.name{line_end}data: "])
    wire = b""
    for chunk in [*chunks, closing]:
        text = json.dumps(chunk, ensure_ascii=chance.random() < 0.5, **style)
        if chance.random() < 0.02:
            wire += f": ping{line_end}{line_end}".encode()
        if chance.random() < 0.02:
            wire += (line_end * chance.randint(1, 3)).encode()
        prefix = chance.choice([usual] * 30 + ["event: message" + line_end + "data:"])
        wire += f"{prefix}{text}{line_end}{line_end}".encode("utf-8", "surrogatepass")
    if b"\xed\xa0\xbd" in wire:
        # A lone surrogate has no UTF-8: only its escape is valid on the wire.
        return some_stream(chance)
    return [*chunks, closing], wire + f"data: [DONE]{line_end}{line_end}".encode()


class Plain(TextChunks):
    """Learns nothing, so that all takes the plain path."""

    def learn(self, text: str, chunk: Any, **about: bool) -> None:
        pass


@pytest.mark.parametrize("seed", range(20))
def test_random_streams(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any mixture of events, cut anywhere, gives the objects of the JSON that was sent."""
    chance = random.Random(seed)
    if seed % 4 < 2:
        # What does not pay off is learnt, too.
        monkeypatch.setattr(_Patience, "is_over", lambda self: True)
    known = KnownPatterns() if seed % 2 else None
    for number in range(60):
        model: Any = (ChatCompletionChunk, ChatCompletionChunk, Completion)[number % 3]
        chunks, wire = some_stream(chance)
        cuts = sorted(chance.choices(range(len(wire) + 1), k=chance.randint(0, 9)))
        blocks = [wire[a:b] for a, b in zip([0, *cuts], [*cuts, len(wire)])]

        made = read(blocks, model, known)

        expected = [model.from_json(json.loads(json.dumps(c))) for c in chunks]
        assert expected == made
        assert [repr(chunk) for chunk in expected] == [repr(chunk) for chunk in made]
        assert [chunk.to_dict() for chunk in expected] == [chunk.to_dict() for chunk in made]
        assert [list(vars(chunk)) for chunk in expected] == [list(vars(chunk)) for chunk in made]
        plain, fast = reader(model), reader(model, known)
        plain._text_chunks = Plain()
        for one in (plain, fast):
            for block in blocks:
                list(one.feed(block))
        assert plain.stats(0.1, 1.0) == fast.stats(0.1, 1.0)


def text_event(text: str, **more: Any) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    return f"data: {json.dumps({'id': 'x', 'choices': [choice], **more})}\n\n".encode()


def matched(
    blocks: list[bytes],
    model: Any = ChatCompletionChunk,
    known: KnownPatterns | None = None,
) -> int:
    """How many chunks the fast path has made."""
    reads = reader(model, known)
    for block in blocks:
        list(reads.feed(block))
    return reads._text_chunks.count


def test_a_run_of_text_takes_the_fast_path() -> None:
    """Two pieces of text are a pattern; all that follow match."""
    events = [text_event(f"token {number}") for number in range(100)]

    assert 98 == matched(events)
    assert 98 == matched([b"".join(events)])


@pytest.mark.parametrize(
    "choice",
    [
        {"delta": {"content": "", "reasoning_content": "%"}},
        {"delta": {"reasoning": "%"}},
        {"delta": {"content": None, "tool_calls": [{"index": 0, "function": {"arguments": "%"}}]}},
        {"text": "%"},
    ],
    ids=["reasoning_content", "reasoning", "tool call", "text"],
)
def test_what_else_takes_the_fast_path(choice: dict[str, Any]) -> None:
    """So do pieces of reasoning, of arguments and of completions."""
    wire = b"data: " + json.dumps({"choices": [{"index": 0, **choice}], "id": "x"}).encode()
    events = [wire.replace(b"%", str(number).encode()) + b"\n\n" for number in range(100)]

    assert 98 == matched(events, ChatCompletionChunk if "delta" in choice else Completion)


@pytest.mark.parametrize(
    "more",
    [
        {"created": 77},
        {"timings": {"n": 77, "per_second": 77.5}},
        {"x_figures": {"of": {"all": [77, 1, 2]}, "none": None, "one": True}},
        {"choices": [{"delta": {"content": "a"}, "logprobs": {"x": ["77"], "y": [{"77": 1}]}}]},
        {"choices": [{"delta": {"content": "a"}, "logprobs": {"content": [
            {"id": 77, "token": "77", "bytes": [77], "logprob": -77.5, "top_logprobs": []}]}}]},
    ],
    ids=["created", "timings", "figures", "logprobs of a completion", "logprobs"],
)  # fmt: skip
def test_whatever_changes_with_each_piece(more: dict[str, Any]) -> None:
    """The second piece shows what else changes; all that follow match, and are what was sent."""
    sent = text_event("a", **more)
    events = [sent.replace(b"77", b"%d" % number) for number in range(100)]

    assert 98 == matched(events)
    expected = [ChatCompletionChunk.from_json(json.loads(event[6:])) for event in events]
    assert expected == read([b"".join(events), DONE])


@pytest.mark.parametrize("old", ["data: ", "\n", "-0.5", "7.25"])
def test_other_ways_to_write_the_same(old: str) -> None:
    """Lines that end in CRLF, no blank behind the colon, and whole numbers among others."""
    new = {"data: ": "data:", "\n": "\r\n", "-0.5": "0", "7.25": "7"}[old]
    entry = {"token": "a", "bytes": None, "logprob": -0.5, "top_logprobs": []}
    choice = {"index": 0, "delta": {"content": "%"}, "logprobs": {"content": [entry]}}
    sent = json.dumps({"choices": [choice], "timings": {"ms": 7.25}})
    changed = sent.replace("-0.5", "-1.5").replace("7.25", "1e-3")
    texts = [one.replace("%", str(n)) for n in range(50) for one in (sent, changed)]
    events = [f"data: {text}\n\n".replace(old, new).encode() for text in texts]

    assert 98 == matched(events)
    assert 98 == matched([b"".join(events)])
    expected = [ChatCompletionChunk.from_json(json.loads(text.replace(old, new))) for text in texts]
    assert repr(expected) == repr(read([b"".join(events), DONE]))
    cuts = [b"".join(events)[at : at + 7] for at in range(0, len(b"".join(events)), 7)]
    assert repr(expected) == repr(read([*cuts, DONE]))


def test_what_changes_late_is_learnt() -> None:
    """A value that has been the same for long is read from then on, whatever else changes."""
    events = [text_event("a", created=n // 40, timings={"n": n}) for n in range(100)]

    assert 96 == matched(events)


def test_an_index_that_changes_is_looked_at() -> None:
    """Pieces of several choices are told apart, so that none of them is missed at the end."""
    reads = reader()
    for number in range(50):
        choice = {"index": number % 3, "delta": {"content": "a"}, "finish_reason": None}
        event = f"data: {json.dumps({'choices': [choice]})}\n\n".encode()
        assert [number % 3] == [chunk.choices[0].index for chunk in reads.feed(event)]

    assert not reads._ending.is_complete
    assert {0, 1, 2} == reads._ending.choices


@pytest.mark.parametrize("number", ["1", "1.5", "[2]", "{}", '"s"', "null", "tru", "01", "-"])
def test_another_kind_of_value(number: str) -> None:
    """A number's place may hold something else at any time, or what is no JSON."""
    events = [text_event("a", x=n).decode() for n in range(9)]
    odd = events[0].replace('"x": 0', f'"x": {number}')
    block = "".join([*events, odd, *events]).encode() + DONE
    try:
        value = json.loads(number)
    except ValueError:
        with pytest.raises(APIError):
            read([block])
    else:
        assert [*range(9), value, *range(9)] == [chunk.x for chunk in read([block])]


@pytest.mark.parametrize("inside", ["[1,\n2]", "{\n}"])
def test_an_event_has_one_line(inside: str) -> None:
    """JSON may go on over a line end, what is sent as a line of data does not."""
    events = [text_event("a", x=[n, str(n)]).decode() for n in range(9)]
    odd = events[0].replace('[0, "0"]', inside)
    assert inside in odd

    with pytest.raises(APIError):
        read(["".join([*events, odd, *events]).encode() + DONE])


@pytest.mark.parametrize("event", ["deep", "wide", "long", "twice", "white space"])
def test_odd_events(event: str) -> None:
    """Events that are not worth following, and what stands where nobody expects it."""
    deep: Any = 1
    for _ in range(50):
        deep = {"x": deep}
    more: dict[str, Any] = {
        "deep": {"x": deep}, "wide": {"x": [{"n": 1}] * 300}, "long": {"x": "x" * 20_000}
    }.get(event, {"x": 1})  # fmt: skip
    sent = text_event("a", n=0, **more).decode()
    if event == "twice":
        sent = sent.replace('"x": 1', '"x": 2, "x": 1')
    if event == "white space":
        sent = sent.replace('"x": 1', '\t"x" \t:  1 ')
    events = [sent.replace('"n": 0', f'"n": {n}') for n in range(20)]

    chunks = read(["".join(events).encode(), DONE])

    assert list(range(20)) == [chunk.n for chunk in chunks]
    assert [more["x"]] * 20 == [chunk.x for chunk in chunks]


def test_figures_on_the_fast_path_are_counted() -> None:
    """What the server counts is known while the stream still runs."""
    events = [text_event("a", timings={"predicted_n": number}) for number in range(1, 101)]
    reads = reader()
    list(reads.feed(b"".join(events)))

    assert 100 == reads.stats(0.1, 1.0).tokens


@pytest.mark.parametrize("kind", [TextChunks, Plain])
def test_what_a_program_does_to_figures(kind: Callable[[], TextChunks]) -> None:
    """Proxies take a chunk's usage away, or change it; the stats are the server's."""
    reads = reader()
    reads._text_chunks = kind()
    for number in range(1, 9):
        (chunk,) = reads.feed(text_event("a", timings={"predicted_n": number * 7, "ms": 1}))
        chunk.timings["predicted_n"] = 1
        del chunk.timings

    assert 56 == reads.stats(0.1, 1.0).tokens


def test_figures_of_several_kinds() -> None:
    """What came last of each is counted, however many events without it came after."""
    reads = reader()
    for number in range(30):
        more = {"usage": {"completion_tokens": number}} if number % 10 < 5 else {}
        more |= {"timings": {"prompt_n": number, "cache_n": 1}} if number % 10 >= 5 else {}
        list(reads.feed(text_event("a", **more)))

    assert reads._text_chunks.count > 20
    assert (24, 30) == (reads.stats(0.1, 1.0).tokens, reads.stats(0.1, 1.0).prompt_tokens)


def test_usage_that_becomes_empty() -> None:
    """The server's count is what it last said, on either path."""
    usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
    events = [text_event("a", usage=one) for one in (usage, {}, {}, {}, {})]
    reads = reader()
    list(reads.feed(b"".join(events)))

    assert (7, 3) == (reads.stats(0.1, 1.0).prompt_tokens, reads.stats(0.1, 1.0).tokens)


@pytest.mark.parametrize("end", ["\r\r\n", "\r\n\r", "\n\r", "\r\r"])
def test_line_ends_of_several_kinds(end: str) -> None:
    """A CR ends a line by itself, also in front of a CRLF."""
    events = [text_event(str(n)).replace(b"\n\n", end.encode()) for n in range(9)]
    done = b"data: [DONE]" + end.encode()

    for blocks in ([b"".join(events), done], [*events, done]):
        chunks = read(blocks)
        assert [str(n) for n in range(9)] == [chunk.choices[0].delta.content for chunk in chunks]


def some_calls(chance: random.Random) -> list[bytes]:
    """Deltas of tool calls, as servers that count badly might send them."""
    events = []
    indexes = chance.choice([[0, 0, 0, 1], [0, 1, 2]])
    for _ in range(chance.randint(2, 40)):
        call: dict[str, Any] = {"index": chance.choice(indexes), "function": {}}
        if chance.random() < 0.1:
            del call["index"]
        if chance.random() < 0.2:
            call |= {"id": chance.choice(["", "a", "b"])}
            if chance.random() < 0.8:
                call["function"]["name"] = chance.choice(["f", "g"])
        call["function"]["arguments"] = chance.choice(["", "{", "1", {}])
        delta = {"content": chance.choice(["", "x"])} if chance.random() < 0.3 else {}
        delta["tool_calls"] = [call] * chance.choice([1, 1, 1, 2])
        event = {"choices": [{"index": chance.choice([0] * 9 + [1]), "delta": delta}]}
        events += [f"data: {json.dumps(event)}\n\n".encode()] * chance.choice([1, 1, 3])
    return [*events, DONE]


def numbering_reader() -> StreamReader:
    """One that numbers tool calls, as that of `chat.completions` does."""
    rule = StreamRule(ChatCompletionChunk, ChatEnding, chunks_of, numbering=CallNumbering)
    return StreamReader(reader()._response, rule, strict=False)


def calls_in(blocks: list[bytes], kind: Callable[[], TextChunks]) -> list[Any]:
    """What a program sees of the calls; ids that were made up are different each time."""
    reads = numbering_reader()
    reads._text_chunks = kind()
    seen = []
    for chunk in (chunk for block in blocks for chunk in reads.feed(block)):
        for call in chunk.choices[0].delta.tool_calls:
            made_up = call.id and len(call.id) > 1
            fields = (call.index, made_up or call.id, call.function.name, call.function.arguments)
            seen.append((chunk.choices[0].delta.content, "id" in vars(call), *fields))
    return seen


@pytest.mark.parametrize("seed", range(5))
def test_numbered_calls(seed: int) -> None:
    """Tool calls get the same indexes and ids on either path, however badly they were counted."""

    chance = random.Random(seed)
    known = KnownPatterns()
    for _ in range(300):
        events = some_calls(chance)
        expected = calls_in(events, Plain)

        assert expected == calls_in(events, TextChunks)
        assert expected == calls_in([b"".join(events)], lambda: TextChunks(known))


def test_a_call_in_a_choice_that_had_none() -> None:
    """It gets an id, whatever the calls of other choices were like."""
    texts = [{"index": n % 3, "delta": {"content": str(n)}} for n in range(4)]
    call = {"tool_calls": [{"index": 0, "function": {"arguments": "{}"}}]}
    choices = [*texts, *[{"index": n % 2, "delta": call} for n in range(12)]]
    reads = numbering_reader()
    for choice in [*choices, {"index": 2, "delta": call}]:
        event = f"data: {json.dumps({'choices': [choice]})}\n\n".encode()
        (chunk,) = reads.feed(event)

    assert chunk.choices[0].delta.tool_calls[0].id


def test_calls_whose_pieces_come_in_turn() -> None:
    """The pieces of each follow a pattern, until another call begins."""
    events, pieces = [], []
    for number in range(400):
        index = number % 2 + number // 200 * 2
        call: dict[str, Any] = {"index": index, "function": {"arguments": str(number)}}
        if number % 200 in (0, 1):
            call |= {"id": f"id{number}"}
            call["function"]["name"] = "f"
        choice = {"index": 0, "delta": {"tool_calls": [call]}}
        events.append(f"data: {json.dumps({'choices': [choice]})}\n\n".encode())
        pieces.append((index, str(number)))
    reads = numbering_reader()

    chunks = [chunk for event in events for chunk in reads.feed(event)]

    assert reads._text_chunks.count > 360
    calls = [chunk.choices[0].delta.tool_calls[0] for chunk in chunks]
    assert pieces == [(call.index, call.function.arguments) for call in calls]


def test_an_error_is_not_taken_for_text() -> None:
    """A field `error` that was empty so far raises when it is not."""
    events = [text_event("a", error={}) for _ in range(9)]
    with pytest.raises(APIError, match="out of memory"):
        read([*events, text_event("a", error={"message": "out of memory"})])


def test_another_field_of_the_name_is_not_the_text() -> None:
    """What varies is the text only if it stands where the text does."""
    choice = {"index": 0, "delta": {"content": "text"}}
    sent = [{"content": str(number), "choices": [choice]} for number in range(9)]
    chunks = read([f"data: {json.dumps(chunk)}\n\n".encode() for chunk in sent] + [DONE])

    assert ["text"] * 9 == [chunk.choices[0].delta.content for chunk in chunks]
    assert [str(number) for number in range(9)] == [chunk.content for chunk in chunks]


@pytest.mark.parametrize("known", [None, KnownPatterns])
@pytest.mark.parametrize("choices", [2, 3, 5])
def test_choices_that_come_in_turn(choices: int, known: Callable[[], KnownPatterns] | None) -> None:
    """One pattern serves them all, once each has begun."""
    events = [
        text_event(str(n)).replace(b'"index": 0', b'"index": %d' % (n % choices))
        for n in range(600)
    ]

    assert matched(events, known=known and known()) > 500
    assert matched([b"".join(events)], known=known and known()) > 500
    chunks = read([b"".join(events), DONE], known=known and known())
    assert [n % choices for n in range(600)] == [chunk.choices[0].index for chunk in chunks]
    assert [str(n) for n in range(600)] == [chunk.choices[0].delta.content for chunk in chunks]


def test_choices_that_come_in_turn_in_other_streams() -> None:
    """Their patterns are known, though all of them begin with the same words then."""
    known = KnownPatterns()
    streams = [
        [
            text_event(f"{n}", created=number).replace(b'"id": "x"', b'"id": "%d"' % number)
            .replace(b'"index": 0', b'"index": %d' % (n % 2))
            for n in range(100)
        ]
        for number in range(4)
    ]  # fmt: skip
    for events in streams:
        matched(events, known=known)

    assert matched(streams[0], known=known) > 95
    assert ["0"] * 100 == [chunk.id for chunk in read([*streams[0], DONE], known=known)]


def test_pieces_that_take_turns() -> None:
    """So do reasoning and text, and events with something more."""
    kinds = [{"content": "%"}, {"reasoning": "%"}, {"content": "%", "role": "assistant"}]
    sent = [{"choices": [{"index": 0, "delta": delta}]} for delta in kinds]
    events = [
        f"data: {json.dumps(sent[n // 3 % 3])}\n\n".replace("%", str(n)).encode()
        for n in range(300)
    ]

    assert matched(events) > 260
    assert matched([b"".join(events)]) > 260


def test_usage_in_each_chunk() -> None:
    """It changes with each, as vLLM's does with `continuous_usage_stats`, and is counted."""
    usage = [{"prompt_tokens": 7, "completion_tokens": n, "total_tokens": 7 + n} for n in range(50)]
    events = [text_event("a", usage=one) for one in usage]
    reads = reader()
    chunks = list(reads.feed(b"".join(events)))

    assert 48 == matched(events)
    assert usage == [chunk.usage.to_dict() for chunk in chunks]
    assert 49 == reads.stats(0.1, 1.0).tokens
    assert 7 == reads.stats(0.1, 1.0).prompt_tokens


def test_the_beginning_of_a_call_between_its_pieces() -> None:
    """What stands alone is not learnt from, and the pieces of all calls follow one pattern."""

    def stream(number: int) -> list[bytes]:
        events = []
        for call in range(3):
            opening = {"index": call, "id": f"{number}{call}", "function": {"name": "f"}}
            pieces = [{"index": call, "function": {"arguments": f"{n}"}} for n in range(20)]
            deltas = [{"tool_calls": [one]} for one in (opening, *pieces)]
            events += [{"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
        return [f"data: {json.dumps(one)}\n\n".encode() for one in events]

    known = KnownPatterns()
    for number in range(3):
        matched(stream(number), known=known)

    assert 3 * 20 - 1 == matched(stream(9), known=known)
    assert 1 == len(known._patterns)


def call_event(number: int) -> bytes:
    """Of calls that are short: five pieces each."""
    call = {"index": number // 5, "function": {"arguments": str(number)}}
    choice = {"index": 0, "delta": {"tool_calls": [call]}}
    return f"data: {json.dumps({'choices': [choice]})}\n\n".encode()


@pytest.mark.parametrize(
    "event",
    [
        lambda number: text_event("a", **{f"x{number}": 1}),
        lambda number: text_event("a").replace(b'"index": 0', b'"index": %d' % (number % 2)),
        call_event,
    ],
    ids=["each is different", "two choices in turn", "short calls"],
)
@pytest.mark.parametrize(("known", "most"), [(None, 30), (KnownPatterns, 60)])
def test_learning_that_does_not_pay_is_done_less_and_less(
    event: Callable[[int], bytes], known: Callable[[], KnownPatterns] | None, most: int
) -> None:
    """It costs as much as a score of events; where none follow, it is done more and more rarely.

    To take what is known already costs less, and is done more often.
    """
    reads = reader(known=known and known())
    learnt = 0
    for number in range(1000):
        before = reads._text_chunks.patterns
        list(reads.feed(event(number)))
        learnt += any(pattern not in before for pattern in reads._text_chunks.patterns)

    assert learnt < most


def test_what_can_not_be_learnt_is_compared_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces that each name their call anew: a look at one costs as much as to read others."""
    looked_at = []

    class Counted(Value):
        def __init__(self, text: str, start: int, *rest: Any) -> None:
            looked_at.append(text)
            super().__init__(text, start, *rest)

    monkeypatch.setattr("openai_local._wire.json_value.Value", Counted)
    call = {"index": 0, "function": {"name": None, "arguments": "a"}}
    choices = [{"index": 0, "delta": {"tool_calls": [{**call, "id": f"{n}"}]}} for n in range(2000)]
    chunks = read(
        [f"data: {json.dumps({'choices': [one]})}\n\n".encode() for one in choices] + [DONE]
    )

    assert 2000 == len(chunks)
    assert 0 < len(set(looked_at)) < 100


@pytest.mark.parametrize(
    "delta",
    [
        {"refusal": "@"},
        {"thinking": "@", "content": ""},
        {"audio": {"id": "a", "transcript": "@"}, "content": None},
    ],
)
def test_any_text_of_an_answer_is_followed(delta: dict[str, Any]) -> None:
    """Also where other servers have none."""
    chunk = json.dumps({"choices": [{"index": 0, "delta": delta}]})
    reads = reader()
    for number in range(10):
        text = chunk.replace("@", f"piece {number}")
        assert [ChatCompletionChunk.from_json(json.loads(text))] == [
            *reads.feed(f"data: {text}\n\n".encode())
        ]

    assert 8 == reads._text_chunks.count
    assert 10 == reads.stats(0.1, 1.0).tokens


def test_a_role_is_no_piece() -> None:
    """However it changes, it is nothing of the answer."""
    reads = reader(Completion)
    for number in range(10):
        text = f"piece {number}" if number < 4 else ""
        choice = {"index": 0, "delta": {"role": f"role {number}", "content": text}}
        assert 1 == len([*reads.feed(f"data: {json.dumps({'choices': [choice]})}\n\n".encode())])

    assert 4 == reads._pieces


def test_chunks_share_nothing() -> None:
    """Changing one chunk does not change the next."""
    events = [text_event(text, timings={"n": 1, "x": [[], {}]}) for text in "abc"]
    first, second, third = read([*events, DONE])
    second.choices[0].delta.content = "changed"
    second.timings["n"] = 2
    second.timings["x"][0].append("more")
    second.timings["x"][1]["more"] = 1
    second.choices.append("more")
    second.id = "other"

    assert ("a", "x", 1) == (first.choices[0].delta.content, first.id, len(first.choices))
    assert ("c", "x", 1) == (third.choices[0].delta.content, third.id, len(third.choices))
    assert [{"n": 1, "x": [[], {}]}] * 2 == [first.timings, third.timings]


@pytest.mark.parametrize(
    "more",
    [
        {"choices": [{"index": 0, "delta": {"content": "a"}}, {"index": 1, "delta": None}]},
        {"choices": [{"delta": {"content": "a"}, "logprobs": {"content": [{"token": "t"}, None]}}]},
        {"choices": [{"delta": {"content": "a", "tool_calls": [{"index": 0, "id": "x"}, None]}}]},
    ],
)
def test_what_the_plain_path_makes_of_odd_values(more: dict[str, Any]) -> None:
    """Of null, and of what stands beside it in a list: objects that are new in each chunk."""
    sent = [json.dumps(more).replace('"a"', f'"piece {n}"') for n in range(6)]
    plain, fast = reader(), reader()
    plain._text_chunks = Plain()

    chunks, expected = (
        [chunk for data in sent for chunk in one.feed(f"data: {data}\n\n".encode())]
        for one in (fast, plain)
    )

    assert repr(expected) == repr(chunks)
    assert 6 == len({id(chunk.choices[-1].delta) for chunk in chunks})


@pytest.mark.parametrize("rest", [b'data: {"a"', b"da", b"data: {}\n"])
def test_an_unfinished_event_is_kept(rest: bytes) -> None:
    """The beginning of an event waits for its end, and counts as a sign of life."""
    reads = reader()
    list(reads.feed(text_event("a")))
    assert [] == list(reads.feed(rest))
    assert reads.made_progress


def test_empty_texts_are_no_pieces() -> None:
    """An event whose text is empty is counted on neither path."""
    reads = reader()
    list(reads.feed(b"".join(text_event(text) for text in ["a", "b", "c", "", "d", ""])))

    assert 4 == reads.stats(0.1, 1.0).tokens


def test_texts_outside_of_the_answer_are_no_pieces() -> None:
    """Fields of a server's own may have such names; they don't count, on neither path."""
    reads = reader()
    events = [text_event(text, content="x", of={"text": "y"}) for text in ["a", "b", "c", "", "d"]]
    list(reads.feed(b"".join(events)))

    assert 4 == reads.stats(0.1, 1.0).tokens


@pytest.mark.parametrize(
    "name",
    ["_sent_fields", "_to_send", "to_dict", "copy", "model_fields_set", "model_extra", "__dict__",
     "__class__", "_request_id", "class", "None", "two words", "x=y", "ﬁ", "x\n", "", "1"],
)  # fmt: skip
def test_a_field_of_any_name(name: str) -> None:
    """Whatever a server calls its fields, they hide nothing of ours and are what was sent."""
    events = [text_event(text, **{name: text}) for text in "abcd"]

    chunks = read([*events, DONE])

    assert 2 == matched(events)
    assert list("abcd") == [chunk.choices[0].delta.content for chunk in chunks]
    assert list("abcd") == [vars(chunk)[name] for chunk in chunks]
    assert list("abcd") == [chunk.to_dict()[name] for chunk in chunks]
    assert all(list(vars(chunk)) == list(json.loads(events[0][6:])) for chunk in chunks)


def stream_of(number: int, length: int = 100) -> list[bytes]:
    """The events of one stream of several, each with an id and a time of its own."""
    event = text_event("77", created=number, x={"of": f"stream {number}"})
    event = event.replace(b'"id": "x"', b'"id": "%d"' % number)
    return [event.replace(b"77", b"piece %d" % piece) for piece in range(length)]


def test_a_pattern_serves_the_next_streams() -> None:
    """Of the same client: they differ in their ids, which the second one shows."""
    known = KnownPatterns()

    assert [98, 98, 99, 99] == [matched(stream_of(n), known=known) for n in range(4)]
    assert [json.loads(event[6:])["id"] for event in stream_of(7)] == [
        chunk.id for chunk in read([*stream_of(7), DONE], known=known)
    ]


def test_short_answers_are_not_learnt_from() -> None:
    """The first pattern is learnt when enough has come, of all streams of the client together."""
    known = KnownPatterns(after=40)

    assert [0, 0] == [matched(stream_of(n, length=15), known=known) for n in range(2)]
    assert 20 - 11 == matched(stream_of(2, length=20), known=known)
    assert 19 == matched(stream_of(2, length=20), known=known)


def test_what_is_steady_may_change() -> None:
    """An id, a time or a figure that was the same for long is read again where it is not."""
    known = KnownPatterns()
    for number in range(3):
        matched(stream_of(number), known=known)
    events = [event for number in (7, 8, 9) for event in stream_of(number)[:50]]

    (pattern,) = known._patterns
    assert pattern.root.fields["id"].is_steady
    assert 149 == matched(events, known=known) == matched([b"".join(events)], known=known)
    for blocks in (events, [b"".join(events)]):
        chunks = read([*blocks, DONE], known=known)
        assert [str(n // 50 + 7) for n in range(150)] == [chunk.id for chunk in chunks]
        assert [n // 50 + 7 for n in range(150)] == [chunk.created for chunk in chunks]


def test_a_run_ends_where_its_last_event_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows is read from there on, though it began like the events before it."""
    events = [text_event(str(n)) for n in range(9)]
    events.append(text_event("9").replace(b'"finish_reason": null', b'"finish_reason": "stop"'))
    reads = reader()
    list(reads.feed(b"".join(events[:3])))
    ended: list[int] = []
    end_run = reads._end_run

    def end(position: int, *about: Any) -> None:
        ended.append(position)
        end_run(position, *about)

    monkeypatch.setattr(reads, "_end_run", end)
    list(reads.feed(b"".join(events[3:])))

    assert sum(map(len, events[3:9])) == ended[0]


def steady_chunk(chance: random.Random, steady: dict[str, Any], order: list[str]) -> dict[str, Any]:
    """A piece of one of three choices; `steady` is what the stream has had so far."""
    for name in steady:
        if chance.random() < 0.03:
            steady[name] = chance.choice([chance.randint(0, 99)] * 6 + [0.5, True, "text", None])
    delta = {"content": some_text(chance) or "a"}
    fields: dict[str, Any] = {
        "id": f"id-{steady['id']}",
        "created": steady["created"],
        "choices": [{"index": chance.choice([0, 0, 0, 0, 1, 2]), "delta": delta}],
        "timings": {
            "prompt_n": steady["prompt_n"], "n": chance.randint(0, 9), "ms": steady["ms"],
            "cache_n": steady["cache_n"],
        },
        "model": str(steady["model"]),
    }  # fmt: skip
    return {name: fields[name] for name in order}


@pytest.mark.parametrize("seed", range(12))
def test_random_streams_of_one_client(seed: int) -> None:
    """Each has its own values, which mostly stay the same until its end, at any place."""
    chance = random.Random(seed)
    known = KnownPatterns()
    order = ["id", "created", "choices", "timings", "model"]
    chance.shuffle(order)
    fast_ones = 0
    for _ in range(15):
        names = ("id", "created", "prompt_n", "ms", "cache_n", "model")
        steady: dict[str, Any] = {name: chance.randint(0, 99) for name in names}
        chunks = [steady_chunk(chance, steady.copy(), order) for _ in range(chance.randint(1, 60))]
        if seed % 2:
            chunks = [steady_chunk(chance, steady, order) for _ in chunks]
        ends = [
            {"index": n, "delta": {}, "finish_reason": "stop"} for n in range(chance.randint(1, 3))
        ]
        wire = [f"data: {json.dumps(c)}\n\n".encode() for c in [*chunks, {"choices": ends}]]
        body = b"".join(wire)
        cuts = sorted(chance.choices(range(len(body)), k=chance.randint(0, 9)))
        blocks = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)])]
        plain, fast = reader(), reader(known=known)
        plain._text_chunks = Plain()

        found = [[chunk for block in blocks for chunk in one.feed(block)] for one in (plain, fast)]

        assert found[0] == found[1]
        assert repr(found[0]) == repr(found[1])
        assert plain.stats(0.1, 1.0) == fast.stats(0.1, 1.0)
        assert plain._ending.choices == fast._ending.choices
        assert plain._ending.is_complete == fast._ending.is_complete
        fast_ones += fast._text_chunks.count
    assert fast_ones > 15


def test_a_field_of_few_values_that_differs_between_streams() -> None:
    """In a stream it is the same all the time, though no pattern has a gap there."""
    known = KnownPatterns()
    tiers = ["default", "flex", "flex", "default", "flex"]
    streams = [[text_event(str(n), service_tier=tier) for n in range(100)] for tier in tiers]

    assert all(matched(events, known=known) >= 97 for events in streams)


def test_streams_of_several_kinds() -> None:
    """What a client's streams take turns in is known, but for what was long ago."""
    known = KnownPatterns()
    kinds = [[text_event(f"{n}", **{name: n}) for n in range(50)] for name in "abcd"]
    for kind in kinds * 2:
        matched(kind, known=known)

    assert [49] * 4 == [matched(kind, known=known) for kind in kinds]
    assert 4 == len(known._patterns)


def test_nothing_of_an_answer_is_kept_for_the_next() -> None:
    """A pattern knows the fields, and the values that were the same in both streams."""
    known = KnownPatterns()
    secret = {"x": ["a secret"], "y": {"of": ["a secret"]}}
    events = [
        text_event(f"a secret {n}", **{**secret, "n": n, "x": [f"a secret {n}"]}) for n in range(9)
    ]
    matched(events, known=known)
    matched([event.replace(b'["a secret"]', b'["another"]') for event in events], known=known)

    (pattern,) = known._patterns
    assert "secret" not in str([value.parsed for _, value in pattern.root.walk(())])


def test_a_choice_that_only_another_stream_has_had() -> None:
    """A known pattern does not let a choice pass that this stream must be asked about."""
    known = KnownPatterns()
    matched([text_event(str(n)) for n in range(9)], known=known)
    other = [text_event(str(n)).replace(b'"index": 0', b'"index": 1') for n in range(3)]
    closing = {"choices": [{"index": 1, "delta": {}, "finish_reason": "stop"}]}
    events = [*other, text_event("a"), text_event("b"), text_event("c")]

    reads = reader(known=known)
    for event in [*events, f"data: {json.dumps(closing)}\n\n".encode()]:
        list(reads.feed(event))

    with pytest.raises(IncompleteStreamError):
        list(reads.end())


def test_a_whole_number_in_a_dict_of_floats() -> None:
    """A number becomes what the field above the dict says, whatever stands beside it."""
    numbers = (-0.5, -1.5, -2.5, 0, -1)
    logprobs = [
        {"text_offset": [n], "tokens": [str(n)], "top_logprobs": [{"a": number, "b": -9.5}]}
        for n, number in enumerate(numbers)
    ]
    sent = [{"choices": [{"index": 0, "text": "a", "logprobs": one}]} for one in logprobs]
    events = [f"data: {json.dumps(chunk)}\n\n".encode() for chunk in sent]

    chunks = read([*events, DONE], Completion)

    found = [chunk.choices[0].logprobs.top_logprobs[0]["a"] for chunk in chunks]
    assert [repr(float(number)) for number in numbers] == [repr(number) for number in found]


def test_figures_that_cease_to_come() -> None:
    """A server's numbers that are null at last are those that it sent before."""
    timings = [{"a": 1}, {"b": 2}, {"predicted_n": 50}, None]
    reads = reader()
    events = [text_event("a", timings=one) for one in timings]
    for block in [*events[:2], b"".join(events[2:])]:
        list(reads.feed(block))

    assert 50 == reads.stats(0.1, 1.0).tokens


def test_depths_at_which_comparing_gives_up() -> None:
    """What can be read is handed out, also where Python can't compare it any more."""
    known = KnownPatterns()
    matched([text_event("a", x=[n]) for n in range(9)], known=known)
    for depth in range(900, 1600, 5):
        nested = "[" * depth + "]" * depth
        event = text_event("a", x=[]).replace(b'"x": []', b'"x": ' + nested.encode())
        try:
            json.loads(nested)
        except RecursionError:
            break
        assert ["a"] == [c.choices[0].delta.content for c in reader(known=known).feed(event)]


def test_what_is_thrown_into_a_stream_comes_out() -> None:
    """An exception of the program's is not taken for one of the scanner's."""
    chunks: Any = reader().feed(b"".join(text_event(str(n)) for n in range(9)))
    for _ in range(5):
        next(chunks)

    with pytest.raises(ValueError, match="the program's"):
        chunks.throw(ValueError("the program's"))


def test_what_a_signal_handler_raises_comes_out() -> None:
    """It runs between any two steps, here before a call of the fast path, as a profiler does."""

    def handler(frame: Any, event: str, called: Any) -> None:
        is_scanner = called is json.decoder.scanstring  # type: ignore[attr-defined]
        if event == "c_call" and is_scanner and frame.f_code.co_name == "read":
            sys.setprofile(None)
            raise ValueError("the program's")

    reads = reader()
    list(reads.feed(b"".join(text_event(str(n)) for n in range(9))))
    sys.setprofile(handler)
    try:
        with pytest.raises(ValueError, match="the program's"):
            list(reads.feed(b"".join(text_event(str(n)) for n in range(9))))
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("piece", ["a", "é", "中", "🙂"])
def test_long_texts_are_divided_between_events(piece: str) -> None:
    """Memory for a long text stays in use if its characters take more than a byte each."""
    marked = [text_event("@" * (number % 50)) for number in range(300)]
    events = [event.replace(b"@", piece.encode()) for event in marked]
    sent = b"".join(events)
    assert len(sent) > 25_000

    rest, texts = TextChunks().take(sent)

    assert b"" == rest
    assert sent == "".join(texts).encode()
    if piece != "a":
        assert max(len(text.encode()) for text in texts) < 8 * 1024 + max(map(len, events))
        assert all(text.endswith("\n\n") for text in texts)
