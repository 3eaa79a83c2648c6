"""Imports flow one way, and the pure part stays pure."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "openai_local"

#: A module may import its own unit and those in rows above it.
LAYERS = [
    {"_hosted", "_httpx_guise", "_log", "_platform", "_typing", "_version"},
    {"_closing", "_types"},
    {"_annotations", "_deep_paths"},
    {"_lazy"},
    {"_alias"},
    {"version"},
    {"_body", "_constants"},
    {"_http"},
    {"_exceptions"},
    {"_inline_values"},
    {"_construct", "_dump", "_json_schema"},
    {"_pydantic_construct"},
    {"_pydantic_models"},
    {"_models"},
    {"_files", "_qs", "_stand_ins"},
    {"_utils"},
    {"_compat", "_extras", "_multipart", "_validation"},
    {"types"},
    {"_wire"},
    {"_io"},
    {"_response", "_streaming", "pagination"},
    {"_legacy_response", "_response_kinds", "_stream_types"},
    {"lib"},
    {"resources"},
    {"_base_client"},
    {"_client"},
    {"_module_client", "to_llama_server"},
    {"__init__"},
    {"cli"},
    {"__main__"},
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
#: Imports for annotations only (`if TYPE_CHECKING`) that point upwards, each with its reason.
UPWARDS = {
    ("_exceptions", "types"),  # `LengthFinishReasonError.completion`
    ("_construct", "_models"),  # makes models
    ("_dump", "_models"),  # takes them apart
    ("_json_schema", "_models"),  # describes them
    ("_response", "resources"),  # takes the options of a request
    ("resources", "_client"),  # a resource holds its client
    ("_base_client", "_client"),  # the official path of the bases of clients
}

#: What the pure part may not touch.
BLOCKING = {
    "asyncio", "http", "os", "pathlib", "requests", "select", "selectors", "shutil", "signal",
    "socket", "ssl", "subprocess", "tempfile", "threading", "time", "urllib3",
}  # fmt: skip


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def unit_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every import of a module as its absolute name, and whether it is for annotations only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for statement in branch.body
        for node in ast.walk(statement)
    }
    package = ["openai_local", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in typing_only
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = [*base, *(node.module or "").split(".")] if node.module else base
            for alias in node.names:
                yield ".".join([*stem, alias.name]), id(node) in typing_only


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_flow_one_way(path: Path) -> None:
    """A module imports only what stands above it."""
    unit = unit_of(path)
    for name, is_for_annotations in imports(path):
        parts = name.split(".")
        if parts[0] != "openai_local" or len(parts) == 1:
            continue
        target = parts[1] if parts[1] in RANK or parts[1] == "testing" else "__init__"
        if is_for_annotations and (unit, target) in UPWARDS:
            continue
        if unit == "testing":
            assert target == "testing", f"{path.name} imports {name}: testing stands for itself"
        elif target == "testing":
            assert unit == "cli", f"{path.name} imports {name}: only the cli runs test servers"
        elif unit != "__init__":
            assert target == unit or RANK[target] < RANK[unit], f"{path.name} imports {name}"


@pytest.mark.parametrize("unit", ["_wire", "types"])
def test_the_pure_part_does_no_io(unit: str) -> None:
    """Nothing in `_wire` or `types` imports what blocks, reads a clock or opens a file."""
    for path in sorted((PACKAGE / unit).rglob("*.py")):
        for name, is_for_annotations in imports(path):
            # A path may be named in an annotation.
            is_annotation = is_for_annotations or (unit, name) == ("types", "os")
            assert is_annotation or name.split(".")[0] not in BLOCKING, f"{path.name}: {name}"
        names = {n.id for n in ast.walk(ast.parse(path.read_text("utf-8"))) if _is_call(n)}
        assert not names & {"open", "input", "print"}, path.name


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


@pytest.mark.parametrize(
    ("libraries", "expected"),
    [
        (("requests", "urllib3"), {"_io/adapter.py", "_io/requests_.py", "_io/session_.py"}),
        (("aiohttp", "yarl"), {"_io/aiohttp_.py"}),
        # For annotations; `_io/httpx_.py` gets along without.
        (("httpx", "httpx2"), {"_io/default_clients.py"}),
    ],
    ids=["requests", "aiohttp", "httpx"],
)
def test_only_transports_import_http_libraries(
    libraries: tuple[str, ...], expected: set[str]
) -> None:
    """Each HTTP library is imported by its transports and by nothing else."""
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        for name, _ in imports(path)
        if name.split(".")[0] in libraries
    }
    assert expected == users


def test_every_module_has_a_layer() -> None:
    """A new file has to be given its place."""
    assert {unit_of(path) for path in modules()} <= {*RANK, "testing"}
