"""Module paths of the official SDK that have no file here: `types.chat.chat_completion_role`.

The official SDK has one class per file; here a family shares one. Such a path is the module that
holds the class, found by name in its package or the table of its lazy names. It is the same module
object, so there is one class of each name.
"""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

from ._hosted import is_hosted_module

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader, MetaPathFinder
    from types import CodeType, ModuleType
else:
    # What `importlib.abc` brings along would be half the cost of importing this package.
    Loader = MetaPathFinder = object


class DeepPathFinder(MetaPathFinder):
    """Asked last: only for what no file is found for."""

    def __init__(self, package: str) -> None:
        self._prefix = package + "."

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """See `importlib.abc.MetaPathFinder`."""
        if not fullname.startswith(self._prefix):
            return None
        parent, _, name = fullname.rpartition(".")
        home = _home_of(sys.modules[parent], name.replace("_", ""))
        if home is not None:
            return ModuleSpec(fullname, SameModule(home))
        if is_hosted_module(fullname[len(self._prefix) :]):
            return ModuleSpec(fullname, _StandIns(), is_package=True)
        return None


def _home_of(package: Any, name: str) -> str | None:
    """The module that holds the class of that name; case does not matter."""
    table: dict[str, str] = vars(package).get("_MODULE_OF", {})
    for public, module in table.items():
        if public.lower() == name:
            return f"{package.__name__}.{module}"
    for public, value in vars(package).items():
        # Stand-ins are made when they are asked for: what was asked before must not matter.
        if public.lower() == name and "__hosted__" not in getattr(value, "__dict__", ()):
            return str(package.__name__)
    return None


class SameModule(Loader):
    """Gives the module of another name: the same object, loaded once."""

    def __init__(self, name: str) -> None:
        self._name = name

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = importlib.import_module(self._name)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        # The import system has put the spec of the path in place of the module's own.
        module.__spec__ = self._spec

    def get_code(self, fullname: str) -> CodeType | None:
        """What `python -m` runs."""
        from importlib.util import find_spec

        spec = find_spec(self._name)
        get_code = getattr(spec and spec.loader, "get_code", None)
        return get_code(self._name) if get_code else None


class _StandIns(Loader):
    """Makes a module of what only the official service has."""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        package = __name__.rpartition(".")[0]
        stand_ins = importlib.import_module(f"{package}._stand_ins")
        made: ModuleType = stand_ins.StandInModule(spec.name)
        return made

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to do: names are made when they are asked for."""


def install(package: str) -> None:
    """Let the deep paths below `package` be imported; once, also if the package is reloaded."""
    finders = (vars(finder) for finder in sys.meta_path if type(finder) is DeepPathFinder)
    if not any(finder["_prefix"] == f"{package}." for finder in finders):
        sys.meta_path.append(DeepPathFinder(package))
