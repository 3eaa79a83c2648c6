"""What a suite says of a run: the rows of the table that `python -m compat` prints."""

from __future__ import annotations

from typing import NamedTuple


class Outcome(NamedTuple):
    """One row. Each suite is a package with `run(fast: bool) -> Iterator[Outcome]`."""

    suite: str
    #: What it ran against: "openai 3.54.0, llama-server".
    against: str
    passed: int
    failed: int
    #: Differences that `known_differences.toml` lists.
    wanted: int
    #: One line for each failure, and for each thing left out, with its reason.
    notes: tuple[str, ...] = ()
    #: More for the results, as Markdown.
    details: str = ""
