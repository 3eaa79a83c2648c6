"""Runs upstream's tests on both SDKs and compares."""

from __future__ import annotations

import fnmatch
import importlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .. import environments
from ..outcome import Outcome
from ..surface import alternatives
from .examples import WANTED, compare_examples
from .mock_server import MockServer
from .sources import source

LISTED = Path(__file__).parent / "out_of_scope.toml"

#: What upstream's tests import. `openai[aiohttp]` comes with the official SDK of each version.
REQUIREMENTS = (
    "aiohttp", "dirty-equals", "httpx", "httpx2", "inline-snapshot", "nest_asyncio", "pydantic",
    "pytest>=9", "pytest-asyncio>=1.4", "pytest-timeout", "respx", "rich", "time-machine", "trio",
)  # fmt: skip

#: Seconds that one test may take.
_LONGEST_TEST = 30
#: Seconds that all of a version may take, on one side.
_LONGEST_RUN = 900


def run(fast: bool, pattern: str = "*") -> Iterator[Outcome]:
    """One row for each version of the official SDK, the newest first."""
    listed = Listed.read()
    versions = environments.OFFICIAL[::-1]
    for version in versions[:1] if fast else versions:
        yield compare(version, pattern, listed)
        if pattern == "*" and not fast:
            yield compare_all_examples(version)
    if pattern == "*" and not fast and (unused := listed.unused()):
        notes = tuple(f"{LISTED.name}: nothing fails or lies at {text}" for text in unused)
        yield Outcome("upstream", "patterns", 0, len(unused), 0, notes)


def compare_all_examples(version: str) -> Outcome:
    """The examples of a version and the blocks of its README."""
    official = environments.official(version, f"openai[aiohttp]=={version}", *REQUIREMENTS)
    ours = [str(environments.ours(*REQUIREMENTS)), "-m", "openai_local", "run"]
    is_newest = version == environments.OFFICIAL[-1]
    found = dict(
        compare_examples(source(version), [str(official)], ours, compares_output=is_newest)
    )
    notes = tuple(f"{name}: {what}" for name, what in found.items() if what not in ("", WANTED))
    wanted = sum(what == WANTED for what in found.values())
    passed = len(found) - len(notes) - wanted
    against = f"examples and README of openai {version}"
    return Outcome("upstream", against, passed, len(notes), wanted, notes)


# -- what is out of scope --------------------------------------------------------------------


class Listed:
    """The patterns of `out_of_scope.toml`, and which of them were of use."""

    def __init__(self, files: Sequence[str], tests: Sequence[str]) -> None:
        self._files = files
        self._tests = tests
        self._used: set[str] = set()

    @classmethod
    def read(cls) -> Listed:
        tomllib: Any = importlib.import_module("tomllib")
        tables = tomllib.loads(LISTED.read_text(encoding="utf-8"))
        return cls(patterns(tables["files"]), patterns(tables["tests"], before="{version} "))

    def has_file(self, path: str) -> bool:
        """Whether the file is about something that we don't have. It isn't run then."""
        return self._find(path, self._files)

    def has_test(self, test: str, version: str) -> bool:
        """Whether this test of that version may fail."""
        return self._find(f"{version} {test}", self._tests)

    def _find(self, name: str, patterns: Sequence[str]) -> bool:
        # `[` is no wildcard: it begins the parameters of a test.
        found = [text for text in patterns if fnmatch.fnmatchcase(name, text.replace("[", "[[]"))]
        self._used.update(found)
        return bool(found)

    def unused(self) -> list[str]:
        return sorted({*self._files, *self._tests} - self._used)


def patterns(tables: Sequence[dict[str, Any]], before: str = "") -> list[str]:
    """The names in tables of `out_of_scope.toml`, with `{b,c}` taken apart."""
    return [
        before.format(version=version) + whole
        for table in tables
        for version in table.get("versions", ["*"])
        for text in table["names"]
        for whole in alternatives(text)
    ]


# -- running ---------------------------------------------------------------------------------


class Results(NamedTuple):
    """What the plugin has written down."""

    #: What failed, by the test's id; empty if nothing did.
    tests: dict[str, str]
    skipped: list[str]
    #: The files that can't be imported, and why.
    files: dict[str, str]


def compare(version: str, pattern: str, listed: Listed) -> Outcome:
    """Run the tests of a version on both SDKs."""
    root = source(version)
    files = [path for path in test_files(root, pattern) if not listed.has_file(path)]
    official = environments.official(version, f"openai[aiohttp]=={version}", *REQUIREMENTS)
    control = play(root, [str(official)], files, [])
    due = [test for test, failure in control.tests.items() if not failure]
    due = [test for test in due if test not in control.skipped]
    due = [test for test in due if fnmatch.fnmatchcase(test, pattern)]
    ours = [str(environments.ours(*REQUIREMENTS)), "-m", "openai_local", "run"]
    found = play(root, ours, files, ["-p", "compat.upstream.adapted"])
    failures = {test: failure_of(test, found) for test in due}
    failures = {test: failure for test, failure in failures.items() if failure}
    wanted = {test for test in failures if listed.has_test(test, version)}
    unlisted = {test: failure for test, failure in failures.items() if test not in wanted}
    return Outcome(
        "upstream",
        f"tests of openai {version}",
        len(due) - len(failures),
        len(unlisted),
        len(wanted),
        tuple(f"{test}: {failure}" for test, failure in unlisted.items()),
    )


def test_files(root: Path, pattern: str) -> list[str]:
    """The files of tests below `root`, of those whose tests may match."""
    found = (path.relative_to(root).as_posix() for path in root.glob("tests/**/test_*.py"))
    return sorted(path for path in found if fnmatch.fnmatchcase(path, file_pattern(pattern)))


def file_pattern(pattern: str) -> str:
    """What the path of a file must match so that its tests can match `pattern`."""
    file, colons, _ = pattern.partition("::")
    return file if colons or file.endswith("*") else f"{file}*"


def play(root: Path, command: Sequence[str], files: Sequence[str], more: Sequence[str]) -> Results:
    """Run the files with `command -m pytest` against the mock server."""
    with MockServer() as server, tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.json"
        environment = environments.with_checkout(
            TEST_API_BASE_URL=server.base_url, UPSTREAM_RESULTS=str(results)
        )
        options = [
            "-o", "addopts=", "-p", "no:cacheprovider", "-p", "compat.upstream.plugin",
            "-q", "--continue-on-collection-errors", f"--timeout={_LONGEST_TEST}",
        ]  # fmt: skip
        done = subprocess.run(
            [*command, "-m", "pytest", *options, *more, *files],
            cwd=root,
            env=environment,
            timeout=_LONGEST_RUN,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if not results.exists():
            raise RuntimeError(f"pytest ended without results:\n{done.stdout[-2000:]}")
        if log := os.environ.get("UPSTREAM_LOG"):
            Path(log).write_text(done.stdout, encoding="utf-8")
        return Results(**json.loads(results.read_text(encoding="utf-8")))


def failure_of(test: str, found: Results) -> str:
    """Why a test that passes on the official SDK fails here; empty if it doesn't."""
    file = test.partition("::")[0]
    if file in found.files:
        return found.files[file]
    return found.tests.get(test, "was not run")
