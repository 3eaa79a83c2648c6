"""What the asynchronous transports have to know of event loops: when one ends, how to reach one."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from .._constants import STARTS_PER_TURN
from .async_library import in_thread, in_trio

_T = TypeVar("_T")

#: Seconds by which a limit may be exceeded, so that not each wait needs a timer of its own.
#: It is never cut short: whose limit was over is found out by looking at the clock.
_SLACK_SECONDS = 0.001


class PerLoop(Generic[_T]):
    """One object for each event loop; it ends with its loop, or when this here is dropped.

    A loop that ends properly (`asyncio.run`, `loop.shutdown_asyncgens()`) closes all asynchronous
    generators that began in it, so each object lives inside of one.
    """

    def __init__(self, make: Callable[[], _T], end: Callable[[_T], Awaitable[None]]) -> None:
        self._make = make
        self._end = end
        self._living: dict[asyncio.AbstractEventLoop, tuple[_T, AsyncGenerator[_T, None]]] = {}

    async def get(self) -> _T:
        """The object of the running loop, made on first use."""
        loop = asyncio.get_running_loop()
        if loop not in self._living:
            # A copy: the loops of other threads add theirs meanwhile.
            for ended in [other for other in list(self._living) if other.is_closed()]:
                self._living.pop(ended, None)
            life = _life(self._make, self._end)
            # Waits for nothing, so no other task comes in between.
            self._living[loop] = (await life.__anext__(), life)
        return self._living[loop][0]

    async def end(self) -> None:
        """End the object of this loop now, those of other loops soon."""
        loop = _running()
        mine = self._living.pop(loop, None) if loop is not None else None
        # A generator that is dropped is closed by the loop in which it began.
        self._living.clear()
        if mine is not None:
            await mine[1].aclose()


async def _life(
    make: Callable[[], _T], end: Callable[[_T], Awaitable[None]]
) -> AsyncGenerator[_T, None]:
    thing = make()
    try:
        yield thing
    finally:
        await end(thing)


def call_in(loop: asyncio.AbstractEventLoop, function: Callable[..., object], *args: Any) -> None:
    """Call now if the caller runs in that loop, else soon; not at all if the loop was closed.

    For whatever may also be called by the garbage collector, in any thread, at any time.
    """
    if _running() is loop:
        function(*args)
        return
    try:
        loop.call_soon_threadsafe(function, *args)
    except RuntimeError:
        pass


def _running() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class Turns:
    """Lets so many tasks go on in one turn of an event loop, and others in the turns after it.

    A turn ends when all is done that was due as it began. What arrives for open streams waits for
    that, which is long if hundreds of requests are made ready in it: of a thousand streams that
    began at once, the slowest hundredth of the chunks came 300 ms late, and now comes 10 ms late.
    """

    def __init__(self, each: int) -> None:
        self._free = each
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> None:
        """Wait until it is the caller's turn."""
        loop = asyncio.get_running_loop()
        if self._free:
            self._free -= 1
            loop.call_soon(self._give_back)
            return
        turn = loop.create_future()
        self._waiting.append(turn)
        try:
            await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                # The task was cancelled when it had just got its turn.
                self._give_back()
            raise
        loop.call_soon(self._give_back)

    def _give_back(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, Turns] = WeakKeyDictionary()


async def turn_to_start() -> None:
    """Wait until a request may be started in the running loop, by whatever client; see `Turns`.

    In trio nobody waits: most of what a start takes is done in its thread there.
    """
    if in_trio():
        return
    loop = asyncio.get_running_loop()
    turns = _turns.get(loop)
    if turns is None:
        turns = _turns[loop] = Turns(STARTS_PER_TURN)
    await turns.take()


class WaitLimit:
    """Calls a function if a wait in an event loop takes too long.

    A timer for each wait takes 6 to 8 % of the CPU of a thousand streams over aiohttp. So the timer
    of an earlier wait stays, and looks at the clock when it goes off.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._end = math.inf
        self._on_late: Callable[[], object] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, seconds: float | None, on_late: Callable[[], object]) -> None:
        """The wait begins; None is without a limit."""
        if seconds is None:
            return
        self._end = self._loop.time() + seconds
        self._on_late = on_late
        if self._timer is not None:
            if self._timer.when() <= self._end + _SLACK_SECONDS:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(self._end, self._on_timer)

    def end(self) -> None:
        """The wait is over."""
        self._end = math.inf
        # It may be a method of whoever holds this: a cycle.
        self._on_late = None

    def stop(self) -> None:
        """There are no more waits."""
        self.end()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _on_timer(self, late_at: float | None = None) -> None:
        self._timer = None
        now, end = self._loop.time(), self._end
        if late_at == end and self._on_late is not None:
            self._on_late()
        elif now < end < math.inf:
            self._timer = self._loop.call_at(end, self._on_timer)
        elif end <= now:
            # The loop may have been busy. What came meanwhile came in time: it is served first.
            self._timer = self._loop.call_at(now + _SLACK_SECONDS, self._on_timer, end)


async def off_the_loop(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    """The pieces of a body with files in it, each read in a thread: a disk may take its time."""
    iterator = iter(pieces)
    while (piece := await in_thread(next, iterator, None)) is not None:
        yield piece
