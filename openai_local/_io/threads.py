"""The default transport for asyncio: the blocking one, with a thread for each open response.

The thread sends the request, then pumps blocks of the body (never single chunks) to the event
loop through a bounded queue, with one wake-up pending at a time. Nothing is bound to a loop
between two calls, so a client works from one loop after another. Closing or cancelling shuts the
socket down, which wakes the thread and ends it; the server sees it at once.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from .._constants import END_OF_BODY_SECONDS
from .._http import AsyncResponse, Request, Response
from .transport import Interrupt, InterruptibleTransport

#: Blocks of at most `READ_SIZE` bytes that may wait for a slow reader before reading stops.
_QUEUED_BLOCKS = 16


class ThreadedTransport:
    """Makes a blocking transport asynchronous; see `AsyncTransport`."""

    def __init__(self, transport: InterruptibleTransport) -> None:
        self._transport = transport

    async def send(self, request: Request) -> AsyncResponse:
        """See `AsyncTransport.send`."""
        return await _Pump(self._transport, request).start()

    async def close(self) -> None:
        """See `AsyncTransport.close`."""
        self._transport.close()


class _Pump:
    """One response's thread, and the queue between it and the event loop; see `AsyncBody`."""

    def __init__(self, transport: InterruptibleTransport, request: Request) -> None:
        self._transport = transport
        self._request = request
        self._interrupt = Interrupt()
        self._loop = asyncio.get_running_loop()
        self._head: asyncio.Future[Response] = self._loop.create_future()
        self._queue: deque[bytes | Exception] = deque()
        self._room = threading.Semaphore(_QUEUED_BLOCKS)
        self._waiter: asyncio.Future[None] | None = None
        self._is_waking = False
        self._is_closed = False

    async def start(self) -> AsyncResponse:
        """Send the request; return the response when its headers are there."""
        threading.Thread(target=self._run, name="openai_local", daemon=True).start()
        try:
            response = await self._head
        except BaseException:
            self.close()
            raise
        return AsyncResponse.of(response, self)

    # -- in the event loop -----------------------------------------------------------------

    async def read_block(self) -> bytes:
        """See `AsyncBody.read_block`."""
        while not self._queue:
            if self._is_closed:
                return b""
            self._waiter = self._loop.create_future()
            # Once more: the thread may have filled the queue before there was a waiter.
            if not self._queue:
                await self._waiter
        item = self._queue[0]
        if isinstance(item, Exception):
            raise item
        if item:
            # The end of the body stays in the queue, for whoever asks again.
            self._queue.popleft()
            self._room.release()
        return item

    def wait_at_most(self, seconds: float | None) -> None:
        """See `Body.wait_at_most`."""
        self._interrupt.wait_at_most(seconds)

    def finish(self) -> None:
        """See `Body.finish`: the thread reads on to the end of the body, if that is near."""
        if not self._loop.is_closed():
            self._loop.call_later(END_OF_BODY_SECONDS, self.close)

    def close(self) -> None:
        """See `Body.close`."""
        self._is_closed = True
        self._interrupt.fire()
        self._room.release()
        self._wake()

    def _wake(self) -> None:
        self._is_waking = False
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _take_head(self, response: Response | None, error: Exception | None) -> None:
        if self._head.done():
            # Cancelled meanwhile; the thread has seen the interrupt.
            return
        if error is not None:
            self._head.set_exception(error)
        elif response is not None:
            self._head.set_result(response)

    # -- in the thread ---------------------------------------------------------------------

    def _run(self) -> None:
        try:
            response = self._transport.send(self._request, self._interrupt)
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller is to see it
            self._call_soon(self._take_head, None, error)
            return
        self._call_soon(self._take_head, response, None)
        try:
            self._pump(response)
        finally:
            response.close()

    def _pump(self, response: Response) -> None:
        end: bytes | Exception = b""
        try:
            for block in response.iter_blocks():
                self._room.acquire()
                if self._is_closed:
                    break
                self._put(block)
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader is to see it
            end = error
        # The connection may serve another request from now on.
        self._interrupt.watch(None)
        self._put(end)

    def _put(self, item: bytes | Exception) -> None:
        self._queue.append(item)
        if not self._is_waking:
            self._is_waking = True
            self._call_soon(self._wake)

    def _call_soon(self, function: Callable[..., None], *args: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *args)
        except RuntimeError:
            # The loop was closed with the response still open: nobody is left to tell.
            self._interrupt.fire()
