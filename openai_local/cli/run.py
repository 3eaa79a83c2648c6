"""``python -m openai_local run``: a program written for the official SDK, as it stands.

    python -m openai_local run script.py [ARGUMENT ...]
    python -m openai_local run -m module [ARGUMENT ...]
    python -m openai_local run -c code [ARGUMENT ...]

A folder or a zip file with a `__main__.py`, a `.pyc` file and `-` will do for the script, too.
Inside, `import openai` is openai_local, also in the Python programs that it starts.
"""

from __future__ import annotations

import argparse
import builtins
import os
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader, SourcelessFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, ModuleType, TracebackType
from typing import Any

from .._alias import ON_PATH, install_as_openai
from . import CommandError


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
    parser.set_defaults(run=run, parser=parser, is_program=True)


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
            try:
                start(what)
            except CommandError:
                raise
            except BaseException:
                _leave_out_ourselves()
                raise
            return 0
    arguments.parser.print_usage(sys.stderr)
    print("say which program: FILE, -m MODULE or -c CODE", file=sys.stderr)
    return 2


def _hand_down() -> None:
    """Let the Python programs that this one starts find us under the same name."""
    package = Path(__file__).parent.parent.parent
    inherited = os.environ.get("PYTHONPATH")
    paths = [ON_PATH, str(package), *([inherited] if inherited else [])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    # Processes that multiprocessing spawns are given this path instead.
    sys.path.insert(1, ON_PATH)


def _run_file(path: str) -> None:
    if path == "-":
        _start_in("")
        _execute(_compiled(sys.stdin.buffer.read(), "<stdin>"))
        return
    if not os.path.exists(path):
        raise CommandError(f"there is no file {path!r} to run")
    full = os.path.abspath(path)
    spec = PathFinder.find_spec("__main__", [full])
    if spec is not None:
        # A folder or a zip file.
        _start_in(full)
        _execute_found(spec)
        return
    if os.path.isdir(full):
        raise CommandError(f"there is no __main__.py in {path!r} to run")
    _start_in(str(Path(full).resolve().parent))
    loader: Any = SourceFileLoader("__main__", full)
    if full.endswith(".pyc"):
        loader = SourcelessFileLoader("__main__", full)
        _execute(loader.get_code("__main__"), __file__=full, __loader__=loader)
        return
    with open(full, "rb") as file:
        source = file.read()
    _execute(_compiled(source, full), __file__=full, __cached__=None, __loader__=loader)


def _run_module(name: str) -> None:
    _start_in(os.getcwd())
    try:
        spec = find_spec(name)
        if spec is not None and spec.submodule_search_locations is not None:
            name = f"{name}.__main__"
            spec = find_spec(name)
    except ModuleNotFoundError as error:
        if f"{name}.".startswith(f"{error.name}."):
            raise CommandError(f"there is no module {name!r} to run: {error}") from error
        raise
    if spec is None or not hasattr(spec.loader, "get_code"):
        raise CommandError(f"there is no module {name!r} to run")
    sys.argv[0] = spec.origin or name
    _execute_found(spec)


def _run_code(code: str) -> None:
    _start_in("")
    _execute(_compiled(code, "<string>"))


def _start_in(folder: str) -> None:
    """Look for modules there first, where Python itself would have put the current directory."""
    # Under `-P` and `-I` it has put nothing.
    if not getattr(sys.flags, "safe_path", sys.flags.isolated):
        sys.path[0] = folder


def _compiled(source: str | bytes, file: str) -> CodeType:
    # Not under the `__future__` of this file.
    code: CodeType = compile(source, file, "exec", dont_inherit=True)
    return code


def _execute_found(spec: ModuleSpec) -> None:
    loader: Any = spec.loader
    _execute(
        loader.get_code(spec.name),
        __file__=spec.origin,
        __cached__=spec.cached,
        __loader__=loader,
        __package__=spec.parent,
        __spec__=spec,
    )


def _execute(code: CodeType, **attributes: Any) -> None:
    """Run `code` as the main module, which stays there for threads and exit handlers."""
    main = ModuleType("__main__")
    vars(main).update(__builtins__=builtins, **attributes)
    sys.modules["__main__"] = main
    exec(code, vars(main))  # noqa: S102 - it's the point


def _leave_out_ourselves() -> None:
    """Let the traceback of an error that ends the program begin with the program."""
    shown = sys.excepthook

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        part = trace
        while part is not None:
            if part.tb_frame.f_code.co_filename == __file__:
                trace = part.tb_next
            part = part.tb_next
        error.__traceback__ = trace
        shown(kind, error, trace)

    sys.excepthook = show
