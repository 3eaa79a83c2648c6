"""The body of an answer that the event loop reads itself, as soon as its socket has something.

A thread for each open response would cost two switches of threads for every token. Here a token
costs the system one wait, which many streams share, and one read: the loop is told of a socket
once, when the user first waits. It reads one block ahead. Only if the user takes their time is
it told to look away until they ask again.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Coroutine
from typing import Any

from .._constants import END_OF_BODY_SECONDS
from .._http import Request, TransportError
from .failures import Failures
from .loops import WaitLimit, call_in
from .non_blocking import NonBlockingBody
from .transport import Interrupt


def can_watch_sockets(loop: asyncio.AbstractEventLoop) -> bool:
    """False for loops without `add_reader`, as Windows has them."""
    try:
        # There is no such file: nothing happens.
        loop.remove_reader(-1)
    except NotImplementedError:
        return False
    except (ValueError, OSError):
        pass
    return True


class LoopBody:
    """The end from which the user reads; see `AsyncBody`.

    The event loop holds the reader, but not this: when it is dropped, the reader closes.
    """

    def __init__(self, reader: LoopReader) -> None:
        self.reader = reader

    def read_block(self) -> Coroutine[Any, Any, bytes]:
        """See `AsyncBody.read_block`."""
        return self.reader.read_block()

    def wait_at_most(self, seconds: float | None) -> None:
        """See `AsyncBody.wait_at_most`."""
        self.reader.limit = seconds

    async def finish(self) -> None:
        """See `AsyncBody.finish`: the loop reads on to the end of the body, if that is near."""
        self.reader.read_to_end()

    def close(self) -> None:
        """See `AsyncBody.close`."""
        self.reader.close()

    async def wait_closed(self) -> None:
        """See `AsyncBody.wait_closed`: nothing is left to do."""

    def __del__(self) -> None:
        if not self.reader.is_finishing:
            self.reader.close()


class LoopReader:
    """Reads one body in its event loop, with one block at most that waits for the user."""

    def __init__(
        self,
        body: NonBlockingBody,
        request: Request,
        interrupt: Interrupt,
        loop: asyncio.AbstractEventLoop,
        keep: object,
    ) -> None:
        """Made in any thread. `interrupt` watches the connection; `keep` is to live as long."""
        self._request = request
        self._interrupt = interrupt
        self._loop = loop
        self._keep = keep
        self._process = os.getpid()
        #: Empty once the body was given back or closed: whoever takes it out does it.
        self._body = [body]
        self._file = body.connection.fileno()
        self._queue: deque[bytes | TransportError] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._is_watching = False
        #: Seconds that the next reads may wait.
        self.limit = request.body_silence
        self._wait_limit = WaitLimit(loop)
        self.is_closed = False
        #: True once the user wants no more of the body, only its end.
        self.is_finishing = False

    def read_what_is_there(self) -> None:
        """Called once, before the loop reads. A body that is whole by then never meets it."""
        # First what came with the head, then what is in the socket.
        for _ in range(2):
            if self._body:
                self._read(self._body[0])

    # -- in the event loop -----------------------------------------------------------------

    async def read_block(self) -> bytes:
        """The next block; `b""` at the end of the body, and again and again after it."""
        while not self._queue:
            if not self._body:
                return b""
            await self._wait()
        item = self._queue.popleft()
        if isinstance(item, TransportError):
            self.close()
            try:
                raise item
            finally:
                # It refers to this frame, and would live until the garbage collector runs.
                del item
        return item

    async def _wait(self) -> None:
        self._watch()
        self._wait_limit.begin(self.limit, self._fall_silent)
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None
            self._wait_limit.end()

    def _fall_silent(self) -> None:
        self._queue.append(Failures(self._request).silent())
        self._wake()

    def _watch(self) -> None:
        if not self._is_watching:
            self._loop.add_reader(self._file, self._on_readable)
            self._is_watching = True

    def _look_away(self) -> None:
        if self._is_watching:
            self._is_watching = False
            if not self._loop.is_closed():
                self._loop.remove_reader(self._file)

    def _on_readable(self) -> None:
        if self._queue:
            # The user takes their time: the server is to notice.
            self._look_away()
        elif self._body:
            self._read(self._body[0])
            self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def read_to_end(self) -> None:
        """The user wants no more: keep the connection if the end of the body is near."""
        self.is_finishing = True
        self._queue.clear()
        if self._body:
            self._read(self._body[0])
        if self._loop.is_closed():
            self.close()
        elif self._body:
            self._watch()
            self._wait_limit.begin(END_OF_BODY_SECONDS, self.close)

    # -- in any thread ---------------------------------------------------------------------

    def _read(self, body: NonBlockingBody) -> None:
        """Take what has arrived. At the end of the body, or if it broke, the connection goes."""
        try:
            block = body.read()
        except TransportError as error:
            if not (self.is_closed or self.is_finishing):
                self._queue.append(error)
            self._end()
            return
        if block and not self.is_finishing:
            self._queue.append(block)
        if body.is_at_end:
            self._end(is_whole=not self.is_closed)

    def close(self) -> None:
        """Shut the connection down. Any thread may call this, as often as it likes."""
        if self.is_closed:
            return
        self.is_closed = True
        self._interrupt.fire()
        if self._loop.is_closed() or self._process != os.getpid():
            self._forget()
        else:
            call_in(self._loop, self._forget)

    def _forget(self) -> None:
        self._end()
        # An error that nobody has read refers to frames that refer to this.
        self._queue.clear()
        self._wake()

    def _end(self, *, is_whole: bool = False) -> None:
        """Let go of the connection, once. It is the loop's no more before it is another's."""
        try:
            body = self._body.pop()
        except IndexError:
            return
        if self._process == os.getpid():
            self._look_away()
            self._wait_limit.stop()
            self._interrupt.watch(None)
        if is_whole:
            body.give_back()
        else:
            body.close()
