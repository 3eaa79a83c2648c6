"""Packages whose names are loaded lazily have a stub that tells type checkers of them."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGES = [
    "openai_local._utils",
    "openai_local.types",
    "openai_local.types.audio",
    "openai_local.types.chat",
    "openai_local.types.responses",
]


@pytest.fixture(params=PACKAGES)
def package(request: pytest.FixtureRequest) -> ModuleType:
    return importlib.import_module(request.param)


def names_for_type_checkers(package: ModuleType) -> dict[str, str]:
    """Return what `__init__.pyi` imports, as name -> submodule."""
    names = {}
    for statement in ast.parse(Path(inspect.getfile(package) + "i").read_text()).body:
        assert isinstance(statement, ast.ImportFrom)
        module = statement.module
        for name in statement.names:
            if name.name == "*":
                leaf = importlib.import_module(f".{module}", package.__name__)
                names |= dict.fromkeys(leaf.__all__, module)
            else:
                # Without `as`, a type checker takes the name for private.
                assert name.name == name.asname
                names[name.name] = module or name.name
    return names


def test_type_checkers_see_the_table(package: ModuleType) -> None:
    """The stub of the package names the same modules as the table that is used."""
    assert package._MODULE_OF == names_for_type_checkers(package)


def test_all_is_the_table(package: ModuleType) -> None:
    """`__all__` has the names of the table, each once."""
    assert sorted(package._MODULE_OF) == sorted(package.__all__)


def test_every_name_is_the_object_of_its_module(package: ModuleType) -> None:
    """Every name can be read, and is the same object as in its module, also the second time."""
    for name, module_name in package._MODULE_OF.items():
        module = importlib.import_module(f"{package.__name__}.{module_name}")
        expected = module if name == module_name else getattr(module, name)

        assert expected is getattr(package, name)
        assert expected is getattr(package, name)


def test_names_are_public_in_their_module(package: ModuleType) -> None:
    """A name that the package exports is in the `__all__` of its module."""
    for name, module_name in package._MODULE_OF.items():
        if name != module_name:
            module = importlib.import_module(f"{package.__name__}.{module_name}")
            assert name in module.__all__


def test_dir_lists_every_name(package: ModuleType) -> None:
    """`dir()` shows names that were not loaded yet, so that shells complete them."""
    assert set(package._MODULE_OF) <= set(dir(package))
    assert set(package._MODULE_OF.values()) <= set(dir(package))


def test_unknown_name_is_an_attribute_error(package: ModuleType) -> None:
    """A name that is not there is an AttributeError which says where it was looked for."""
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'No'"):
        _ = package.No

    assert not hasattr(package, "__wrapped__")


def loaded_after(statement: str) -> set[str]:
    """Return the modules of our types that a fresh interpreter has loaded after `statement`."""
    program = f"import sys\n{statement}\nprint(*(m for m in sys.modules if '_local.types' in m))"
    output = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    return set(output.split())


def test_import_loads_no_family() -> None:
    """Importing the packages loads none of their modules; using one name loads what it needs."""
    before = loaded_after("import openai_local")

    assert set(PACKAGES) >= (loaded_after("import openai_local.types.chat") - before)
    assert "openai_local.types.chat.completion_create_params" not in (
        loaded_after("from openai_local.types.chat import ChatCompletionChunk") - before
    )


@pytest.mark.parametrize("name", ["Completion", "Embedding", "Model", "audio.Translation"])
def test_families_stand_alone(name: str) -> None:
    """Using a name of one family loads no other."""
    assert not {
        module
        for module in loaded_after(f"import openai_local.types\nopenai_local.types.{name}")
        if module.startswith(("openai_local.types.chat.", "openai_local.types.responses"))
    }


def test_submodules_are_attributes() -> None:
    """After `import openai_local`, dotted access reaches the modules without further imports."""
    name = "openai_local.types.chat.chat_completion_chunk"

    assert name in loaded_after(f"import openai_local.types\n{name}.Choice")
