"""Compares the cost of this package with the official SDK, requests and a bare socket.

    python -m compat.benchmarks            all sections, below ten minutes; writes BENCHMARKS.md
    python -m compat.benchmarks streams    that section alone; only prints

All clients of a section run side by side, in turn, each in a process of its own; the server is
another. Figures are medians of the CPU time of the client's process. Other work on the machine
moves them: only ratios within one run mean something. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from .bench import Bench, Goal, Section, Table
from .sections import SECTIONS

WRITTEN = Path(__file__).parent.parent / "BENCHMARKS.md"
_VERSIONS = (
    "from importlib.metadata import distributions as d;"
    "print(' '.join(sorted(f'{x.name}=={x.version}' for x in d() if x.name.lower() not in"
    " ('pip', 'setuptools', 'openai-local'))))"
)


def markdown(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def shown(table: Table) -> str:
    note = f"\n\n{table.note}" if table.note else ""
    return f"### {table.title}\n\n{markdown(table.columns, table.rows)}{note}\n"


def goals(found: list[Goal]) -> str:
    rows = [(g.what, g.goal, g.found, "met" if g.is_met else "**not met**") for g in found]
    return markdown(("what", "goal", "found", ""), rows) + "\n"


def machine() -> str:
    return f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores"


def document(bench: Bench, found: dict[str, Section], seconds: float) -> Iterator[str]:
    yield (
        "# Benchmarks\n\nWritten by `python -m compat.benchmarks`, which says how it measures. "
        "Ratios are against openai 3.54.0 unless another is named; the floor is a bare socket "
        "whose lines go to `json.loads`. Costs are CPU time of the client's process, medians of "
        "interleaved rounds. Only ratios within one run mean something.\n"
    )
    yield f"{time.strftime('%Y-%m-%d')}, {machine()}; {seconds:.0f} s for all.\n"
    versions = {name: bench.run(name, _VERSIONS).strip() for name in bench.pythons}
    yield markdown(("client", "installed"), list(versions.items())) + "\n"
    yield "## Goals\n"
    yield goals([goal for section in found.values() for goal in section.goals])
    yield "## Figures\n"
    for section in found.values():
        yield from map(shown, section.tables)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m compat.benchmarks")
    parser.add_argument("section", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    chosen = parser.parse_args().section
    if unknown := set(chosen) - set(SECTIONS):
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    found: dict[str, Section] = {}
    started = time.monotonic()
    with Bench() as bench:
        for name in chosen or SECTIONS:
            print(f"... {name}", file=sys.stderr, flush=True)
            found[name] = SECTIONS[name](bench)
            print("\n".join(map(shown, found[name].tables)), flush=True)
            print(goals(found[name].goals), flush=True)
        if not chosen:
            whole = "\n".join(document(bench, found, time.monotonic() - started))
            WRITTEN.write_text(whole, encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(str(error))
