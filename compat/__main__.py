"""Runs what others have written on the official SDK and on this package, and says how it went.

    python -m compat [--fast] [SUITE ...]

    surface     every public name, signature and field of three versions of the official SDK
    replay      recorded answers of real servers, the objects that both make of them
    programs    ordinary programs, what they print and what they send
    typing      typed programs, under mypy and pyright
    upstream    the official SDK's own tests and examples
    libraries   libraries that sit on the official SDK, unchanged
    servers     the programs against every server that installs here

Prints one table, and puts the rows of each suite that was run in full into `compat/RESULTS.md`.
The exit status is 1 if anything failed. Environments with pinned packages are made on first use,
from PyPI; all suites together take about twenty minutes then.
"""

from __future__ import annotations

import argparse
import importlib
import platform
import re
import sys
from collections.abc import Iterable, Iterator

from .environments import HERE, OFFICIAL
from .outcome import Outcome

SUITES = ("surface", "replay", "programs", "typing", "upstream", "libraries", "servers")
RESULTS = HERE / "RESULTS.md"

ABOUT = f"""# Results

What `python -m compat` found; the rows of each suite are from its last full run. Python
{platform.python_version()} on {platform.system()} {platform.machine()}, beside the official SDK
{", ".join(OFFICIAL)}. "Passed" is the same as on the official SDK. "Wanted" differences are
listed, each with its reason, in [known_differences.toml](known_differences.toml).
"""


def outcomes(suites: Iterable[str], *, fast: bool) -> Iterator[Outcome]:
    """Run the suites one after the other."""
    for name in suites:
        yield from importlib.import_module(f"compat.{name}").run(fast=fast)


def row(cells: Iterable[object]) -> str:
    suite, against, *counts = map(str, cells)
    return f"| {suite:9} | {against:44} | " + " | ".join(f"{cell:>6}" for cell in counts) + " |"


HEADINGS = ("suite", "against", "passed", "failed", "wanted")
HEAD = [
    row(HEADINGS),
    row(("---", "---", "--:", "--:", "--:")),
]


def report(found: list[Outcome]) -> str:
    """The table and its notes, as Markdown."""
    lines = [ABOUT, *HEAD, *(row(outcome[:5]) for outcome in found)]
    for outcome in found:
        if outcome.notes or outcome.details:
            lines += ["", f"## {outcome.suite}, {outcome.against}", ""]
            lines += [f"- {note}" for note in outcome.notes]
            lines += [outcome.details] if outcome.details else []
    return "\n".join(lines) + "\n"


def reported(text: str) -> list[Outcome]:
    """The outcomes that `report` has written."""
    table, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    about = {}
    for section in sections:
        title, _, body = section.partition("\n\n")
        lines = body.rstrip("\n").splitlines()
        count = next((i for i, line in enumerate(lines) if not line.startswith("- ")), len(lines))
        notes = tuple(line.removeprefix("- ") for line in lines[:count])
        about[title] = notes, "\n".join(lines[count:])
    found = []
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if len(cells) == len(HEADINGS) and cells[0] in SUITES:
            suite, against = cells[:2]
            passed, failed, wanted = map(int, cells[2:])
            more = about.get(f"{suite}, {against}", ((), ""))
            found.append(Outcome(suite, against, passed, failed, wanted, *more))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m compat", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("suite", nargs="*", help="run these only")
    parser.add_argument("--fast", action="store_true", help="the part that CI runs")
    arguments = parser.parse_args()
    unknown = set(arguments.suite) - set(SUITES)
    if unknown:
        parser.error(f"no suite is called {', '.join(sorted(unknown))}")
    print("\n".join(HEAD), flush=True)
    found = []
    for outcome in outcomes(arguments.suite or SUITES, fast=arguments.fast):
        found.append(outcome)
        print(row(outcome[:5]), flush=True)
        if outcome.failed:
            print("\n".join(f"    {note}" for note in outcome.notes), flush=True)
    if not arguments.fast:
        ran = {outcome.suite for outcome in found}
        kept = reported(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
        found += [outcome for outcome in kept if outcome.suite not in ran]
        found.sort(key=lambda outcome: SUITES.index(outcome.suite))
        RESULTS.write_text(report(found), encoding="utf-8")
    return 1 if any(outcome.failed for outcome in found) else 0


if __name__ == "__main__":
    sys.exit(main())
