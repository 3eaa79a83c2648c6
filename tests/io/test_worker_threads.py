"""Threads that run one function after another."""

from __future__ import annotations

import os
import threading
import time
import weakref
from queue import SimpleQueue
from typing import Any

import pytest

from openai_local._io import worker_threads
from openai_local._io.worker_threads import WorkerThreads


@pytest.fixture
def workers() -> WorkerThreads:
    return WorkerThreads()


@pytest.fixture
def ran_in() -> SimpleQueue[threading.Thread]:
    """Where functions say which thread they ran in."""
    return SimpleQueue()


def ends(thread: threading.Thread) -> bool:
    thread.join(5)
    return not thread.is_alive()


def until_free(workers: WorkerThreads, number: int = 1) -> None:
    deadline = time.monotonic() + 5
    while workers._free != number:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_a_thread_runs_one_function_after_another(
    workers: WorkerThreads, ran_in: SimpleQueue[threading.Thread]
) -> None:
    """What comes when a thread is free runs in that one; when nothing more comes, it ends."""
    seen = set()
    for _ in range(5):
        workers.run(lambda: ran_in.put(threading.current_thread()))
        seen.add(ran_in.get(timeout=5))
        until_free(workers)

    assert 1 == len(seen)
    assert ends(seen.pop())
    assert 0 == workers._free


def test_all_run_at_once(workers: WorkerThreads) -> None:
    """However many are busy, the next one does not wait; of those that are done, few stay."""
    number = 3 * worker_threads._MAX_IDLE
    barrier = threading.Barrier(number + 1)
    before = threading.active_count()
    for _ in range(2):
        for _ in range(number):
            workers.run(barrier.wait, 5)
        barrier.wait(5)
        until_free(workers, worker_threads._MAX_IDLE)
    deadline = time.monotonic() + 5
    while threading.active_count() > before:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_waiting_thread_keeps_nothing_alive(workers: WorkerThreads) -> None:
    """What a function was given is dropped when it is done, by a new thread and by an old one."""

    class Given:
        def run(self) -> None:
            pass

    for _ in range(2):
        given = Given()
        dropped = threading.Event()
        weakref.finalize(given, dropped.set)
        workers.run(given.run)
        del given
        assert dropped.wait(worker_threads._IDLE_SECONDS / 2)
        until_free(workers)


def test_nothing_is_lost_as_threads_end(
    workers: WorkerThreads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function that comes in the moment in which the thread gives up waiting runs as well."""
    monkeypatch.setattr(worker_threads, "_IDLE_SECONDS", 0.001)
    done: SimpleQueue[int] = SimpleQueue()
    for number in range(1000):
        workers.run(done.put, number)
        assert number == done.get(timeout=5)
        time.sleep(0.0009)


def test_no_thread_to_be_had(workers: WorkerThreads, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives no thread, the caller learns it, and the next try is a new one."""

    def start(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    done: SimpleQueue[Any] = SimpleQueue()
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", start)
        with pytest.raises(RuntimeError, match="can't start"):
            workers.run(done.put, "never")
    workers.run(done.put, "second")
    assert "second" == done.get(timeout=5)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_fork(workers: WorkerThreads) -> None:
    """A child has threads of its own, though one of its parent's was free."""
    workers.run(int)
    until_free(workers)
    child = os.fork()
    if not child:
        done = threading.Event()
        workers.run(done.set)
        os._exit(0 if done.wait(5) else 1)
    assert (child, 0) == os.waitpid(child, 0)
