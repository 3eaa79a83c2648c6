"""Names that mean something to the official service only can be imported, not used."""

from __future__ import annotations

import abc
import functools
import importlib
import pickle

import pytest

import openai_local
from openai_local import OpenAIError
from openai_local.types import Batch, FileCreateParams


@pytest.mark.parametrize(
    "path",
    [
        "AzureOpenAI",
        "AsyncBedrockOpenAI",
        "AssistantEventHandler",
        "lib.azure.AsyncAzureOpenAI",
        "lib.streaming._assistants.AssistantStreamManager",
        "auth.k8s_service_account_token_provider",
        "resources.AsyncFiles",
        "resources.files.Files",
        "resources.beta.threads.runs.Runs",
        "resources.responses.responses.AsyncResponsesConnection",
    ],
)
def test_what_is_no_data_raises_when_it_is_called(path: str) -> None:
    """The class can be derived from and asked for; making one says what it is."""
    module, _, name = f"openai_local.{path}".rpartition(".")
    found = getattr(importlib.import_module(module), name)

    assert not isinstance(openai_local.OpenAI(), found)
    derived = type(found)("Derived", (found,), {})
    assert issubclass(derived, found)
    with pytest.raises(OpenAIError, match=rf"{name} is part of the official service"):
        found(api_key="k")


def test_methods_of_a_resource_can_be_wrapped() -> None:
    """Tracing libraries replace methods of every resource; calling one says what it is."""
    from openai_local.resources.beta.assistants import Assistants

    wrapped = functools.partial(Assistants.create)
    Assistants.create = wrapped
    with pytest.raises(OpenAIError, match="Assistants is part of the official service"):
        Assistants.create()
    assert not hasattr(Assistants, "_private")


@pytest.mark.parametrize(
    "path",
    [
        "types.Batch",
        "types.batch_error.BatchError",
        "types.beta.threads.run.Run",
        "types.fine_tuning.FineTuningJob",
        "types.vector_stores.vector_store_file.VectorStoreFile",
        "types.audio.VoiceDeleted",
    ],
)
def test_types_are_models_that_take_any_field(path: str) -> None:
    """Libraries fill them, and derive their own from them."""
    module, _, name = f"openai_local.{path}".rpartition(".")
    found = getattr(importlib.import_module(module), name)

    assert issubclass(found, openai_local.BaseModel)
    assert found is getattr(importlib.import_module(module), name)
    assert {"id": "a"} == found(id="a").to_dict()


def test_types_can_be_pickled_and_derived_from() -> None:
    """They are at home under the path that they were imported by."""

    class Own(Batch):
        mine: int = 1

    assert Batch(id="a") == pickle.loads(pickle.dumps(Batch(id="a")))
    assert "Own(mine=1, id='a')" == repr(Own(id="a"))


def test_params_are_dicts() -> None:
    """Parameters of requests are TypedDicts, as all parameters are."""
    assert {"purpose": "batch"} == FileCreateParams(purpose="batch")


def test_packages_lead_to_packages() -> None:
    """`openai.types.beta.threads` can be reached by attributes, too."""
    from openai_local.types import beta

    assert beta.threads is importlib.import_module("openai_local.types.beta.threads")
    assert beta.threads.Run.__module__ == "openai_local.types.beta.threads"


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("AzureOpenAI", "lib.azure.AzureOpenAI"),
        ("AsyncAssistantEventHandler", "lib.streaming._assistants.AsyncAssistantEventHandler"),
        ("AssistantEventHandler", "lib.streaming.AssistantEventHandler"),
        ("types.Batch", "types.batch.Batch"),
        (
            "types.VectorStoreSearchResponse",
            "types.vector_store_search_response.VectorStoreSearchResponse",
        ),
        ("types.beta.threads.Run", "types.beta.threads.run.Run"),
        ("resources.AsyncFiles", "resources.files.AsyncFiles"),
        ("resources.beta.Assistants", "resources.beta.assistants.Assistants"),
        ("resources.beta.threads.Runs", "resources.beta.threads.runs.runs.Runs"),
    ],
)
def test_all_paths_of_a_name_lead_to_one_class(path: str, other: str) -> None:
    """A checker that asks `isinstance` may know it by another path than the maker."""
    found = []
    for each in (other, path):
        module, _, name = f"openai_local.{each}".rpartition(".")
        found.append(getattr(importlib.import_module(module), name))
    assert found[0] is found[1]
    assert found[0] is pickle.loads(pickle.dumps(found[0]))


def test_abstract_classes_can_be_bases_beside_them() -> None:
    """There is no conflict of metaclasses."""
    from openai_local.resources.files import Files

    from openai_local import AzureOpenAI

    class Plain(AzureOpenAI, abc.ABC):
        @abc.abstractmethod
        def mine(self) -> None: ...

    class Own(Files, Plain): ...

    assert issubclass(Own, AzureOpenAI)
    assert not isinstance(1, Own)


def test_pydantic_takes_them_for_what_they_stand_for() -> None:
    """Params keep every field, and what is a text in the official SDK is one here."""
    pydantic = pytest.importorskip("pydantic", minversion="2.5")
    from openai_local.types import FilePurpose

    file = {"file": b"x", "purpose": "batch"}
    assert file == pydantic.TypeAdapter(FileCreateParams).validate_python(file)
    assert "batch" == pydantic.TypeAdapter(FilePurpose).validate_python("batch")
