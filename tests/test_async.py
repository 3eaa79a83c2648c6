"""`AsyncOpenAI`, over each of its transports: calls, streams, cancelling, closing, loops."""

from __future__ import annotations

import asyncio
import gc
import io
import os
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, NamedTuple

import pytest

from openai_local import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    AsyncOpenAI,
    AuthenticationError,
    IncompleteStreamError,
    Timeout,
)
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import (
    HoldOpen,
    KeepAlive,
    Pause,
    ScriptedServer,
    WaitFor,
    chat_chunks,
    chat_completion,
    chunked,
    event,
    json_answer,
    sse,
)
from openai_local.types.chat import ChatCompletion

from .async_programs import (
    AT_ONCE,
    MESSAGES,
    ask,
    client_of,
    endless,
    open_stream,
    run,
    said,
    texts,
)

KINDS = ["default", "default without add_reader", "aiohttp", "httpx", "httpx2"]
PING = b": ping\n\n"


@pytest.fixture(autouse=True)
def _loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some tests run in a loop as Windows has it, where a thread reads the bodies."""

    def add_reader(self: Any, *args: Any) -> None:
        raise NotImplementedError

    if "without add_reader" in request.node.name:
        for name in ("add_reader", "remove_reader"):
            monkeypatch.setattr(asyncio.SelectorEventLoop, name, add_reader)


@pytest.fixture(params=KINDS)
def client(request: pytest.FixtureRequest, server: ScriptedServer) -> AsyncOpenAI:
    """A client of the scripted server over each of the transports."""
    return client_of(server, request.param)


@pytest.fixture(params=["default", "default without add_reader", "aiohttp"])
def loopless(request: pytest.FixtureRequest, server: ScriptedServer) -> AsyncOpenAI:
    """A client that is bound to no event loop; httpx binds its connections to one."""
    return client_of(server, request.param)


class Program(NamedTuple):
    """A client, and the library in which its program runs."""

    client: AsyncOpenAI
    library: str

    def run(self, main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        return run(self.client, main, self.library)


@pytest.fixture(params=["trio default", "trio httpx", "trio httpx2", *KINDS])
def program(request: pytest.FixtureRequest, server: ScriptedServer) -> Program:
    """One of asyncio or trio, over each transport that there is for it, without retries."""
    in_trio = request.param.startswith("trio ")
    client = client_of(server, request.param.removeprefix("trio "))
    return Program(client, "trio" if in_trio else "asyncio")


async def is_left(server: ScriptedServer) -> bool:
    """True if the server sees within a second that its client is gone."""
    return await asyncio.to_thread(server.wait_for_disconnect, AT_ONCE)


# -- calls -----------------------------------------------------------------------------------


def test_a_call(server: ScriptedServer, program: Program) -> None:
    """`create` returns a typed completion, and again over the same client."""
    server.play(json_answer(chat_completion("Hello")), json_answer(chat_completion("again")))

    async def main() -> list[ChatCompletion]:
        return [await ask(program.client), await ask(program.client)]

    answers = program.run(main)

    assert all(isinstance(answer, ChatCompletion) for answer in answers)
    assert ["Hello", "again"] == [answer.choices[0].message.content for answer in answers]


def test_a_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """`create(stream=True)` returns a stream of typed chunks, in order."""
    server.play(chunked(map(event, chat_chunks("Hel", "lo"))))

    async def main() -> list[str]:
        return await texts(aiter(await open_stream(client)))

    assert ["Hel", "lo", ""] == run(client, main)


def test_an_event_is_handed_out_before_the_next_is_sent(
    server: ScriptedServer, program: Program
) -> None:
    """The server waits for the reader to have the first chunk before it sends the second."""
    is_read = threading.Event()
    server.play(chunked([said("a"), WaitFor(is_read), *map(event, chat_chunks("b"))]))

    async def main() -> list[str]:
        stream = await open_stream(program.client)
        first = await anext(aiter(stream))
        is_read.set()
        return [first.choices[0].delta.content or "", *await texts(aiter(stream))]

    assert ["a", "b", ""] == program.run(main)


def test_errors_of_the_server(server: ScriptedServer, program: Program) -> None:
    """A status of 401 is an `AuthenticationError` with the server's words."""
    server.play(json_answer({"error": {"message": "no such key"}}, status=401))

    async def main() -> None:
        with pytest.raises(AuthenticationError, match="no such key"):
            await ask(program.client)

    program.run(main)


def test_a_status_is_retried(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A 503 is followed by another try, and the answer to that is the result."""
    busy = json_answer({"error": "busy"}, status=503, headers={"Retry-After-Ms": "1"})
    server.play(busy, json_answer(chat_completion("Hello")))
    client.max_retries = 1

    answer = run(client, lambda: ask(client))

    assert "Hello" == answer.choices[0].message.content
    assert ["0", "1"] == [r.headers["x-stainless-retry-count"] for r in server.requests]


def test_nobody_listens(program: Program) -> None:
    """A refused connection is an `APIConnectionError` that says what to do."""
    with ScriptedServer() as gone:
        program.client.base_url = gone.base_url  # type: ignore[assignment]

    async def main() -> None:
        with pytest.raises(APIConnectionError, match=r"nothing listens on .*Start the server"):
            await ask(program.client)

    program.run(main)


def test_a_silent_server(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """Silence before the headers is an `APITimeoutError` after `Timeout.read` seconds."""
    server.play([HoldOpen()])

    async def main() -> float:
        started = time.monotonic()
        with pytest.raises(APITimeoutError, match=r"was silent for 0\.3 s"):
            await ask(client, timeout=0.3)
        return time.monotonic() - started

    assert 0.25 < run(client, main) < 3


def test_a_server_that_falls_silent(server: ScriptedServer, program: Program) -> None:
    """Silence inside a stream is an `APITimeoutError`, after the chunks that did come."""
    server.play(endless())
    seen: list[str] = []

    async def main() -> None:
        with pytest.raises(APITimeoutError):
            async for chunk in await open_stream(program.client, timeout=Timeout(5, read=0.3)):
                seen.append(chunk.choices[0].delta.content or "")  # noqa: PERF401

    program.run(main)
    assert ["a"] == seen


@pytest.mark.parametrize("pause", [time.sleep, asyncio.sleep])
def test_a_program_that_takes_its_time(
    server: ScriptedServer, loopless: AsyncOpenAI, pause: Callable[[float], Any]
) -> None:
    """What a program does between two chunks is no silence of the server, busy loop or not."""
    events = [event(chunk) for chunk in chat_chunks("Hel", "lo")]
    server.play(chunked([events[0], Pause(0.9), *events[1:], event("[DONE]")]))
    seen: list[str] = []

    async def main() -> None:
        async for chunk in await open_stream(loopless, timeout=Timeout(5, read=0.6)):
            seen.append(chunk.choices[0].delta.content or "")
            if len(seen) == 1 and (waited := pause(0.7)) is not None:
                await waited

    run(loopless, main)

    assert "Hello" == "".join(seen)


def test_comments_do_not_extend_the_silence(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """After the first event, comments don't begin the wait for the next one anew."""
    server.play(chunked([said("a"), *[Pause(0.4), PING] * 50]))

    async def main() -> float:
        stream = await open_stream(client, timeout=Timeout(5, read=1))
        await anext(aiter(stream))
        started = time.monotonic()
        with pytest.raises(APITimeoutError, match="nothing but comments"):
            await anext(aiter(stream))
        return time.monotonic() - started

    # Else it would be 20.
    assert run(client, main) < 10


def test_a_cut_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A stream that is cut off is an `IncompleteStreamError`, after all chunks that came."""
    server.play(chunked([said("a"), said("b")], end=False))
    seen: list[str] = []

    async def main() -> str:
        with pytest.raises(IncompleteStreamError) as caught:
            async for chunk in await open_stream(client):
                await asyncio.sleep(0.05)
                seen.append(chunk.choices[0].delta.content or "")
        return str(caught.value.last_chunk.choices[0].delta.content)

    assert "b" == run(client, main)
    assert ["a", "b"] == seen


def test_a_slow_reader_of_a_cut_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """What arrived before the cut is handed out, however late it is asked for."""
    server.play(chunked([said("a"), Pause(0.1), said("b")], end=False))
    seen: list[str] = []

    async def main() -> None:
        with pytest.raises(IncompleteStreamError):
            async for chunk in await open_stream(client):
                seen.append(chunk.choices[0].delta.content or "")
                await asyncio.sleep(0.4)

    run(client, main)
    assert ["a", "b"] == seen


def test_a_cut_answer(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """An answer shorter than announced is an `APIConnectionError`."""
    whole = json_answer(chat_completion("Hello"))
    server.play([*whole[:-1], bytes(whole[-1])[:10]])  # type: ignore[arg-type]

    async def main() -> None:
        with pytest.raises(APIConnectionError, match="in the middle of the answer"):
            await ask(client)

    run(client, main)


def test_an_error_inside_a_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """An error event raises `APIError`, and the connection is closed."""
    server.play(chunked([said("a"), event({"error": {"message": "out of memory"}}), HoldOpen()]))

    async def main() -> bool:
        with pytest.raises(APIError, match="out of memory"):
            await texts(aiter(await open_stream(client)))
        return await is_left(server)

    assert run(client, main)


def test_a_key_from_a_function(server: ScriptedServer) -> None:
    """An async function as `api_key` is asked before each call."""
    server.play(json_answer(chat_completion("Hello")))
    keys = iter(["first", "second"])

    async def next_key() -> str:
        await asyncio.sleep(0)
        return next(keys)

    client = AsyncOpenAI(base_url=server.base_url, api_key=next_key)

    async def main() -> None:
        await ask(client)
        await ask(client)

    run(client, main)
    sent = [request.headers["authorization"] for request in server.requests]
    assert ["Bearer first", "Bearer second"] == sent


def test_a_long_body(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A prompt of several megabytes arrives whole, with its length announced."""
    server.play(json_answer(chat_completion("Hello")))
    words = "word " * 600_000

    async def main() -> None:
        await client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": words}]
        )

    run(client, main)
    request = server.requests[0]
    assert words == request.json()["messages"][0]["content"]
    assert "transfer-encoding" not in request.headers


def test_a_local_image(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """An image is sent in pieces, with its length announced, and again on a retry."""
    busy = json_answer({"error": "busy"}, status=503, headers={"Retry-After-Ms": "1"})
    server.play(busy, json_answer(chat_completion("a cat")))
    client.max_retries = 1
    picture = b"\x89PNG\r\n\x1a\n" + os.urandom(500_000)
    part: Any = {"type": "image_url", "image_url": {"url": picture}}

    async def main() -> None:
        await client.chat.completions.create(
            model="m", messages=[{"role": "user", "content": [part]}]
        )

    run(client, main)
    first, second = server.requests
    assert first.body == second.body
    assert "transfer-encoding" not in first.headers
    url = first.json()["messages"][0]["content"][0]["image_url"]["url"]
    assert url.startswith("data:image/png;base64,")


def test_files_are_read_off_the_loop(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A slow disk holds up only the call that reads from it."""
    server.play(json_answer({"text": "hello"}))
    readers = set()

    class Recording(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if size:
                readers.add(threading.get_ident())
            return super().read(size)

    async def main() -> None:
        file = Recording(os.urandom(500_000))
        await client.audio.transcriptions.create(model="m", file=file)

    run(client, main)
    assert readers
    assert threading.get_ident() not in readers


# -- cancelling and closing ------------------------------------------------------------------


def test_cancel_before_the_headers(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """The server sees at once that a call was cancelled while it was still thinking."""
    server.play([HoldOpen()])

    async def main() -> bool:
        call = asyncio.create_task(ask(client))
        while not server.requests:  # noqa: ASYNC110 - set by another thread
            await asyncio.sleep(0.01)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        return await is_left(server)

    assert run(client, main)


def test_cancel_inside_a_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """The server sees at once that the task which waits for the next chunk was cancelled."""
    server.play(endless())
    has_begun = asyncio.Event()

    async def read() -> None:
        async for _ in await open_stream(client):
            has_begun.set()

    async def main() -> bool:
        reader = asyncio.create_task(read())
        await has_begun.wait()
        await asyncio.sleep(0.05)
        reader.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reader
        return await is_left(server)

    assert run(client, main)


def test_wait_for(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """`asyncio.wait_for` ends a call with its `TimeoutError`, and the connection."""
    server.play([HoldOpen()])

    async def main() -> bool:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(ask(client), 0.3)
        return await is_left(server)

    assert run(client, main)


@pytest.mark.parametrize("how", ["close", "aclose", "with", "response", "drop"])
def test_close(server: ScriptedServer, client: AsyncOpenAI, how: str) -> None:
    """However a stream is given up, the server sees it at once."""
    server.play(endless())

    async def main() -> bool:
        stream = await open_stream(client)
        await anext(aiter(stream))
        if how == "with":
            async with stream:
                pass
        elif how == "response":
            await stream.response.aclose()
        elif how != "drop":
            await getattr(stream, how)()
        del stream
        return await is_left(server)

    gc.disable()
    try:
        assert run(client, main)
    finally:
        gc.enable()


def test_drop_a_raw_response(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A streamed raw response that nobody parses closes its connection when it is dropped."""
    server.play(endless())

    async def main() -> bool:
        raw = await client.chat.completions.with_raw_response.create(
            model="m", messages=MESSAGES, stream=True
        )
        assert 200 == raw.status_code
        del raw
        return await is_left(server)

    assert run(client, main)


def test_a_stream_goes_on_after_break(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A stream that is still held after `break` can be iterated on."""
    server.play(sse(chat_chunks("a", "b")))

    async def main() -> list[str]:
        stream = await open_stream(client)
        async for chunk in stream:
            first = chunk.choices[0].delta.content or ""
            break
        return [first, *await texts(aiter(stream))]

    assert ["a", "b", ""] == run(client, main)


def test_two_tasks_read_one_stream(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """The second one is told so, as by an asynchronous generator; the first one reads on."""
    first, *others = [event(chunk) for chunk in chat_chunks("Hel", "lo")]
    server.play(chunked([first, Pause(0.2), *others, event("[DONE]")]))

    async def main() -> list[Any]:
        stream = await open_stream(client)
        await stream.__anext__()
        return await asyncio.gather(texts(stream), texts(stream), return_exceptions=True)

    read, refused = run(client, main)

    assert "lo" == "".join(read)
    assert isinstance(refused, RuntimeError)


def test_nothing_more_after_close(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A closed stream just ends."""
    server.play(endless())

    async def main() -> list[str]:
        stream = await open_stream(client)
        await stream.close()
        return await texts(aiter(stream))

    assert [] == run(client, main)


def test_a_stream_outlives_its_client(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A stream is read to its end though nobody holds the client any more."""
    may_go_on = threading.Event()
    server.play(chunked([said("a"), WaitFor(may_go_on), *map(event, chat_chunks("b"))]))
    clients = [client]

    async def main() -> list[str]:
        user_client = client._http_client  # httpx's own warn if they are dropped unclosed
        stream = await open_stream(clients.pop())
        gc.collect()
        await asyncio.sleep(0.1)
        may_go_on.set()
        said = await texts(aiter(stream))
        if user_client is not None:
            await user_client.aclose()
        return said

    alone = AsyncOpenAI(
        base_url=client.base_url, max_retries=0, timeout=5, http_client=client._http_client
    )
    clients[:] = [alone]
    del alone
    assert ["a", "b", ""] == asyncio.run(main())


@pytest.mark.parametrize("streams", [False, True])
def test_connections_are_used_again(
    server: ScriptedServer, client: AsyncOpenAI, streams: bool
) -> None:
    """After an answer that was read to its end, the next call uses the same connection."""
    if streams:
        server.play(KeepAlive(chunked(map(event, chat_chunks("a")))))
    else:
        server.play(json_answer(chat_completion("Hello")))

    async def main() -> None:
        for _ in range(3):
            if streams:
                await texts(aiter(await open_stream(client)))
            else:
                await ask(client)
            await asyncio.sleep(0.1)

    run(client, main)
    assert 3 == len(server.requests)
    assert 1 == server.connections_opened


def test_a_connection_closed_while_idle(server: ScriptedServer, loopless: AsyncOpenAI) -> None:
    """A kept connection that the server has closed meanwhile costs neither an error nor a retry."""
    server.play(list(json_answer(chat_completion("Hello"))))

    async def main() -> None:
        for _ in range(3):
            await ask(loopless)
            # The loop has no chance to notice that the connection is gone.
            time.sleep(0.1)  # noqa: ASYNC251

    run(loopless, main)
    assert ["0"] * 3 == [r.headers["x-stainless-retry-count"] for r in server.requests]


def test_a_closed_client(server: ScriptedServer, client: AsyncOpenAI) -> None:
    """A closed client says so, and is closed after `async with`."""
    server.play(json_answer(chat_completion("Hello")))
    run(client, lambda: ask(client))

    assert client.is_closed()
    with pytest.raises(Exception, match="was closed"):
        asyncio.run(ask(client))


# -- loops -----------------------------------------------------------------------------------


def test_one_loop_after_another(server: ScriptedServer, loopless: AsyncOpenAI) -> None:
    """A client works from one event loop after another, and nothing warns of open connections."""
    server.play(json_answer(chat_completion("Hello")))

    for _ in range(3):
        answer = asyncio.run(ask(loopless))
        assert "Hello" == answer.choices[0].message.content
    gc.collect()
    assert 3 == len(server.requests)


def test_two_loops_at_once(server: ScriptedServer, loopless: AsyncOpenAI) -> None:
    """A client works from the event loops of two threads at once."""
    server.play(json_answer(chat_completion("Hello")))
    answers: list[str | None] = []

    async def main() -> None:
        for answer in await asyncio.gather(*(ask(loopless) for _ in range(10))):
            answers.append(answer.choices[0].message.content)  # noqa: PERF401

    threads = [threading.Thread(target=lambda: asyncio.run(main())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert ["Hello"] * 20 == answers


def test_a_loop_that_runs_already(server: ScriptedServer, loopless: AsyncOpenAI) -> None:
    """A loop that is run bit by bit, as by a notebook for its cells, serves all calls."""
    server.play(json_answer(chat_completion("Hello")))
    loop = asyncio.new_event_loop()
    try:
        for _ in range(3):
            answer = loop.run_until_complete(ask(loopless))
            assert "Hello" == answer.choices[0].message.content
        loop.run_until_complete(loopless.close())
    finally:
        loop.close()


def test_the_end_of_a_loop(server: ScriptedServer, loopless: AsyncOpenAI) -> None:
    """A stream that is still held when its loop ends is closed."""
    server.play(endless())

    async def main() -> Any:
        stream = await open_stream(loopless)
        await anext(aiter(stream))
        return stream

    stream = asyncio.run(main())
    assert server.wait_for_disconnect(AT_ONCE)
    del stream


# -- many ------------------------------------------------------------------------------------


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def comes_down_to(most: int, count: Callable[[], int]) -> bool:
    """True as soon as there are at most that many; False after a while."""
    deadline = time.monotonic() + 10
    while count() > most:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
def test_a_thousand_calls(loopless: AsyncOpenAI) -> None:
    """A thousand calls at once are all answered; no thread and no descriptor is left."""
    with ScriptedServer() as server:
        server.play(json_answer(chat_completion("Hello")))
        loopless.base_url = server.base_url  # type: ignore[assignment]
        loopless.max_retries = 2
        files, threads = open_files(), threading.active_count()

        async def main() -> list[ChatCompletion]:
            return await asyncio.gather(*(ask(loopless, timeout=60) for _ in range(1000)))

        answers = run(loopless, main)
        assert {"Hello"} == {answer.choices[0].message.content for answer in answers}
        assert comes_down_to(threads, threading.active_count)
        assert comes_down_to(files, open_files)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
def test_hundreds_of_streams_that_are_cancelled(loopless: AsyncOpenAI) -> None:
    """After 300 open streams were cancelled, no thread and no descriptor is left."""
    with ScriptedServer() as server:
        server.play(endless())
        loopless.base_url = server.base_url  # type: ignore[assignment]
        files, threads = open_files(), threading.active_count()
        begun = 0

        async def read() -> None:
            nonlocal begun
            async for _ in await open_stream(loopless, timeout=60):
                begun += 1

        async def main() -> None:
            readers = [asyncio.create_task(read()) for _ in range(300)]
            while begun < 300:  # noqa: ASYNC110 - counted by 300 tasks
                await asyncio.sleep(0.02)
            for reader in readers:
                reader.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*readers)

        run(loopless, main)
        assert comes_down_to(threads, threading.active_count)
        assert comes_down_to(files, open_files)


# -- a real server ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["default", "default without add_reader", "aiohttp", "httpx", "httpx2"]
)
def test_the_real_server(llama_server: LlamaServer, kind: str) -> None:
    """llama-server streams the same text that it answers in one piece."""
    client = client_of(llama_server, kind)

    async def main() -> tuple[str, str]:
        whole = await client.chat.completions.create(
            model="tiny", messages=MESSAGES, max_tokens=20, temperature=0
        )
        stream = await client.chat.completions.create(
            model="tiny", messages=MESSAGES, max_tokens=20, temperature=0, stream=True
        )
        return whole.choices[0].message.content or "", "".join(await texts(aiter(stream)))

    whole, streamed = run(client, main)
    assert whole
    assert whole == streamed
