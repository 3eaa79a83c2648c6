"""The types of raw and streaming views name every method that there is, and no other."""

from __future__ import annotations

import ast
import inspect
from functools import cached_property
from pathlib import Path

import pytest

from openai_local import AsyncOpenAI, OpenAI
from openai_local.resources._resource import BaseResource

VIEWS = Path(inspect.getfile(BaseResource)).parent / "_views.pyi"
#: Views of these are made by nobody: they send nothing before their own `with`.
MANAGERS = {"stream"}
FUNCTIONS = {"Raw": "raw", "Streaming": "streaming"}


def declared() -> dict[str, dict[str, str]]:
    """For each class of `_views.pyi`, its names and what they are said to be."""
    classes = [node for node in ast.parse(VIEWS.read_text()).body if isinstance(node, ast.ClassDef)]
    return {cls.name: dict(map(name_and_value, cls.body)) for cls in classes}


def name_and_value(line: ast.stmt) -> tuple[str, str]:
    if isinstance(line, ast.AnnAssign):
        return ast.unparse(line.target), ast.unparse(line.annotation)
    assert isinstance(line, ast.Assign)
    return ast.unparse(line.targets[0]), ast.unparse(line.value)


def parts(owner: object) -> dict[str, BaseResource]:
    """The resources that an object has, by their names."""
    names = [
        name for name, value in vars(type(owner)).items() if isinstance(value, cached_property)
    ]
    found = {name: getattr(owner, name) for name in names if not name.startswith("_")}
    return {name: part for name, part in found.items() if isinstance(part, BaseResource)}


def expected(owner: object, view: str) -> dict[str, dict[str, str]]:
    """What `_views.pyi` must say of an object and its parts; `view` is the name of its class."""
    is_async = view.startswith("Async")
    kind = next(kind for kind in FUNCTIONS if kind in view)
    own = view.removeprefix("Async").removeprefix(kind)
    prefix = "Async" if is_async else ""
    function = ("async_" if is_async else "") + FUNCTIONS[kind]
    suffix = "_bytes" if (kind, own) == ("Streaming", "Speech") else ""
    lines, others = {}, {}
    for name, part in parts(owner).items():
        home = type(part).__name__.removeprefix("Async")
        home = (
            "ChatCompletions" if "chat" in type(part).__module__ and home == "Completions" else home
        )
        lines[name] = f"{prefix}{kind}{home}"
        others |= expected(part, lines[name])
    if isinstance(owner, BaseResource):
        methods = [name for name, value in vars(type(owner)).items() if inspect.isfunction(value)]
        for name in methods:
            if not name.startswith("_") and name not in MANAGERS:
                lines[name] = f"{function}{suffix}({prefix}{own}.{name})"
    return {view: lines, **others}


@pytest.mark.parametrize(
    ("client", "view"),
    [
        (OpenAI, "RawOpenAI"),
        (OpenAI, "StreamingOpenAI"),
        (AsyncOpenAI, "AsyncRawOpenAI"),
        (AsyncOpenAI, "AsyncStreamingOpenAI"),
    ],
)
def test_every_method_has_its_line(client, view):
    """Each part of a client and each method of it stands in `_views.pyi`, with its own kind."""
    wanted = expected(client(), view)
    kind = "Raw" if "Raw" in view else "Streaming"
    found = {
        name: lines
        for name, lines in declared().items()
        if kind in name and name.startswith("Async") is view.startswith("Async")
    }
    assert wanted == found


def test_each_resource_names_its_views():
    """The annotations of a resource name the two classes that are its own."""
    for client in (OpenAI(), AsyncOpenAI()):
        prefix = "Async" if isinstance(client, AsyncOpenAI) else ""
        pending = [(prefix, "OpenAI", client)]
        while pending:
            prefix, own, owner = pending.pop()
            hints = type(owner).__annotations__
            for kind, attribute in (
                ("Raw", "with_raw_response"),
                ("Streaming", "with_streaming_response"),
            ):
                assert f"_views.{prefix}{kind}{own}" == hints[attribute]
            lines = expected(owner, f"{prefix}Raw{own}")[f"{prefix}Raw{own}"]
            pending += [
                (prefix, lines[name].removeprefix(f"{prefix}Raw"), part)
                for name, part in parts(owner).items()
            ]
