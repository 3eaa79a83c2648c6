"""The default transport for asyncio: the blocking one, in a thread until the answer has begun.

The thread sends the request and reads the head of the answer. The body is read by the event loop
itself, see `loop_body.py`. Where that is not possible (TLS, a compressed body, a loop of Windows),
the thread goes on: it pumps blocks of the body (never single chunks) to the event loop through a
bounded queue, with one wake-up pending at a time.

Nothing is bound to a loop between two calls, so a client works from one loop after another.
Closing or cancelling shuts the socket down, which wakes the thread and ends its work; the server
sees it at once.
"""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections import deque
from collections.abc import AsyncIterable, Callable
from typing import Any, TypeAlias, cast

from .._constants import END_OF_BODY_SECONDS
from .._http import AsyncResponse, ConnectError, Request, Response
from .async_library import in_trio
from .failures import Failures
from .loop_body import LoopBody, LoopReader, can_watch_sockets
from .loops import PerLoop, WaitLimit, call_in
from .transport import Interrupt, InterruptibleTransport
from .worker_threads import WorkerThreads

#: Blocks of at most `READ_SIZE` bytes that may wait for a slow reader before reading stops.
_QUEUED_BLOCKS = 16
#: Seconds between two looks at whether the loop of a slow reader is still there.
_LOOK_AT_LOOP_SECONDS = 5.0


class ThreadedTransport:
    """Makes a blocking transport asynchronous; see `AsyncTransport`."""

    def __init__(self, transport: InterruptibleTransport) -> None:
        self.transport = transport
        self.threads = WorkerThreads()
        # A loop that ends takes its open responses with it.
        self._open: PerLoop[weakref.WeakSet[_Pump | LoopReader]] = PerLoop(
            weakref.WeakSet, _close_all
        )

    async def send(self, request: Request) -> AsyncResponse:
        """See `AsyncTransport.send`."""
        if hasattr(request.body, "__aiter__"):
            # The thread can't wait for the loop, which may not be there any more.
            pieces = cast(AsyncIterable[bytes], request.body)
            request = request.replace(body=b"".join([piece async for piece in pieces]))
        if in_trio():
            from .trio_ import send

            return await send(self.transport, request)
        opened = await self._open.get()
        pump = _Pump(self, request)
        opened.add(pump)
        response, body = await pump.start()
        if body is None:
            return AsyncResponse.of(response, _Body(pump))
        opened.add(body.reader)
        return AsyncResponse.of(response, body)

    async def close(self) -> None:
        """See `AsyncTransport.close`."""
        self.transport.close()


async def _close_all(opened: weakref.WeakSet[_Pump | LoopReader]) -> None:
    for one in list(opened):
        one.close()


#: A response whose body is unread, and who reads it; None if the thread does.
_Head: TypeAlias = tuple[Response, LoopBody | None]


class _Body:
    """The end of a pump from which the event loop reads; see `AsyncBody`.

    The thread holds the pump, but not this: when it is dropped, the pump closes.
    """

    def __init__(self, pump: _Pump) -> None:
        self._pump = pump

    async def read_block(self) -> bytes:
        """See `AsyncBody.read_block`."""
        return await self._pump.read_block()

    def wait_at_most(self, seconds: float | None) -> None:
        """See `AsyncBody.wait_at_most`."""
        self._pump.limit = seconds

    async def finish(self) -> None:
        """See `AsyncBody.finish`: the thread reads on to the end of the body, if that is near."""
        if not self._pump.is_closed and not self._pump.loop.is_closed():
            self._pump.loop.call_later(END_OF_BODY_SECONDS, self.close)

    def close(self) -> None:
        """See `AsyncBody.close`."""
        self._pump.close()

    async def wait_closed(self) -> None:
        """See `AsyncBody.wait_closed`: nothing is left to do."""

    def __del__(self) -> None:
        self._pump.close()


class _Pump:
    """One request's thread, and the queue between it and the event loop if it reads the body."""

    def __init__(self, owner: ThreadedTransport, request: Request) -> None:
        # A response keeps its transport: with the last reference to that, all pumps are closed.
        self._owner = owner
        self._request = request
        self._interrupt = Interrupt()
        self.loop = asyncio.get_running_loop()
        self._is_to_hand_over = can_watch_sockets(self.loop)
        self._queue: deque[bytes | Exception] = deque()
        self._room = threading.Semaphore(_QUEUED_BLOCKS)
        self._waiter: asyncio.Future[None] | None = None
        #: Seconds that the next reads may wait.
        self.limit = request.body_silence
        self._wait_limit = WaitLimit(self.loop)
        self._is_waking = False
        self.is_closed = False

    # -- in the event loop -----------------------------------------------------------------

    async def start(self) -> _Head:
        """Send the request; return the response when its headers are there."""
        head: asyncio.Future[_Head] = self.loop.create_future()
        try:
            self._owner.threads.run(self._run, head)
        except RuntimeError as error:
            raise ConnectError(
                f"no thread could be started for the request ({error}). For many responses at "
                "once, use http_client=DefaultAioHttpClient()."
            ) from error
        try:
            return await head
        except BaseException:
            self.close()
            raise

    async def read_block(self) -> bytes:
        """The next block; `b""` at the end of the body, and again and again after it."""
        while not self._queue:
            if self.is_closed:
                return b""
            await self._wait()
        item = self._queue.popleft()
        if isinstance(item, Exception):
            self.close()
            raise item
        if item:
            self._room.release()
        else:
            self.is_closed = True
        return item

    async def _wait(self) -> None:
        """Wait until the thread has put something into the queue, or there is a reason to look."""
        waiter = self._waiter = self.loop.create_future()
        if self._queue:
            # The thread was faster than the waiter.
            return
        self._wait_limit.begin(self.limit, self._fall_silent)
        try:
            await waiter
        finally:
            self._wait_limit.end()

    def _fall_silent(self) -> None:
        self._queue.append(Failures(self._request).silent())
        self._wake()

    def close(self) -> None:
        """Shut the connection down. Any thread may call this, as often as it likes."""
        if not self.is_closed:
            self.is_closed = True
            self._interrupt.fire()
            self._room.release()
            call_in(self.loop, self._wake)

    def _wake(self) -> None:
        self._is_waking = False
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # -- in the thread ---------------------------------------------------------------------

    def _run(self, head: asyncio.Future[_Head]) -> None:
        try:
            response = self._owner.transport.send(self._request, self._interrupt)
            body = self._handed_over(response)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the caller is to see it
            self._call_soon(_fail, head, error)
            return
        # Closed by whoever drops it, should the loop take no more calls or the caller be gone.
        self._call_soon(_succeed, head, (response, body))
        if body is None:
            self._pump(response)

    def _handed_over(self, response: Response) -> LoopBody | None:
        """The body, if the event loop can read it; what came with the head is in it already."""
        body = response.without_waiting() if self._is_to_hand_over else None
        if body is None:
            return None
        reader = LoopReader(body, self._request, self._interrupt, self.loop, self._owner)
        reader.read_what_is_there()
        return LoopBody(reader)

    def _pump(self, response: Response) -> None:
        end: bytes | Exception = b""
        try:
            # It reads ahead, while the user may be busy. How long they wait is seen in their loop.
            response.wait_at_most(None)
            for block in response.iter_blocks():
                self._wait_for_room()
                if self.is_closed:
                    break
                self._put(block)
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader is to see it
            end = error
        finally:
            response.close()
        # The connection may serve another request from now on.
        self._interrupt.watch(None)
        self._put(end)

    def _wait_for_room(self) -> None:
        while not self._room.acquire(timeout=_LOOK_AT_LOOP_SECONDS):
            if self.loop.is_closed():
                self.is_closed = True
                return

    def _put(self, item: bytes | Exception) -> None:
        self._queue.append(item)
        if not self._is_waking:
            self._is_waking = True
            self._call_soon(self._wake)

    def _call_soon(self, function: Callable[..., None], *args: Any) -> None:
        try:
            self.loop.call_soon_threadsafe(function, *args)
        except RuntimeError:
            # The loop was closed with the response still open: nobody is left to tell.
            self._interrupt.fire()


def _succeed(head: asyncio.Future[_Head], answer: _Head) -> None:
    # If it was cancelled meanwhile, the thread has seen the interrupt.
    if not head.done():
        head.set_result(answer)


def _fail(head: asyncio.Future[_Head], error: BaseException) -> None:
    if not head.done():
        head.set_exception(error)
