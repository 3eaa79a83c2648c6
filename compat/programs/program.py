"""A program, and what its first lines say about how to run it.

    # server: scripted
    # answers: busy, completion
    # needs: openai>=2
    # requests: in any order
    # exit: 1
    # fast: yes

`server` is `chat` or `embeddings` (the real llama-server), or `scripted`, the one that is meant if
there is no such line. It plays the `answers`, by their names in `answers.py`, in this order, the
last one again and again. With `needs`, older versions of the official SDK are left out. Programs
that send several requests at once say so in `requests`, those that are meant to end with an error
name its code in `exit`. Those with `fast` are part of a quick run.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
SERVERS = ("chat", "embeddings", "scripted")


class Program(NamedTuple):
    """One script."""

    #: Its folder and name: "streaming/usage".
    name: str
    path: Path
    server: str
    answers: tuple[str, ...]
    #: The oldest version of the official SDK that has what it uses.
    needs: tuple[int, ...]
    in_any_order: bool
    #: How it is meant to end.
    exit_code: int
    is_fast: bool

    def runs_on(self, version: str) -> bool:
        """Whether that version of the official SDK has what it uses."""
        return tuple(map(int, version.split("."))) >= self.needs


def find_programs(pattern: str = "*") -> Iterator[Program]:
    """The programs whose name matches, as `errors/*` does."""
    for path in sorted(HERE.glob("*/*.py")):
        name = path.relative_to(HERE).as_posix().removesuffix(".py")
        if fnmatch.fnmatch(name, pattern):
            yield read_program(name, path)


def read_program(name: str, path: Path) -> Program:
    """A program by its first lines. ValueError, with its name, if one can't be understood."""
    said: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.fullmatch(r"# (\w+): (.+)", line)
        if found is None:
            break
        said[found[1]] = found[2]
    server = said.pop("server", "scripted")
    answers = said.pop("answers", "")
    needs = re.fullmatch(r"openai>=([\d.]+)", said.pop("needs", "openai>=1"))
    order = said.pop("requests", None)
    exit_code = said.pop("exit", "0")
    fast = said.pop("fast", None)
    if (
        server not in SERVERS
        or (answers and server != "scripted")
        or needs is None
        or order not in (None, "in any order")
        or not exit_code.isdecimal()
        or fast not in (None, "yes")
        or said
    ):
        raise ValueError(f"{name}: its first lines can't be understood")
    return Program(
        name,
        path,
        server,
        tuple(answers.split(", ")) if answers else (),
        tuple(map(int, needs[1].split("."))),
        in_any_order=order is not None,
        exit_code=int(exit_code),
        is_fast=fast is not None,
    )
