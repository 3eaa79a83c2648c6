"""The clients of the benchmarks do the same work, so that their costs can be compared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parent.parent / "compat" / "benchmarks"


@pytest.fixture(scope="module")
def port() -> Iterator[str]:
    """That of the benchmarks' server."""
    command = [sys.executable, str(BENCHMARKS / "server.py")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.communicate()


def measured(client: str, port: str, *measurements: list[Any]) -> list[dict[str, Any]]:
    """What a client's process answers."""
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "child.py"), client, port],
        input="".join(json.dumps(measurement) + "\n" for measurement in measurements),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        cwd=BENCHMARKS.parent.parent,
        env={**os.environ, "PYTHONPATH": str(BENCHMARKS.parent.parent)},
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_all_read_the_same(port: str) -> None:
    """Of every kind of answer, each client reads as many chunks, and the same of each."""
    kinds = (
        "text", "choices", "tools", "calls", "logprobs", "alternatives", "timings", "responses"
    )  # fmt: skip
    wanted = [["stream", f"{kind},200,{form},0"] for kind in kinds for form in ("chunked", "plain")]
    wanted.append(["whole", "whole,100000,chunked,0", 2, 3, 10])

    read = {
        client: [
            (answer.get("chunks"), answer.get("sum", answer.get("characters")))
            for answer in measured(client, port, *wanted)
        ]
        for client in ("openai_local", "requests", "socket")
    }

    assert read["openai_local"] == read["requests"] == read["socket"]
    assert all(chunks == 202 for chunks, _ in read["socket"][:-1])
    assert all(abs(total) >= 100 for _, total in read["socket"])


def test_times_are_those_of_the_machine(port: str) -> None:
    """What a client takes for the time of sending is before that of reading, and not by much."""
    (found,) = measured("openai_local", port, ["latency", "text,5,chunked,10"])

    assert 5 == len(found["latencies"])
    assert all(0 < latency < 60 for latency in found["latencies"])
