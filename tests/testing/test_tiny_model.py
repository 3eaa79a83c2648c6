"""The tiny model: the same file everywhere, and what the real server makes it say."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from openai_local.testing import gguf
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.picture import jpeg_bytes, png_bytes, write_png
from openai_local.testing.tiny_model import (
    ANSWER,
    EMBEDDING_SIZE,
    IMAGE_ANSWER,
    THOUGHT,
    TOOL_LEAD,
    write_tiny_chat,
    write_tiny_projector,
)

from ..conftest import skip_without_llama_server

Post = Callable[..., Any]
Write = Callable[[str | os.PathLike[str]], None]

# Taken with CPython 3.10, 3.11, 3.12 and 3.13.
SHA256: dict[Write, str] = {
    write_tiny_chat: "2aa12ada8a150f9da0667dbb32e0fa2b17f887dda1fde5f971b04e6c6a7feefa",
    write_tiny_projector: "415406141551fcc2f4056cf97228dfdb854acb108b02759079ad3913e6a5a8c3",
}

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
            "required": ["city", "days"],
        },
    },
}
QUESTION = {"role": "user", "content": "How will the weather be?"}


@pytest.mark.parametrize("write", SHA256)
def test_file_is_the_same_everywhere(write: Write, tmp_path: Path) -> None:
    """Two runs, and all Python versions, write the same bytes, fewer than a million."""
    write(tmp_path / "one")
    write(tmp_path / "two")
    data = (tmp_path / "one").read_bytes()
    assert data == (tmp_path / "two").read_bytes()
    assert SHA256[write] == hashlib.sha256(data).hexdigest()
    assert len(data) < 1_000_000


def test_tensor_has_to_fill_its_shape(tmp_path: Path) -> None:
    """A tensor with too few values is refused instead of making a file that no one can load."""
    with pytest.raises(ValueError, match="tensor t: its data do not fill the shape"):
        gguf.write_gguf(tmp_path / "x", {}, [gguf.f16("t", (2, 3), [0.0] * 5)])


def test_picture_is_written_whole(tmp_path: Path) -> None:
    """The picture on the disk is the picture in memory."""
    write_png(tmp_path / "p.png", 30, 20)
    assert png_bytes(30, 20) == (tmp_path / "p.png").read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both files."""
    skip_without_llama_server()
    made = tmp_path_factory.mktemp("tiny")
    write_tiny_chat(made / "chat.gguf")
    write_tiny_projector(made / "mmproj.gguf")
    return made


@pytest.fixture(scope="module")
def post(folder: Path) -> Iterator[Post]:
    """Sends a request to the real server with the tiny model, and gives its answer."""
    with LlamaServer(folder / "chat.gguf", mmproj=folder / "mmproj.gguf") as server:
        yield lambda path, **body: _post(f"{server.base_url}{path}", body)


@pytest.fixture(scope="module")
def choice(post: Post) -> Post:
    """Sends a chat request at temperature 1 without any filter; gives the only choice."""
    calm = {"max_tokens": 300, "temperature": 1, "top_k": 0, "top_p": 1, "min_p": 0}

    def ask(**body: Any) -> Any:
        [only] = post("/chat/completions", **{"messages": [QUESTION], **calm, **body})["choices"]
        return only

    return ask


def _post(url: str, body: object) -> Any:
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


@pytest.mark.parametrize("prompt", ["hello", "What?\n", "日本語 🙂", 'a "quote"'])
def test_same_answer_to_any_prompt(choice: Post, prompt: str) -> None:
    """Without tools and the like the model says its sentence, and stops by itself."""
    got = choice(messages=[{"role": "user", "content": prompt}])
    assert (ANSWER, "stop") == (got["message"]["content"], got["finish_reason"])
    assert "reasoning_content" not in got["message"]


def test_characters_are_cut_into_tokens(post: Post) -> None:
    """é, the smiley, 日 and и take several tokens each: more tokens than pieces of text."""
    got = post("/completions", prompt="Once upon a time", max_tokens=100, n_probs=1)
    assert ANSWER == got["choices"][0]["text"]
    by_bytes = sum(len(character.encode()) for character in "é🙂日и")
    assert got["usage"]["completion_tokens"] >= by_bytes + 20


def test_calls_a_tool_and_then_answers(choice: Post) -> None:
    """With tools the model calls one by itself; after the tool's result it answers in words."""
    got = choice(tools=[WEATHER])
    [call] = got["message"]["tool_calls"]
    assert (TOOL_LEAD, "tool_calls") == (got["message"]["content"], got["finish_reason"])
    assert "get_weather" == call["function"]["name"]
    assert {"city": "hiœ", "days": 7} == json.loads(call["function"]["arguments"])

    result = {"role": "tool", "tool_call_id": call["id"], "content": "sunny"}
    got = choice(tools=[WEATHER], messages=[QUESTION, got["message"], result])
    assert (ANSWER, "stop") == (got["message"]["content"], got["finish_reason"])


def test_thinks_when_the_template_is_told(choice: Post) -> None:
    """`think` among the template's arguments gives reasoning first, apart from the answer."""
    message = choice(chat_template_kwargs={"think": True})["message"]
    assert (THOUGHT, ANSWER) == (message["reasoning_content"], message["content"])


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (WEATHER["function"]["parameters"], '{"city":"hiœ","days":7}'),  # type: ignore[index]
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, "[7,7]"),
        ({"type": "string", "minLength": 7}, '"hiœhiœhiœ"'),
        ({"enum": ["red", "green"]}, '"green"'),
    ],
)
def test_json_is_short(choice: Post, schema: object, text: str) -> None:
    """Under a schema the model writes the same short JSON each time, and closes it."""
    form = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    got = choice(response_format=form)
    assert (text, "stop") == (got["message"]["content"], got["finish_reason"])


def test_json_object(choice: Post) -> None:
    """Without a schema it is an object of one member."""
    got = choice(response_format={"type": "json_object"})
    assert {"hiœ": "hiœ"} == json.loads(got["message"]["content"])


def test_goes_on_when_the_end_is_ignored(choice: Post) -> None:
    """With `ignore_eos` the sentence repeats until the tokens are used up."""
    got = choice(ignore_eos=True, max_tokens=100)
    assert got["message"]["content"].startswith(f"{ANSWER} {ANSWER} Hello")
    assert "length" == got["finish_reason"]


@pytest.mark.parametrize(("kind", "data"), [("png", png_bytes()), ("jpeg", jpeg_bytes())])
def test_sees_that_there_is_an_image(choice: Post, kind: str, data: bytes) -> None:
    """An image passes the projector, and the answer says that it arrived."""
    url = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    image = {"type": "image_url", "image_url": {"url": url}}
    content = [{"type": "text", "text": "What is this?"}, image]
    got = choice(messages=[{"role": "user", "content": content}])
    assert IMAGE_ANSWER == got["message"]["content"]


def test_embeddings_of_the_same_file(folder: Path) -> None:
    """The chat model serves embeddings: equal for equal texts, different for others."""
    with LlamaServer(folder / "chat.gguf", embeddings=True) as server:
        got = _post(f"{server.base_url}/embeddings", {"input": ["hello", "world", "hello"]})
    first, second, third = (item["embedding"] for item in got["data"])
    assert EMBEDDING_SIZE == len(first)
    assert first == third != second
