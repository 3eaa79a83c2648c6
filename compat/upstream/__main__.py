"""See `compat.upstream`."""

from __future__ import annotations

import argparse
import sys

from . import __doc__ as description
from .runner import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m compat.upstream", description=description)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--fast", action="store_true", help="only the newest version")
    parser.add_argument("pattern", nargs="?", default="*", metavar="PATTERN")
    arguments = parser.parse_args()
    failed = 0
    for outcome in run(arguments.fast, arguments.pattern):
        print(*outcome.notes, sep="\n")
        counted = outcome.passed + outcome.failed
        share = 100 * outcome.passed / counted if counted else 100
        print(
            f"{outcome.against}: {outcome.passed} of {counted} passed ({share:.1f} %), "
            f"{outcome.wanted} more are listed",
            flush=True,
        )
        failed += outcome.failed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
