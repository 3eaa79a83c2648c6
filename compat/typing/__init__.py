"""Typed programs, checked with the official SDK and with this package.

    python -m compat.typing [--fast]

`programs/` are written for the official SDK and are clean there under `mypy --strict` and pyright.
With the import swapped they must be clean here, too. What `reveal_type` says of the expressions in
`revealed.py` must be the same, but for the modules that the classes are in. With `--fast`, only
mypy runs.
"""

from .runner import run

__all__ = ["run"]
