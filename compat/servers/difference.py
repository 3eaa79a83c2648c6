"""What a server does otherwise than llama-server: the list, and what is covered by it."""

from __future__ import annotations

import fnmatch
import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

LISTED = Path(__file__).with_name("differences.toml")
LACKS, DIFFERS, UNTESTED = "lacks", "differs", "untested"
_KINDS = (LACKS, DIFFERS, UNTESTED)
_KEYS = {"server", "programs", *_KINDS, "official", "varies"}


class Entry(NamedTuple):
    """Why some programs don't print the same on a server as on llama-server."""

    server: str
    #: Names of programs, or patterns of them.
    programs: tuple[str, ...]
    #: LACKS, DIFFERS or UNTESTED.
    kind: str
    why: str
    #: Why the official SDK does something else there; "" if it does the same.
    official: str
    #: It is another thing each time, so that only the end of the program can be compared.
    varies: bool

    def is_for(self, server: str, program: str) -> bool:
        """Whether it speaks of that program on that server."""
        matches = any(fnmatch.fnmatch(program, pattern) for pattern in self.programs)
        return server == self.server and matches


class Differences:
    """The list, and which of it was needed."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._used: set[Entry] = set()

    @classmethod
    def read(cls) -> Differences:
        """Those of `differences.toml`. ValueError if one of them can't be understood."""
        tomllib: Any = importlib.import_module("tomllib")
        tables = tomllib.loads(LISTED.read_text(encoding="utf-8"))["entry"]
        return cls(map(_entry, tables))

    def find(self, server: str, program: str) -> Entry | None:
        """The first entry for a program on a server; it counts as needed from now on."""
        for entry in self.entries:
            if entry.is_for(server, program):
                self._used.add(entry)
                return entry
        return None

    def of(self, servers: Sequence[str]) -> list[Entry]:
        """The entries for these servers."""
        return [entry for entry in self.entries if entry.server in servers]

    def unused(self, servers: Sequence[str]) -> list[str]:
        """The entries for these servers that were not needed."""
        return [
            f"{LISTED.name}: no program needs it any more: {entry.server}, "
            f"{', '.join(entry.programs)}: {entry.why}"
            for entry in self.of(servers)
            # By chance, a program may print the same.
            if entry not in self._used and not entry.varies
        ]


def _entry(table: dict[str, Any]) -> Entry:
    kinds = [kind for kind in _KINDS if kind in table]
    if not table.keys() <= _KEYS or len(kinds) != 1:
        raise ValueError(f"{LISTED.name}: an unknown key, or not one reason, in {table}")
    (kind,) = kinds
    programs = tuple(table["programs"])
    official, varies = table.get("official", ""), table.get("varies", False)
    return Entry(table["server"], programs, kind, table[kind], official, varies)
