"""Writes a model as a directory in Hugging Face's format, which vLLM, transformers and mlx-lm load.

Rule of this file: it translates what a GGUF file of a qwen2 model with a byte-pair vocabulary would
hold, and knows nothing else about the model. Standard library only.

Source: https://github.com/huggingface/safetensors#format, and the configuration classes of Qwen2.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .gguf import MetaValue, Tensor, as_f32

# A tensor's name in GGUF, and the module that has it.
_MODULES = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
# llama.cpp's types of tokens.
_NORMAL, _CONTROL = 1, 3
# How Qwen2 cuts a text before it merges bytes; "qwen2" in `tokenizer.ggml.pre` means the same.
_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def write_directory(
    path: str | os.PathLike[str], metadata: Mapping[str, MetaValue], tensors: Iterable[Tensor]
) -> None:
    """Write the directory, replacing files that are there.

    `metadata` and `tensors` are those of `gguf.write_gguf`. The weights become 32-bit floats.
    Raises KeyError if something is missing, OSError from the file system.
    """
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    said: dict[str, Any] = dict(metadata)
    for name, content in (
        ("config.json", _config(said)),
        ("generation_config.json", _generation_config(said)),
        ("tokenizer.json", _tokenizer(said)),
        ("tokenizer_config.json", _tokenizer_config(said)),
    ):
        text = json.dumps(content, indent=1, ensure_ascii=False)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "model.safetensors").write_bytes(_safetensors(tensors))


def _config(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "architectures": ["Qwen2ForCausalLM"],
        "model_type": "qwen2",
        "vocab_size": len(said["tokenizer.ggml.tokens"]),
        "hidden_size": said["qwen2.embedding_length"],
        "intermediate_size": said["qwen2.feed_forward_length"],
        "num_hidden_layers": said["qwen2.block_count"],
        "num_attention_heads": said["qwen2.attention.head_count"],
        "num_key_value_heads": said["qwen2.attention.head_count_kv"],
        "max_position_embeddings": said["qwen2.context_length"],
        "rope_theta": said["qwen2.rope.freq_base"],
        "rms_norm_eps": said["qwen2.attention.layer_norm_rms_epsilon"],
        "hidden_act": "silu",
        "tie_word_embeddings": False,
        "torch_dtype": "float32",
        **_ends(said),
    }


def _ends(said: Mapping[str, Any]) -> dict[str, int]:
    names = "bos_token_id", "eos_token_id"
    return {name: said[f"tokenizer.ggml.{name}"] for name in names}


def _generation_config(said: Mapping[str, Any]) -> dict[str, Any]:
    return {**_ends(said), "pad_token_id": said["tokenizer.ggml.padding_token_id"]}


def _added_tokens(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tokens that no merge makes: a text that has their spelling is cut around them."""
    kinds = zip(said["tokenizer.ggml.tokens"], said["tokenizer.ggml.token_type"])
    as_it_stands = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return [
        {"id": number, "content": token, **as_it_stands, "special": kind == _CONTROL}
        for number, (token, kind) in enumerate(kinds)
        if kind != _NORMAL
    ]


def _tokenizer(said: Mapping[str, Any]) -> dict[str, Any]:
    added = _added_tokens(said)
    plain = said["tokenizer.ggml.tokens"][: added[0]["id"]]
    letters = {"type": "ByteLevel", "add_prefix_space": False, "use_regex": False}
    words = {"type": "Split", "pattern": {"Regex": _WORDS}, "behavior": "Isolated"}
    return {
        "version": "1.0",
        "added_tokens": added,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [{**words, "invert": False}, {**letters, "trim_offsets": False}],
        },
        "decoder": {**letters, "trim_offsets": False},
        "model": {
            "type": "BPE",
            "vocab": {token: number for number, token in enumerate(plain)},
            "merges": [merge.split(" ") for merge in said["tokenizer.ggml.merges"]],
        },
    }


def _tokenizer_config(said: Mapping[str, Any]) -> dict[str, Any]:
    tokens = said["tokenizer.ggml.tokens"]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": said["qwen2.context_length"],
        "eos_token": tokens[said["tokenizer.ggml.eos_token_id"]],
        "pad_token": tokens[said["tokenizer.ggml.padding_token_id"]],
        "clean_up_tokenization_spaces": False,
        "chat_template": said["tokenizer.chat_template"],
    }


def _safetensors(tensors: Iterable[Tensor]) -> bytes:
    head: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    body = bytearray()
    for tensor in tensors:
        data = as_f32(tensor).data
        head[_module(tensor.name)] = {
            "dtype": "F32",
            "shape": tensor.shape[::-1],  # the dimension that lies contiguous comes last
            "data_offsets": [len(body), len(body) + len(data)],
        }
        body += data
    said = json.dumps(head).encode()
    said += b" " * (-len(said) % 8)
    return struct.pack("<Q", len(said)) + said + body


def _module(name: str) -> str:
    """The name of a tensor: "blk.0.attn_q.bias" is "model.layers.0.self_attn.q_proj.bias"."""
    *layer, part, kind = name.split(".")
    return ".".join([*(["model.layers", layer[1]] if layer else []), _MODULES[part], kind])
