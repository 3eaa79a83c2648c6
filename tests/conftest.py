"""What most tests need: a scripted server, a real one, and a clean environment."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from openai_local import OpenAI
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import ScriptedServer
from openai_local.testing.tiny_model import write_tiny_chat, write_tiny_projector

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine decides how a test ends."""
    for name in (
        "OPENAI_API_KEY", "OPENAI_LOCAL_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID",
        "OPENAI_PROJECT_ID", "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy",
        "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="session")
def _ctrl_c() -> None:
    """A shell that runs the tests in the background has them, and what they start, ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A server that plays what the test tells it to."""
    with ScriptedServer() as scripted:
        yield scripted


@pytest.fixture
def client(server: ScriptedServer) -> Iterator[OpenAI]:
    """A client of the scripted server that does not retry."""
    with OpenAI(base_url=server.base_url, max_retries=0, timeout=5) as client:
        yield client


def skip_without_llama_server() -> None:
    """Its wheel may be missing, or a library of the system that it needs, as in slim images."""
    pytest.importorskip("xllamacpp", exc_type=ImportError)


class TinyModel(NamedTuple):
    """Files that llama-server loads: the model, and what it needs to see."""

    chat: Path
    projector: Path


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> TinyModel:
    """The tiny model, written once."""
    folder = tmp_path_factory.mktemp("tiny-model")
    files = TinyModel(folder / "chat.gguf", folder / "projector.gguf")
    write_tiny_chat(files.chat)
    write_tiny_projector(files.projector)
    return files


@pytest.fixture(scope="session")
def llama_server(tiny_model: TinyModel) -> Iterator[LlamaServer]:
    """The real llama-server with the tiny model and its projector, one for all tests."""
    skip_without_llama_server()
    with LlamaServer(tiny_model.chat, mmproj=tiny_model.projector, alias="tiny") as running:
        yield running
