"""See the package."""

from __future__ import annotations

import argparse
import sys

from . import __doc__ as about, run
from .table import LIBRARIES


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m compat.libraries", description=about)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("name", nargs="*", metavar="NAME", help=", ".join(LIBRARIES))
    parser.add_argument("--fast", action="store_true", help="the five best known, one redirect")
    arguments = parser.parse_args()
    unknown = set(arguments.name) - set(LIBRARIES)
    if unknown:
        parser.error(f"no library is called {', '.join(sorted(unknown))}")
    failed = 0
    for outcome in run(fast=arguments.fast, names=arguments.name):
        print(f"{outcome.against:60} {outcome.passed:4} passed {outcome.failed:4} failed")
        print("".join(f"    {note}\n" for note in outcome.notes), end="", flush=True)
        failed += outcome.failed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
