"""Threads for requests that are sent one after another: starting one each time costs 150 us."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

#: Threads that wait for something to do; others end.
_MAX_IDLE = 32
#: Seconds that they wait.
_IDLE_SECONDS = 0.3

_Job: TypeAlias = Callable[[], None]


class WorkerThreads:
    """Runs each function at once, in a thread that is free or in a new one.

    Survives a fork. The threads keep no program from ending, and end when they are not needed.
    """

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        #: Threads that wait, and will not get one of the jobs that are in the queue.
        self._free = 0

    def run(self, function: Callable[..., None], *args: Any) -> None:
        """`RuntimeError` if there is no thread to be had."""
        if self._process != os.getpid():
            # The threads have stayed with the parent, and one of them may have held the lock.
            self._start()
        job = partial(function, *args)
        with self._lock:
            is_one_free = self._free > 0
            if is_one_free:
                self._free -= 1
        if is_one_free:
            self._jobs.put(job)
        else:
            # A thread keeps its arguments for as long as it lives; they may be all of an answer.
            threading.Thread(
                target=self._work, args=([job],), name="openai_local", daemon=True
            ).start()

    def _work(self, first: list[_Job]) -> None:
        job: _Job | None = first.pop()
        while job is not None:
            job()
            # Nothing of it is to live on while the thread waits.
            del job
            job = self._wait()

    def _wait(self) -> _Job | None:
        """The next job; None if none comes or enough others wait."""
        with self._lock:
            if self._free >= _MAX_IDLE:
                return None
            self._free += 1
        try:
            return self._jobs.get(timeout=_IDLE_SECONDS)
        except Empty:
            with self._lock:
                if self._free:
                    self._free -= 1
                    return None
        # One was promised to this thread meanwhile.
        return self._jobs.get()
