"""`client.images`: what is sent, and what comes back."""

from __future__ import annotations

import asyncio
import inspect
from pathlib import Path
from typing import Any

import pytest

from openai_local import AsyncOpenAI, IncompleteStreamError, OpenAI
from openai_local._types import FileTypes
from openai_local.testing.scripted import ScriptedServer, json_answer, sse
from openai_local.types import (
    ImageEditCompletedEvent,
    ImageGenCompletedEvent,
    ImageGenPartialImageEvent,
    ImagesResponse,
)

IMAGES = {"created": 7, "data": [{"b64_json": "QQ=="}, {"url": "http://h/b.png"}]}
PARTIAL = {"type": "image_generation.partial_image", "b64_json": "QQ==", "partial_image_index": 0}
COMPLETED = {"type": "image_generation.completed", "b64_json": "QUE="}


def field(name: str, value: bytes) -> tuple[str, bytes]:
    return f'Content-Disposition: form-data; name="{name}"', value


def file(name: str, filename: str, media_type: str, content: bytes) -> tuple[str, bytes]:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"'
    return f"{head}\r\nContent-Type: {media_type}", content


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    path.write_bytes(b"PNG")
    return path


# -- generate --------------------------------------------------------------------------------


def test_generate(server: ScriptedServer, client: OpenAI) -> None:
    """The parameters are JSON; pictures come back as base64 or as URLs."""
    server.play(json_answer(IMAGES))
    response = client.images.generate(
        prompt="a cat", model="m", n=2, size="64x64", response_format="b64_json", style=None,
        svg={"model": "s"}, extra_body={"steps": 4},
    )  # fmt: skip

    (request,) = server.requests
    assert ("POST", "/v1/images/generations") == (request.method, request.path)
    assert {
        "prompt": "a cat", "model": "m", "n": 2, "size": "64x64", "response_format": "b64_json",
        "style": None, "svg": {"model": "s"}, "steps": 4,
    } == request.json()  # fmt: skip
    assert ImagesResponse is type(response)
    first, second = response.data or []
    assert ("QQ==", "http://h/b.png", 7) == (first.b64_json, second.url, response.created)


def test_generate_streamed(server: ScriptedServer, client: OpenAI) -> None:
    """`stream=True` gives partial pictures and the whole one; no [DONE] is needed."""
    server.play(sse([PARTIAL, COMPLETED]))
    events = list(client.images.generate(prompt="a cat", stream=True, partial_images=1))

    assert [ImageGenPartialImageEvent, ImageGenCompletedEvent] == [type(event) for event in events]
    assert ["QQ==", "QUE="] == [event.b64_json for event in events]
    assert {"prompt": "a cat", "stream": True, "partial_images": 1} == server.requests[0].json()


def test_cut_stream(server: ScriptedServer, client: OpenAI) -> None:
    """A stream that ends without a whole picture is an error."""
    server.play(sse([PARTIAL]))
    stream = client.images.generate(prompt="a cat", stream=True)

    assert "QQ==" == next(stream).b64_json
    with pytest.raises(IncompleteStreamError, match=r"no image_generation\.completed"):
        next(stream)


def test_whole_answer_in_place_of_a_stream(server: ScriptedServer, client: OpenAI) -> None:
    """A server that doesn't stream gives a closing event for each picture, the usage once."""
    server.play(json_answer({**IMAGES, "size": "64x64", "usage": {"total_tokens": 3}}))
    first, second = client.images.generate(prompt="a cat", stream=True)

    assert {
        "size": "64x64", "b64_json": "QQ==", "created_at": 7, "type": "image_generation.completed"
    } == first.to_dict()  # fmt: skip
    assert isinstance(second, ImageGenCompletedEvent)
    assert ("http://h/b.png", 3) == (second.to_dict()["url"], second.usage.total_tokens)


# -- edit ------------------------------------------------------------------------------------


def test_edit(server: ScriptedServer, client: OpenAI, path: Path) -> None:
    """Parameters and pictures are the parts of a form, as by the official SDK."""
    server.play(json_answer(IMAGES))
    response = client.images.edit(
        image=path, prompt="a hat", mask=("mask.png", b"M"), markup=b"K", background=None, n=2,
        quality="high", svg={"model": "m", "reasoning": {"effort": "low"}}, stream=False,
    )  # fmt: skip

    (request,) = server.requests
    assert ("POST", "/v1/images/edits") == (request.method, request.path)
    assert [
        field("prompt", b"a hat"),
        field("n", b"2"),
        field("quality", b"high"),
        field("svg[model]", b"m"),
        field("svg[reasoning][effort]", b"low"),
        field("stream", b"false"),
        file("image", "cat.png", "image/png", b"PNG"),
        file("mask", "mask.png", "image/png", b"M"),
        file("markup", "upload", "application/octet-stream", b"K"),
    ] == request.parts()
    assert ImagesResponse is type(response)


def test_edit_several(server: ScriptedServer, client: OpenAI, path: Path) -> None:
    """The pictures of a list are parts named `image[]`, even if it is only one."""
    server.play(json_answer(IMAGES))
    several: list[FileTypes] = [path, ("b.jpg", b"B")]
    for images in (several, several[:1]):
        client.images.edit(image=images, prompt="a hat")

    first = file("image[]", "cat.png", "image/png", b"PNG")
    second = file("image[]", "b.jpg", "image/jpeg", b"B")
    assert [
        [field("prompt", b"a hat"), first, second],
        [field("prompt", b"a hat"), first],
    ] == [request.parts() for request in server.requests]


def test_edit_streamed(server: ScriptedServer, client: OpenAI) -> None:
    """A streamed edit has events of its own."""
    server.play(sse([{"type": "image_edit.completed", "b64_json": "QQ=="}]))
    (event,) = client.images.edit(image=b"PNG", prompt="a hat", stream=True)

    assert ImageEditCompletedEvent is type(event)


@pytest.mark.parametrize("name", ["image", "mask", "markup"])
def test_edit_refuses_strings(server: ScriptedServer, client: OpenAI, name: str) -> None:
    """A str is no file; the message names the parameter, and nothing is sent."""
    params: Any = {"image": b"PNG", "prompt": "a hat", name: "cat.png"}

    with pytest.raises(TypeError, match=f"^{name} must be a path object"):
        client.images.edit(**params)
    assert [] == server.requests


# -- create_variation ------------------------------------------------------------------------


def test_variation(server: ScriptedServer, client: OpenAI, path: Path) -> None:
    """A variation takes one picture."""
    server.play(json_answer(IMAGES))
    response = client.images.create_variation(
        image=path, model="m", n=1, response_format="url", size="256x256"
    )

    (request,) = server.requests
    assert ("POST", "/v1/images/variations") == (request.method, request.path)
    assert [
        field("model", b"m"),
        field("n", b"1"),
        field("response_format", b"url"),
        field("size", b"256x256"),
        file("image", "cat.png", "image/png", b"PNG"),
    ] == request.parts()
    assert ImagesResponse is type(response)


# -- all -------------------------------------------------------------------------------------


GENERATE = """
    prompt background complexity frame_count frame_duration_ms model moderation n
    output_compression output_format partial_images quality response_format safety_identifier size
    stream style svg user
"""
EDIT = """
    image prompt background complexity frame_count frame_duration_ms input_fidelity markup mask
    model n output_compression output_format partial_images quality response_format
    safety_identifier size stream svg user
"""
VARIATION = "image model n response_format size user"


@pytest.mark.parametrize(
    ("method", "names"), [("generate", GENERATE), ("edit", EDIT), ("create_variation", VARIATION)]
)
def test_signatures(method: str, names: str) -> None:
    """`inspect.signature` shows the official parameters in their order."""
    signature = inspect.signature(getattr(type(OpenAI().images), method))

    options = ["extra_headers", "extra_query", "extra_body", "timeout"]
    assert ["self", *names.split(), *options] == list(signature.parameters)


@pytest.mark.parametrize("method", ["generate", "edit", "create_variation"])
def test_required_parameters(server: ScriptedServer, client: OpenAI, method: str) -> None:
    """A call without arguments is a TypeError, and nothing is sent."""
    with pytest.raises(TypeError, match=r"Missing required arguments: '(image|prompt)'"):
        getattr(client.images, method)()
    assert [] == server.requests


def test_async(server: ScriptedServer) -> None:
    """The asynchronous twins give the same."""
    server.play(
        json_answer(IMAGES), json_answer(IMAGES), json_answer(IMAGES), sse([PARTIAL, COMPLETED])
    )

    async def run() -> list[str]:
        async with AsyncOpenAI(base_url=server.base_url) as client:
            images = client.images
            whole = [
                await images.generate(prompt="a cat"),
                await images.edit(image=b"PNG", prompt="a hat"),
                await images.create_variation(image=b"PNG"),
            ]
            stream = await images.generate(prompt="a cat", stream=True)
            types = [event.type async for event in stream]
            return [type(response).__name__ for response in whole] + types

    assert [
        *["ImagesResponse"] * 3, "image_generation.partial_image", "image_generation.completed"
    ] == asyncio.run(run())  # fmt: skip
    paths = [request.path.removeprefix("/v1/images/") for request in server.requests]
    assert ["generations", "edits", "variations", "generations"] == paths
