"""`python -m openai_local run`: the program runs as under `python`, but for its `import openai`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

PROGRAM = """
import sys, openai
from openai.types.chat import ChatCompletion
print(openai.__name__, __name__, sys.argv[1:])
if len(sys.argv) > 1 and sys.argv[1] == "fail":
    sys.exit(7)
"""


def run(*arguments: str, cwd: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "openai_local", "run", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), path]))},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "beside.py").write_text("value = 1")
    return tmp_path


def test_a_file(folder: Path) -> None:
    """Arguments, also those that look like ours, are the program's."""
    result = run("program.py", "a", "-m", "--help", cwd=folder)
    assert ("openai_local __main__ ['a', '-m', '--help']\n", 0) == (
        result.stdout,
        result.returncode,
    )


def test_a_module_and_code(folder: Path) -> None:
    """`-m` and `-c` are those of Python."""
    assert "['x', '-c']" in run("-m", "program", "x", "-c", cwd=folder).stdout
    result = run("-c", "import sys, openai; print(openai.__name__, sys.argv)", "-x", cwd=folder)
    assert "openai_local ['-c', '-x']\n" == result.stdout


def test_the_exit_code_is_the_program_s(folder: Path) -> None:
    """`sys.exit` and errors end it as they would under `python`."""
    assert 7 == run("program.py", "fail", cwd=folder).returncode
    result = run("-c", "1 / 0", cwd=folder)
    assert 1 == result.returncode
    assert "ZeroDivisionError" in result.stderr


def test_what_lies_beside_the_file_is_found(folder: Path) -> None:
    """The first place to look for modules is the folder of the file, not the current one."""
    (folder / "second.py").write_text("import beside, sys; print(beside.value, __file__)")
    result = run(os.path.join(folder.name, "second.py"), cwd=folder.parent)
    assert f"1 {folder / 'second.py'}\n" == result.stdout


def test_objects_of_the_main_module_can_be_pickled(folder: Path) -> None:
    """The program is `__main__`, and stays so until Python ends."""
    code = "import pickle, atexit\nclass A: pass\n"
    code += "atexit.register(lambda: print(type(pickle.loads(pickle.dumps(A()))).__module__))"
    (folder / "third.py").write_text(code)
    assert "__main__\n" == run("third.py", cwd=folder).stdout


def test_programs_that_it_starts_are_run_the_same_way(folder: Path) -> None:
    """Children by subprocess and by multiprocessing, whichever way these are started."""
    (folder / "parent.py").write_text(
        "import multiprocessing, subprocess, sys\n"
        "def name(_):\n"
        "    import openai\n"
        "    return openai.__name__\n"
        "if __name__ == '__main__':\n"
        "    subprocess.run([sys.executable, 'program.py', 'child'], check=True)\n"
        "    with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "        print(pool.map(name, [1]))\n"
    )
    result = run("parent.py", cwd=folder)
    assert "openai_local __main__ ['child']\n['openai_local']\n" == result.stdout, result.stderr


def test_the_official_sdk_does_not_get_in_the_way(folder: Path) -> None:
    """Even if it is installed, also in the programs that are started."""
    official = folder / "site" / "openai"
    official.mkdir(parents=True)
    (official / "__init__.py").write_text("raise SystemExit('the official SDK was imported')")
    code = "import subprocess, sys; subprocess.run([sys.executable, 'program.py'])"
    result = run("-c", code, cwd=folder, path=str(official.parent))
    assert "openai_local __main__ []\n" == result.stdout, result.stderr


def test_mistakes_are_said_in_a_line(folder: Path) -> None:
    """No program, or none of that name."""
    assert (2, True) == (
        (result := run(cwd=folder)).returncode,
        "FILE, -m MODULE or -c CODE" in result.stderr,
    )
    result = run("nothing.py", cwd=folder)
    assert (1, "openai_local: there is no file 'nothing.py' to run\n") == (
        result.returncode,
        result.stderr,
    )


def test_models_are_pydantic_s(folder: Path) -> None:
    """Nothing has loaded them before the program does."""
    pytest.importorskip("pydantic")
    code = "import openai, pydantic; print(issubclass(openai.BaseModel, pydantic.BaseModel))"
    result = run("-c", code, cwd=folder)
    assert ("True\n", "") == (result.stdout, result.stderr)
