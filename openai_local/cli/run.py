"""``python -m openai_local run``: a program written for the official SDK, as it stands.

    python -m openai_local run script.py [ARGUMENT ...]
    python -m openai_local run -m module [ARGUMENT ...]
    python -m openai_local run -c code [ARGUMENT ...]

Inside, `import openai` is openai_local, also in the Python programs that it starts.
"""

from __future__ import annotations

import argparse
import os
import runpy
import sys
import zipfile
from pathlib import Path
from types import ModuleType

from .._alias import install_as_openai
from . import CommandError

#: Has nothing in it but a package called `openai`.
_ON_PATH = Path(__file__).parent / "on_path"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of the command line."""
    parser = commands.add_parser(
        "run",
        help="run a program that imports `openai` on this package",
        usage="python -m openai_local run (FILE | -m MODULE | -c CODE) [ARGUMENT ...]",
        description="Run a Python program; its `import openai` gets openai_local.",
    )
    everything = argparse.REMAINDER
    parser.add_argument("-m", dest="module", nargs=everything, help="a module, as `python -m`")
    parser.add_argument("-c", dest="code", nargs=everything, help="code, as `python -c`")
    parser.add_argument("file", nargs=everything, help="a file; what follows is for the program")
    parser.set_defaults(run=run, parser=parser)


def run(arguments: argparse.Namespace) -> int:
    """Run the program in this process. It ends as it would under `python`."""
    for option, given, start in (
        ("-m", arguments.module, _run_module),
        ("-c", arguments.code, _run_code),
        ("", arguments.file, _run_file),
    ):
        if given:
            what, *rest = given
            sys.argv = [option or what, *rest]
            install_as_openai()
            _hand_down()
            start(what)
            return 0
    arguments.parser.print_usage(sys.stderr)
    print("say which program: FILE, -m MODULE or -c CODE", file=sys.stderr)
    return 2


def _hand_down() -> None:
    """Let the Python programs that this one starts find us under the same name."""
    package = Path(__file__).parent.parent.parent
    inherited = os.environ.get("PYTHONPATH")
    paths = [str(_ON_PATH), str(package), *([inherited] if inherited else [])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    # Processes that multiprocessing spawns are given this path instead.
    sys.path.insert(1, str(_ON_PATH))


def _run_file(path: str) -> None:
    if not os.path.exists(path):
        raise CommandError(f"there is no file {path!r} to run")
    if not os.path.isfile(path) or zipfile.is_zipfile(path):
        # It is put on `sys.path` in place of the current directory.
        del sys.path[0]
        runpy.run_path(path, run_name="__main__")
        return
    full = Path(path).resolve()
    sys.path[0] = str(full.parent)
    _execute(full.read_bytes(), os.path.abspath(path))


def _run_module(name: str) -> None:
    sys.path[0] = os.getcwd()
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def _run_code(code: str) -> None:
    sys.path[0] = ""
    _execute(code, None)


def _execute(source: str | bytes, file: str | None) -> None:
    """Run `source` as the main module, which stays there for threads and exit handlers."""
    main = ModuleType("__main__")
    if file is not None:
        main.__file__ = file
    sys.modules["__main__"] = main
    exec(compile(source, file or "<string>", "exec"), vars(main))  # noqa: S102 - it's the point
