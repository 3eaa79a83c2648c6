"""Prints the failures, and what works where; the exit status is 1 if there are failures."""

from __future__ import annotations

import argparse
import sys

from . import __doc__ as about
from .server import NAMES
from .suite import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m compat.servers", description=about)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--fast", action="store_true", help="xllamacpp alone")
    parser.add_argument("server", nargs="*", help=", ".join(NAMES))
    arguments = parser.parse_args()
    unknown = set(arguments.server) - set(NAMES)
    if unknown:
        parser.error(f"no server is called {', '.join(sorted(unknown))}")
    failed = 0
    for outcome in run(arguments.fast, arguments.server):
        failed += outcome.failed
        counts = f"{outcome.passed} passed, {outcome.failed} failed, {outcome.wanted} wanted"
        print(f"{outcome.against}: {counts}", flush=True)
        for note in outcome.notes:
            print(f"    {note}", flush=True)
        if outcome.details:
            print(f"\n{outcome.details}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
