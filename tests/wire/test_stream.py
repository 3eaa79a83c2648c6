"""Blocks in, chunks out: which streams are whole, and what is done with answers that are none."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import pytest

from openai_local import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APITimeoutError,
    IncompleteStreamError,
)
from openai_local._http import BrokenConnection, Headers, ReadTimeout, Request, Response
from openai_local._wire import stream
from openai_local._wire.deltas import chunks_of
from openai_local._wire.ending import ChatEnding, Ending, TranscriptionEnding
from openai_local._wire.request import StreamRule
from openai_local._wire.stream import StreamReader
from openai_local.types.chat import ChatCompletionChunk

BOM = b"\xef\xbb\xbf"
EVENTS = "text/event-stream"

#: As llama-server streams: role first, then a token each, then the reason, usage and `[DONE]`.
LLAMA_SERVER = b"""\
data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],\
"created":1,"id":"c1","model":"m","object":"chat.completion.chunk"}

data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"Gr\xc3\xbc"}}],\
"created":1,"id":"c1","model":"m","object":"chat.completion.chunk"}

data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"\xc3\x9fe"}}],\
"created":1,"id":"c1","model":"m","object":"chat.completion.chunk"}

data: {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],\
"created":1,"id":"c1","model":"m","object":"chat.completion.chunk"}

data: {"choices":[],"created":1,"id":"c1","model":"m","object":"chat.completion.chunk",\
"usage":{"completion_tokens":2,"prompt_tokens":9,"total_tokens":11}}

data: [DONE]

"""

HI = b'data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n'
STOP = b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n'
DONE = b"data: [DONE]\n\n"


def reader(content_type: str | None = EVENTS, *, strict: bool = True) -> StreamReader:
    response = Response(
        200,
        headers=Headers({"Content-Type": content_type} if content_type else {}),
        request=Request("POST", "http://me:pass@127.0.0.1:8080/v1/chat/completions"),
    )
    rule = StreamRule(ChatCompletionChunk, ChatEnding, chunks_of)
    return StreamReader(response, rule, strict=strict)


def read(
    *blocks: bytes, content_type: str | None = EVENTS, strict: bool = True
) -> list[ChatCompletionChunk]:
    """All chunks of a body in these blocks, as `Stream` reads it."""
    chunks = []
    reads = reader(content_type, strict=strict)
    for block in blocks:
        chunks += list(reads.feed(block))
        if reads.is_done:
            return chunks
    return [*chunks, *reads.end()]


def text_of(chunks: Iterable[ChatCompletionChunk]) -> str:
    return "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)


# -- whole streams ---------------------------------------------------------------------------


def test_a_whole_stream() -> None:
    """Every event is a chunk, with attributes at every depth."""
    chunks = read(LLAMA_SERVER)

    assert [ChatCompletionChunk] * 5 == [type(chunk) for chunk in chunks]
    assert "Grüße" == text_of(chunks)
    assert ["assistant", None, None, None] == [c.choices[0].delta.role for c in chunks[:4]]
    assert [None, None, None, "stop"] == [c.choices[0].finish_reason for c in chunks[:4]]
    assert ([], 11) == (chunks[4].choices, chunks[4].usage.total_tokens)


@pytest.mark.parametrize(
    "content_type", [EVENTS, "text/event-stream; charset=utf-8", "application/json", None]
)
def test_a_stream_cut_anywhere(content_type: str | None) -> None:
    """A stream in two blocks, cut at any byte, gives the chunks of the whole."""
    events = LLAMA_SERVER.split(b"\n\n")
    document = b"\n\n".join(events[2:])
    whole = read(document, content_type=content_type)

    assert 1 <= len(whole)
    for position in range(1, len(document)):
        cut = read(document[:position], document[position:], content_type=content_type)
        assert (position, whole) == (position, cut)


@pytest.mark.parametrize(
    "start", [BOM, b"\n", b": hello\n\n", b":\n", b"event: message\n", b"id: 1\n"]
)
@pytest.mark.parametrize("content_type", [EVENTS, "application/json", "text/plain", None])
def test_what_a_stream_can_begin_with(start: bytes, content_type: str | None) -> None:
    """A stream is known by its first bytes, also byte by byte and without its content type."""
    document = start + HI + STOP

    assert "Hi" == text_of(read(document, content_type=content_type))
    blocks = [bytes([byte]) for byte in document]
    assert "Hi" == text_of(read(*blocks, content_type=content_type))


def test_chunks_come_as_they_are_complete() -> None:
    """A chunk is handed out with its blank line, not with the next block."""
    reads = reader()

    assert [] == list(reads.feed(HI[:-1]))
    assert "Hi" == text_of(reads.feed(HI[-1:]))


def test_chunks_are_yielded_before_an_error_behind_them() -> None:
    """An error does not cost the chunks of the same block that came before it."""
    feed = reader().feed(HI + b'data: {"error": {"message": "no"}}\n\n' + HI)

    assert "Hi" == next(feed).choices[0].delta.content
    with pytest.raises(APIError, match=r"^no$"):
        next(feed)


def test_nothing_is_read_after_the_end_mark() -> None:
    """What stands behind `[DONE]`, even in the same block, is not looked at."""
    reads = reader()

    assert "Hi" == text_of(reads.feed(HI + DONE + b"data: nonsense\n\n"))
    assert reads.is_done


def test_the_stages_of_a_stream() -> None:
    """`has_started` turns true with the first object, `is_done` with `[DONE]`."""
    reads = reader()
    seen = []
    for block in (b": ping\n\n", HI, DONE):
        list(reads.feed(block))
        seen.append((reads.has_started, reads.is_done))

    assert [(False, False), (True, False), (True, True)] == seen


def test_comments_are_no_progress() -> None:
    """Comments don't count as life; bytes of events and of plain documents do."""
    events, document = reader(), reader("application/json")
    seen = []
    for block in (HI, b": ping\n\n", b"data: {"):
        list(events.feed(block))
        seen.append(events.made_progress)
    list(document.feed(b"{"))

    assert [True, False, True] == seen
    assert document.made_progress


# -- is it complete? -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        HI + STOP + DONE,
        HI + STOP,
        HI + DONE,
        DONE,
        HI + STOP[:-1],
        HI + STOP[:-2],
        HI + DONE[:-2],
        HI + STOP + b'data: {"choices":[],"usage":{}}\n\n',
        HI + STOP + b'data: {"choi',
        HI + STOP + b": ping\n\n",
        b'data: {"choices":[{"index":1,"finish_reason":"stop"},{"finish_reason":"stop"}]}\n\n',
    ],
)
def test_complete_streams(document: bytes) -> None:
    """`[DONE]`, or a finish_reason for every choice that was seen, makes a stream complete."""
    assert set(text_of(read(document))) <= set("Hi")


@pytest.mark.parametrize(
    ("document", "ending"),
    [
        (HI, "there was no finish_reason and no [DONE]"),
        (HI + STOP[:-3], "there was no finish_reason and no [DONE]"),
        (HI + b"data: [DON", "there was no finish_reason and no [DONE]"),
        (b": ping\n\n" + HI + b": ping\n\n", "there was no finish_reason and no [DONE]"),
        (
            STOP + b'data: {"choices":[{"index":1,"delta":{"content":"b"}}]}\n\n',
            "there was no finish_reason and no [DONE]",
        ),
        (b'data: {"choices":[]}\n\n', "no choice came"),
        (b'data: {"choices":null}\n\n', "no choice came"),
        (b'data: {"id":"x"}\n\n', "no choice came"),
        (b"\n", "no choice came"),
    ],
)
def test_incomplete_streams(document: bytes, ending: str) -> None:
    """Any other end raises, and the message says what is missing and from where."""
    with pytest.raises(IncompleteStreamError) as caught:
        read(document)

    assert (
        "Incomplete stream from http://127.0.0.1:8080/v1/chat/completions: the stream ended "
        f"early; {ending}. What was yielded is not the whole answer."
    ) == str(caught.value)


def test_every_choice_needs_its_end() -> None:
    """With n=2, one finish_reason is not enough, two are."""
    one = b'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n'
    two = b'data: {"choices":[{"index":1,"delta":{"content":"b"}}]}\n\n'
    end = b'data: {"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}\n\n'

    assert "ab" == text_of(read(one, two, STOP, end))
    with pytest.raises(IncompleteStreamError):
        read(one, two, STOP)
    with pytest.raises(IncompleteStreamError):
        read(one, two, end)


def test_the_last_chunk_is_on_the_error() -> None:
    """`last_chunk` is the last object that was yielded, or None."""
    with pytest.raises(IncompleteStreamError) as caught:
        read(HI, b'data: {"choices":[{"index":0,"delta":{"content":"!"}}]}\n\n')
    with pytest.raises(IncompleteStreamError) as empty:
        read(b"\n")

    assert "!" == caught.value.last_chunk.choices[0].delta.content
    assert empty.value.last_chunk is None
    assert isinstance(caught.value, APIConnectionError)


def test_a_cut_stream_is_only_logged_on_demand(caplog: pytest.LogCaptureFixture) -> None:
    """With `strict=False` an early end is a warning on the log and ends the stream."""
    with caplog.at_level(logging.WARNING, "openai_local"):
        assert "Hi" == text_of(read(HI, strict=False))

    (record,) = caplog.records
    assert record.getMessage().startswith("Incomplete stream from http://127.0.0.1:8080/v1/")


def test_an_event_that_is_cut_is_dropped() -> None:
    """JSON that stops in its middle is no chunk and no syntax error."""
    assert [1, 1] == [len(chunk.choices) for chunk in read(HI, STOP, b'data: {"choices":[{"ind')]


# -- the connection breaks -------------------------------------------------------------------


def test_a_break_in_a_stream() -> None:
    """A connection that breaks makes the stream incomplete, with the cause in the message."""
    reads = reader()
    list(reads.feed(HI))
    cause = BrokenConnection("127.0.0.1:8080 closed the connection.")

    with pytest.raises(IncompleteStreamError) as caught:
        reads.break_off(cause)

    assert cause is caught.value.__cause__
    assert "Hi" == caught.value.last_chunk.choices[0].delta.content
    assert (
        "Incomplete stream from http://127.0.0.1:8080/v1/chat/completions: 127.0.0.1:8080 closed "
        "the connection; there was no finish_reason and no [DONE]. What was yielded is not the "
        "whole answer."
    ) == str(caught.value)


def test_a_break_after_all_that_matters() -> None:
    """A connection that breaks when every choice is finished doesn't matter."""
    reads = reader()
    list(reads.feed(HI + STOP))

    assert reads.break_off(BrokenConnection("reset")) is None


def test_silence_in_a_stream() -> None:
    """A read timeout stays a timeout, and says how much had come."""
    reads = reader()
    list(reads.feed(HI))

    with pytest.raises(APITimeoutError, match=r"silent for 5 s\. 1 piece of the answer had come\."):
        reads.break_off(ReadTimeout("silent for 5 s"))


def test_a_break_without_strictness() -> None:
    """A broken connection is an error also with `strict=False`, as from the official SDK."""
    reads = reader(strict=False)
    list(reads.feed(HI))

    with pytest.raises(APIConnectionError) as caught:
        reads.break_off(BrokenConnection("reset"))

    assert APIConnectionError is type(caught.value)


# -- events with names -----------------------------------------------------------------------


@pytest.mark.parametrize("name", [b"message", b"errors", b"", b" error", b"data: {}"])
def test_the_name_of_an_event_changes_nothing(name: bytes) -> None:
    """But for "error", the data is what counts, wherever the blocks are cut."""
    named = LLAMA_SERVER.replace(b"data: {", b"event: " + name + b"\ndata: {")
    expected = read(LLAMA_SERVER)
    assert 5 == len(expected)

    assert expected == read(named)
    for at in range(len(named)):
        assert expected == read(named[:at], named[at:])


@pytest.mark.parametrize("name", [b"", b"event: message\n"])
def test_a_byte_order_mark_inside_of_a_stream(name: bytes) -> None:
    """It stands before the first event, or is a part of a field's name, which nobody knows."""
    document = name + HI + BOM + HI + HI + STOP
    for at in range(len(document)):
        assert 3 == len(read(document[:at], document[at:]))


# -- errors in a stream ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "event",
    [
        b'data: {"error": {"message": "out of memory"}}\n\n',
        b'data: {"error": "out of memory"}\n\n',
        b'data: {"error": "out of memory"}',
        b'event: error\ndata: {"error": {"message": "out of memory"}}\n\n',
        b'event: error\ndata: {"message": "out of memory"}\n\n',
        b'error: {"code": 500, "message": "out of memory"}\n\n',
        b'{"error": {"message": "out of memory"}}\n',
        b'{"error": "out of memory"}',
    ],
)
@pytest.mark.parametrize("before", [b"", HI], ids=["first", "later"])
def test_errors_raise_wherever_they_come(before: bytes, event: bytes) -> None:
    """The server's words reach the user in every form, as first event and in the middle."""
    with pytest.raises(APIError) as caught:
        read(before, event) if before else read(event)

    assert (APIError, "out of memory") == (type(caught.value), str(caught.value))


def test_an_event_over_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endless line is given up with an `APIError`."""
    monkeypatch.setattr("openai_local._wire.stream.MAX_EVENT_BYTES", 2**20)
    with pytest.raises(APIError) as caught:
        read(b"data: ", b"x" * 2**20)

    assert (
        "Error from http://127.0.0.1:8080/v1/chat/completions: an event of the stream is over "
        "1048576 bytes; the stream was closed."
    ) == str(caught.value)


# -- answers that are no stream --------------------------------------------------------------


@pytest.mark.parametrize("content_type", ["application/json", EVENTS, "text/plain", None])
def test_a_completion_becomes_chunks(content_type: str | None) -> None:
    """A whole completion in answer to `stream=True` is two chunks, tool calls and usage in them."""
    document = (
        b'{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,'
        b'"message":{"role":"assistant","content":"Hi","tool_calls":[{"id":"t1","type":"function",'
        b'"function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],'
        b'"usage":{"completion_tokens":2,"prompt_tokens":9,"total_tokens":11}}'
    )

    for cut in (1, 30, len(document) - 1):
        opening, closing = read(document[:cut], document[cut:], content_type=content_type)
        (call,) = opening.choices[0].delta.tool_calls

        assert "chat.completion.chunk" == opening.object == closing.object
        assert ("Hi", None) == (opening.choices[0].delta.content, opening.choices[0].finish_reason)
        assert (0, "t1", "f", "{}") == (
            call.index, call.id, call.function.name, call.function.arguments,
        )  # fmt: skip
        assert ("tool_calls", 11) == (closing.choices[0].finish_reason, closing.usage.total_tokens)
        assert opening.usage is None


@pytest.mark.parametrize("start", [b"", b" \r\n", BOM])
def test_a_document_with_a_beginning(start: bytes) -> None:
    """Blanks and a byte order mark before a document don't hide it."""
    document = start + b'{"choices":[{"message":{"content":"Hi"}}]}'

    assert "Hi" == text_of(read(document, content_type="application/json"))


@pytest.mark.parametrize("content_type", ["application/json", EVENTS, None])
@pytest.mark.parametrize(
    "document",
    [
        b'{"error": {"message": "no model"}}',
        b'{\n  "error": {\n    "message": "no model"\n  }\n}',
        b'{"error": "no model"}\n',
        b'{"object": "error", "message": "no model"}',
    ],
)
def test_a_document_with_an_error(document: bytes, content_type: str | None) -> None:
    """An error in answer to `stream=True`, status 200, raises with the server's words."""
    with pytest.raises(APIError) as caught:
        read(document, content_type=content_type)

    assert (APIError, "no model") == (type(caught.value), str(caught.value))


@pytest.mark.parametrize(
    ("document", "content_type", "ending"),
    [
        (
            b"<!DOCTYPE html>\n<html>Hi</html>",
            "text/html",
            "is not a JSON object: '<!DOCTYPE html> <html>Hi</html>'.",
        ),
        (b"<html>", EVENTS, "is not a JSON object: '<html>'."),
        (b"Ollama is running", "text/plain", "is not a JSON object: 'Ollama is running'."),
        (b"Ollama is running", None, "is not a JSON object: 'Ollama is running'."),
        (b"Ollama is running", EVENTS, "is not an event stream: 'Ollama is running'."),
        (b"id card, please", None, "is not an event stream: 'id card, please'."),
        (b"da", None, "is not an event stream: 'da'."),
        (b"[1, 2]", "application/json", "is not a JSON object: '[1, 2]'."),
        (b'{"id": 1}', "application/json", "is not a chat completion: '{\"id\": 1}'."),
        (b'{"choices": [', "application/json", "is not a JSON object: '{\"choices\": ['."),
    ],
)
def test_answers_that_are_nothing_of_the_kind(
    document: bytes, content_type: str | None, ending: str
) -> None:
    """HTML, text and other JSON are told by their first characters."""
    with pytest.raises(APIResponseValidationError) as caught:
        read(document, content_type=content_type)

    assert f"The answer from http://127.0.0.1:8080/v1/chat/completions {ending}" == str(
        caught.value
    )


@pytest.mark.parametrize("blocks", [[], [b""], [b"", b"\n"]])
@pytest.mark.parametrize("content_type", ["application/json", EVENTS, None])
def test_an_empty_answer(blocks: list[bytes], content_type: str | None) -> None:
    """A body without anything is a stream that ended early."""
    with pytest.raises(IncompleteStreamError, match="no choice came"):
        read(*blocks, content_type=content_type)


def test_an_unusable_answer_is_an_error_without_strictness() -> None:
    """`strict=False` is about streams that are cut, not about answers that are none."""
    with pytest.raises(APIResponseValidationError):
        read(b"Ollama is running", strict=False)


def test_a_document_over_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain document that doesn't end is given up."""
    monkeypatch.setattr(stream, "MAX_BODY_BYTES", 100)

    with pytest.raises(APIError) as caught:
        read(b"{" + b" " * 60, b" " * 60, content_type="application/json")

    assert (
        "Error from http://127.0.0.1:8080/v1/chat/completions: the answer is over 100 bytes."
    ) == str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": {"message": "boom"}}\n\n' + HI + STOP + DONE,
        HI + b"event: error\ndata: boom",
        HI + b'{"error": "boom"}',
        HI + b'error: {"message": "boom"}',
    ],
)
def test_an_error_at_an_unusual_place(body: bytes) -> None:
    """Bare JSON before the events, and an error whose last blank line is missing, raise too."""
    with pytest.raises(APIError, match="boom"):
        read(body)


@pytest.mark.parametrize("gap", [b"\n", b"\n\n", b" \n "])
def test_json_that_goes_on_in_another_line(gap: bytes) -> None:
    """An event's line ends where it ends, wherever the blocks are cut."""
    document = HI.replace(b'"delta"', gap + b'"delta"') + HI + STOP

    with pytest.raises(APIResponseValidationError, match="An event of the stream"):
        read(document)
    with pytest.raises(APIResponseValidationError, match="An event of the stream"):
        read(*(bytes([byte]) for byte in document))


# -- streams that end before their first event -----------------------------------------------


@pytest.mark.parametrize(
    "start",
    [b": ping\n\n", b": ping", b"\n\n", HI[:40], HI.strip(), b"event: e\ndat",
     b"event: response.cre", b"event: response.created\ndata: {", b"id: 1\n",
     BOM + b": ping\n\n", b"retry: 5\n\n"],
)  # fmt: skip
def test_a_stream_cut_in_its_first_event(start: bytes) -> None:
    """What began as a stream of events was cut; it is no answer of another kind."""
    with pytest.raises(IncompleteStreamError, match=r"no choice came|no finish_reason"):
        read(start)


@pytest.mark.parametrize(
    "text", [b"Ollama is running", b": ping\n\nInternal error", b"database error", b"\nsorry"]
)
def test_text_in_place_of_a_stream(text: bytes) -> None:
    """What is no stream is shown, also if comments came before."""
    with pytest.raises(APIResponseValidationError, match="is not an event stream: '"):
        read(text)


# -- when a broken connection matters --------------------------------------------------------


@pytest.mark.parametrize("end", [[DONE], []])
def test_an_answer_that_the_server_broke_off(end: list[bytes]) -> None:
    """vLLM ends a stream in good order when it is told to end; the answer is cut all the same."""
    abort = STOP.replace(b"stop", b"abort")

    with pytest.raises(IncompleteStreamError) as caught:
        read(HI, abort, *end)

    expected = 'the server broke its answer off; its finish_reason is "abort". What was yielded'
    assert expected in str(caught.value)
    assert "abort" == caught.value.last_chunk.choices[0].finish_reason
    assert 2 == len(read(HI, abort, *end, strict=False))


ONE_OF_TWO = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
TWO_OF_TWO = {"choices": [{"index": 1, "delta": {}, "finish_reason": "stop"}]}
DELTA = {"type": "transcript.text.delta", "delta": "Hel"}
LAST = {"type": "transcript.text.done", "text": "Hello"}
OF_VLLM = {"object": "transcription.chunk", "choices": [{"delta": {"content": "Hello"}}]}
LAST_OF_VLLM = {"choices": [{"delta": {}, "finish_reason": "stop"}]}


@pytest.mark.parametrize(
    ("ending", "payloads", "is_complete", "is_certain"),
    [
        (ChatEnding(), [ONE_OF_TWO], True, True),
        (ChatEnding(None), [ONE_OF_TWO], True, True),
        # Some servers know one choice only.
        (ChatEnding(2), [ONE_OF_TWO], True, False),
        (ChatEnding(2), [ONE_OF_TWO, TWO_OF_TWO], True, True),
        (TranscriptionEnding(), [], False, False),
        (TranscriptionEnding(), [DELTA], False, False),
        (TranscriptionEnding(), [DELTA, LAST], True, True),
        (TranscriptionEnding(), [OF_VLLM], False, False),
        (TranscriptionEnding(), [OF_VLLM, LAST_OF_VLLM], True, True),
        (TranscriptionEnding(), [{"text": "Hello"}], True, False),
        (TranscriptionEnding(), [{"text": "Hello"}, DELTA], False, False),
    ],
)
def test_complete_and_certain(
    ending: Ending, payloads: list[dict[str, object]], is_complete: bool, is_certain: bool
) -> None:
    """A stream may end properly where a broken connection would still have cut it."""
    for payload in payloads:
        ending.observe(payload)

    assert (is_complete, is_certain) == (ending.is_complete, ending.is_certain)
