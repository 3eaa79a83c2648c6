"""The thread that sends a request: what it may get in the way of, and when it ends.

It also reads the body where the event loop can't; `tests/test_async.py` runs over both.
"""

from __future__ import annotations

import asyncio
import threading
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from openai_local import APIConnectionError, AsyncOpenAI
from openai_local._http import Request, Response
from openai_local._io.loops import PerLoop, call_in
from openai_local._io.threads import ThreadedTransport
from openai_local._io.transport import Interrupt
from openai_local._types import Timeout
from openai_local.testing.scripted import (
    HoldOpen,
    Pause,
    ScriptedServer,
    chat_chunk,
    chat_completion,
    chunked,
    event,
    json_answer,
)

MESSAGES: list[Any] = [{"role": "user", "content": "Hello"}]


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Whatever a test does, its responses' threads end."""
    yield
    deadline = time.monotonic() + 5
    while any(thread.name == "openai_local" for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "a thread is left"
        time.sleep(0.02)


@pytest.fixture
def client(server: ScriptedServer) -> AsyncOpenAI:
    return AsyncOpenAI(base_url=server.base_url, max_retries=0, timeout=5)


async def open_stream(client: AsyncOpenAI, **params: Any) -> Any:
    return await client.chat.completions.create(model="m", messages=MESSAGES, stream=True, **params)


class Recorded:
    """A transport whose answer has the blocks that the test gives."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self.is_closed = False

    def send(self, request: Request, interrupt: Interrupt | None = None) -> Response:
        from openai_local._http import Headers

        return Response(200, headers=Headers(), request=request, body=self)  # type: ignore[arg-type]

    def read_block(self) -> bytes:
        return next(self._blocks, b"")

    def wait_at_most(self, seconds: float | None) -> None:
        """It never waits for a server."""

    def close(self) -> None:
        self.is_closed = True

    def finish(self) -> None:
        pass


def request() -> Request:
    return Request("GET", "http://127.0.0.1/", timeout=Timeout(5))


def test_every_block_arrives_in_order() -> None:
    """Thousands of blocks from a fast thread all arrive, in order, and then the end."""
    blocks = [b"%d" % number for number in range(20_000)]
    transport = ThreadedTransport(Recorded(iter(blocks)))

    async def main() -> list[bytes]:
        response = await transport.send(request())
        return [block async for block in response.aiter_blocks()]

    assert blocks == asyncio.run(main())


def test_the_end_is_the_end_for_everyone() -> None:
    """After the end of the body, reading gives nothing again and again."""
    transport = ThreadedTransport(Recorded(iter([b"all"])))

    async def main() -> list[bytes]:
        response = await transport.send(request())
        return [await response.read_block() for _ in range(3)]

    assert [b"all", b"", b""] == asyncio.run(main())


def test_a_slow_reader_holds_the_thread_back() -> None:
    """No more than a few blocks wait for a reader that takes its time."""
    taken = 0

    def blocks() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield b"x"

    transport = ThreadedTransport(Recorded(blocks()))

    async def main() -> int:
        response = await transport.send(request())
        await response.read_block()
        await asyncio.sleep(0.2)
        waiting = taken
        response.close()
        return waiting

    assert asyncio.run(main()) < 30


def test_a_slow_reader_of_a_large_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A stream of 60 MB is not held in memory while its reader sleeps."""
    text = "x" * 60_000
    server.play(chunked([event(chat_chunk({"content": text})) for _ in range(1000)]))

    async def main() -> int:
        stream = await open_stream(client)
        tracemalloc.start()
        try:
            async for _ in stream:
                await asyncio.sleep(0.5)
                break
            held = tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()
        await stream.close()
        return held

    # The server runs in this process too, but its answer was made before.
    assert asyncio.run(main()) < 10_000_000


def test_an_error_of_the_thread() -> None:
    """What goes wrong while reading reaches the reader, once; then there is nothing more."""

    def blocks() -> Iterator[bytes]:
        yield b"a"
        raise LookupError("broken")

    transport = ThreadedTransport(Recorded(blocks()))

    async def main() -> bytes:
        response = await transport.send(request())
        assert b"a" == await response.read_block()
        with pytest.raises(LookupError, match="broken"):
            await response.read_block()
        return await response.read_block()

    assert b"" == asyncio.run(main())


def test_cancel_while_connecting() -> None:
    """A call that is cancelled before it has a connection ends at once; so does its thread."""
    may_connect = threading.Event()
    interrupts: list[Interrupt] = []

    class Slow(Recorded):
        def send(self, request: Request, interrupt: Interrupt | None = None) -> Response:
            assert interrupt is not None
            interrupts.append(interrupt)
            may_connect.wait(5)
            return super().send(request, interrupt)

    slow = Slow(iter([b"too late"]))

    async def main() -> None:
        call = asyncio.create_task(ThreadedTransport(slow).send(request()))
        await asyncio.sleep(0.1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        may_connect.set()

    asyncio.run(main())
    deadline = time.monotonic() + 5
    while not slow.is_closed:
        assert time.monotonic() < deadline, "the response was not closed"
        time.sleep(0.01)
    assert interrupts[0]._is_fired


def test_no_thread_to_be_had(client: AsyncOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives no more threads, the error names the way out."""

    def start(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def main() -> None:
        monkeypatch.setattr(threading.Thread, "start", start)
        with pytest.raises(APIConnectionError, match="DefaultAioHttpClient"):
            await client.chat.completions.create(model="m", messages=MESSAGES)
        monkeypatch.undo()

    asyncio.run(main())


def test_an_interrupt_that_is_done_with_does_no_harm(
    server: ScriptedServer, client: AsyncOpenAI
) -> None:
    """Breaking off a request does not touch the one that uses its connection after it."""
    whole = json_answer(chat_completion("Hello"))
    server.play(whole, type(whole)([whole[0], Pause(0.5), *whole[1:]]))
    users: list[Interrupt] = []
    has_been_late = False
    watch = Interrupt.watch

    def late(self: Interrupt, connection: Any) -> None:
        nonlocal has_been_late
        if connection is not None:
            users.append(self)
        elif self is users[0] and not has_been_late:
            # As if whoever read the first answer had not come so far yet.
            has_been_late = True
            return
        watch(self, connection)

    async def main() -> str | None:
        await client.chat.completions.create(model="m", messages=MESSAGES)
        second = asyncio.create_task(client.chat.completions.create(model="m", messages=MESSAGES))
        while len(server.requests) < 2:  # noqa: ASYNC110 - set by another thread
            await asyncio.sleep(0.01)
        assert has_been_late
        users[0].fire()
        return (await second).choices[0].message.content

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Interrupt, "watch", late)
        assert "Hello" == asyncio.run(main())
    assert 1 == server.connections_opened


def test_a_loop_that_is_closed_without_a_goodbye(
    server: ScriptedServer, client: AsyncOpenAI
) -> None:
    """Dropping a stream whose loop was closed under it closes its connection."""
    server.play(chunked([event(chat_chunk({"content": "a"})), HoldOpen()]))
    loop = asyncio.new_event_loop()
    stream = loop.run_until_complete(open_stream(client))
    loop.close()

    del stream

    assert server.wait_for_disconnect(1)


def test_many_idle_connections_are_closed_quietly(
    server: ScriptedServer, client: AsyncOpenAI, caplog: pytest.LogCaptureFixture
) -> None:
    """More connections than are kept do not fill the log with warnings."""
    whole = json_answer(chat_completion("Hello"))
    server.play(type(whole)([Pause(0.5), *whole]))

    async def main() -> None:
        calls = (client.chat.completions.create(model="m", messages=MESSAGES) for _ in range(120))
        await asyncio.gather(*calls)

    asyncio.run(main())
    assert [] == [record for record in caplog.records if record.levelname == "WARNING"]


# -- loops -----------------------------------------------------------------------------------


def test_one_object_for_each_loop() -> None:
    """A loop has one object, the next loop another; each ends with its loop."""
    made: list[object] = []
    ended: list[object] = []

    async def end(thing: object) -> None:
        ended.append(thing)

    def make() -> object:
        made.append(object())
        return made[-1]

    per_loop = PerLoop(make, end)

    async def main() -> None:
        things = await asyncio.gather(*(per_loop.get() for _ in range(5)))
        assert [made[-1]] * 5 == things
        assert made[:-1] == ended

    asyncio.run(main())
    asyncio.run(main())
    assert 2 == len(made)
    assert made == ended


def test_call_in() -> None:
    """Inside the loop a function is called now, from elsewhere soon, and never if it is closed."""
    seen: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        call_in(loop, seen.append, "inside")
        assert ["inside"] == seen
        await asyncio.to_thread(call_in, loop, seen.append, "elsewhere")
        await asyncio.sleep(0.1)

    asyncio.run(main())
    closed = asyncio.new_event_loop()
    closed.close()
    call_in(closed, seen.append, "closed")
    assert ["inside", "elsewhere"] == seen
