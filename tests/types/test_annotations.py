"""What holds for every class of `types`, read off its annotations."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest

import openai_local.types
from openai_local._models import BaseModel

MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(openai_local.types.__path__, "openai_local.types.")
    if not module.name.rpartition(".")[2].startswith("_")
]


def classes_of(module: ModuleType) -> list[type[Any]]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    ]


MODELS = [cls for module in MODULES for cls in classes_of(module) if issubclass(cls, BaseModel)]
PARAMS = [cls for module in MODULES for cls in classes_of(module) if hasattr(cls, "__total__")]


@pytest.mark.parametrize("cls", MODELS + PARAMS)
def test_annotations_can_be_evaluated(cls: type[Any]) -> None:
    """Every annotation is made of names that exist at run time."""
    assert get_type_hints(cls, localns={})


@pytest.mark.parametrize("cls", MODELS)
def test_fields_that_may_be_left_out_are_none(cls: type[BaseModel]) -> None:
    """A field that the server may leave out says that it may be null, and is None then."""
    for name, field in cls.model_fields.items():
        if not field.is_required():
            may_be_none = field.annotation is object or type(None) in get_args(field.annotation)

            assert (name, True, None) == (name, may_be_none, field.default)


@pytest.mark.parametrize("cls", MODELS)
def test_models_hold_nothing_but_data(cls: type[BaseModel]) -> None:
    """A model's body is data: fields, and other ways to read them, but no methods."""
    public = {name for name in vars(cls) if not name.startswith("_")}
    views = {name for name in public if hasattr(vars(cls)[name], "__get__")}

    assert public - views <= set(cls.model_fields)
    assert not {name for name in views if callable(vars(cls)[name])}


@pytest.mark.parametrize("cls", MODELS)
def test_models_have_a_schema(cls: type[BaseModel]) -> None:
    """Every model describes itself as JSON schema."""
    assert set(cls.model_fields) == set(cls.model_json_schema()["properties"])


@pytest.mark.parametrize("cls", MODELS)
def test_models_are_found_by_pickle(cls: type[BaseModel]) -> None:
    """A class can be loaded again by the module and name that it gives as its own."""
    assert cls is pickle.loads(pickle.dumps(cls))


@pytest.mark.parametrize("cls", MODELS + PARAMS)
def test_pydantic_has_a_schema(cls: type[Any]) -> None:
    """Libraries can make every class a field of their pydantic models."""
    pydantic = pytest.importorskip("pydantic")

    assert pydantic.TypeAdapter(cls).core_schema
