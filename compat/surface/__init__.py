"""Compares the names and signatures of the official SDK with those of this package.

    python -m compat.surface [VERSION ...]

Every module of these versions of the official SDK (default: all three) is looked at: its public
names must be there under the same path, classes with the same methods and fields, methods with
the same parameters, exceptions with the same bases. What this package has on top does not matter.

One line is printed for each thing that is missing or different, as a path without the package's
name: a module or a name (`types.chat.ChatCompletion`), a method or a field after it, a parameter
in brackets, `(*)` for their order. What is wanted so is listed under `[[surface]]` in
`known_differences.toml`, as patterns of such paths. The exit status is 1 if there is anything
else, or a pattern for which nothing is missing; with several versions at once, also if there is
a pattern that none of them has a name for. Needs Python 3.11.
"""

from __future__ import annotations

import argparse
import fnmatch
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..environments import OFFICIAL, official, with_checkout
from ..outcome import Outcome

HERE = Path(__file__).parent
KNOWN = HERE.parent / "known_differences.toml"


# -- looking ---------------------------------------------------------------------------------


def look(python: str, package: str, wanted: dict[str, list[str]] | None) -> dict[str, Any]:
    """What `child.py` finds in a package."""
    result = subprocess.run(
        [python, str(HERE / "child.py"), package],
        input=json.dumps(wanted),
        stdout=subprocess.PIPE,
        # This checkout, also where another version of the package is installed.
        env=with_checkout(),
        text=True,
        encoding="utf-8",
        check=True,
    )
    found: dict[str, Any] = json.loads(result.stdout)
    return found


# -- comparing -------------------------------------------------------------------------------


class Finding(NamedTuple):
    """One thing that was compared."""

    path: str
    #: What is wrong with it; empty if nothing is.
    what: str


def compare(official: dict[str, Any], ours: dict[str, Any]) -> Iterator[Finding]:
    """Everything that the official modules hold, each with what ours lack of it."""
    for path, names in official.items():
        if isinstance(names, str):
            # Needs something that is not installed there: nothing to compare with.
            continue
        have = ours[path]
        yield Finding(path, f"can't be imported: {have}" if isinstance(have, str) else "")
        if isinstance(have, dict):
            for name, theirs in names.items():
                yield from compare_name(f"{path}.{name}".lstrip("."), theirs, have.get(name))


def compare_name(
    path: str, theirs: dict[str, Any], ours: dict[str, Any] | None
) -> Iterator[Finding]:
    """A name, and what the official SDK has inside."""
    yield Finding(path, "is missing" if ours is None else "")
    if ours is None:
        return
    yield from compare_call(path, theirs.get("signature"), ours.get("signature"))
    lost = set(theirs.get("bases", ())) - set(ours.get("bases", ()))
    for base in sorted(lost):
        yield Finding(f"{path}({base})", "is no base")
    fields = {*ours.get("fields", ()), *ours.get("attributes", ())}
    for field in theirs.get("fields", ()):
        yield Finding(f"{path}.{field}", "" if field in fields else "is no field")
    members = ours.get("members", {})
    for name, signature in theirs.get("members", {}).items():
        yield Finding(f"{path}.{name}", "" if name in members else "is missing")
        yield from compare_call(f"{path}.{name}", signature, members.get(name))


Parameters = Sequence[tuple[str, str, bool]]


def compare_call(
    path: str, theirs: Parameters | None, ours: Parameters | None
) -> Iterator[Finding]:
    """The parameters of a function: those of the official one, in their order."""
    if theirs is None or ours is None:
        return
    have = {name: (kind, has_default) for name, kind, has_default in ours}
    takes_any = any(kind == "VAR_KEYWORD" for _, kind, _ in ours)
    for name, kind, has_default in theirs:
        place = f"{path}({name})"
        if name not in have:
            yield Finding(place, "is no parameter" + (" by name" if takes_any else ""))
            continue
        our_kind, our_default = have[name]
        changes = [f"is {our_kind}, not {kind}"] if our_kind != kind else []
        if has_default != our_default:
            changes.append("has no default" if has_default else "has a default")
        yield Finding(place, ", ".join(changes))
    common = [name for name, _, _ in theirs if name in have]
    our_order = [name for name, _, _ in ours if name in common]
    differs = our_order != common
    yield Finding(f"{path}(*)", f"has another order: {', '.join(our_order)}" if differs else "")


# -- differences that are wanted -------------------------------------------------------------


def known_patterns() -> list[str]:
    """The patterns in `known_differences.toml`, with `{b,c}` taken apart."""
    tomllib: Any = importlib.import_module("tomllib")
    tables = tomllib.loads(KNOWN.read_text(encoding="utf-8"))["surface"]
    return [whole for table in tables for text in table["names"] for whole in alternatives(text)]


def alternatives(text: str) -> list[str]:
    """`a.{b,c}` as `a.b` and `a.c`."""
    braces = re.search(r"\{([^{}]*)\}", text)
    if braces is None:
        return [text]
    before, after = text[: braces.start()], text[braces.end() :]
    choices = braces[1].split(",")
    return [whole for item in choices for whole in alternatives(before + item.strip() + after)]


class Known:
    """Which of the patterns cover what was found, over all versions that were looked at."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._regexes = {text: re.compile(fnmatch.translate(text)) for text in patterns}
        self._any = re.compile("|".join(regex.pattern for regex in self._regexes.values()))
        self._used: set[str] = set()
        self._named: set[str] = set()

    def covers(self, finding: Finding) -> bool:
        """Whether what is wrong is wanted so."""
        if not self._any.match(finding.path):
            return False
        matching = {text for text, regex in self._regexes.items() if regex.match(finding.path)}
        self._named |= matching
        if finding.what:
            self._used |= matching
        return bool(finding.what)

    def outdated(self, *, has_all_versions: bool) -> list[str]:
        """The patterns for which nothing is missing any more.

        One that names nothing at all may be meant for another version of the official SDK.
        """
        candidates = self._regexes.keys() if has_all_versions else self._named
        return sorted(candidates - self._used)


# -- reporting -------------------------------------------------------------------------------


class Checked(NamedTuple):
    """What came out for one version."""

    version: str
    counts: dict[str, int]
    unlisted: list[Finding]


def check(version: str, known: Known) -> Checked:
    """Compare with one version of the official SDK."""
    modules = look(str(official(version)), "openai", None)["modules"]
    wanted = {
        path: list(names) if isinstance(names, dict) else [] for path, names in modules.items()
    }
    ours = look(sys.executable, "openai_local", wanted)
    findings = list(compare(modules, ours["modules"]))
    wrong = [finding for finding in findings if finding.what]
    # All of them, also what is right: a pattern may be for something that has come since.
    covered = {finding for finding in findings if known.covers(finding)}
    unlisted = [finding for finding in wrong if finding not in covered]
    counts = {
        "equal": len(findings) - len(wrong),
        "listed": len(wrong) - len(unlisted),
        "not listed": len(unlisted),
    }
    return Checked(version, counts, unlisted)


def run(*, fast: bool) -> Iterator[Outcome]:
    """See `compat.outcome`. Fast: the newest version only."""
    versions = OFFICIAL[-1:] if fast else OFFICIAL
    known = Known(known_patterns())
    for version in versions:
        checked = check(version, known)
        counts = checked.counts
        notes = [f"{finding.path} {finding.what}" for finding in checked.unlisted]
        if version == versions[-1]:
            outdated = known.outdated(has_all_versions=versions == OFFICIAL)
            notes += [f"{KNOWN.name}: nothing is missing of {text}" for text in outdated]
        against = f"openai {version}"
        yield Outcome(
            "surface", against, counts["equal"], len(notes), counts["listed"], tuple(notes)
        )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m compat.surface", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("version", nargs="*", help="of the official SDK, such as 3.54.0")
    versions = parser.parse_args().version or OFFICIAL
    known = Known(known_patterns())
    results = [check(version, known) for version in versions]
    for version, _, unlisted in results:
        for finding in unlisted:
            print(f"{version}: {finding.path} {finding.what}")
    outdated = known.outdated(has_all_versions=len(versions) > 1)
    for text in outdated:
        print(f"{KNOWN.name}: nothing is missing of {text}")
    for version, counts, _ in results:
        print(f"{version:>8}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
    return 1 if outdated or any(result.unlisted for result in results) else 0
