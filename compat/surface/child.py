"""The half of `compat.surface` that runs under either SDK: what names there are, and signatures.

Started as `python child.py PACKAGE`, which is `openai` or `openai_local`. Reads one JSON
document, what to look for: `{module: [names]}`, or `null` for everything there is. Writes one:
`{module: {name: description}}`, or the text of the error if a module can't be imported.
"""

from __future__ import annotations

import ast
import enum
import importlib
import importlib.util
import inspect
import json
import pkgutil
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any


def main() -> None:
    warnings.simplefilter("ignore")
    answers = sys.stdout
    # Whatever a library prints must not come into the answer.
    sys.stdout = sys.stderr
    package = importlib.import_module(sys.argv[1])
    wanted: dict[str, list[str]] | None = json.load(sys.stdin)
    paths = list(module_paths(package)) if wanted is None else list(wanted)
    modules = {
        path: look_at(package, path, None if wanted is None else wanted[path]) for path in paths
    }
    json.dump({"version": package.__version__, "modules": modules}, answers)


def module_paths(package: ModuleType) -> Iterator[str]:
    """Every module below the package without its name in front; "" is the package itself.

    Nothing is imported to find them: some modules need libraries that are not installed.
    """
    yield ""
    pending = [(Path(folder), "") for folder in package.__path__]
    while pending:
        folder, prefix = pending.pop()
        for module in pkgutil.iter_modules([str(folder)]):
            if module.name != "__main__":
                yield prefix + module.name
            if module.ispkg:
                pending.append((folder / module.name, f"{prefix}{module.name}."))


def look_at(package: ModuleType, path: str, names: list[str] | None) -> Any:
    """Describe the public names of a module, or those asked for."""
    full = f"{package.__name__}.{path}".rstrip(".")
    try:
        module = importlib.import_module(full)
    except Exception as error:  # noqa: BLE001 - whichever it is, it is reported
        return f"{type(error).__name__}: {error}"
    if "__hosted__" in vars(module):
        return "it stands in for what only the official service has"
    found = {}
    for name in public_names(module) if names is None else names:
        value = getattr(module, name, module)
        is_stand_in = inspect.isclass(value) and "__hosted__" in vars(value)
        if value is not module and not is_stand_in:
            # Once per class, where it is at home; the others are just names for it.
            is_here = names is not None or is_home(value, full, name)
            found[name] = describe(value, package.__name__) if is_here else {}
    return found


def is_home(value: Any, module: str, name: str) -> bool:
    is_defined = inspect.isclass(value) or inspect.isroutine(value)
    return is_defined and (value.__module__, value.__name__) == (module, name)


def public_names(module: ModuleType) -> list[str]:
    """What the module says is public, or what it defines and hands on without an underscore."""
    names = set(getattr(module, "__all__", ()))
    is_at_top = module.__name__.count(".") < 2
    if not names or is_at_top:
        tree = ast.parse(inspect.getsource(module))
        names |= {name for name in defined_names(tree.body) if not name.startswith("_")}
    return sorted(names)


def defined_names(body: list[ast.stmt]) -> Iterator[str]:
    """The names of definitions, assignments, and imports that are written to be handed on."""
    for statement in body:
        if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield statement.name
        elif isinstance(statement, ast.Assign):
            yield from (item.id for item in statement.targets if isinstance(item, ast.Name))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id
        elif isinstance(statement, ast.ImportFrom) and statement.level:
            yield from (alias.name for alias in statement.names if alias.name == alias.asname)
        elif isinstance(statement, ast.If):
            yield from defined_names([*statement.body, *statement.orelse])


def describe(value: Any, package: str) -> dict[str, Any]:
    """The signature of a function; bases, fields, methods and attributes of a class."""
    try:
        origin = getattr(value, "__origin__", None)
    except Exception:  # noqa: BLE001 - stands for a library that is not installed
        return {}
    if hasattr(origin, "model_fields"):
        # `Model[T]`
        value = origin
    if not inspect.isclass(value):
        return {"signature": signature_of(value)} if inspect.isroutine(value) else {}
    described: dict[str, Any] = {"members": dict(members_of(value, package))}
    if issubclass(value, BaseException):
        described["bases"] = [base.__name__ for base in value.__mro__ if base is not object]
    described["fields"] = list(getattr(value, "model_fields", ())) or typed_dict_keys(value)
    # A field may have a second name, for `async` and the like.
    described["attributes"] = [name for name in dir(value) if not name.startswith("_")]
    return described


def typed_dict_keys(cls: Any) -> list[str]:
    is_typed_dict = issubclass(cls, dict) and hasattr(cls, "__total__")
    return list(cls.__annotations__) if is_typed_dict else []


def members_of(cls: type, package: str) -> Iterator[tuple[str, Any]]:
    """The public attributes that the package has given a class, and its `__init__`."""
    if issubclass(cls, (dict, enum.Enum)) or hasattr(cls, "model_fields"):
        return
    ours = [base for base in cls.__mro__ if base.__module__.partition(".")[0] == package]
    for name in sorted({name for base in ours for name in vars(base)}):
        if name == "__init__" or not name.startswith("_"):
            value = getattr(cls, name)
            is_plain = value is None or isinstance(value, (str, int, float))
            if not is_plain:
                # The defaults of attributes: others set theirs in `__init__`.
                yield name, signature_of(value) if inspect.isroutine(value) else None


def signature_of(function: Any) -> list[list[Any]] | None:
    """Name, kind and whether there is a default, of each parameter; None if it can't be told."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    return [[item.name, item.kind.name, item.default is not item.empty] for item in parameters]


if __name__ == "__main__":
    main()
