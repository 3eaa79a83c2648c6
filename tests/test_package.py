"""The public face of the package: its names, and what importing it costs."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import openai_local
import openai_local.resources

CLIENT = "_module_client"
INIT = Path(openai_local.__file__)


def test_every_public_name_loads() -> None:
    """Each name of `__all__` is there."""
    for name in openai_local.__all__:
        assert getattr(openai_local, name) is not None, name


def test_names_known_to_type_checkers_are_those_that_load() -> None:
    """What `if TYPE_CHECKING` imports is what is loaded on first use, and all of it is public."""
    tree = ast.parse(INIT.read_text(encoding="utf-8"))
    block = next(
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    imported = {
        alias.asname or alias.name
        for node in block.body
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    }
    # The resources of the module-level client are instances, of classes that are not public.
    resources = {name for name, module in openai_local._MODULE_OF.items() if module == CLIENT}
    shown = imported - {name.title() for name in resources}
    assert set(openai_local._MODULE_OF) - resources == shown
    assert shown <= set(openai_local.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """`hasattr` tells the truth about the package."""
    with pytest.raises(AttributeError, match="no attribute 'nothing_like_it'"):
        openai_local.nothing_like_it  # noqa: B018


@pytest.mark.parametrize(
    "program",
    [
        "import openai_local",
        "from openai_local import OpenAI; OpenAI()",
        "from openai_local.types.chat import ChatCompletionChunk",
    ],
)
def test_requests_is_imported_on_the_first_request_only(program: str) -> None:
    """Neither the import nor a new client loads requests, pydantic, httpx, asyncio or logging."""
    check = (
        f"{program}\nimport sys\n"
        "print([m for m in ('requests', 'urllib3', 'pydantic', 'httpx', 'asyncio', 'ssl',"
        " 'logging') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    )
    assert "[]" == result.stdout.strip()


_ALL_NAMES = """
import importlib, inspect, pkgutil
import openai_local
for module in pkgutil.walk_packages(openai_local.__path__, "openai_local."):
    # Those are for where pydantic or trio is, and the program.
    own = module.name.rpartition(".")[2]
    if not own.startswith(("_pydantic_", "trio_", "__main__", "on_path")):
        loaded = importlib.import_module(module.name)
        for name in getattr(loaded, "__all__", ()):
            getattr(loaded, name)
from openai_local.resources.chat import AsyncCompletions, Completions
from openai_local.resources.responses import Responses
for method in (Completions.create, AsyncCompletions.parse, Responses.stream):
    print(inspect.signature(method))
"""


@pytest.mark.skipif(sys.version_info < (3, 11), reason="it is a dependency there")
def test_nothing_needs_typing_extensions() -> None:
    """Without it every name loads, and the signatures are the same."""
    blocked = "import sys\nsys.modules['typing_extensions'] = None\n"

    with_it, without_it = (
        subprocess.run(
            [sys.executable, "-c", start + _ALL_NAMES], capture_output=True, text=True, check=True
        ).stdout
        for start in ("", blocked)
    )

    assert "messages: " in with_it
    assert with_it == without_it


@pytest.mark.skipif(sys.version_info < (3, 11), reason="typing_extensions is a dependency there")
def test_deprecated_methods_warn_without_typing_extensions(tmp_path: Path) -> None:
    """They say so as with it, and still do their work."""
    program = """
import sys, warnings
sys.modules["typing_extensions"] = None
from openai_local import HttpxBinaryResponseContent
class Answer:
    content = b"sound"
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    HttpxBinaryResponseContent(Answer()).stream_to_file(sys.argv[1])
(warning,) = caught
print(warning.category.__name__, warning.filename)
"""
    target = tmp_path / "sound"

    result = subprocess.run(
        [sys.executable, "-c", program, str(target)], capture_output=True, text=True, check=True
    )

    assert b"sound" == target.read_bytes()
    assert "DeprecationWarning <string>\n" == result.stdout


def test_the_changelog_speaks_of_this_version() -> None:
    """The newest heading of the changelog is the version of the package."""
    changelog = (INIT.parent.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = [line for line in changelog.splitlines() if line.startswith("## ")]
    assert headings[0].startswith(f"## {openai_local.__version__}")


@pytest.mark.parametrize("name", ["files", "vector_stores", "realtime"])
def test_hosted_only_names(name: str) -> None:
    """What only the official service has is an AttributeError that says so."""
    assert not hasattr(openai_local, name)
    with pytest.raises(AttributeError, match=f"{name!r}: only the official service has it"):
        getattr(openai_local, name)


def test_the_version_by_its_official_path() -> None:
    """`version.VERSION` is the version."""
    assert openai_local.__version__ == importlib.import_module("openai_local.version").VERSION
