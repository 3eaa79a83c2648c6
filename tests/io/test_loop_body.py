"""The body that the event loop reads: its promises, and where a thread reads instead."""

from __future__ import annotations

import asyncio
import gc
import gzip
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from openai_local._http import AsyncResponse, ReadTimeout, Request, Response, TransportError
from openai_local._io import worker_threads
from openai_local._io.default import DefaultTransport
from openai_local._io.loop_body import LoopBody
from openai_local._io.requests_ import RequestsTransport
from openai_local._io.threads import ThreadedTransport
from openai_local._types import Timeout
from openai_local.testing.scripted import (
    HoldOpen,
    KeepAlive,
    Pause,
    Reset,
    ScriptedServer,
    Step,
    WaitFor,
    chat_chunks,
    chunked,
    event,
    head,
)

PEM = Path(__file__).parent.parent / "localhost.pem"

#: Seconds. Long enough for a busy machine, far shorter than what would happen without closing.
AT_ONCE = 1.0


@pytest.fixture(params=[DefaultTransport, RequestsTransport], ids=["straight", "requests"])
def transport(request: pytest.FixtureRequest) -> ThreadedTransport:
    """One over the way to this machine, and one over the way to others."""
    return ThreadedTransport(request.param())


def to(server: ScriptedServer, seconds: float | None = 5) -> Request:
    return Request("GET", server.base_url, timeout=Timeout(seconds))


def run(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run in a new loop, without the garbage collector: what is dropped is to close by itself."""
    gc.disable()
    try:
        return asyncio.run(main())
    finally:
        gc.enable()


async def is_left(server: ScriptedServer) -> bool:
    """True if the server sees at once that its client is gone."""
    return await asyncio.to_thread(server.wait_for_disconnect, AT_ONCE)


async def blocks_of(response: AsyncResponse) -> bytes:
    return b"".join([block async for block in response.aiter_blocks()])


def is_in_loop(response: AsyncResponse) -> bool:
    return isinstance(response._body, LoopBody)


def threads() -> int:
    return sum(thread.name == "openai_local" for thread in threading.enumerate())


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Whatever a test does, its threads end."""
    yield
    deadline = time.monotonic() + 5
    while threads():
        assert time.monotonic() < deadline, "a thread is left"
        time.sleep(0.02)


# -- who reads -------------------------------------------------------------------------------


def gzipped() -> list[Step]:
    body = gzip.compress(b"all")
    return [head(headers={"Content-Encoding": "gzip", "Content-Length": str(len(body))}), body]


@pytest.mark.parametrize(
    ("answer", "is_loop"),
    [
        (chunked([b"a", Pause(0.1), b"ll"]), True),
        ([head(headers={"Content-Length": "3"}), b"a", Pause(0.1), b"ll"], True),
        ([head(), b"a", Pause(0.1), b"ll"], True),
        (gzipped(), False),
    ],
    ids=["chunked", "length", "to the end", "compressed"],
)
def test_who_reads(
    server: ScriptedServer, transport: ThreadedTransport, answer: Sequence[Step], is_loop: bool
) -> None:
    """The loop reads every body over a plain socket that is sent as it is, a thread the others."""
    server.play(answer)

    async def main() -> bytes:
        response = await transport.send(to(server))
        assert is_loop == is_in_loop(response)
        return await blocks_of(response)

    assert b"all" == run(main)


def test_a_thread_reads_over_tls(
    transport: ThreadedTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes encrypted is not read from the bare socket."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    with ScriptedServer(tls=context) as server:
        server.play(chunked([b"a", Pause(0.1), b"ll"]))

        async def main() -> bytes:
            response = await transport.send(to(server))
            assert not is_in_loop(response)
            return await blocks_of(response)

        assert b"all" == run(main)


def test_a_thread_reads_where_a_loop_can_not(
    server: ScriptedServer, transport: ThreadedTransport
) -> None:
    """A loop without `add_reader`, as Windows has it, gets the body from a thread."""
    server.play(chunked([b"a", Pause(0.1), b"ll"]))

    class Loop(asyncio.SelectorEventLoop):
        def add_reader(self, *args: Any) -> None:
            raise NotImplementedError

        def remove_reader(self, *args: Any) -> bool:
            raise NotImplementedError

    async def main() -> bytes:
        response = await transport.send(to(server))
        assert not is_in_loop(response)
        return await blocks_of(response)

    loop = Loop()
    try:
        assert b"all" == loop.run_until_complete(main())
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


def test_open_streams_have_no_threads(server: ScriptedServer, transport: ThreadedTransport) -> None:
    """Of many open streams none has a thread, and each is read to its end."""
    go = threading.Event()
    server.play(chunked([b"a", WaitFor(go), b"b"]))

    async def main() -> list[bytes]:
        responses = await asyncio.gather(*(transport.send(to(server)) for _ in range(50)))
        assert [b"a"] * 50 == [await response.read_block() for response in responses]
        while threads():  # noqa: ASYNC110 - they end by themselves
            await asyncio.sleep(0.02)
        go.set()
        return await asyncio.gather(*map(blocks_of, responses))

    assert [b"b"] * 50 == run(main)


def test_a_body_that_is_there_never_meets_the_loop(
    server: ScriptedServer, transport: ThreadedTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that has come as a whole is read where its head was: the loop watches nothing."""
    answer = head(headers={"Content-Length": "3"}) + b"all"
    server.play(KeepAlive([answer]))
    watched: list[Any] = []
    add = asyncio.SelectorEventLoop.add_reader
    monkeypatch.setattr(
        asyncio.SelectorEventLoop, "add_reader", lambda *args: (watched.append(args), add(*args))
    )

    async def main() -> bytes:
        return await blocks_of(await transport.send(to(server)))

    assert b"all" == run(main)
    assert b"all" == run(main)
    assert [] == watched
    assert 1 == server.connections_opened


# -- reading ---------------------------------------------------------------------------------


def test_every_byte_in_order(server: ScriptedServer, transport: ThreadedTransport) -> None:
    """However the pieces are cut, and however slowly they are taken, the body is whole."""
    pieces = [b"%d," % number * (1 + number % 500) for number in range(1, 3000)]
    server.play(chunked(pieces))

    async def read(pause: int) -> bytes:
        response = await transport.send(to(server))
        body = b""
        number = 0
        while block := await response.read_block():
            body += block
            number += 1
            if pause and number % pause == 0:
                await asyncio.sleep(0.002)
        assert b"" == await response.read_block()
        return body

    async def main() -> list[bytes]:
        return await asyncio.gather(*map(read, (0, 0, 1, 3)))

    assert [b"".join(pieces)] * 4 == run(main)


def test_a_response_keeps_its_transport(server: ScriptedServer) -> None:
    """Whoever has a response alone reads it to its end."""
    go = threading.Event()
    server.play(chunked([b"a", WaitFor(go), b"b"]))

    async def main() -> bytes:
        response = await ThreadedTransport(RequestsTransport()).send(to(server))
        assert b"a" == await response.read_block()
        await asyncio.sleep(worker_threads._IDLE_SECONDS + 0.2)
        go.set()
        return await blocks_of(response)

    assert b"b" == run(main)


class Flood:
    """A server that sends one answer without end, and counts what the system takes of it."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.sent = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.recv(10_000)
            connection.sendall(head())
            try:
                while True:
                    self.sent += connection.send(b"x" * 65536)
            except OSError:
                self._listener.close()


def test_a_slow_reader_stops_the_server(transport: ThreadedTransport) -> None:
    """While nobody reads, the server can't send on, and the loop has nothing to do."""
    flood = Flood()

    async def main() -> tuple[int, int, float]:
        response = await transport.send(Request("GET", flood.base_url, timeout=Timeout(5)))
        await response.read_block()
        await asyncio.sleep(0.5)
        before, spent = flood.sent, time.thread_time()
        await asyncio.sleep(0.5)
        spent = time.thread_time() - spent
        held = flood.sent - before
        received = 0
        # Several times what the system itself may keep between the two.
        while received < 32 * 1024 * 1024:
            block = await response.read_block()
            assert block
            received += len(block)
        response.close()
        return held, flood.sent - before, spent

    held, more, spent = run(main)
    assert 0 == held
    assert more > 8 * 1024 * 1024
    assert spent < 0.1


def test_a_flood_leaves_time_for_others(transport: ThreadedTransport) -> None:
    """Beside a stream that always has more, other tasks get their turn after every block."""
    flood = Flood()
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def main() -> int:
        other = asyncio.create_task(count())
        response = await transport.send(Request("GET", flood.base_url, timeout=Timeout(5)))
        before = turns
        for _ in range(500):
            await response.read_block()
        other.cancel()
        response.close()
        return turns - before

    assert run(main) >= 400


# -- limits ----------------------------------------------------------------------------------


def test_silence_is_counted_from_the_last_block(
    server: ScriptedServer, transport: ThreadedTransport
) -> None:
    """Each block begins the limit anew, and what the reader does meanwhile does not count."""
    server.play(chunked([*[b"a", Pause(0.3)] * 4, HoldOpen()]))

    async def main() -> float:
        response = await transport.send(to(server, 0.6))
        for _ in range(4):
            assert b"a" == await response.read_block()
        await asyncio.sleep(0.7)
        started = time.monotonic()
        with pytest.raises(ReadTimeout, match=r"was silent for 0\.6 s"):
            await response.read_block()
        waited = time.monotonic() - started
        assert await is_left(server)
        return waited

    assert 0.55 < run(main) < 1.5


def test_silence_after_a_block_that_was_in_time(
    server: ScriptedServer, transport: ThreadedTransport
) -> None:
    """The timer of one wait serves the next one, and goes off when that one is over."""
    server.play(chunked([Pause(0.4), b"a", HoldOpen()]))

    async def main() -> float:
        response = await transport.send(to(server, 0.6))
        assert b"a" == await response.read_block()
        started = time.monotonic()
        with pytest.raises(ReadTimeout):
            await asyncio.wait_for(response.read_block(), 3)
        return time.monotonic() - started

    assert 0.55 < run(main) < 1.5


@pytest.mark.parametrize("before", [5, None])
def test_a_limit_that_is_changed(
    server: ScriptedServer, transport: ThreadedTransport, before: float | None
) -> None:
    """A limit holds for the next read, whatever was the one before it; None is no limit."""
    server.play(chunked([b"a", Pause(0.2), b"b", Pause(0.5), b"c", HoldOpen()]))

    async def main() -> float:
        response = await transport.send(to(server, before))
        await response.read_block()
        response.wait_at_most(0.4)
        assert b"b" == await response.read_block()
        response.wait_at_most(None)
        assert b"c" == await response.read_block()
        response.wait_at_most(0.2)
        started = time.monotonic()
        with pytest.raises(ReadTimeout):
            await response.read_block()
        return time.monotonic() - started

    assert 0.15 < run(main) < 1


def test_a_busy_loop_is_no_silence(server: ScriptedServer, transport: ThreadedTransport) -> None:
    """What came while the loop was busy came in time, though its timer is late as well."""
    server.play(chunked([b"a", Pause(0.2), b"b", Pause(0.9), b"c"]))

    async def main() -> bytes:
        response = await transport.send(to(server, 0.8))
        await response.read_block()
        # The server sends `b` meanwhile, and then has time left for `c`.
        asyncio.get_running_loop().call_later(0.05, time.sleep, 0.9)
        return await blocks_of(response)

    assert b"bc" == run(main)


def test_a_limit_leaves_nothing_in_the_loop(
    server: ScriptedServer, transport: ThreadedTransport
) -> None:
    """After the end of a body, its timer is cancelled."""
    server.play(chunked([b"a", Pause(0.1), b"b"]))

    async def main() -> list[Any]:
        await blocks_of(await transport.send(to(server, 600)))
        scheduled: list[Any] = getattr(asyncio.get_running_loop(), "_scheduled", [])
        return [timer for timer in scheduled if not timer.cancelled()]

    assert [] == run(main)


# -- what breaks -----------------------------------------------------------------------------

LONG = {"Content-Length": "1000"}
BROKEN: dict[str, Sequence[Step]] = {
    "body cut": [head(headers=LONG), b"begun"],
    "body cut later": [head(headers=LONG), b"begun", Pause(0.1)],
    "body reset": [head(headers=LONG), b"begun", Pause(0.1), Reset()],
    "reset to the end": [head(), b"begun", Pause(0.1), Reset()],
    "chunk cut": [*chunked([b"begun"], end=False), b"ff\r\ndata: {"],
    "last chunk missing": chunked([b"begun", Pause(0.1)], end=False),
    "no chunk size": [*chunked([b"begun"], end=False), Pause(0.1), b"zz\r\n", HoldOpen()],
    "no chunk size at once": [head(headers={"Transfer-Encoding": "chunked"}) + b"zz\r\n"],
    "chunk too long": [*chunked([b"begun"], end=False), b"2\r\nabc\r\n", HoldOpen()],
    "endless line": [*chunked([b"begun"], end=False), Pause(0.1), *[b"1" * 60_000] * 3, HoldOpen()],
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_bodies(server: ScriptedServer, transport: ThreadedTransport, name: str) -> None:
    """Whatever breaks has the same words as with the blocking transport, once; then it is over."""
    server.play(BROKEN[name])
    response: Response = type(transport.transport)().send(to(server))
    with pytest.raises(TransportError) as blocking:
        list(response.iter_blocks())
    response.close()

    async def main() -> BaseException:
        response = await transport.send(to(server))
        assert is_in_loop(response)
        with pytest.raises(TransportError) as caught:
            await blocks_of(response)
        assert b"" == await response.read_block()
        return caught.value

    error = run(main)
    assert (type(blocking.value), str(blocking.value)) == (type(error), str(error))
    assert "\n" not in str(error)


@pytest.mark.parametrize("is_read", [False, True])
def test_an_error_keeps_nothing_alive(server: ScriptedServer, is_read: bool) -> None:
    """Read or not, an error holds neither the transport nor its idle connections once dropped."""
    server.play([head(headers=LONG), b"begun", Pause(0.05), Reset()])

    async def main() -> None:
        transport = ThreadedTransport(RequestsTransport())
        dropped = weakref.ref(transport)
        response = await transport.send(to(server))
        await response.read_block()
        await asyncio.sleep(0.2)
        if is_read:
            with suppress(TransportError):
                await response.read_block()
        del transport, response
        await asyncio.sleep(0.1)
        assert dropped() is None

    run(main)


# -- the connection afterwards ---------------------------------------------------------------


def test_the_connection_serves_blocking_calls(
    server: ScriptedServer, transport: ThreadedTransport
) -> None:
    """What the loop has read to its end, the blocking way uses, and the other way round."""
    server.play(KeepAlive(chunked([b"a", Pause(0.3), b"b"])))

    async def main() -> bytes:
        response = await transport.send(to(server))
        (body,) = response._body.reader._body
        assert 0 == body.connection.gettimeout()
        whole = await blocks_of(response)
        assert body.connection.gettimeout() is None
        return whole

    for _ in range(2):
        assert b"ab" == run(main)
        # Without a limit, nothing but the system makes the read wait.
        response = transport.transport.send(to(server, None))
        assert b"ab" == b"".join(response.iter_blocks())
    assert 1 == server.connections_opened


@pytest.mark.parametrize("answer", [
    [*chunked([b"a", Pause(0.1), b"b"], end=False), b"0\r\n\r\nHTTP/1.1 200"],
    [head(headers={"Content-Length": "2"}), b"a", Pause(0.1), b"b and more"],
], ids=["chunked", "length"])  # fmt: skip
def test_surplus_costs_the_connection(
    server: ScriptedServer, transport: ThreadedTransport, answer: list[Step]
) -> None:
    """Bytes after the end of a body are no beginning of the next answer."""
    server.play(KeepAlive(answer))

    async def main() -> list[bytes]:
        return [await blocks_of(await transport.send(to(server))) for _ in range(2)]

    assert [b"ab", b"ab"] == run(main)
    assert 2 == server.connections_opened


@pytest.mark.parametrize("pause", [0.0, 0.01])
def test_the_end_after_the_last_event(
    server: ScriptedServer, transport: ThreadedTransport, pause: float
) -> None:
    """An end of the body that comes just after all was said keeps the connection."""
    server.play(KeepAlive(chunked([b"all", Pause(pause), b"\n"])))

    async def main() -> None:
        for _ in range(3):
            response = await transport.send(to(server))
            assert (await response.read_block()).startswith(b"all")
            await response.afinish()
            del response
            await asyncio.sleep(0.1)

    run(main)
    assert 1 == server.connections_opened


def test_an_end_that_the_loop_has_not_seen(
    server: ScriptedServer, transport: ThreadedTransport
) -> None:
    """If the end of the body is there when all was said, the connection is free at once."""
    server.play(KeepAlive(chunked([b"all", Pause(0.05), b"\n"])))

    async def main() -> None:
        response = await transport.send(to(server))
        reader = response._body.reader
        assert b"all" == await response.read_block()
        # No chance for the loop to notice.
        time.sleep(0.1)  # noqa: ASYNC251
        assert reader._body
        await response.afinish()
        assert not reader._body
        await blocks_of(await transport.send(to(server)))

    run(main)
    assert 1 == server.connections_opened


def test_no_end_after_the_last_event(server: ScriptedServer, transport: ThreadedTransport) -> None:
    """A body that does not end though all was said is closed after a moment."""
    server.play(chunked([b"all", HoldOpen()]))

    async def main() -> bool:
        response = await transport.send(to(server))
        await response.read_block()
        await response.afinish()
        return await is_left(server)

    assert run(main)


# -- closing ---------------------------------------------------------------------------------


async def waiting(response: AsyncResponse) -> asyncio.Task[bytes]:
    """A task that waits for the next block."""
    task = asyncio.create_task(response.read_block())
    await asyncio.sleep(0.05)
    assert not task.done()
    return task


@pytest.mark.parametrize("is_read", [False, True])
def test_close_from_another_thread(
    server: ScriptedServer, transport: ThreadedTransport, is_read: bool
) -> None:
    """The server sees it at once, and whoever waits for the next block gets the end."""
    server.play(chunked([b"a", HoldOpen()]))

    async def main() -> bytes:
        response = await transport.send(to(server))
        assert b"a" == await response.read_block()
        reader = await waiting(response) if is_read else None
        await asyncio.to_thread(response.close)
        assert await is_left(server)
        return b"" if reader is None else await reader

    assert b"" == run(main)


def test_close_in_another_task(server: ScriptedServer, transport: ThreadedTransport) -> None:
    """A task that waits for the next block gets the end when another task closes."""
    server.play(chunked([b"a", HoldOpen()]))

    async def main() -> bytes:
        response = await transport.send(to(server))
        assert b"a" == await response.read_block()
        reader = await waiting(response)
        response.close()
        assert await is_left(server)
        return await asyncio.wait_for(reader, AT_ONCE)

    assert b"" == run(main)


def test_an_end_that_another_thread_makes_is_no_error(
    server: ScriptedServer, transport: ThreadedTransport
) -> None:
    """Whoever waits gets the end also if the loop notices it before it is told."""
    server.play(chunked([b"a", HoldOpen()]))

    async def main() -> bytes:
        response = await transport.send(to(server))
        assert b"a" == await response.read_block()
        task = await waiting(response)
        # As far as `close` comes before it tells the loop.
        reader = response._body.reader
        reader.is_closed = True
        reader._interrupt.fire()
        return await task

    assert b"" == run(main)


def test_drop_in_another_thread(server: ScriptedServer, transport: ThreadedTransport) -> None:
    """The garbage collector may run anywhere."""
    server.play(chunked([b"a", HoldOpen()]))

    async def main() -> bool:
        held = [await transport.send(to(server))]
        await held[0].read_block()
        await asyncio.to_thread(held.clear)
        return await is_left(server)

    assert run(main)


def test_drop_before_the_first_read(server: ScriptedServer, transport: ThreadedTransport) -> None:
    """A response of which nothing was read closes when it is dropped."""
    server.play(chunked([b"a", HoldOpen()]))

    async def main() -> bool:
        await transport.send(to(server))
        return await is_left(server)

    assert run(main)


def test_cancel_as_the_head_arrives(server: ScriptedServer, transport: ThreadedTransport) -> None:
    """A call that is cancelled when its answer has come, but before it was told, is closed."""
    server.play(chunked([b"a", HoldOpen()]))

    async def main() -> bool:
        call = asyncio.create_task(transport.send(to(server)))
        await asyncio.sleep(0)
        # The thread has told the loop of the head, which the loop can't have seen.
        time.sleep(0.3)  # noqa: ASYNC251
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        return await is_left(server)

    assert run(main)


def test_a_loop_that_closes_over_a_head(
    server: ScriptedServer, transport: ThreadedTransport
) -> None:
    """An answer for a loop that is closed by then is closed."""
    server.play([Pause(0.2), *chunked([b"a", HoldOpen()])])
    loop = asyncio.new_event_loop()
    call = loop.create_task(transport.send(to(server)))
    loop.run_until_complete(asyncio.sleep(0.05))
    loop.close()

    assert server.wait_for_disconnect(AT_ONCE)
    # Nobody is left to wait for it.
    call._log_destroy_pending = False  # type: ignore[attr-defined]


def test_dropping_a_stream_of_a_closed_loop(
    server: ScriptedServer, transport: ThreadedTransport
) -> None:
    """A response that outlives its loop closes when it is dropped, without a warning."""
    server.play(chunked([b"a", HoldOpen()]))
    loop = asyncio.new_event_loop()
    response = loop.run_until_complete(transport.send(to(server)))
    assert b"a" == loop.run_until_complete(response.read_block())
    loop.close()

    del response

    assert server.wait_for_disconnect(AT_ONCE)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
@pytest.mark.parametrize("how", ["end", "close", "drop", "silence", "break"])
def test_no_descriptor_is_left(
    server: ScriptedServer, transport: ThreadedTransport, how: str
) -> None:
    """However a body ends, its socket is closed, and nothing of it is left in the loop."""
    step: Step = HoldOpen() if how in ("close", "drop", "silence") else Pause(0.05)
    answer = chunked([b"a", step], end=how == "end")
    server.play(KeepAlive(answer) if how == "end" else answer)

    async def main() -> None:
        await asyncio.to_thread(int)  # makes what a loop keeps
        selector = getattr(asyncio.get_running_loop(), "_selector", None)
        watched = selector and len(selector.get_map())
        files = len(os.listdir("/proc/self/fd"))
        for _ in range(10):
            response = await transport.send(to(server, 0.2 if how == "silence" else 5))
            await response.read_block()
            if how == "close":
                response.close()
            elif how == "end":
                assert b"" == await response.read_block()
            elif how != "drop":
                with pytest.raises(TransportError):
                    await response.read_block()
            del response
        await transport.close()
        await asyncio.sleep(0.1)
        assert watched == (selector and len(selector.get_map()))
        # The server's ends are in this process, too, and close when it has noticed.
        deadline = time.monotonic() + 5
        while len(os.listdir("/proc/self/fd")) > files:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)

    run(main)


CHILD_DROPS_STREAM = """
import asyncio, os, sys
from openai_local import AsyncOpenAI

async def main():
    client = AsyncOpenAI(base_url=sys.argv[1], max_retries=0)
    stream = await client.chat.completions.create(model="m", messages=[], stream=True)
    await anext(stream)
    second = await client.chat.completions.create(model="m", messages=[], stream=True)
    child = os.fork()
    if not child:
        files = len(os.listdir("/dev/fd"))
        del stream, second
        os._exit(files - len(os.listdir("/dev/fd")))
    assert 2 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    open(sys.argv[2], "w").close()
    assert ["b", None] == [chunk.choices[0].delta.content async for chunk in stream]
    assert ["a", "b", None] == [chunk.choices[0].delta.content async for chunk in second]

asyncio.run(main())
"""


@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="needs os.fork and /dev/fd")
def test_a_forked_child_leaves_the_parents_streams_alone(
    server: ScriptedServer, tmp_path: Path
) -> None:
    """A child that drops its copies of streams closes them, and does not cut off the parent's."""
    child_is_gone = tmp_path / "gone"
    go = threading.Event()
    first, *rest = chat_chunks("a", "b")
    # The loop watches the socket of the first stream when its child is made.
    server.play(chunked([Pause(0.1), event(first), WaitFor(go), *map(event, rest)]))
    arguments = [sys.executable, "-c", CHILD_DROPS_STREAM, server.base_url, str(child_is_gone)]
    with subprocess.Popen(arguments) as parent:
        while not child_is_gone.exists() and parent.poll() is None:
            time.sleep(0.01)
        go.set()

        try:
            assert 0 == parent.wait(10)
        finally:
            parent.kill()
