"""What the sections measure with: the server, a child process for each client, medians."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from compat.environments import ROOT, official, ours, with_checkout

if TYPE_CHECKING:
    from typing_extensions import Self

HERE = Path(__file__).parent

OURS = "openai_local"
OFFICIAL = "openai 3.54.0"
OLDER = "openai 1.109.1"
REQUESTS = "requests"
FLOOR = "socket"
#: What each client is called as `child.py` takes it.
_MODULES = {OURS: "openai_local", OFFICIAL: "openai", OLDER: "openai"}


class Goal(NamedTuple):
    """One line of the table of goals."""

    what: str
    #: What was aimed at, in words, and what was found.
    goal: str
    found: str
    is_met: bool


class Table(NamedTuple):
    """Figures of one section. Each row begins with what was measured."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""


class Section(NamedTuple):
    """What one section found."""

    tables: list[Table]
    goals: list[Goal]


class Child:
    """A process that measures one client; see `child.py`."""

    def __init__(self, python: Path, module: str, port: int, variables: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [python, str(HERE / "child.py"), module, str(port)],
            env=dict(variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __call__(self, measurement: str, *arguments: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([measurement, *arguments]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process that measured {measurement} died; see above")
        return json.loads(line)

    def end(self) -> None:
        self._process.communicate()


class Bench:
    """The server, the environments, and a child for each client that is asked for."""

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        self.installed = self._install()
        self.pythons = {
            OURS: ours(),
            OFFICIAL: official("3.54.0"),
            OLDER: official("1.109.1"),
            REQUESTS: ours(),
            FLOOR: ours(),
        }
        # All clients run on one core, the server on the others: by other work on the machine, a
        # core may be half as fast as another, for seconds. Processes take their cores from us.
        self._cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, self._cores[:-1] or self._cores)
        self._server = subprocess.Popen(
            [sys.executable, str(HERE / "server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._server.stdout is not None
        self.port = int(self._server.stdout.readline())
        os.sched_setaffinity(0, self._cores[-1:])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.sched_setaffinity(0, self._cores)
        self._server.communicate()
        self._temporary.cleanup()

    def _install(self) -> Path:
        """The package as pip installs it: with its compiled files, as everybody has it."""
        source = self.folder / "source"
        for name in ("openai_local", "pyproject.toml", "README.md", "LICENSE"):
            copy: Callable[..., Any] = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            if name == "openai_local":
                copy(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                copy(ROOT / name, source / name)
        target = self.folder / "installed"
        command = [str(ours()), "-m", "pip", "install", "-q", "--no-deps", "--target", str(target)]
        quiet = "--disable-pip-version-check"
        subprocess.run([*command, quiet, str(source)], check=True, stdout=sys.stderr)
        return target

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a child: as for any program, and our package can be imported."""
        kept = with_checkout(PYTHONPATH=str(self.installed))
        del kept["PYTHONDONTWRITEBYTECODE"]
        return kept

    def child(self, client: str, *extra: str) -> Child:
        """A process for that client; `extra` is installed beside it."""
        python = self.pythons[client]
        if extra:
            python = ours(*extra) if client == OURS else official(client.split()[1], *extra)
        return Child(python, _MODULES.get(client, client), self.port, self.variables)

    def children(self, *clients: str) -> Children:
        """A process for each client; all end with the `with` block."""
        return Children({client: self.child(client) for client in clients})

    def run(self, client: str, program: str) -> str:
        """What a program prints that runs in the environment of that client."""
        command = [str(self.pythons[client]), "-c", program]
        done = subprocess.run(
            command,
            # Python looks there first, and is not to find the checkout.
            cwd=self.folder,
            env=self.variables,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout


class Children(dict[str, Child]):
    """Children by name."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        for child in self.values():
            child.end()


def interleaved(
    names: Iterable[str], rounds: int, measure: Callable[[str], float]
) -> dict[str, float]:
    """The median of some rounds for each name, all names measured in each round in turn."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name, values in found.items():
            values.append(measure(name))
    return {name: median(values) for name, values in found.items()}


def percentile(values: list[float], part: float) -> float:
    """The value below which that part of the sorted values lies."""
    return values[min(int(len(values) * part), len(values) - 1)] if values else float("nan")


def times(ratio: float) -> str:
    """A ratio as it is read: 54 x, 0.31 x."""
    return f"{ratio:.0f} x" if ratio >= 10 else f"{ratio:.2g} x"


def part(ratio: float) -> str:
    """A ratio below 1 as a fraction: 1/24."""
    return f"1/{1 / ratio:.1f}" if ratio < 0.7 else times(ratio)
