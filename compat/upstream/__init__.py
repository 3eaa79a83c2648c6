"""The official SDK's own tests, run on this package.

    python -m compat.upstream [--fast] [PATTERN]

They come from the source distributions of the versions we compare with, which pip downloads on
first use into the directory of `compat.environments`; nothing of them is kept here. Each version's
tests run twice, one process at a time: on the official SDK itself, as control, and on this package
under `python -m openai_local run`. What fails on the official SDK, too, doesn't count. So do its
examples and the blocks of its README, which must print the same.

`out_of_scope.toml` lists what doesn't apply to us, each with its reason. PATTERN chooses tests by
their ids, as in `*test_streaming.py*`. With `--fast`, only the newest version is looked at.
"""

from .runner import run

__all__ = ["run"]
