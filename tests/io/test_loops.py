"""Turns: requests that start at once leave time for what is open already."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Awaitable, Callable
from typing import Any

from openai_local._constants import STARTS_PER_TURN
from openai_local._http import Headers, Request, Response
from openai_local._io.drive import arun
from openai_local._io.loops import Turns, turn_to_start
from openai_local._wire.exchange import Send


async def times_of(tasks: int, wait: Callable[[], Awaitable[object]]) -> list[int]:
    """In which turn of the loop each of so many waits was over, counted from the first."""
    loop, passed, found = asyncio.get_running_loop(), 0, []

    def count() -> None:
        nonlocal passed
        passed += 1
        if len(found) < tasks:
            loop.call_soon(count)

    async def one() -> None:
        await wait()
        found.append(passed)

    loop.call_soon(count)
    await asyncio.gather(*(one() for _ in range(tasks)))
    return [turn - found[0] for turn in found]


def test_so_many_go_on_in_each_turn() -> None:
    """The first ones at once, the rest in the order in which they came, and none is lost."""
    found = asyncio.run(times_of(21, Turns(3).take))

    assert sorted(found) == found
    assert [3] * 7 == [found.count(turn) for turn in dict.fromkeys(found)]
    # One turn to be told that it is due, one to go on.
    assert found[-1] <= 2 * 7


def test_requests_take_turns() -> None:
    """Whatever the transport, no more are handed to it in one turn."""

    class Transport:
        async def send(self, request: Request) -> Response:
            return Response(200, headers=Headers(), request=request, content=b"")

    def flow() -> Any:
        return (yield Send(Request("POST", "http://127.0.0.1:8080/v1/chat/completions")))

    found = asyncio.run(times_of(5 * STARTS_PER_TURN, lambda: arun(flow(), Transport())))  # type: ignore[arg-type]

    assert [STARTS_PER_TURN] * 5 == [found.count(turn) for turn in dict.fromkeys(found)]


def test_whoever_comes_alone_does_not_wait() -> None:
    """One request after another starts at once, each time."""

    async def main() -> list[int]:
        turns = Turns(1)
        found = []
        for _ in range(5):
            found += await times_of(1, turns.take)
            await asyncio.sleep(0)
        return found

    assert [0] * 5 == asyncio.run(main())


def test_cancelled_tasks_give_their_turn_to_others() -> None:
    """Whether they were still waiting, or had got it in that moment."""

    async def main() -> None:
        turns = Turns(1)
        first, waiting, due, *others = (asyncio.ensure_future(turns.take()) for _ in range(5))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0)
        due.cancel()

        await asyncio.wait_for(asyncio.gather(*others), 5)

        assert [False, True, True] == [task.cancelled() for task in (first, waiting, due)]
        assert 1 == turns._free

    asyncio.run(main())


def test_a_loop_is_not_kept() -> None:
    """Each loop has turns of its own, which end with it."""
    loops: list[Any] = []

    async def main() -> None:
        await asyncio.gather(*(turn_to_start() for _ in range(20)))
        loops.append(weakref.ref(asyncio.get_running_loop()))

    asyncio.run(main())
    asyncio.run(main())
    gc.collect()

    assert [None, None] == [loop() for loop in loops]
