"""``python -m compat.surface``."""

import sys

from . import main

if __name__ == "__main__":
    sys.exit(main())
