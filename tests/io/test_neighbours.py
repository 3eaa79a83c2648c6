"""Who else listens on this machine: bounded, harmless, and said in the error that needs it."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

import openai_local
from openai_local import APIConnectionError, AsyncOpenAI, OpenAI
from openai_local._io import neighbours as module
from openai_local._io.neighbours import Neighbour, neighbours, sentence_about_neighbours
from openai_local._module_client import ModuleClient
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.scripted import HoldOpen, ScriptedServer, head, json_answer

OLLAMA = json_answer({"object": "list", "data": [{"id": "qwen:7b", "owned_by": "library"}]})


@pytest.fixture
def usual_ports(monkeypatch: pytest.MonkeyPatch, server: ScriptedServer) -> Mapping[int, str]:
    """The scripted server's port is the only usual one."""
    ports = {server.port: "Servatron"}
    monkeypatch.setattr(module, "USUAL_PORTS", ports)
    return ports


@contextmanager
def nothing_at_the_default(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The default address is one where surely nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        monkeypatch.setattr("openai_local._client.DEFAULT_BASE_URL", address)
        yield address


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_a_server_that_gives_its_name(server: ScriptedServer) -> None:
    """The list of models says whose it is; one request without a key is all that was sent."""
    server.play(OLLAMA)

    assert [Neighbour(server.port, "Ollama", True)] == neighbours({server.port: "other"})
    [request] = server.requests
    assert ("GET", "/v1/models") == (request.method, request.path)
    assert "authorization" not in request.headers


def test_a_real_llama_server(llama_server: LlamaServer) -> None:
    """llama-server is found by its header."""
    port = int(llama_server.base_url.split(":")[2].split("/")[0])

    assert [Neighbour(port, "llama.cpp", True)] == neighbours({port: "other"})


def test_a_server_that_asks_for_a_key(server: ScriptedServer) -> None:
    """A refusal in JSON is an answer as well; the port tells whose it may be."""
    server.play(json_answer({"error": "Unauthorized"}, status=401))

    assert [Neighbour(server.port, "vLLM", True)] == neighbours({server.port: "vLLM"})


def test_a_page_is_no_neighbour(server: ScriptedServer) -> None:
    """What serves pages at such a port is something else."""
    server.play([head(404, "text/html"), b"<html>no</html>"])

    assert [] == neighbours({server.port: "vLLM"})


def test_noise_is_no_neighbour(server: ScriptedServer) -> None:
    """What doesn't speak HTTP is something else, too."""
    server.play([b"\x00\x01\x02\r\n\r\n"])

    assert [] == neighbours({server.port: "vLLM"})


def test_silence_is_bounded(server: ScriptedServer) -> None:
    """A busy server costs a tenth of a second and is named by its port; others still answer."""
    server.play([HoldOpen()])
    with ScriptedServer() as other:
        other.play(OLLAMA)
        started = time.perf_counter()
        found = neighbours({server.port: "vLLM", other.port: "x", free_port(): "y"})

    assert time.perf_counter() - started < 5
    assert [Neighbour(other.port, "Ollama", True), Neighbour(server.port, "vLLM", False)] == found


def test_nobody_there() -> None:
    """Closed ports are nobody's."""
    assert [] == neighbours({free_port(): "vLLM"})


@pytest.mark.usefixtures("usual_ports")
def test_the_sentence(server: ScriptedServer) -> None:
    """One readable sentence with the line of Python that goes there."""
    server.play(OLLAMA)
    assert sentence_about_neighbours() == (
        f"But something that looks like Ollama listens on {server.origin}: "
        f'OpenAI(base_url="{server.base_url}").'
    )
    server.play([HoldOpen()])
    assert f"But something listens on {server.origin}, the usual port of Servatron: " in (
        sentence_about_neighbours()
    )


def test_the_sentence_with_several(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is written out, the others follow with their addresses."""
    server.play(json_answer({"error": "no"}, status=401))
    with ScriptedServer() as other:
        other.play(OLLAMA)
        monkeypatch.setattr(module, "USUAL_PORTS", {other.port: "x", server.port: "vLLM"})
        sentence = sentence_about_neighbours()

    assert sentence.endswith(f'OpenAI(base_url="{other.base_url}"), vLLM on {server.base_url}.')


@pytest.mark.usefixtures("usual_ports")
def test_the_error_says_who_is_there(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody chose the address, the error names the server that does listen."""
    server.play(OLLAMA)
    with (
        nothing_at_the_default(monkeypatch) as address,
        OpenAI(max_retries=0) as client,
        pytest.raises(APIConnectionError) as caught,
    ):
        client.models.list()

    message = str(caught.value)
    assert f"nothing listens on {address.removesuffix('/v1')} " in message
    assert f'looks like Ollama listens on {server.origin}: OpenAI(base_url="' in message
    assert message.endswith("python -m openai_local doctor")
    assert "\n" not in message


@pytest.mark.usefixtures("usual_ports")
def test_the_same_in_asyncio(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop goes on while somebody looks around, here at a server that is silent."""
    server.play([HoldOpen()])

    async def ticks_during_the_call() -> tuple[str, int]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.005)
                ticks += 1

        ticking = asyncio.create_task(tick())
        try:
            async with AsyncOpenAI(max_retries=0) as client:
                await client.models.list()
        except APIConnectionError as error:
            return str(error), ticks
        finally:
            ticking.cancel()
        raise AssertionError("something listens at the default address")

    with nothing_at_the_default(monkeypatch):
        message, ticks = asyncio.run(ticks_during_the_call())
    assert f"something listens on {server.origin}" in message
    assert ticks >= 5


@pytest.mark.usefixtures("usual_ports")
@pytest.mark.parametrize("way", ["argument", "environment", "attribute", "copy", "module"])
def test_a_chosen_address_is_respected(
    way: str, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever chose the address is told about that one only, and nobody else is asked."""
    server.play(OLLAMA)
    with nothing_at_the_default(monkeypatch) as address:
        if way == "environment":
            monkeypatch.setenv("OPENAI_BASE_URL", address)
        client = OpenAI(base_url=address if way == "argument" else None, max_retries=0)
        if way == "attribute":
            client.base_url = address  # type: ignore[assignment]
        if way == "copy":
            client = client.copy(base_url=address)
        if way == "module":
            monkeypatch.setattr(openai_local, "base_url", address)
            monkeypatch.setattr(openai_local, "max_retries", 0)
            client = ModuleClient()
        with pytest.raises(APIConnectionError) as caught:
            client.models.list()

    assert "looks like" not in str(caught.value)
    assert [] == server.requests
