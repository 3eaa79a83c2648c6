"""Differences between two runs of a program, and those of them that are wanted.

A `[[program]]` of `known_differences.toml` covers a difference if all of these hold:

    programs   one of these patterns matches the program's name
    where      it is in "stdout", "requests" or "end"
    official   this regular expression matches all of what the official SDK has there
    ours       and this what this package has; "" for nothing
    versions   it is one of these versions of the official SDK; all, if it is left out

`why` is the reason, or `see` the id of the `[[difference]]` or `[[behaviour]]` that says it.
"""

from __future__ import annotations

import difflib
import fnmatch
import importlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

KNOWN = Path(__file__).parent.parent / "known_differences.toml"
_KEYS = {"programs", "where", "official", "ours", "versions", "why", "see"}


class Difference(NamedTuple):
    """A place where two runs of a program differ."""

    program: str
    version: str
    #: "stdout", "requests" or "end".
    where: str
    #: The lines there; empty if there are none.
    official: str
    ours: str


def differing_lines(official: Sequence[str], ours: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The places where two texts differ: line by line if both have the same number there."""
    matcher = difflib.SequenceMatcher(None, official, ours, autojunk=False)
    for tag, start, end, our_start, our_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        if end - start == our_end - our_start:
            yield from zip(official[start:end], ours[our_start:our_end])
        else:
            yield "\n".join(official[start:end]), "\n".join(ours[our_start:our_end])


class KnownDifferences:
    """The list of what is wanted, and which of it was met."""

    def __init__(self, tables: Sequence[dict[str, Any]]) -> None:
        self._tables = tables
        self._used: set[int] = set()

    @classmethod
    def read(cls) -> KnownDifferences:
        """Those of `known_differences.toml`. ValueError if one of them has no reason."""
        tomllib: Any = importlib.import_module("tomllib")
        known = tomllib.loads(KNOWN.read_text(encoding="utf-8"))
        ids = {table["id"] for table in (*known["difference"], *known["behaviour"])}
        tables = known.get("program", [])
        for table in tables:
            if not table.keys() <= _KEYS or not ("why" in table or table.get("see") in ids):
                raise ValueError(f"{KNOWN.name}: no reason, or an unknown key, in {table}")
        return cls(tables)

    def cover(self, difference: Difference) -> bool:
        """Whether it is wanted."""
        covering = {
            number for number, table in enumerate(self._tables) if _covers(table, difference)
        }
        self._used |= covering
        return bool(covering)

    def unused(self) -> list[str]:
        """The entries that covered nothing."""
        return [
            f"{KNOWN.name}: nothing differs any more as in {table}"
            for number, table in enumerate(self._tables)
            if number not in self._used
        ]


def _covers(table: dict[str, Any], difference: Difference) -> bool:
    return (
        any(fnmatch.fnmatch(difference.program, pattern) for pattern in table["programs"])
        and table["where"] == difference.where
        and difference.version in table.get("versions", [difference.version])
        and re.fullmatch(table["official"], difference.official, re.DOTALL) is not None
        and re.fullmatch(table["ours"], difference.ours, re.DOTALL) is not None
    )
