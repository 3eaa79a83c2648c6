"""`compat/RESULTS.md` keeps what a suite has found until it runs again."""

from __future__ import annotations

from compat.__main__ import report, reported
from compat.outcome import Outcome


def test_what_was_written_is_read() -> None:
    """Rows, notes and details come back as they were."""
    found = [
        Outcome("surface", "openai 1.0", 1, 0, 2),
        Outcome("upstream", "tests of openai 1.0", 3, 2, 4, ("a: b | c", "d - e")),
        Outcome("servers", "a, b", 5, 0, 6, ("one",), "Text.\n\n| a | b |\n|---|---|\n| c | d |"),
        Outcome("servers", "c", 7, 0, 8, (), "More."),
    ]
    assert found == reported(report(found))
