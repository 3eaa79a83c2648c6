"""Runs the type checkers on the programs, once for each SDK."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .. import environments
from ..outcome import Outcome

PROGRAMS = Path(__file__).parent / "programs"
#: The newest official SDK: its types change with every version.
OFFICIAL = environments.OFFICIAL[-1]
REQUIREMENTS = (
    f"openai=={OFFICIAL}", "mypy>=1.15", "pydantic>=2.10", "pyright[nodejs]>=1.1.400",
    "requests>=2.32.4", "types-requests",
)  # fmt: skip
_STRICT = [
    "-m",
    "mypy",
    "--strict",
    "--no-error-summary",
    "--cache-dir",
    "mypy-cache",
    "--python-executable",
]
CHECKERS = {"mypy": _STRICT, "pyright": ["-m", "pyright", "--pythonpath"]}


class Checked(NamedTuple):
    """What a checker says, by the name of the program."""

    errors: dict[str, list[str]]
    revealed: list[str]


def run(fast: bool) -> Iterator[Outcome]:
    """One row for each type checker."""
    for checker in ("mypy",) if fast else CHECKERS:
        official, ours = check(checker, "openai"), check(checker, "openai_local")
        names = sorted(path.name for path in PROGRAMS.glob("*.py"))
        notes = [f"official: {line}" for name in names for line in official.errors.get(name, ())]
        notes += [line for name in names for line in ours.errors.get(name, ())]
        unlike = list(differences(official.revealed, ours.revealed))
        failed = {name for name in names if name in official.errors or name in ours.errors}
        if unlike:
            failed.add("revealed.py")
        against = f"{checker}, openai {OFFICIAL}"
        passed = len(names) - len(failed)
        yield Outcome("typing", against, passed, len(failed), 0, (*notes, *unlike))


def check(checker: str, package: str) -> Checked:
    """Run a checker on a copy of the programs that imports `package`."""
    python = environments.environment("typing", REQUIREMENTS)
    with tempfile.TemporaryDirectory() as folder:
        for program in PROGRAMS.glob("*.py"):
            text = swapped(program.read_text(encoding="utf-8"), package)
            (Path(folder) / program.name).write_text(text, encoding="utf-8")
        names = sorted(path.name for path in Path(folder).glob("*.py"))
        done = subprocess.run(
            [str(python), *CHECKERS[checker], str(python), *names],
            cwd=folder,
            env=environments.with_checkout(MYPYPATH=str(environments.ROOT)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    return understood(done.stdout)


def swapped(text: str, package: str) -> str:
    """The program with the imports of the official SDK replaced."""
    text = re.sub(r"^import openai$", f"import {package} as openai", text, flags=re.MULTILINE)
    return re.sub(r"^from openai\b", f"from {package}", text, flags=re.MULTILINE)


def understood(output: str) -> Checked:
    """The errors and revealed types in the output of either checker."""
    errors: dict[str, list[str]] = {}
    revealed = []
    for line in output.splitlines():
        if ": note: Revealed type is " in line or " - information: Type of " in line:
            revealed.append(without_modules(line.partition(" is ")[2]))
        elif found := re.search(r"(\w+\.py):\d+.*\berror: ", line):
            errors.setdefault(found[1], []).append(line.strip())
    if not revealed:
        raise RuntimeError(f"The type checker did not do its work:\n{output[-2000:]}")
    return Checked(errors, revealed)


def without_modules(text: str) -> str:
    """`builtins.list[openai.types.Model]` as `list[Model]`; pyright tells `List` from `list`."""
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", text).replace("List[", "list[")


def differences(official: list[str], ours: list[str]) -> Iterator[str]:
    """A line for each expression whose type is another one."""
    if len(official) != len(ours):
        yield f"revealed.py: {len(ours)} types in place of {len(official)}"
    for theirs, our in zip(official, ours):
        if theirs != our:
            yield f"revealed.py: {our}, in the official SDK {theirs}"
