"""The programs on other servers: what is a failure, what is explained, and what the table says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from compat.programs.program import find_programs
from compat.servers import difference, features
from compat.servers.difference import DIFFERS, LACKS, UNTESTED, Differences, Entry
from compat.servers.server import NAMES
from compat.servers.suite import Finding, Run, _control, outcome, reasons, table

needs_tomllib = pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib")
FINE, BROKEN = ["exit code 0"], ["exit code 1", "KeyError: 'x'"]


def entry(kind: str = DIFFERS, *, official: str = "", varies: bool = False) -> Entry:
    return Entry("mlx-lm", ("tools/*",), kind, "because", official, varies)


# -- the list --------------------------------------------------------------------------------


@needs_tomllib
def test_entries_speak_of_what_there_is() -> None:
    """Each names a server, and only programs that want a real server."""
    names = [program.name for program in find_programs() if program.server != "scripted"]

    for each in Differences.read().entries:
        assert each.server in NAMES[1:]
        for pattern in each.programs:
            one = each._replace(programs=(pattern,))
            assert any(one.is_for(each.server, name) for name in names), pattern


@needs_tomllib
@pytest.mark.parametrize(
    "line",
    ['lacks = "a"\ndiffers = "b"', "", 'lacks = "a"\nreason = "b"'],
)
def test_an_entry_has_one_reason(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two reasons, none, or a word that nobody knows can't be understood."""
    listed = tmp_path / "differences.toml"
    listed.write_text(f'[[entry]]\nserver = "vllm"\nprograms = ["a"]\n{line}\n', encoding="utf-8")
    monkeypatch.setattr(difference, "LISTED", listed)

    with pytest.raises(ValueError, match="vllm"):
        Differences.read()


def test_unused_entries_are_found() -> None:
    """An entry that no program needed is named, unless its server was not asked, or it varies."""
    needed, idle = entry(), entry(LACKS)._replace(programs=("basics/*",))
    differences = Differences([needed, idle, idle._replace(varies=True)])

    assert differences.find("mlx-lm", "tools/loop") is needed
    assert differences.find("vllm", "tools/loop") is None
    (text,) = differences.unused(["mlx-lm"])
    assert "basics/*" in text
    assert [] == differences.unused(["vllm"])


# -- the official SDK as control -------------------------------------------------------------


@pytest.mark.parametrize(
    ("explained", "ours", "theirs", "is_fine"),
    [
        (entry(), Run(["a"], FINE), Run(["a"], FINE), True),
        (entry(), Run(["a"], FINE), Run(["b"], FINE), False),
        (entry(varies=True), Run(["a"], FINE), Run(["b"], FINE), True),
        (entry(LACKS), Run(["a"], BROKEN), Run([], BROKEN), True),
        (entry(LACKS), Run(["a"], BROKEN), Run(["a"], FINE), False),
        (entry(official="worse"), Run(["a"], FINE), Run(["b"], FINE), True),
        (entry(official="worse"), Run(["a"], FINE), Run(["a"], FINE), False),
    ],
)
def test_an_entry_hides_no_fault_of_ours(
    explained: Entry, ours: Run, theirs: Run, is_fine: bool
) -> None:
    """What the official SDK does better on that server is a failure, whatever the list says."""
    assert is_fine is (_control(explained, ours, theirs) == "")


# -- the table -------------------------------------------------------------------------------


def test_every_program_has_a_row() -> None:
    """Each row has a program, and each program goes to the most special row."""
    rows = {
        features.feature_of(program.name)
        for program in find_programs()
        if program.server != "scripted"
    }

    assert set(features.FEATURES) == rows
    assert "forced tools" == features.feature_of("tools/forced")


def test_the_cells() -> None:
    """They count what does what it was written for; what can't be told is a question mark."""
    found = {
        "one": [Finding("tools/forced"), Finding("chat/a"), Finding("chat/b", "broken")],
        "two": [
            Finding("tools/forced", "", entry(UNTESTED)),
            Finding("chat/a", "", entry(DIFFERS)),
            Finding("chat/b", "", entry(LACKS)._replace(programs=("chat/b",))),
        ],
    }
    lines = table(found).splitlines()

    assert "| | one | two |" in lines
    assert "| forced tools | yes | ? |" in lines
    assert "| chat | 1 of 2 | 1 of 2 |" in lines


def test_the_row_of_a_server() -> None:
    """Explained programs are "wanted", failures are told."""
    findings = [Finding("a"), Finding("b", "broken"), Finding("c", "", entry())]
    row = outcome("mlx-lm", findings)

    assert (1, 1, 1, ("b: broken",)) == (row.passed, row.failed, row.wanted, row.notes)


def test_only_what_is_missing_needs_a_reason() -> None:
    """The other ways of a server are in the list alone."""
    listed = Differences([entry(LACKS)._replace(why="It is lazy."), entry(DIFFERS)])

    assert "- mlx-lm: It is lazy." in reasons(listed, ["mlx-lm"])
    assert "because" not in reasons(listed, ["mlx-lm"])
