"""Runs the programs on the servers, and says what works where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from ..environments import OFFICIAL, official, ours
from ..outcome import Outcome
from ..programs.play import Sdk, execute
from ..programs.program import Program, find_programs
from ..programs.suite import AT_ONCE, real_servers
from .difference import DIFFERS, LACKS, LISTED, Differences, Entry
from .features import FEATURES, feature_of
from .server import NAMES, REFERENCE, SERVERS, Server, model_folder, running

SUITE = "servers"


class Run(NamedTuple):
    """What a program printed, and how it ended: "exit code 0", and its error's line."""

    lines: list[str]
    end: list[str]


class Finding(NamedTuple):
    """How a program fared on a server."""

    program: str
    #: What is wrong; "" if nothing is.
    failure: str = ""
    #: What explains that it prints something else than on llama-server.
    entry: Entry | None = None

    @property
    def works(self) -> bool | None:
        """Whether it does there what it was written for; None if that can't be told."""
        if self.failure or self.entry is None:
            return not self.failure
        return {DIFFERS: True, LACKS: False}.get(self.entry.kind)


def run(fast: bool, names: Sequence[str] = ()) -> Iterator[Outcome]:
    """Play the programs; `fast` takes xllamacpp alone, `names` some of the servers.

    One row for each server; the last row has the table of what works where.
    """
    chosen = [server for server in SERVERS if server.name in (names or NAMES) and not fast]
    differences = Differences.read()
    programs = [program for program in find_programs() if program.server != "scripted"]
    found: dict[str, list[Finding]] = {}
    with model_folder() as folder, real_servers() as origins:
        stage = Stage(programs, differences)
        found[REFERENCE] = stage.on_reference(origins)
        yield outcome(REFERENCE, found[REFERENCE])
        for server in chosen:
            found[server.name] = list(stage.on(server, folder, origins))
            yield outcome(f"{server.name} {server.version}", found[server.name])
    checked = [server.name for server in chosen]
    unused = differences.unused(checked)
    needed = len(differences.of(checked)) - len(unused)
    against = "the list of differences"
    details = table(found) + reasons(differences, checked)
    yield Outcome(SUITE, against, needed, len(unused), 0, tuple(unused), details)


class Stage:
    """Plays programs, and compares what they do with what they do on the reference."""

    def __init__(self, programs: Sequence[Program], differences: Differences) -> None:
        self._programs = programs
        self._differences = differences
        python = str(ours("httpx", "pydantic"))
        self._ours = Sdk("ours", (python, "-m", "openai_local", "run"))
        newest = OFFICIAL[-1]
        self._official = Sdk(newest, (str(official(newest, "httpx")),))
        self._reference: dict[str, Run] = {}

    def on_reference(self, origins: Mapping[str, str]) -> list[Finding]:
        """Play all on xllamacpp: each has to end as it is meant to."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            runs = pool.map(lambda p: _play(p, self._ours, origins[p.server]), self._programs)
            self._reference = {p.name: run_ for p, run_ in zip(self._programs, runs)}
        return [Finding(p.name, _misses(p, self._reference[p.name])) for p in self._programs]

    def on(self, server: Server, folder: Path, upstream: Mapping[str, str]) -> Iterator[Finding]:
        """Play all on a server; what it is not started for has to be refused by the first start."""
        for number, kind in enumerate(server.kinds):
            programs = [
                program
                for program in self._programs
                if program.server == kind or (program.server not in server.kinds and not number)
            ]
            with (
                running(server, kind, folder, upstream[kind]) as origin,
                ThreadPoolExecutor(AT_ONCE) as pool,
            ):
                yield from pool.map(lambda p: self._on(server.name, p, origin, folder), programs)

    def _on(self, server: str, program: Program, origin: str, folder: Path) -> Finding:
        run_ = _play(program, self._ours, origin, folder)
        expected = self._reference[program.name]
        if run_.lines == expected.lines and run_.end[0] == expected.end[0]:
            return Finding(program.name)
        entry = self._differences.find(server, program.name)
        if entry is None:
            return Finding(program.name, _first_difference(expected, run_))
        if entry.kind == DIFFERS and (wrong := _misses(program, run_)):
            return Finding(program.name, wrong, entry)
        theirs = _play(program, self._official, origin, folder)
        return Finding(program.name, _control(entry, run_, theirs), entry)


def _play(program: Program, sdk: Sdk, origin: str, folder: Path | None = None) -> Run:
    lines, end = execute(program, sdk, origin)
    if folder is not None:
        # The name under which some servers list a model is where it lies.
        lines = [line.replace(f"{folder}/", "") for line in lines]
    return Run(lines, end)


def _misses(program: Program, run_: Run) -> str:
    """What is wrong with how it ended; "" if it was meant so."""
    is_meant = run_.end[0] == f"exit code {program.exit_code}"
    return "" if is_meant else f"ended with {': '.join(run_.end)}"


def _first_difference(expected: Run, run_: Run) -> str:
    if run_.end[0] != expected.end[0]:
        return f"ended with {': '.join(run_.end)}"
    pairs = zip([*expected.lines, "nothing"], [*run_.lines, "nothing"])
    there, here = next(((a, b) for a, b in pairs if a != b), ("nothing", "nothing"))
    return f"on llama-server {there!r} | here {here!r}"


def _control(entry: Entry, run_: Run, theirs: Run) -> str:
    """What is wrong if the official SDK does not do the same there, or does it after all."""
    # What follows the exit code are the words of each SDK. How far a program comes without what
    # it needs says nothing.
    is_same = run_.end[0] == theirs.end[0]
    if entry.kind == DIFFERS and not entry.varies:
        is_same = is_same and run_.lines == theirs.lines
    if is_same and entry.official:
        return f"the official SDK does the same now: {entry.why}"
    if not is_same and not entry.official:
        return f"the official SDK does otherwise there: {_first_difference(theirs, run_)}"
    return ""


def outcome(against: str, findings: Sequence[Finding]) -> Outcome:
    """The row of a server."""
    failed = [finding for finding in findings if finding.failure]
    wanted = [finding for finding in findings if finding.entry and not finding.failure]
    passed = len(findings) - len(failed) - len(wanted)
    notes = [f"{finding.program}: {finding.failure}" for finding in failed]
    return Outcome(SUITE, against, passed, len(failed), len(wanted), tuple(notes))


def table(found: Mapping[str, Sequence[Finding]]) -> str:
    """What works where, as Markdown."""
    lines = [
        "How many of the programs for a feature do on a server what they were written for:",
        "",
        f"| | {' | '.join(found)} |",
        f"|---|{':-:|' * len(found)}",
    ]
    cells: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for server, findings in found.items():
        for finding in findings:
            if finding.works is not None:
                cells[feature_of(finding.program)][server].append(finding.works)
    for feature in FEATURES:
        row = [cell(cells[feature][server]) for server in found]
        lines.append(f"| {feature} | {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def cell(works: Sequence[bool]) -> str:
    """yes, no, or how many of them; "?" if it could not be tested."""
    if not works:
        return "?"
    if all(works):
        return "yes"
    return f"{sum(works)} of {len(works)}" if any(works) else "no"


def reasons(differences: Differences, servers: Sequence[str]) -> str:
    """What the servers lack, as Markdown."""
    entries = [entry for entry in differences.of(servers) if entry.kind != DIFFERS]
    if not entries:
        return ""
    lines = [f"- {entry.server}: {entry.why}" for entry in entries]
    return "\n".join(["", f"Why not ([more](servers/{LISTED.name})):", "", *lines, ""])
