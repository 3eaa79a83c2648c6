"""The whole comparison: every program on every SDK, and the rows that say what came out."""

from __future__ import annotations

import contextlib
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.tiny_model import write_tiny_chat, write_tiny_projector

from ..environments import OFFICIAL, official, ours
from ..outcome import Outcome
from .known import Difference, KnownDifferences, differing_lines
from .play import Run, Sdk, play
from .program import Program, find_programs

#: Each takes most of a processor.
AT_ONCE = 2
SUITE = "programs"


def run(fast: bool, pattern: str = "*") -> Iterator[Outcome]:
    """Compare the programs; `fast` takes some of them, and the newest official SDK only.

    One row for each version of the official SDK and each kind of server.
    """
    programs = [program for program in find_programs(pattern) if program.is_fast or not fast]
    versions = OFFICIAL[-1:] if fast else OFFICIAL
    known = KnownDifferences.read()
    comparison = Comparison(
        [Sdk(version, (str(official(version, "httpx")),)) for version in versions]
    )
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for program, differences in comparison.of_all(programs):
        kind = "scripted server" if program.server == "scripted" else "llama-server"
        for version, found in differences.items():
            tallies[version, kind].add(found, known)
    for (version, kind), tally in sorted(tallies.items()):
        yield tally.outcome(f"openai {version}, {kind}")
    unused = [] if fast or pattern != "*" else known.unused()
    if unused:
        yield Outcome(SUITE, "the list of wanted differences", 0, len(unused), 0, tuple(unused))


class Tally:
    """What came out, counted."""

    def __init__(self) -> None:
        self._passed = self._failed = self._wanted = 0
        self._notes: list[str] = []

    def add(self, differences: Iterable[Difference], known: KnownDifferences) -> None:
        """Count a program."""
        unwanted = 0
        for difference in differences:
            if known.cover(difference):
                self._wanted += 1
            else:
                unwanted += 1
                self._notes.append(describe(difference))
        self._failed += unwanted > 0
        self._passed += unwanted == 0

    def outcome(self, against: str) -> Outcome:
        """The row."""
        counts = self._passed, self._failed, self._wanted
        return Outcome(SUITE, against, *counts, notes=tuple(self._notes))


def describe(difference: Difference) -> str:
    """A difference in one line."""
    return (
        f"{difference.program}: {difference.where}: "
        f"official {difference.official!r} | ours {difference.ours!r}"
    )


class Comparison:
    """Plays programs on some versions of the official SDK and on this package."""

    def __init__(self, sdks: Iterable[Sdk]) -> None:
        self._sdks = tuple(sdks)
        python = str(ours("httpx", "pydantic"))
        self._ours = Sdk("ours", (python, "-m", "openai_local", "run"))

    def of_all(
        self, programs: Iterable[Program]
    ) -> Iterator[tuple[Program, dict[str, list[Difference]]]]:
        """Each program, and what differs in it by the version of the official SDK."""
        with real_servers() as origins, ThreadPoolExecutor(AT_ONCE) as pool:
            yield from pool.map(lambda program: (program, self.of_one(program, origins)), programs)

    def of_one(self, program: Program, origins: Mapping[str, str]) -> dict[str, list[Difference]]:
        """What differs in one program by the version of the official SDK."""
        our_run = play(program, self._ours, origins)
        return {
            sdk.version: list(compare(program, sdk.version, play(program, sdk, origins), our_run))
            for sdk in self._sdks
            if program.runs_on(sdk.version)
        }


def compare(
    program: Program, version: str, official_run: Run, our_run: Run
) -> Iterator[Difference]:
    """Everything in which two runs differ; and an end that is not the one that was meant."""
    for where, lines, our_lines in zip(Run._fields, official_run, our_run):
        for pair in differing_lines(lines, our_lines):
            yield Difference(program.name, version, where, *pair)
    meant = f"exit code {program.exit_code}"
    if our_run.end[0] != meant:
        # A program that is broken would be equally so on both.
        yield Difference(program.name, version, "end", f"meant: {meant}", our_run.end[0])


@contextlib.contextmanager
def real_servers() -> Iterator[dict[str, str]]:
    """The real servers, by their names in a program, and their origins."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        model, projector = Path(folder, "tiny.gguf"), Path(folder, "projector.gguf")
        write_tiny_chat(model)
        write_tiny_projector(projector)
        chat = LlamaServer(model, mmproj=projector, alias="tiny", context=8192)
        # With several slots, llama-server mixes up embeddings that are asked for at once.
        embeddings = LlamaServer(model, embeddings=True, alias="tiny", slots=1)
        yield {
            "chat": stack.enter_context(chat).origin,
            "embeddings": stack.enter_context(embeddings).origin,
        }
