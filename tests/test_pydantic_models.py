"""Models on pydantic's base: what libraries do with the official SDK's works with ours.

The base is chosen once per process, so a process of its own runs all of `checks` below.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pydantic")

ROOT = Path(__file__).parent.parent
CHECKS = ROOT / "tests" / "pydantic_checks.py"


@pytest.fixture(scope="module")
def results() -> dict[str, str]:
    """What each check said; empty if it holds."""
    code = "import openai_local; openai_local.install_as_openai(); import runpy, sys; "
    code += "runpy.run_path(sys.argv[1], run_name='__main__')"
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(CHECKS)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == result.returncode, result.stderr
    found: dict[str, str] = json.loads(result.stdout)
    return found


def names_of_checks() -> list[str]:
    lines = CHECKS.read_text(encoding="utf-8").splitlines()
    names = [line.split("(")[0].removeprefix("def ") for line in lines if line.startswith("def ")]
    return [name for name in names if not name.startswith("_")]


@pytest.mark.parametrize("name", names_of_checks())
def test_check(name: str, results: dict[str, str]) -> None:
    """Each function of `pydantic_checks.py` states a fact."""
    assert "" == results[name]


def test_the_fast_path_of_streams() -> None:
    """On this base, too, it makes the objects that the plain path makes."""
    code = "import sys, openai_local; openai_local.install_as_openai(); "
    code += "import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    # pydantic warns when it dumps what servers put where the API has something else.
    options = ["-q", "-p", "no:cacheprovider", "-W", "ignore::UserWarning"]
    tests = ["-k", "random_streams or whatever", "tests/wire/test_text_chunks.py"]
    result = subprocess.run(
        [sys.executable, "-c", code, *options, *tests],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == result.returncode, result.stdout
