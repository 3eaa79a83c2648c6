"""Under the name of the official SDK. Each test is a process of its own: it can't be undone."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
INSTALL = "import openai_local; openai_local.install_as_openai()\n"
needs_pydantic = pytest.mark.skipif(
    importlib.util.find_spec("pydantic") is None, reason="needs pydantic"
)


def python(code: str, *path: Path) -> str:
    """What a program prints; `path` is looked at before anything that is installed."""
    found = os.pathsep.join([*map(str, path), str(ROOT)])
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "PYTHONPATH": found},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == result.returncode, result.stderr
    return result.stdout.strip()


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """Where another package called `openai` is installed."""
    for name, text in {
        "openai/__init__.py": "__version__ = '2.7.1'",
        "openai/types.py": "",
        "openai-2.7.1.dist-info/METADATA": "Metadata-Version: 2.1\nName: openai\nVersion: 2.7.1\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("is_installed", [False, True])
def test_every_path_leads_here(is_installed: bool, official: Path) -> None:
    """Modules and classes are the same objects, whether the official SDK is installed or not."""
    code = INSTALL + (
        "import openai, openai.types.chat, openai.types.chat.chat_completion_role\n"
        "import openai.resources.chat.completions.completions as completions\n"
        "from openai.types.chat import ChatCompletion\n"
        "from openai._types import NOT_GIVEN\n"
        "from openai.lib.streaming.chat import ChatCompletionStreamState\n"
        "assert openai is openai_local\n"
        "assert openai.types.chat.ChatCompletion is openai_local.types.chat.ChatCompletion\n"
        "assert ChatCompletion is openai_local.types.chat.ChatCompletion\n"
        "assert completions.Completions is type(openai_local.OpenAI().chat.completions)\n"
        "print('same')"
    )
    assert "same" == python(code, *([official] if is_installed else []))


def test_it_never_happens_by_itself(official: Path) -> None:
    """Importing this package leaves `import openai` alone."""
    code = "import openai_local\nfrom openai_local import OpenAI\nimport openai\n"
    assert "2.7.1" == python(code + "print(openai.__version__)", official)


def test_too_late_is_an_error(official: Path) -> None:
    """Once the official SDK is loaded, half of a program would have other classes."""
    code = (
        "import openai, openai_local\n"
        "try: openai_local.install_as_openai()\n"
        "except RuntimeError as error: print(error)"
    )
    printed = python(code, official)
    assert "install_as_openai() came too late" in printed
    assert str(official) in printed


def test_twice_is_harmless() -> None:
    """Two libraries may both ask for it."""
    code = INSTALL + "import sys; before = len(sys.meta_path)\n" + INSTALL
    assert "True" == python(code + "print(before == len(sys.meta_path))")


def test_the_version_is_that_of_the_official_sdk_installed(official: Path) -> None:
    """The libraries beside it were chosen for it."""
    code = "import importlib.metadata as m; import openai, openai.version; "
    code += "print(openai.__version__, openai.VERSION, openai.version.VERSION, m.version('openai'))"
    assert "2.7.1 2.7.1 2.7.1 2.7.1" == python(INSTALL + code, official)


@pytest.mark.parametrize(
    ("libraries", "version"), [("httpx", "2.54.0"), ("httpx httpx2", "3.54.0"), ("", "3.54.0")]
)
def test_the_version_without_it_is_one_whose_http_library_is_there(
    libraries: str, version: str
) -> None:
    """From 3.0 on, libraries import httpx2 in place of httpx."""
    code = INSTALL + (
        "import importlib.metadata as m, importlib.util, openai\n"
        "from openai import _alias\n"
        "_alias.installed_version = lambda: None\n"
        f"there = {libraries.split()}\n"
        "_alias.is_installed = lambda module: module in there\n"
        "print(openai.__version__, _alias._stand_in().version)"
    )
    assert f"{version} {version}" == python(code)


def test_without_it_its_metadata_is_made_up() -> None:
    """`importlib.metadata.version("openai")` is asked by libraries; it agrees with the module."""
    code = INSTALL + (
        "import importlib.metadata as m, openai\n"
        "print(m.version('openai') == openai.__version__, m.metadata('openai')['Name'])"
    )
    assert "True openai" == python(code)


def test_our_own_version_stays_our_own() -> None:
    """Without the other name, `__version__` is ours, whatever was imported before."""
    code = "import openai_local, openai_local.version, openai_local._version as own\n"
    code += "print(openai_local.__version__ == own.__version__ == openai_local.VERSION)"
    assert "True" == python(code)


def test_specs_reload_and_pickle() -> None:
    """What programs do with modules works under both names."""
    code = INSTALL + (
        "import importlib, importlib.util, pickle, openai, openai.types.chat\n"
        "assert importlib.util.find_spec('openai').origin == openai.__file__\n"
        "assert importlib.util.find_spec('openai.types.model').origin.endswith('model.py')\n"
        "assert importlib.util.find_spec('openai.nothing') is None\n"
        "assert importlib.reload(openai) is openai\n"
        "model = openai.types.chat.ChatCompletionMessage(role='assistant', content='Hi')\n"
        "made = pickle.loads(pickle.dumps(model))\n"
        "assert made == model\n"
        "print(openai.types.chat.__name__)"
    )
    assert "openai_local.types.chat" == python(code)


def test_somebody_else_may_arrange_it() -> None:
    """A redirect that only puts us into `sys.modules` is enough to be taken for the SDK."""
    code = "import sys, openai_local\nsys.modules['openai'] = openai_local\nimport openai\n"
    code += "print(openai.__version__ != openai_local._version.__version__)"
    assert "True" == python(code)


@needs_pydantic
def test_models_are_pydantic_s_under_that_name_only() -> None:
    """They are plain otherwise, and pydantic is not even loaded."""
    code = (
        "from openai_local.types.chat import ChatCompletion\n"
        "import sys; print('pydantic' in sys.modules)\n"
    )
    assert "False" == python("import openai_local\n" + code)
    code += "import pydantic; print(issubclass(ChatCompletion, pydantic.BaseModel))\n"
    assert "True\nTrue" == python(INSTALL + code)


@needs_pydantic
def test_too_late_for_pydantic_is_a_warning() -> None:
    """Models that are made already can't change their base; that is said."""
    code = (
        "import warnings, openai_local\n"
        "openai_local.OpenAI()\n"
        "with warnings.catch_warnings(record=True) as caught:\n"
        "    warnings.simplefilter('always')\n"
        "    openai_local.install_as_openai()\n"
        "print(caught[0].message)"
    )
    assert "will not be instances of pydantic.BaseModel" in python(code)
