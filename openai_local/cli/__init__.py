"""The command line, ``python -m openai_local COMMAND``.

Rule of this file: each command is a module with ``add_parser(commands)`` and
``run(arguments) -> int``; here they are only listed, and their common ends said.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = ("demo", "run", "doctor")


class CommandError(Exception):
    """Why a command can't go on, in one line for its user."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. ``argv``: without the program's name; None reads ``sys.argv``.

    Returns the exit code: 0, 1 if the command couldn't do it, 2 if the usage was wrong (or no
    command given), 130 after Ctrl-C. What a program under `run` raises comes through.
    """
    argv = sys.argv[1:] if argv is None else argv
    # `run` must be first to load the models: a program under it has them on another base.
    named = [name for name in COMMANDS if argv and name == argv[0]]
    parser = _parser(named or COMMANDS)
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as end:  # argparse has printed its help (0) or the mistake (2)
        return end.code if isinstance(end.code, int) else 2
    if arguments.run is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        code: int = arguments.run(arguments)
    except CommandError as error:
        print(f"openai_local: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        if arguments.is_program:
            raise
        print(file=sys.stderr)
        return 130
    return code


def tolerate_any_console() -> None:
    """Print question marks for characters that the console lacks; models know many."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m openai_local",
        description="A light drop-in for the official openai SDK that talks to a local server.",
    )
    parser.set_defaults(run=None, is_program=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in names:
        import_module(f".{name}", __name__).add_parser(commands)
    return parser
