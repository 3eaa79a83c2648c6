"""Ordinary programs for the official SDK, run unchanged on it and on this package.

    python -m compat.programs [--fast] [PATTERN]

The programs are the scripts in the folders here. Each does `from openai import ...`, finds its
server by `OPENAI_BASE_URL`, and prints what it gets. It runs on every version of the official SDK
that `compat.environments` names, and by `python -m openai_local run`, where `import openai` is
this package. What it prints, how it ends, and every request that it sends must be the same.

What is random is taken out first, see `normal`. Differences that are wanted are listed under
`[[program]]` in `known_differences.toml`, see `known`. Needs Python 3.11 and `xllamacpp`.
"""

from __future__ import annotations

from .suite import run

__all__ = ["run"]
