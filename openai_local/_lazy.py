"""Names of a package that load their module on first use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.machinery import PathFinder

from ._hosted import is_hosted, is_hosted_module, not_there

_PACKAGE = __name__.rpartition(".")[0]


def by_name(names_in: str) -> dict[str, str]:
    """The table that `lazy` takes, from a text: each submodule with a colon, then its names."""
    table: dict[str, str] = {}
    module = ""
    for word in names_in.split():
        if word.endswith(":"):
            module = word[:-1]
        else:
            table[word] = module
    return table


def lazy(
    package: str, module_of: Mapping[str, str], hosted: frozenset[str] = frozenset()
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The `__getattr__` and `__dir__` of a package, from its table of name -> submodule.

    All submodules are attributes too, as if the package had imported them; one that is to be
    a public name itself stands in the table under its own name. Names of the official service get
    a stand-in; the error for a name in `hosted` says that only the official service has it.
    """
    submodules = frozenset(module_of.values())
    namespace = vars(sys.modules[package])
    path = f"{package}."[len(_PACKAGE) + 1 :]

    def is_module(name: str) -> bool:
        if not name.islower():
            return False
        from importlib.util import find_spec

        if path:
            return find_spec(f"{package}.{name}") is not None
        # Here the paths of single classes are no attributes: `openai.stream`.
        return PathFinder.find_spec(f"{package}.{name}", namespace["__path__"]) is not None

    def view(name: str) -> object:
        """The class of a resource's `with_raw_response`, made of the resource's own."""
        if not path.startswith("resources.") or not name.endswith("Response"):
            return None
        view_class: Callable[[str, str], object]
        view_class = import_module(f"{_PACKAGE}.resources._resource").view_class
        return view_class(package, name)

    def load(name: str) -> object:
        if name in submodules:
            return import_module(f"{package}.{name}")
        value: object
        if name in module_of:
            value = getattr(import_module(f"{package}.{module_of[name]}"), name)
        elif name.startswith("__"):
            # Python's own question whether a module is a package, for one: it comes at import.
            raise AttributeError(not_there(f"module {package!r}", name, hosted))
        elif is_hosted(path + name):
            value = import_module(f"{_PACKAGE}._stand_ins").stand_in(package, name)
        elif is_hosted_module(path + name) or is_module(name):
            return import_module(f"{package}.{name}")
        else:
            value = view(name)
            if value is None:
                raise AttributeError(not_there(f"module {package!r}", name, hosted))
        namespace[name] = value  # the next read does not come here
        return value

    def names() -> list[str]:
        return sorted({*namespace, *module_of, *submodules})

    return load, names
