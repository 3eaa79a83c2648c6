"""The tiny model as a directory in Hugging Face's format: the same model as the GGUF file."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import pytest

from openai_local.testing import gguf, hugging_face
from openai_local.testing.tiny_model import EMBEDDING_SIZE, write_tiny_chat_directory


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "tiny"
    write_tiny_chat_directory(path)
    return path


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def weights(folder: Path) -> tuple[dict[str, Any], bytes]:
    """The head of the file of weights, and what follows it."""
    data = (folder / "model.safetensors").read_bytes()
    (size,) = struct.unpack_from("<Q", data)
    return json.loads(data[8 : 8 + size]), data[8 + size :]


def test_files_are_the_same_everywhere(folder: Path, tmp_path: Path) -> None:
    """Two runs write the same bytes, about a million of them, over what is there."""
    digests = []
    for _ in range(2):
        write_tiny_chat_directory(tmp_path)
        files = sorted(tmp_path.iterdir())
        digests.append([hashlib.sha256(file.read_bytes()).hexdigest() for file in files])

    assert digests[0] == digests[1]
    assert 5 == len(files)
    assert sum(file.stat().st_size for file in files) < 1_200_000


def test_weights_fill_their_shapes(folder: Path) -> None:
    """The tensors lie one behind the other, each with four bytes for each of its numbers."""
    head, data = weights(folder)
    assert {"format": "pt"} == head.pop("__metadata__")
    end = 0
    for about in head.values():
        start, stop = about["data_offsets"]
        count = 1
        for size in about["shape"]:
            count *= size
        assert ("F32", end, 4 * count) == (about["dtype"], start, stop - start)
        end = stop
    assert len(data) == end


def test_the_names_are_those_of_the_architecture(folder: Path) -> None:
    """What the configuration announces is there: one layer, its parts, and both tables."""
    config = read(folder, "config.json")
    head, _ = weights(folder)
    size, words = EMBEDDING_SIZE, config["vocab_size"]

    assert [words, size] == head["model.embed_tokens.weight"]["shape"]
    assert [words, size] == head["lm_head.weight"]["shape"]
    assert [config["intermediate_size"], size] == (
        head["model.layers.0.mlp.gate_proj.weight"]["shape"]
    )
    assert "model.layers.0.self_attn.q_proj.bias" in head
    assert 1 == config["num_hidden_layers"]


def test_the_tokenizer_has_every_token_once(folder: Path) -> None:
    """Plain tokens and added ones have the numbers from 0 on; merges make only tokens."""
    tokenizer = read(folder, "tokenizer.json")
    vocabulary, added = tokenizer["model"]["vocab"], tokenizer["added_tokens"]
    numbers = sorted([*vocabulary.values(), *(token["id"] for token in added)])

    assert list(range(read(folder, "config.json")["vocab_size"])) == numbers
    assert all(first + second in vocabulary for first, second in tokenizer["model"]["merges"])
    control = {token["content"] for token in added if token["special"]}
    assert {"<|im_end|>", "<|use_tools|>"} <= control
    assert "<tool_call>" in {token["content"] for token in added} - control


def test_the_ends_are_the_same_tokens(folder: Path) -> None:
    """The number that ends an answer and its spelling belong together."""
    number = read(folder, "generation_config.json")["eos_token_id"]
    spelled = {
        token["id"]: token["content"] for token in read(folder, "tokenizer.json")["added_tokens"]
    }

    assert read(folder, "tokenizer_config.json")["eos_token"] == spelled[number] == "<|im_end|>"


def test_smaller_floats_keep_their_values() -> None:
    """The weights become 32-bit floats, exactly."""
    small = gguf.f16("output.weight", (2, 1), [1.5, -0.25])
    data = hugging_face._safetensors([small])

    assert struct.pack("<2f", 1.5, -0.25) == data[-8:]
