"""`Stream`: how it is iterated, when it closes, how long it waits, and what it keeps."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import tracemalloc
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from openai_local import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    AsyncStream,
    IncompleteStreamError,
    OpenAI,
    Stream,
    Timeout,
)
from openai_local._streaming import ServerSentEvent, SSEDecoder
from openai_local.testing.scripted import (
    HoldOpen,
    Pause,
    Reset,
    ScriptedServer,
    Step,
    WaitFor,
    chat_chunk,
    chat_chunks,
    chat_completion,
    chunked,
    event,
    head,
    json_answer,
    sse,
)
from openai_local.types.chat import ChatCompletionChunk

PING = b": ping\n\n"


def open_stream(client: OpenAI, **params: Any) -> Stream[ChatCompletionChunk]:
    return client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "Hello"}], stream=True, **params
    )


def texts(chunks: Iterator[ChatCompletionChunk]) -> list[str | None]:
    return [chunk.choices[0].delta.content for chunk in chunks]


def said(text: str) -> bytes:
    """The event of one chunk."""
    return event(chat_chunk({"content": text}))


@pytest.fixture
def endless(server: ScriptedServer) -> ScriptedServer:
    """A server that says three words at once, and then nothing more."""
    server.play(chunked([said("a") + said("b"), said("c"), HoldOpen()]))
    return server


@pytest.fixture
def no_gc() -> Iterator[None]:
    """Only the count of references frees objects."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


# -- iterating -------------------------------------------------------------------------------


def test_iterate(server: ScriptedServer, client: OpenAI) -> None:
    """A stream yields typed chunks, in order, and ends at `[DONE]`."""
    server.play(sse([*chat_chunks("a", "b"), chat_chunk({"content": "after the end"})]))

    chunks = list(open_stream(client))

    assert [ChatCompletionChunk] * 3 == [type(chunk) for chunk in chunks]
    assert ["a", "b", None] == texts(iter(chunks))
    assert [None, None, "stop"] == [chunk.choices[0].finish_reason for chunk in chunks]


def test_next(server: ScriptedServer, client: OpenAI) -> None:
    """A stream is its own iterator: `next()` takes one chunk, at the end it is StopIteration."""
    server.play(sse(chat_chunks("a")))
    stream = open_stream(client)

    assert "a" == next(stream).choices[0].delta.content
    assert "stop" == next(stream).choices[0].finish_reason
    for _ in range(2):
        with pytest.raises(StopIteration):
            next(stream)


def test_context_manager(endless: ScriptedServer, client: OpenAI) -> None:
    """`with` gives the stream itself, and closes it."""
    stream = open_stream(client)
    with stream as entered:
        assert stream is entered
        assert not stream.response.is_closed

    assert stream.response.is_closed
    assert endless.wait_for_disconnect(5)


def test_response(server: ScriptedServer, client: OpenAI) -> None:
    """Status, headers and request are there before the first chunk."""
    server.play(sse(chat_chunks("a"), headers={"X-Request-Id": "r-1"}))

    with open_stream(client) as stream:
        assert 200 == stream.response.status_code
        assert "r-1" == stream.response.headers["x-request-id"]
        assert "text/event-stream" == stream.response.headers["Content-Type"]
        assert f"{server.base_url}/chat/completions" == stream.response.request.url


def test_goes_on_after_break(server: ScriptedServer, client: OpenAI) -> None:
    """A stream that is still held after a `break` goes on with the next chunk."""
    server.play(sse(chat_chunks("a", "b", "c")))
    stream = open_stream(client)

    for chunk in stream:
        assert "a" == chunk.choices[0].delta.content
        break
    for chunk in stream:
        assert "b" == chunk.choices[0].delta.content
        break

    assert ["c", None] == texts(stream)


def test_iterating_again_after_the_end(server: ScriptedServer, client: OpenAI) -> None:
    """A stream that was read to its end yields nothing more."""
    server.play(sse(chat_chunks("a")))
    stream = open_stream(client)

    assert 2 == len(list(stream))
    assert [] == list(stream)


def test_an_error_ends_it(server: ScriptedServer, client: OpenAI) -> None:
    """After an error the stream is closed and yields nothing more."""
    server.play([*sse([chat_chunk({"content": "a"}), {"error": {"message": "no"}}]), HoldOpen()])
    stream = open_stream(client)
    next(stream)

    with pytest.raises(APIError, match=r"^no$"):
        next(stream)

    assert server.wait_for_disconnect(5)
    assert [] == list(stream)


def test_plain_completion(server: ScriptedServer, client: OpenAI) -> None:
    """A server that answers `stream=True` with a plain completion is streamed all the same."""
    server.play(json_answer(chat_completion("Hello")))

    assert ["Hello", None] == texts(open_stream(client))


# -- cut streams -----------------------------------------------------------------------------


def test_cut_stream(server: ScriptedServer, client: OpenAI) -> None:
    """A stream that ends without a finish_reason raises, and holds its last chunk."""
    server.play(sse(chat_chunks("a", "b")[:2]))
    stream = open_stream(client)

    assert ["a", "b"] == [next(stream).choices[0].delta.content for _ in range(2)]
    with pytest.raises(IncompleteStreamError) as caught:
        next(stream)

    assert "b" == caught.value.last_chunk.choices[0].delta.content


def test_cut_stream_that_is_only_logged(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    """With `strict_streams=False` a cut stream just ends; the log says so."""
    server.play(sse(chat_chunks("a", "b")[:2]))

    with OpenAI(base_url=server.base_url, strict_streams=False) as client:
        assert ["a", "b"] == texts(open_stream(client))

    assert ["WARNING"] == [record.levelname for record in caplog.records]
    assert "Incomplete stream" in caplog.text


def test_connection_that_breaks_before_the_other_choice(
    server: ScriptedServer, client: OpenAI
) -> None:
    """Of two choices asked for, one came before the connection broke: that is not all."""
    pieces = [event(chunk) for chunk in chat_chunks("a")[:-1]]
    server.play(chunked(pieces, end=False), chunked(pieces))

    with pytest.raises(IncompleteStreamError, match="1 of 2 choices came"):
        texts(open_stream(client, n=2))
    # A server that has only one to give may end the stream properly.
    assert ["a", None] == texts(open_stream(client, n=2))


def test_complete_without_done(server: ScriptedServer, client: OpenAI) -> None:
    """A finish_reason is an end too, even if the connection then breaks."""
    server.play([head(headers={"Content-Length": "9999"}), *map(event, chat_chunks("a")[:-1])])

    assert ["a", None] == texts(open_stream(client))


# -- closing ---------------------------------------------------------------------------------


def close_it(client: OpenAI) -> None:
    stream = open_stream(client)
    next(stream)
    stream.close()


def close_it_unstarted(client: OpenAI) -> None:
    open_stream(client).close()


def leave_with(client: OpenAI) -> None:
    with open_stream(client) as stream:
        next(stream)


def leave_with_by_an_exception(client: OpenAI) -> None:
    with pytest.raises(ZeroDivisionError), open_stream(client) as stream:
        for _ in stream:
            raise ZeroDivisionError


def delete_it(client: OpenAI) -> None:
    stream = open_stream(client)
    next(stream)
    del stream


def drop_it_unstarted(client: OpenAI) -> None:
    open_stream(client)


def return_from_the_loop(client: OpenAI) -> None:
    for _ in open_stream(client):
        return


def break_and_delete(client: OpenAI) -> None:
    stream = open_stream(client)
    for _ in stream:
        break
    del stream


def raise_in_the_loop(client: OpenAI) -> None:
    def loop() -> None:
        for _ in open_stream(client):
            raise ZeroDivisionError

    # The frame, and so the stream, lives as long as the traceback.
    try:
        loop()
    except ZeroDivisionError:
        pass


def drop_a_generator_around_it(client: OpenAI) -> None:
    words = (chunk.choices[0].delta.content for chunk in open_stream(client))
    next(words)


@pytest.mark.usefixtures("no_gc")
@pytest.mark.parametrize(
    "leave",
    [close_it, close_it_unstarted, leave_with, leave_with_by_an_exception, delete_it,
     drop_it_unstarted, return_from_the_loop, break_and_delete, raise_in_the_loop,
     drop_a_generator_around_it],
)  # fmt: skip
def test_server_sees_the_end_at_once(
    endless: ScriptedServer, client: OpenAI, leave: Callable[[OpenAI], None]
) -> None:
    """However a stream is left, its connection closes without the garbage collector's help."""
    leave(client)

    assert endless.wait_for_disconnect(5)


def test_held_stream_stays_open(endless: ScriptedServer, client: OpenAI) -> None:
    """A `break` alone closes nothing while the stream is held."""
    stream = open_stream(client)
    for _ in stream:
        break

    assert not endless.wait_for_disconnect(0.2)
    stream.close()


def test_nothing_comes_after_close(endless: ScriptedServer, client: OpenAI) -> None:
    """After `close()` not even those chunks come that had arrived; closing twice is fine."""
    stream = open_stream(client)
    assert "a" == next(stream).choices[0].delta.content

    stream.close()
    stream.close()

    assert [] == list(stream)
    assert endless.wait_for_disconnect(5)


def test_close_from_another_thread(endless: ScriptedServer, client: OpenAI) -> None:
    """Closed by another thread, an iteration that waits for the server ends without an error."""
    stream = open_stream(client)
    outcome: list[Any] = []
    has_all = threading.Event()

    def iterate() -> None:
        try:
            for text in (chunk.choices[0].delta.content for chunk in stream):
                outcome.append(text)
                if text == "c":
                    has_all.set()
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            outcome.append(error)

    thread = threading.Thread(target=iterate)
    thread.start()
    assert has_all.wait(5)

    stream.close()
    thread.join(3)

    assert not thread.is_alive()
    assert ["a", "b", "c"] == outcome
    assert endless.wait_for_disconnect(5)


def test_close_in_the_loop(endless: ScriptedServer, client: OpenAI) -> None:
    """`close()` inside the loop over the stream ends the loop."""
    stream = open_stream(client)
    seen = []

    for chunk in stream:
        seen.append(chunk.choices[0].delta.content)
        stream.close()

    assert ["a"] == seen
    assert endless.wait_for_disconnect(5)


def test_dropped_by_the_caller_but_not_its_chunks(endless: ScriptedServer, client: OpenAI) -> None:
    """Chunks that are kept don't keep the stream."""
    chunk = next(open_stream(client))

    assert endless.wait_for_disconnect(5)
    assert "a" == chunk.choices[0].delta.content


def test_closing_the_client_lets_streams_go_on(server: ScriptedServer, client: OpenAI) -> None:
    """An open stream outlives the `with` block of its client, which closes idle connections."""
    go = threading.Event()
    server.play(chunked([said("a"), WaitFor(go), *map(event, chat_chunks("b"))]))
    stream = open_stream(client)
    next(stream)

    client.close()
    go.set()

    assert ["b", None] == texts(stream)


# -- each event at once ----------------------------------------------------------------------


def chunked_body(pieces: list[Step]) -> list[Step]:
    return chunked(pieces)


def plain_body(pieces: list[Step]) -> list[Step]:
    return [head(), *pieces]


@pytest.mark.parametrize("body", [chunked_body, plain_body])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_each_event_before_the_next_is_sent(
    server: ScriptedServer,
    client: OpenAI,
    body: Callable[[list[Step]], list[Step]],
    line_end: str,
) -> None:
    """Every event is handed out before the server sends another byte."""
    words = ["a", "b", "c", "日本"]
    gates = [threading.Event() for _ in words]
    pieces: list[Step] = []
    for word, gate in zip(words, gates):
        pieces += [said(word).replace(b"\n", line_end.encode()), WaitFor(gate)]
    server.play(body([*pieces, *map(event, chat_chunks())]))

    stream = open_stream(client)
    for word, gate in zip(words, gates):
        assert word == next(stream).choices[0].delta.content
        gate.set()

    assert [None] == texts(stream)


def test_an_event_cut_into_bytes(server: ScriptedServer, client: OpenAI) -> None:
    """It does not matter where the network cuts an event, characters included."""
    whole = b"".join(map(event, chat_chunks("日本", "é", "🙂")))
    server.play(chunked([whole[i : i + 1] for i in range(len(whole))]))

    assert ["日本", "é", "🙂", None] == texts(open_stream(client))


# -- timeouts --------------------------------------------------------------------------------


def pings(count: int) -> list[Step]:
    """Comments, a tenth of a second apart."""
    return [PING, Pause(0.1)] * count


def test_pings_before_the_first_event(server: ScriptedServer, client: OpenAI) -> None:
    """While a long prompt is processed, pings keep the stream alive."""
    server.play([head(), *pings(8), *map(event, chat_chunks("a"))])

    assert ["a", None] == texts(open_stream(client, timeout=0.4))


def test_pings_after_the_first_event(server: ScriptedServer, client: OpenAI) -> None:
    """After the first event, pings alone are silence."""
    server.play([head(), said("a"), *pings(100)])
    stream = open_stream(client, timeout=0.4)
    next(stream)

    with pytest.raises(APITimeoutError, match=r"sent nothing but comments for 0\.4 s"):
        next(stream)

    assert server.wait_for_disconnect(5)


def test_pings_after_the_answer(server: ScriptedServer, client: OpenAI) -> None:
    """A stream that is complete but for its `[DONE]` ends, even if pings are all that follows."""
    server.play([head(), *map(event, chat_chunks("a")[:-1]), *pings(100)])

    assert ["a", None] == texts(open_stream(client, timeout=0.4))
    assert server.wait_for_disconnect(5)


def test_rare_pings_after_the_first_event(server: ScriptedServer, client: OpenAI) -> None:
    """A ping does not start the wait anew: what is left of it counts."""
    server.play([head(), said("a"), Pause(0.4), PING, Pause(0.5), *map(event, chat_chunks("b"))])
    stream = open_stream(client, timeout=0.6)
    next(stream)

    with pytest.raises(APITimeoutError):
        next(stream)


def test_events_between_pings(server: ScriptedServer, client: OpenAI) -> None:
    """Every event starts the wait anew, in its full length."""
    slow = [*pings(9), said("b"), Pause(1.0)]
    server.play([head(), said("a"), *slow, *map(event, chat_chunks("c"))])

    assert ["a", "b", "c", None] == texts(open_stream(client, timeout=1.5))


def test_slow_caller(server: ScriptedServer, client: OpenAI) -> None:
    """The time that the caller takes for a chunk is not the server's silence."""
    server.play(chunked([said("a"), PING, *map(event, chat_chunks("b"))]))
    stream = open_stream(client, timeout=0.2)
    next(stream)

    time.sleep(0.3)

    assert ["b", None] == texts(stream)


def test_comments_without_a_pause(server: ScriptedServer, client: OpenAI) -> None:
    """A flood of comments, in which no read ever waits, is silence too."""
    server.play([head(), said("a"), *[PING * 100, Pause(0.001)] * 10_000])
    stream = open_stream(client, timeout=0.3)
    next(stream)

    with pytest.raises(APITimeoutError, match="nothing but comments"):
        next(stream)


def test_no_limit(server: ScriptedServer, client: OpenAI) -> None:
    """With `timeout=None` pings may go on."""
    server.play([head(), said("a"), *pings(3), *map(event, chat_chunks("b"))])

    assert ["a", "b", None] == texts(open_stream(client, timeout=None))


def test_read_timeout_alone(server: ScriptedServer, client: OpenAI) -> None:
    """Of a `Timeout`, `read` is the one for silence in a stream."""
    server.play([head(), said("a"), HoldOpen()])
    stream = open_stream(client, timeout=Timeout(None, read=0.2))
    next(stream)

    with pytest.raises(APITimeoutError, match=r"silent for 0\.2 s"):
        next(stream)


# -- memory ----------------------------------------------------------------------------------

MANY = 20_000


def test_chunks_are_not_kept(server: ScriptedServer, client: OpenAI) -> None:
    """A chunk that the caller lets go of is freed, apart from the last one."""
    server.play(sse(chat_chunks(*"abcdef")))
    seen = []

    for chunk in open_stream(client):
        seen.append(weakref.ref(chunk))
        # `chunk`, and the one that an `IncompleteStreamError` would hold.
        assert sum(chunk() is not None for chunk in seen) <= 2

    assert 7 == len(seen)


def test_memory_does_not_grow(server: ScriptedServer, client: OpenAI) -> None:
    """Twenty thousand chunks leave nothing behind."""
    server.play([head(), said("some words") * MANY, *map(event, chat_chunks())])
    stream = open_stream(client)
    for _ in range(1000):
        next(stream)

    tracemalloc.start()
    count = sum(1 for _ in stream)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert MANY + 1 == 1000 + count
    assert kept < 100_000
    assert peak < 1_000_000


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_a_stream_over_a_response_of_httpx(library: str) -> None:
    """Programs make a `Stream` of a response that they have, by the official names."""
    module = pytest.importorskip(library)
    body = b"".join(event(chunk) for chunk in chat_chunks("a", "b"))

    def made(cls: Any) -> Any:
        return cls(cast_to=ChatCompletionChunk, response=module.Response(200, content=body))

    async def read() -> list[Any]:
        return [chunk async for chunk in made(AsyncStream)]

    for chunks in (list(made(Stream)), asyncio.run(read())):
        assert [ChatCompletionChunk] * 3 == [type(chunk) for chunk in chunks]
        assert ["a", "b", None] == [chunk.choices[0].delta.content for chunk in chunks]


def test_the_events_of_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """`_iter_events` gives them before they become objects."""
    server.play(sse([{"choices": []}, "[DONE]"]))
    events = list(open_stream(client)._iter_events())
    assert ['{"choices": []}', "[DONE]"] == [event.data for event in events]


#: Bodies that a program reads with a decoder of its own -> name, text and id of each event in it.
BODIES_OF_EVENTS: list[tuple[bytes, list[tuple[str | None, str, str | None]]]] = [
    (b"data: a\n\ndata: b\n\n", [(None, "a", None), (None, "b", None)]),
    # Without data, an event is one all the same, and so is a new time to wait or an id.
    (b"event: ping\n\nevent: x\ndata: {}\n\n", [("ping", "", None), ("x", "{}", None)]),
    (b"id: 7\n\ndata: a\n\n", [(None, "", "7"), (None, "a", "7")]),
    (b"retry: 5\n\n\n", [(None, "", None)]),
    # What the end of the body cuts short is none; neither are comments, blank lines and errors.
    (b"data: a\n\ndata: cut\n", [(None, "a", None)]),
    (b": ping\n\n\nerror: no\n\n{}\n\ndata: a\r\rdata: cut", [(None, "a", None)]),
]


@pytest.mark.parametrize(("body", "expected"), BODIES_OF_EVENTS)
@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_decoder_of_ones_own(
    body: bytes, expected: list[tuple[str | None, str, str | None]], size: int
) -> None:
    """`SSEDecoder` gives what the official one does, wherever the bytes are cut."""
    blocks = [body[start : start + size] for start in range(0, len(body), size)]

    async def arriving() -> AsyncIterator[bytes]:
        for block in blocks:
            yield block

    decoder = SSEDecoder()

    async def read() -> list[ServerSentEvent]:
        return [event async for event in decoder.aiter_bytes(arriving())]

    for events in (list(decoder.iter_bytes(iter(blocks))), asyncio.run(read())):
        assert expected == [(event.event, event.data, event.id) for event in events]
    decoded = [decoder.decode(line) for line in ("event: x", "data: a", "", "")]
    assert [None, None, ("x", "a"), None] == [each and (each.event, each.data) for each in decoded]


def test_a_broken_body_of_events(server: ScriptedServer, client: OpenAI) -> None:
    """`_iter_events` raises our error for a body that breaks off, and closes the response."""
    server.play([*sse([{"choices": []}]), Reset()])
    stream = open_stream(client)
    with pytest.raises(APIConnectionError, match="Connection error: "):
        list(stream._iter_events())
