"""Paths of the official SDK that have no file here lead to the module that holds the class."""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from openai_local.types.chat import ChatCompletionMessageFunctionToolCall, ChatCompletionToolParam


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("types.chat.chat_completion_tool_param", "ChatCompletionToolParam"),
        ("types.chat.chat_completion_role", "ChatCompletionRole"),
        ("types.chat.chat_completion_chunk", "ChoiceDelta"),
        ("types.create_embedding_response", "CreateEmbeddingResponse"),
        ("types.chat_model", "ChatModel"),
        ("types.shared.reasoning_effort", "ReasoningEffort"),
        ("types.shared_params.function_definition", "FunctionDefinition"),
        ("types.audio.transcription_word", "TranscriptionWord"),
        ("types.responses.response_text_delta_event", "ResponseTextDeltaEvent"),
        ("types.responses.response_usage", "ResponseUsage"),
    ],
)
def test_a_deep_path_leads_to_the_class(path: str, name: str) -> None:
    """The class is the one that its package exports."""
    module = importlib.import_module(f"openai_local.{path}")

    package = importlib.import_module(f"openai_local.{path.rpartition('.')[0]}")
    assert getattr(module, name) is getattr(package, name, getattr(module, name))


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("resources.audio.audio.Audio", "resources.audio"),
        ("resources.beta.beta.Beta", "resources.beta"),
        ("resources.chat.chat.Chat", "resources.chat"),
        ("resources.chat.completions.completions.Completions", "resources.chat.completions"),
        ("resources.chat.completions.messages.Messages", "resources.chat.messages"),
        ("types.chat.completions.message_list_params.MessageListParams", "types.chat.completions"),
    ],
)
def test_a_path_one_package_deeper(path: str, home: str) -> None:
    """Where the official SDK has a package around a module, its path leads to the same class."""
    module, _, name = path.rpartition(".")

    found = getattr(importlib.import_module(f"openai_local.{module}"), name)

    assert f"openai_local.{home}" == found.__module__


@pytest.mark.parametrize("path", ["resources.nothing", "types.nothing", "nothing", "lib.nothing"])
def test_no_path_is_made_up(path: str) -> None:
    """What the official SDK has not got is not found."""
    with pytest.raises(ModuleNotFoundError, match=rf"openai_local\.{path}"):
        importlib.import_module(f"openai_local.{path}")


def test_the_old_name_of_the_format_function() -> None:
    """Programs import `_type_to_response_format` from the module of `create`."""
    module = importlib.import_module("openai_local.resources.chat.completions.completions")

    wanted = {"type": "json_object"}
    assert wanted == module._type_to_response_format(wanted)


def test_a_module_keeps_its_own_name() -> None:
    """Two paths are one module object, which still knows where it is."""
    deep = importlib.import_module("openai_local.types.chat.chat_completion_role")
    home = importlib.import_module("openai_local.types.chat.chat_completion_message_param")

    assert home is deep
    assert home.__spec__ is not None
    assert "openai_local.types.chat.chat_completion_message_param" == home.__spec__.name
    classes = dict(vars(home))
    try:
        assert importlib.reload(home) is home
    finally:
        # Other tests compare with the classes that they have already.
        vars(home).update(classes)


def test_what_is_nowhere_is_not_found() -> None:
    """A path that the official SDK does not have either raises as usual."""
    with pytest.raises(ModuleNotFoundError, match="no_such_thing"):
        importlib.import_module("openai_local.types.chat.no_such_thing")
    with pytest.raises(ModuleNotFoundError, match="no_such_thing"):
        importlib.import_module("openai_local.types.no_such_thing")


def test_classes_pickle_under_their_home() -> None:
    """Importing a deep path does not change where a class says it lives."""
    importlib.import_module("openai_local.types.chat.chat_completion_tool_param")

    assert ChatCompletionToolParam.__module__.startswith("openai_local.types.chat.")
    call = ChatCompletionMessageFunctionToolCall.model_construct(id="1", type="function")
    assert call == pickle.loads(pickle.dumps(call))


@pytest.mark.parametrize(
    "path",
    [
        "resources.chat.completions.completions.Completions",
        "resources.beta.threads.Threads",
        "lib.streaming.chat.ChatCompletionStreamState",
        "pagination.SyncPage",
        "types.chat.chat_completion_role.ChatCompletionRole",
        "types.shared.reasoning_effort.ReasoningEffort",
        "_exceptions.APIError",
        "_base_client.make_request_options",
    ],
)
def test_paths_are_attributes_without_further_imports(path: str) -> None:
    """As in the official SDK, which has loaded all of them; `hasattr` finds nothing else."""
    code = f"import openai_local; openai_local.{path}; print(hasattr(openai_local, 'stream'))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "False\n" == result.stdout, result.stderr
