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


def test_clients_and_errors_say_the_name_that_was_imported() -> None:
    """Libraries tell by `__module__` whose client they were given, as of the official SDK."""
    ask = (
        "from {0} import OpenAI, AsyncOpenAI, RateLimitError\n"
        "print(OpenAI.__module__, AsyncOpenAI.__module__, RateLimitError.__module__)"
    )
    install = "import openai_local; openai_local.install_as_openai()\n"

    assert "openai openai openai" == python(install + ask.format("openai"))
    assert " ".join(["openai_local"] * 3) == python(ask.format("openai_local"))


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


#: Ways in which others let `import openai` lead here; each is given `openai_local` as `ours`.
REDIRECTS = {
    "the package put under the name": "sys.modules['openai'] = ours\n",
    "all that is loaded put under the names": (
        "for name in [n for n in sys.modules if n.partition('.')[0] == 'openai_local']:\n"
        "    sys.modules['openai' + name[len('openai_local'):]] = sys.modules[name]\n"
    ),
    "a module in between": (
        "import types\n"
        "class Between(types.ModuleType):\n"
        "    def __getattr__(self, name): return getattr(ours, name)\n"
        "sys.modules['openai'] = Between('openai')\n"
    ),
    "a module in between for each, made by a finder": (
        "import types, importlib.machinery\n"
        "class Between(types.ModuleType):\n"
        "    def __getattr__(self, name): return getattr(real(self.__name__), name)\n"
        "def real(name): return importlib.import_module('openai_local' + name[len('openai'):])\n"
        "class Finder:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name.partition('.')[0] == 'openai':\n"
        "            return importlib.machinery.ModuleSpec(name, self, is_package=True)\n"
        "    def create_module(self, spec):\n"
        "        real(spec.name)\n"
        "        return Between(spec.name)\n"
        "    def exec_module(self, module): pass\n"
        "sys.meta_path.insert(0, Finder())\n"
    ),
}


@pytest.mark.parametrize("then", ["", "ours.install_as_openai()\n"])
@pytest.mark.parametrize("how", REDIRECTS)
def test_whoever_arranges_it_there_is_one_class_of_each_name(how: str, then: str) -> None:
    """No file is loaded a second time, and it goes by the version of the official SDK."""
    code = "import importlib, sys, openai_local as ours\n" + REDIRECTS[how] + then + (
        "import openai.types.chat.chat_completion_role, openai.types.batch_error\n"
        "import openai._models as models, openai_local._models as own\n"
        "from openai.types.chat import ChatCompletion\n"
        "from openai.types import Batch\n"
        "from openai._types import NOT_GIVEN\n"
        "assert models.BaseModel is own.BaseModel\n"
        "assert ChatCompletion is ours.types.chat.ChatCompletion\n"
        "assert Batch is ours.types.Batch\n"
        "assert NOT_GIVEN is ours.NOT_GIVEN\n"
        "if importlib.util.find_spec('pydantic'):\n"
        "    import pydantic; assert issubclass(ChatCompletion, pydantic.BaseModel)\n"
        "print(openai.__version__ != ours._version.__version__)"
    )  # fmt: skip
    assert "True" == python(code)


def test_modules_run_and_reload_under_the_other_name() -> None:
    """What runs a module asks for its code; reloading adds no finder."""
    code = INSTALL + (
        "import importlib, runpy, sys, openai, openai.types\n"
        "assert runpy.run_module('openai._constants')['DEFAULT_MAX_RETRIES'] == 2\n"
        "assert importlib.util.find_spec('openai.types.chat').submodule_search_locations\n"
        "before = len(sys.meta_path)\n"
        "importlib.reload(openai)\n"
        "print(len(sys.meta_path) - before)"
    )
    assert "0" == python(code)


def test_all_modules_can_be_imported() -> None:
    """None of them does anything when it is imported: tools import whatever they find."""
    code = INSTALL + (
        "import importlib, pkgutil, openai\n"
        "optional = ('aiohttp', 'pydantic', 'pydantic_core', 'trio', 'xllamacpp')\n"
        "for module in pkgutil.walk_packages(openai.__path__, 'openai.'):\n"
        "    try: importlib.import_module(module.name)\n"
        "    except ImportError as error: assert error.name in optional, error\n"
        "print('done')"
    )
    assert "done" == python(code)


@needs_pydantic
def test_pickles_go_from_one_base_to_the_other(tmp_path: Path) -> None:
    """Caches on disk are read by programs that run another way; nothing is lost."""
    fields = (
        "import pickle, sys, pathlib\n"
        "fields = {'id': 'c', 'timings': {'a': 1}, 'choices': [\n"
        "    {'index': 0, 'message': {'role': 'assistant', 'content': 'Hi', 'mood': 'good'}}]}\n"
    )
    plain = "from openai_local.types.chat import ChatCompletion\n" + fields
    pydantic = INSTALL + plain
    for number, (writer, reader) in enumerate([(plain, pydantic), (pydantic, plain)]):
        file = f"pathlib.Path({str(tmp_path / str(number))!r})"
        python(
            f"{writer}model = ChatCompletion.model_construct(**fields)\n"
            f"model._request_id = 'r'\n{file}.write_bytes(pickle.dumps(model))"
        )
        printed = python(
            f"{reader}model = pickle.loads({file}.read_bytes())\n"
            "print(model.to_dict() == fields, model.choices[0].message.mood, model.usage,\n"
            "    model._request_id, model == ChatCompletion.model_construct(**fields))"
        )
        assert "True good None r True" == printed


@needs_pydantic
def test_pickles_of_the_official_sdk_can_be_read() -> None:
    """Their state is pydantic's own, with nothing of ours in it."""
    code = INSTALL + (
        "import copyreg, pydantic\n"
        "from openai.types import CompletionUsage\n"
        "usage = CompletionUsage(prompt_tokens=1, completion_tokens=2, total_tokens=3, cost=4)\n"
        "state = pydantic.BaseModel.__getstate__(usage)\n"
        "read = CompletionUsage.__new__(CompletionUsage)\n"
        "read.__setstate__(state)\n"
        "print(read == usage, read.cost)"
    )
    assert "True 4" == python(code)


def test_the_package_itself_may_have_that_name(tmp_path: Path) -> None:
    """A link to its folder will do, too: nothing in it relies on what it is called."""
    (tmp_path / "openai").symlink_to(ROOT / "openai_local")
    code = (
        "import openai, openai.types.chat.chat_completion_role, openai.types.batch\n"
        "openai.install_as_openai()\n"
        "from openai.types.chat import ChatCompletion\n"
        "print(openai.OpenAI.__module__, ChatCompletion(id='c', choices=[], created=1, model='m',\n"
        "    object='chat.completion').id)"
    )
    assert "openai c" == python(code, tmp_path)
