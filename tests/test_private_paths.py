"""Official private modules from which programs import a name or two."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from openai_local import AsyncOpenAI, OpenAI, not_given
from openai_local._compat import (
    PYDANTIC_V1,
    PYDANTIC_V2,
    get_model_fields,
    model_copy,
    model_dump,
    model_json,
    model_parse,
    parse_obj,
)
from openai_local._utils import LazyProxy, is_dict, is_given, is_list, is_mapping, strip_not_given
from openai_local.types import Model

MODEL = {"id": "a", "created": 1, "object": "model", "owned_by": "b"}


def test_functions_over_models() -> None:
    """They do what the methods of pydantic 2 do."""
    model = model_parse(Model, MODEL)

    assert (False, True) == (PYDANTIC_V1, PYDANTIC_V2)
    assert model.model_dump() == model_dump(model)
    assert model == model_copy(parse_obj(Model, MODEL), deep=True)
    assert {"id": "a"} == model_dump(model, include={"id"})
    assert model.model_dump_json() == model_json(model)
    assert Model.model_fields == get_model_fields(Model)


def test_questions_about_values() -> None:
    """Each is true of its own kind only."""
    values: list[Any] = [{}, [], not_given, None]

    assert [True, False, False, False] == [is_dict(value) for value in values]
    assert [False, True, False, False] == [is_list(value) for value in values]
    assert [True, False, False, False] == [is_mapping(value) for value in values]
    assert [True, True, False, True] == [is_given(value) for value in values]


def test_what_was_not_given_is_left_out() -> None:
    """Of a mapping only; None counts as given."""
    assert {"a": None} == strip_not_given({"a": None, "b": not_given})
    assert "text" == strip_not_given("text")


class Late(LazyProxy[OpenAI]):
    loaded = 0

    def __load__(self) -> OpenAI:
        Late.loaded += 1
        return OpenAI(api_key="late")


def test_a_proxy_loads_when_it_is_used() -> None:
    """Attributes, the text and `isinstance` are those of the object; before, nothing is loaded."""
    proxy = Late().__as_proxied__()
    assert 0 == Late.loaded

    assert "late" == proxy.api_key
    assert isinstance(proxy, OpenAI)
    assert "chat" in dir(proxy)
    assert str(proxy).startswith("<openai_local.")
    with pytest.raises(AttributeError):
        proxy.__class__ = OpenAI


def test_a_proxy_of_a_proxy() -> None:
    """One that loads another proxy, or itself, is known by the name of its class."""

    class Own(LazyProxy[Any]):
        def __load__(self) -> Any:
            return self

    proxy = Own()
    assert ("Own", "Own", []) == (repr(proxy), str(proxy), dir(proxy))
    assert "Own" == type(proxy.name.more).__name__
    assert Own is proxy.__class__


def test_a_proxy_that_cannot_load() -> None:
    """Asking for its class raises nothing; asking for an attribute what loading raises."""

    class Broken(LazyProxy[Any]):
        def __load__(self) -> Any:
            raise RuntimeError("no such thing")

    assert not isinstance(Broken(), OpenAI)
    with pytest.raises(RuntimeError, match="no such thing"):
        Broken().name  # noqa: B018


@pytest.mark.parametrize(
    ("name", "module", "home"),
    [
        ("SyncAPIClient", "_client", "OpenAI"),
        ("AsyncAPIClient", "_client", "AsyncOpenAI"),
        ("BaseClient", "_client", "BaseClient"),
    ],
)
def test_names_of_base_client(name: str, module: str, home: str) -> None:
    """What the official client derives from is ours, so that `isinstance` holds."""
    found = getattr(importlib.import_module("openai_local._base_client"), name)

    assert getattr(importlib.import_module(f"openai_local.{module}"), home) is found
    assert isinstance(AsyncOpenAI() if "Async" in name else OpenAI(), found)


def test_http_clients_of_base_client() -> None:
    """The wrappers around httpx are the clients that the package offers."""
    httpx = pytest.importorskip("httpx2")
    base_client: Any = importlib.import_module("openai_local._base_client")

    assert issubclass(base_client.DefaultHttpxClient, httpx.Client)
    assert base_client.SyncHttpxClientWrapper is base_client.DefaultHttpxClient
    assert issubclass(base_client.AsyncHttpxClientWrapper, httpx.AsyncClient)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        base_client.nothing  # noqa: B018
