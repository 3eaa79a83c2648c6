"""The README is true: every block of it runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.picture import jpeg_bytes

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PROGRAMS = [text for language, text in BLOCKS if language == "python"]
COMMANDS = [line for language, text in BLOCKS if language == "sh" for line in text.splitlines()]


def test_every_block_is_of_a_kind_that_is_run() -> None:
    """There is no block that no test looks at."""
    assert {"python", "sh"} == {language for language, _ in BLOCKS}


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_a_program_of_the_readme_runs(
    program: str, llama_server: LlamaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user can paste it and it works, against a real server."""
    if "pydantic" in program:
        pytest.importorskip("pydantic")
    (tmp_path / "cat.jpg").write_bytes(jpeg_bytes())
    monkeypatch.setenv("OPENAI_BASE_URL", llama_server.base_url)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert "" == result.stderr
    assert 0 == result.returncode
    assert "assert" in program or result.stdout.strip()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_names_what_exists(command: str) -> None:
    """`pip install` names an extra that is declared; what follows is a module that runs.

    The demo itself is run in tests/cli, the test command by whoever reads this.
    """
    install, _, run = command.partition(" && ")
    extra = re.fullmatch(r"pip install -e '\.\[(\w+)\]'", install)
    assert extra is not None
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(rf"^{extra[1]} = \[", project, re.MULTILINE)
    python, _, arguments = run.partition(" ")
    assert "python" == python
    subprocess.run([sys.executable, *arguments.split(), "--help"], capture_output=True, check=True)
