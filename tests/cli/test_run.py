"""`python -m openai_local run`: the program runs as under `python`, but for its `import openai`."""

from __future__ import annotations

import os
import py_compile
import subprocess
import sys
import zipfile
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


def run(
    *arguments: str, cwd: Path, path: str = "", text: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "openai_local", "run", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), path]))},
        input=text,
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


def test_annotations_are_evaluated(folder: Path) -> None:
    """The program is not compiled under the `from __future__` of this package."""
    code = "def f(x: int): pass\nprint(f.__annotations__)"
    assert "{'x': <class 'int'>}\n" == run("-c", code, cwd=folder).stdout


@pytest.mark.parametrize("code", ["def f():\n    1 / 0\nf()", "def f(:", "raise KeyboardInterrupt"])
def test_errors_look_and_end_as_under_python(code: str, folder: Path) -> None:
    """The same traceback, with nothing of ours in it, and the same exit code."""
    (folder / "wrong.py").write_text(code)
    result = run("wrong.py", cwd=folder)
    plain = subprocess.run(
        [sys.executable, "wrong.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (plain.returncode, plain.stderr) == (result.returncode, result.stderr)


def test_a_module_stays_the_main_one(folder: Path) -> None:
    """With `-m`, too: threads and exit handlers still find its names."""
    code = "import atexit, pickle\nclass A: pass\n"
    code += "atexit.register(lambda: print(type(pickle.loads(pickle.dumps(A()))), __spec__.name))"
    (folder / "late.py").write_text(code)
    result = run("-m", "late", cwd=folder)
    assert ("<class '__main__.A'> late\n", "") == (result.stdout, result.stderr)


def test_whatever_python_takes_for_a_script(folder: Path) -> None:
    """A package, a folder, a zip file, compiled code, standard input."""
    package = folder / "package"
    package.mkdir()
    (package / "part.py").write_text("name = 'part'")
    main = "import openai, sys, part; print(openai.__name__, __name__, part.name, sys.path[0])"
    (package / "__main__.py").write_text(main)
    assert f"openai_local __main__ part {package}\n" == run("package", cwd=folder).stdout

    with zipfile.ZipFile(folder / "app.zip", "w") as archive:
        archive.write(package / "part.py", "part.py")
        archive.writestr("__main__.py", main)
    packed = folder / "app.zip"
    assert f"openai_local __main__ part {packed}\n" == run("app.zip", cwd=folder).stdout

    py_compile.compile(str(folder / "program.py"), str(folder / "compiled.pyc"))
    assert "openai_local __main__ []\n" == run("compiled.pyc", cwd=folder).stdout
    assert "openai_local __main__ []\n" == run("-", cwd=folder, text=PROGRAM).stdout
    (package / "__init__.py").write_text("")
    (package / "__main__.py").write_text("from . import part; print(part.name, __package__)")
    assert "part package\n" == run("-m", "package", cwd=folder).stdout


def test_a_missing_module_is_said_in_a_line(folder: Path) -> None:
    """One that is there but fails to import something keeps its traceback."""
    result = run("-m", "nothing.there", cwd=folder)
    assert (1, 1) == (result.returncode, result.stderr.count("\n"))
    assert "there is no module 'nothing.there' to run" in result.stderr
    (folder / "broken").mkdir()
    (folder / "broken" / "__init__.py").write_text("import missing_library")
    result = run("-m", "broken.part", cwd=folder)
    assert "Traceback" in result.stderr
    assert "No module named 'missing_library'" in result.stderr


def test_models_go_to_processes_that_it_starts(folder: Path) -> None:
    """They are the same there, though nothing has imported `openai` before."""
    code = (
        "import multiprocessing, operator\n"
        "from openai.types.chat import ChatCompletionMessage\n"
        "if __name__ == '__main__':\n"
        "    message = ChatCompletionMessage(role='assistant', content='Hi')\n"
        "    with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "        print(pool.map(operator.attrgetter('content'), [message]))\n"
        "        print(pool.map(operator.methodcaller('model_copy'), [message]) == [message])\n"
    )
    result = run("-c", code, cwd=folder)
    assert "['Hi']\nTrue\n" == result.stdout, result.stderr
    child = "import openai_local, sys; print(sys.modules['openai'] is openai_local)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert "True\n" == run("-c", code, cwd=folder).stdout
