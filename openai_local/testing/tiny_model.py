"""Writes a tiny chat model, and a vision projector for it, that the real llama-server loads.

Rule of this file: the same bytes on every machine and every Python. So all numbers come from
``random.Random(SEED).random()`` and from operations that IEEE 754 rounds exactly.

The model has the shape of a qwen2 model, but its layers are zero, so they add nothing to what
passes through. What is left is a table: the last token alone decides the next one. An
embedding says "I am this token", the output matrix says "after that token comes this one".
So the model says the same sentence to any prompt, at any temperature up to 1. The chat
template chooses the sentence, by the token that it puts last.

=========================================  =============================================
the request, first match                   the answer
=========================================  =============================================
``chat_template_kwargs: {"think": true}``  ``THOUGHT`` as reasoning, then ``ANSWER``
``tools``, no tool result at the end       ``TOOL_LEAD``, then a call of a tool
an image in the last message               ``IMAGE_ANSWER``
anything else                              ``ANSWER``
=========================================  =============================================

The usual ``enable_thinking`` would not do: llama-server passes it as true unless told not to.

Where a grammar forbids the sentence (``response_format``, arguments of a tool), biases lead to
short JSON: each string is "hi\u0153", each number 7. With ``ignore_eos`` the sentence repeats.
"""

from __future__ import annotations

import math
import os
import random
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from . import gguf, hugging_face
from .tiny_template import CHAT_TEMPLATE

# Each sentence as the tokens that the model says. Some characters are cut into single bytes,
# since that is what a real tokenizer does to characters that it has no token for.
_TAIL = (
    b" from", b" a", b" tiny", b" local", b" model", b":", b" caf", b"\xc3", b"\xa9", b",", b" it",
    b" runs", b" on", b" one", b" machine", b" only", b"\xf0", b"\x9f", b"\x99", b"\x82", b" with",
    b" no", b" network", b"\xe6", b"\x97", b"\xa5", b"\xd0", b"\xb8", b" at", b" all", b".",
)  # fmt: skip
_ANSWER = (b"Hello", *_TAIL)
_IMAGE_LEAD = (b"Picture", b" received", b";", b" Hello")
_THOUGHT = (b"Let", b" me", b" think", b" about", b" that", b" first", b"!")
_TOOL_LEAD = (b"I", b" will", b" call")
_JSON_STRING = (b'"', b"hi", b"\xc5", b"\x93", b'"')

ANSWER: Final = b"".join(_ANSWER).decode()
IMAGE_ANSWER: Final = b"".join((*_IMAGE_LEAD, *_TAIL)).decode()
THOUGHT: Final = b"".join(_THOUGHT).decode()
TOOL_LEAD: Final = b"".join(_TOOL_LEAD).decode()
EMBEDDING_SIZE: Final = 128

_END_OF_TEXT, _START, _END = b"<|endoftext|>", b"<|im_start|>", b"<|im_end|>"
_USE_TOOLS, _SEE_PICTURE = b"<|use_tools|>", b"<|see_picture|>"
_CONTROL = (_END_OF_TEXT, _START, _END, _USE_TOOLS, _SEE_PICTURE)
_MARKUP = (
    b"<think>", b"</think>", b"<tool_call>", b"</tool_call>", b"<tool_response>",
    b"</tool_response>",
)  # fmt: skip

# After the left token comes the right one. A token that is not on the left starts ANSWER.
_CHAINS = (
    (*_ANSWER, _END),
    (_SEE_PICTURE, *_IMAGE_LEAD, _TAIL[0]),
    (b"<think>", *_THOUGHT, b"</think>"),
    (_USE_TOOLS, *_TOOL_LEAD, b"<tool_call>", b"\n"),
    (b"</tool_call>", _END),
    _JSON_STRING,
    (b"7", b"}"),
)
_CHAINED_LOGIT = 96.0

# What comes after the left token where its successor in _CHAINS is forbidden, best first.
_SECOND_BEST = (
    (b".", b" Hello", 80.0),
    (b"\x93", b"hi", 80.0),
    (b"7", b"]", 88.0),
    (b"7", b",", 80.0),
    (b"7", _END, 72.0),
)

# What comes where all of the above is forbidden. The order of preference closes JSON soon, and
# the steps are wide: at temperature 1 none of 4,000 answers strayed.
_BIAS: Mapping[bytes, float] = {
    b"</tool_call>": 64, b'"': 56, b"}": 46, b"]": 46, b":": 38, b",": 32, b"7": 24, b"{": 16,
    b"[": 8, _END: 4, b"-": -6, b".": -6, b"<": -6, b"<think>": -9, b"</think>": -9,
    b"<tool_call>": -9, b"<tool_response>": -9, b"</tool_response>": -9, b"\\": -12,
    _END_OF_TEXT: -12, _START: -12, _USE_TOOLS: -12, _SEE_PICTURE: -12,
}  # fmt: skip
# Among words that a grammar allows, the first in the alphabet wins, letter by letter. Spaces
# come behind all words: a grammar for JSON allows them nearly everywhere.
_STEP = 10.0
_SPACE_BIAS = -2000.0

# Common words get a token of their own, so that prompts have a lifelike number of tokens.
_WORDS = (
    b"the and is are was you what who how why can do so in this image there of to for be not your "
    b"name system user assistant tool weather city Paris London temperature please question test "
    b"yes describe hello world"
).split()

# The columns of an embedding, in this order. Each row has a mean square of 1, so that the
# model's last step, a norm, leaves it as it is.
_CONSTANT = 0  # always 1: carries _BIAS
_UNCHAINED = 1  # of tokens without a successor of their own
_FIRST_CHAINED = 2  # one column for each token with a successor
_FIRST_CODE = 96  # random signs, different for each token without a column of its own
_CODE_SIZE = EMBEDDING_SIZE - _FIRST_CODE
_NOISE = 0.065  # spreads the logits of tokens that nothing is said about

_SEED = 20


def write_tiny_chat(path: str | os.PathLike[str]) -> None:
    """Write the chat model, a GGUF file of about 0.5 MB. Serves chat, completions, embeddings.

    The file is the same on every machine. Raises OSError from the file system.
    """
    gguf.write_gguf(path, *_chat_model())


def write_tiny_chat_directory(path: str | os.PathLike[str]) -> None:
    """Write the chat model as a directory in Hugging Face's format, for vLLM, transformers, mlx-lm.

    About 0.7 MB, the same on every machine. Raises OSError from the file system.
    """
    hugging_face.write_directory(path, *_chat_model())


def _chat_model() -> tuple[dict[str, gguf.MetaValue], list[gguf.Tensor]]:
    vocabulary = _Vocabulary()
    return _chat_metadata(vocabulary), [*_tables(vocabulary), *_empty_layer()]


def write_tiny_projector(path: str | os.PathLike[str]) -> None:
    """Write the vision projector ("mmproj") of the chat model, a GGUF file of about 0.1 MB.

    It turns an image, whatever its size, into 16 tokens: a prompt's token count shows that the
    image arrived. The file is the same on every machine. Raises OSError from the file system.
    """
    gguf.write_gguf(path, _projector_metadata(), _projector_tensors())


class _Vocabulary:
    """The tokens: 256 bytes, the words with every beginning of them, the markup.

    A byte-pair tokenizer builds a word by merges from left to right, and each of the steps has
    to be a token too.
    """

    def __init__(self) -> None:
        self.tokens = [bytes([value]) for value in range(256)]
        self.merges: list[tuple[bytes, bytes]] = []
        known = set(self.tokens)
        for word in self._words():
            for size in range(2, len(word) + 1):
                if word[:size] not in known:
                    known.add(word[:size])
                    self.tokens.append(word[:size])
                    self.merges.append((word[: size - 1], word[size - 1 : size]))
        self.plain_count = len(self.tokens)
        self.tokens += [*_CONTROL, *_MARKUP]
        self.index = {token: number for number, token in enumerate(self.tokens)}

    @staticmethod
    def _words() -> Iterator[bytes]:
        special = {*_CONTROL, *_MARKUP}
        yield from (token for chain in _CHAINS for token in chain if token not in special)
        for word in _WORDS:
            yield from (word, b" " + word)


def _tables(vocabulary: _Vocabulary) -> list[gguf.Tensor]:
    """The two matrices that make the model talk: embeddings, and logits of the next token."""
    successors = [pair for chain in _CHAINS for pair in pairwise(chain)]
    column = {before: _FIRST_CHAINED + number for number, (before, _) in enumerate(successors)}
    if len(column) != len(successors) or _FIRST_CHAINED + len(column) > _FIRST_CODE:
        raise AssertionError("a token may have one successor, and the columns have to suffice")
    rng = random.Random(_SEED)
    embeddings: list[float] = []
    logits: dict[bytes, list[float]] = {}
    for token in vocabulary.tokens:
        embeddings += _embedding(column.get(token), rng)
        noise = [_NOISE * (2 * rng.random() - 1) for _ in range(_CODE_SIZE)]
        logits[token] = [_bias(token)] + [0.0] * (_FIRST_CODE - 1) + noise

    def follow(before: int, after: bytes, logit: float) -> None:
        logits[after][before] = (logit - _bias(after)) / _length(before)

    follow(_UNCHAINED, _ANSWER[0], _CHAINED_LOGIT)
    for first, second in successors:
        follow(column[first], second, _CHAINED_LOGIT)
    for first, second, logit in _SECOND_BEST:
        follow(column[first], second, logit)
    shape = (EMBEDDING_SIZE, len(vocabulary.tokens))
    return [
        gguf.f16("token_embd.weight", shape, embeddings),
        gguf.f32("output_norm.weight", (EMBEDDING_SIZE,), [1.0] * EMBEDDING_SIZE),
        gguf.f16("output.weight", shape, [value for row in logits.values() for value in row]),
    ]


def _bias(token: bytes) -> float:
    if token[:1].isspace():
        return _SPACE_BIAS
    rank = token[0] - ord("0")
    if token in _BIAS or not 0 <= rank <= ord("z") - ord("0"):
        return _BIAS.get(token, 0.0)
    return -_STEP * (rank + len(token) - 1)


def _length(column: int) -> float:
    """How far an embedding reaches into a column. With the other columns it gives the norm."""
    return math.sqrt(64.0 if column == _UNCHAINED else EMBEDDING_SIZE - 1.0)


def _embedding(column: int | None, rng: random.Random) -> list[float]:
    row = [0.0] * EMBEDDING_SIZE
    row[_CONSTANT] = 1.0
    if column is None:
        row[_UNCHAINED] = _length(_UNCHAINED)
        size = math.sqrt((EMBEDDING_SIZE - 1.0 - 64.0) / _CODE_SIZE)
        row[_FIRST_CODE:] = [size if rng.random() < 0.5 else -size for _ in range(_CODE_SIZE)]
    else:
        row[column] = _length(column)
    return row


_HEADS = 2
_CHAT_FFN = 64
_CONTEXT = 131_072  # tokens; a server allots as many as it is told to


def _empty_layer() -> Iterator[gguf.Tensor]:
    """One transformer layer that adds nothing: all that leads back to the stream is zero."""
    size = EMBEDDING_SIZE
    for norm in ("attn_norm", "ffn_norm"):
        yield gguf.f32(f"blk.0.{norm}.weight", (size,), [1.0] * size)
    for part in ("q", "k", "v"):
        yield gguf.zeros(f"blk.0.attn_{part}.weight", (size, size))
        yield gguf.f32(f"blk.0.attn_{part}.bias", (size,), [0.0] * size)
    yield gguf.zeros("blk.0.attn_output.weight", (size, size))
    yield gguf.zeros("blk.0.ffn_gate.weight", (size, _CHAT_FFN))
    yield gguf.zeros("blk.0.ffn_up.weight", (size, _CHAT_FFN))
    yield gguf.zeros("blk.0.ffn_down.weight", (_CHAT_FFN, size))


def _chat_metadata(vocabulary: _Vocabulary) -> dict[str, gguf.MetaValue]:
    spell = _speller()
    plain = [spell(token) for token in vocabulary.tokens[: vocabulary.plain_count]]
    normal, control, user_defined = 1, 3, 4  # llama.cpp's types of tokens
    return {
        "general.architecture": "qwen2",
        "general.name": "openai_local tiny chat",
        "general.license": "CC0-1.0",
        "general.file_type": 1,  # mostly 16-bit floats
        "qwen2.context_length": _CONTEXT,
        "qwen2.embedding_length": EMBEDDING_SIZE,
        "qwen2.block_count": 1,
        "qwen2.feed_forward_length": _CHAT_FFN,
        "qwen2.attention.head_count": _HEADS,
        "qwen2.attention.head_count_kv": _HEADS,
        "qwen2.attention.layer_norm_rms_epsilon": 1e-6,
        "qwen2.rope.freq_base": 10000.0,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "qwen2",
        "tokenizer.ggml.tokens": plain + [token.decode() for token in (*_CONTROL, *_MARKUP)],
        "tokenizer.ggml.token_type": (
            [normal] * len(plain) + [control] * len(_CONTROL) + [user_defined] * len(_MARKUP)
        ),
        "tokenizer.ggml.merges": [f"{spell(a)} {spell(b)}" for a, b in vocabulary.merges],
        "tokenizer.ggml.bos_token_id": vocabulary.index[_END_OF_TEXT],
        "tokenizer.ggml.eos_token_id": vocabulary.index[_END],
        "tokenizer.ggml.padding_token_id": vocabulary.index[_END_OF_TEXT],
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.chat_template": CHAT_TEMPLATE.strip(),
    }


def _speller() -> Callable[[bytes], str]:
    """GPT-2's way to write bytes in a vocabulary: the printable ones of Latin-1 as they are,
    the others, in their order, as the characters from U+0100 on."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = [value for value in range(256) if value not in printable]
    letters = {value: chr(256 + number) for number, value in enumerate(others)}
    letters |= {value: chr(value) for value in printable}
    return lambda token: "".join(letters[value] for value in token)


# The projector is a CLIP vision transformer with LLaVA's two-layer "mlp" behind it.
_IMAGE_SIZE, _PATCH = 56, 14  # pixels: 4 x 4 patches
_VISION_SIZE, _VISION_FFN = 32, 64
_VISION_LAYERS = 2  # LLaVA reads the last layer but one


def _projector_metadata() -> dict[str, gguf.MetaValue]:
    return {
        "general.architecture": "clip",
        "general.name": "openai_local tiny projector",
        "general.license": "CC0-1.0",
        "general.file_type": 1,
        "clip.has_vision_encoder": True,
        "clip.has_text_encoder": False,
        "clip.has_llava_projector": True,
        "clip.projector_type": "mlp",
        "clip.use_gelu": True,
        "clip.vision.image_size": _IMAGE_SIZE,
        "clip.vision.patch_size": _PATCH,
        "clip.vision.embedding_length": _VISION_SIZE,
        "clip.vision.feed_forward_length": _VISION_FFN,
        "clip.vision.projection_dim": EMBEDDING_SIZE,
        "clip.vision.block_count": _VISION_LAYERS,
        "clip.vision.attention.head_count": _HEADS,
        "clip.vision.attention.layer_norm_epsilon": 1e-5,
        "clip.vision.image_mean": [0.5, 0.5, 0.5],
        "clip.vision.image_std": [0.5, 0.5, 0.5],
    }


def _projector_tensors() -> Iterator[gguf.Tensor]:
    rng = random.Random(_SEED)
    size, text = _VISION_SIZE, EMBEDDING_SIZE

    def noise(count: int) -> list[float]:
        return [0.2 * rng.random() - 0.1 for _ in range(count)]

    def linear(name: str, inputs: int, outputs: int) -> Iterator[gguf.Tensor]:
        yield gguf.f16(f"{name}.weight", (inputs, outputs), noise(inputs * outputs))
        yield gguf.f32(f"{name}.bias", (outputs,), [0.0] * outputs)

    def norm(name: str) -> Iterator[gguf.Tensor]:
        yield gguf.f32(f"{name}.weight", (size,), [1.0] * size)
        yield gguf.f32(f"{name}.bias", (size,), [0.0] * size)

    positions = (_IMAGE_SIZE // _PATCH) ** 2 + 1
    patch = (_PATCH, _PATCH, 3, size)
    yield gguf.f32("v.class_embd", (size,), noise(size))
    yield gguf.f16("v.patch_embd.weight", patch, noise(math.prod(patch)))
    yield gguf.f32("v.position_embd.weight", (size, positions), noise(size * positions))
    for name in ("v.pre_ln", "v.post_ln"):
        yield from norm(name)
    for layer in range(_VISION_LAYERS):
        for part in ("attn_q", "attn_k", "attn_v", "attn_out"):
            yield from linear(f"v.blk.{layer}.{part}", size, size)
        for part in ("ln1", "ln2"):
            yield from norm(f"v.blk.{layer}.{part}")
        yield from linear(f"v.blk.{layer}.ffn_up", size, _VISION_FFN)
        yield from linear(f"v.blk.{layer}.ffn_down", _VISION_FFN, size)
    yield from linear("mm.0", size, text)
    yield from linear("mm.2", text, text)
