"""Runs a scenario with `openai` led to this package by somebody else's crude redirect.

    python foreign.py finder|modules SCENARIO.py

"finder": a finder of its own that answers for `openai` and everything below with the module
objects of `openai_local`. "modules": nothing but an entry in `sys.modules`. Neither calls
`install_as_openai`: a program may have been given such a redirect in place of ours.
"""

from __future__ import annotations

import importlib
import os
import runpy
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] != "openai":
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return importlib.import_module("openai_local" + spec.name.removeprefix("openai"))

    def exec_module(self, module: ModuleType) -> None:
        pass


def main() -> None:
    kind, *sys.argv = sys.argv[1:]
    if kind == "finder":
        sys.meta_path.insert(0, _Finder())
    else:
        sys.modules["openai"] = importlib.import_module("openai_local")
    sys.path[0] = os.path.dirname(sys.argv[0])
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
