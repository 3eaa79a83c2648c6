"""The default transport for trio, and how to reach a run of it.

Each wait is one of a blocking transport in a thread of trio's: one for a block of the body, which
holds many chunks if they come fast. Cancelling or closing shuts the socket down, which ends the
thread's wait; the server sees it at once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from weakref import WeakSet

import trio

from .._http import AsyncResponse, Request, Response
from .async_library import Work, in_trio
from .cancellable_body import CancellableBody
from .transport import Interrupt, InterruptibleTransport

_T = TypeVar("_T")


async def in_thread(function: Callable[..., _T], *args: Any) -> _T:
    """See `in_thread` in `async_library.py`."""
    # trio's own limit is on all threads of a program, each of which may be an open stream here.
    limiter = trio.CapacityLimiter(1)
    return await trio.to_thread.run_sync(function, *args, abandon_on_cancel=True, limiter=limiter)


async def send(transport: InterruptibleTransport, request: Request) -> AsyncResponse:
    """See `AsyncTransport.send`; what is sent does not come from a coroutine."""
    interrupt = Interrupt()
    try:
        response = await in_thread(transport.send, request, interrupt)
    except BaseException:
        interrupt.fire()
        raise
    body = _Body(response, interrupt)
    _opened().add(body)
    return AsyncResponse.of(response, body)


class _Body(CancellableBody):
    """The body of a response that a thread reads; see `AsyncBody`."""

    def __init__(self, response: Response, interrupt: Interrupt) -> None:
        super().__init__(response.request)
        self._response = response
        self._interrupt = interrupt
        self._blocks = response.iter_blocks()

    async def _read(self) -> bytes:
        return b"" if self._is_closed else await in_thread(next, self._blocks, b"")

    def wait_at_most(self, seconds: float | None) -> None:
        """See `AsyncBody.wait_at_most`."""
        self._response.wait_at_most(seconds)

    async def finish(self) -> None:
        """See `AsyncBody.finish`."""
        try:
            await in_thread(self._response.finish)
        finally:
            self.close()

    def close(self) -> None:
        """See `AsyncBody.close`."""
        self._is_closed = True
        if not self._response.is_closed:
            self._interrupt.fire()
            self._response.close()

    async def wait_closed(self) -> None:
        """See `AsyncBody.wait_closed`: nothing is left to do."""

    def __del__(self) -> None:
        self.close()


#: The bodies that are open in a run of trio's.
_of_run: trio.lowlevel.RunVar[WeakSet[_Body]] = trio.lowlevel.RunVar("openai_local")


def _opened() -> WeakSet[_Body]:
    try:
        return _of_run.get()
    except LookupError:
        opened: WeakSet[_Body] = WeakSet()
        _of_run.set(opened)
        trio.lowlevel.spawn_system_task(_close_at_the_end, opened)
        return opened


async def _close_at_the_end(opened: WeakSet[_Body]) -> None:
    """A run that ends cancels this, and takes its open responses with it."""
    try:
        await trio.sleep_forever()
    finally:
        for body in list(opened):
            body.close()


class Run:
    """A `Home`."""

    def __init__(self) -> None:
        self._token = trio.lowlevel.current_trio_token()

    def begin(self, work: Callable[[], Awaitable[None]], running: set[Work]) -> Work:
        """See `Home.begin`."""
        return _Task(self._token, work, running)


class _Task(Work):
    def __init__(
        self,
        token: trio.lowlevel.TrioToken,
        work: Callable[[], Awaitable[None]],
        running: set[Work],
    ) -> None:
        super().__init__(work, running)
        self._token = token
        self._is_done = trio.Event()
        try:
            token.run_sync_soon(self._start)
        except trio.RunFinishedError:
            pass

    def _spawn(self) -> None:
        trio.lowlevel.spawn_system_task(self._run)

    async def _run(self) -> None:
        try:
            await super()._run()
        finally:
            self._is_done.set()

    async def wait(self) -> None:
        """See `Work.wait`."""
        if in_trio() and trio.lowlevel.current_trio_token() is self._token:
            await self._is_done.wait()
