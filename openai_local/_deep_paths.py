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

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader, MetaPathFinder
    from types import ModuleType
else:
    # The import system asks for their methods alone, and `importlib.abc` brings zipfile and more:
    # half of what the bare import costs.
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
        return None if home is None else ModuleSpec(fullname, _SameModule(home))


def _home_of(package: Any, name: str) -> str | None:
    """The module that holds the class of that name; case does not matter."""
    table: dict[str, str] = getattr(package, "_MODULE_OF", {})
    for public, module in table.items():
        if public.lower() == name:
            return f"{package.__name__}.{module}"
    if any(public.lower() == name for public in vars(package)):
        return str(package.__name__)
    return None


class _SameModule(Loader):
    def __init__(self, name: str) -> None:
        self._name = name

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = importlib.import_module(self._name)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        # The import system has put the spec of the path in place of the module's own.
        module.__spec__ = self._spec


def install(package: str) -> None:
    """Let the deep paths below `package` be imported."""
    sys.meta_path.append(DeepPathFinder(package))
