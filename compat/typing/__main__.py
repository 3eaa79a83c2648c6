"""See `compat.typing`."""

from __future__ import annotations

import argparse
import sys

from . import __doc__ as description
from .runner import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m compat.typing", description=description)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--fast", action="store_true", help="only mypy")
    failed = 0
    for outcome in run(parser.parse_args().fast):
        print(*outcome.notes, sep="\n", end="\n" if outcome.notes else "")
        print(f"{outcome.against}: {outcome.passed} clean, {outcome.failed} not", flush=True)
        failed += outcome.failed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
