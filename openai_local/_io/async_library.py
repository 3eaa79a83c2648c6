"""What runs an asynchronous program, asyncio or trio: the waits that differ between the two.

Neither is imported before it is needed: loading asyncio takes longer than a first request.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import asyncio

_T = TypeVar("_T")


def in_trio() -> bool:
    """True if the caller is a task of trio's."""
    trio: Any = sys.modules.get("trio")
    if trio is None:
        return False
    try:
        trio.lowlevel.current_task()
    except RuntimeError:
        return False
    return True


async def sleep(seconds: float) -> None:
    """Let others run for so long. Tests replace anyio's `sleep`, so as not to wait."""
    of_anyio = getattr(sys.modules.get("anyio"), "sleep", None)
    if of_anyio is not None:
        await of_anyio(seconds)
    elif in_trio():
        await sys.modules["trio"].sleep(seconds)
    else:
        import asyncio

        await asyncio.sleep(seconds)


async def in_thread(function: Callable[..., _T], *args: Any) -> _T:
    """Call a function that blocks. Its thread goes on if the caller is cancelled meanwhile."""
    if in_trio():
        from .trio_ import in_thread as in_thread_of_trio

        return await in_thread_of_trio(function, *args)
    import asyncio

    return await asyncio.to_thread(function, *args)


async def within(seconds: float, waiting: Awaitable[_T]) -> _T:
    """Wait for no longer than that; `TimeoutError` if it takes longer."""
    if in_trio():
        with sys.modules["trio"].move_on_after(seconds):
            return await waiting
        raise TimeoutError
    import asyncio

    try:
        return await asyncio.wait_for(waiting, seconds)
    except asyncio.TimeoutError as error:
        # Not the same class before Python 3.11.
        raise TimeoutError from error


class Home(Protocol):
    """The event loop, or the run of trio's, in which something began."""

    def begin(self, work: Callable[[], Awaitable[None]], running: set[Work]) -> Work:
        """Run an async function there in the background; not at all if that has ended.

        While it runs, it is in `running`. For whatever may also be called by the garbage collector,
        in any thread, at any time.
        """


class Work:
    """What runs in the background."""

    def __init__(self, work: Callable[[], Awaitable[None]], running: set[Work]) -> None:
        """See `Home.begin`."""
        self._work = work
        self._running = running

    def _start(self) -> None:
        """To be called where it runs."""
        self._running.add(self)
        self._spawn()

    def _spawn(self) -> None:
        """Begin to run `_run` as a task."""
        raise NotImplementedError

    async def _run(self) -> None:
        try:
            await self._work()
        finally:
            self._running.discard(self)

    async def wait(self) -> None:
        """Wait for its end, which a cancelled waiter does not bring about; elsewhere, don't."""
        raise NotImplementedError


def here() -> Home:
    """Where the caller runs."""
    if in_trio():
        from .trio_ import Run

        return Run()
    return _Loop()


class _Loop:
    """A `Home`."""

    def __init__(self) -> None:
        import asyncio

        self._loop = asyncio.get_running_loop()

    def begin(self, work: Callable[[], Awaitable[None]], running: set[Work]) -> Work:
        """See `Home.begin`."""
        return _Task(self._loop, work, running)


class _Task(Work):
    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        work: Callable[[], Awaitable[None]],
        running: set[Work],
    ) -> None:
        from .loops import call_in

        super().__init__(work, running)
        self._loop = loop
        self._task: asyncio.Task[None] | None = None
        call_in(loop, self._start)

    def _spawn(self) -> None:
        self._task = self._loop.create_task(self._run())

    async def wait(self) -> None:
        """See `Work.wait`."""
        import asyncio

        if self._task is not None and not in_trio() and self._loop is asyncio.get_running_loop():
            await asyncio.wait({self._task})
