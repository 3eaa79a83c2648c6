"""Prints one line per unwanted difference, and a table; the exit status is 1 if there are any."""

from __future__ import annotations

import argparse
import sys

from . import __doc__ as about
from .suite import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m compat.programs", description=about)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--fast", action="store_true", help="some programs, newest SDK only")
    parser.add_argument("pattern", nargs="?", default="*", help="e.g. 'errors/*'")
    arguments = parser.parse_args()
    outcomes = list(run(arguments.fast, arguments.pattern))
    if not outcomes:
        parser.error(f"no program is called {arguments.pattern}")
    for outcome in outcomes:
        for note in outcome.notes:
            print(f"{outcome.against}: {note}")
    print(f"{'against':40}{'passed':>8}{'failed':>8}{'wanted differences':>20}")
    for outcome in outcomes:
        counts = f"{outcome.passed:>8}{outcome.failed:>8}{outcome.wanted:>20}"
        print(f"{outcome.against:40}{counts}")
    return 1 if any(outcome.failed for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
