"""A prompt that is too long for the server: what to do about it, added to the server's words.

The words are recorded from llama.cpp b10434 to b11549 and vLLM 0.32; those of older vLLM, SGLang
and LM Studio are quoted in many bug reports. Ollama passes on those of its llama-server.
"""

from __future__ import annotations

import re
from typing import Any

_LLAMA_SERVER = (
    "Give llama-server a larger context (-c, which its -np slots share; with Ollama "
    "OLLAMA_CONTEXT_LENGTH) or shorten the prompt."
)
_VLLM = "Start vLLM with a larger --max-model-len, or shorten the prompt or max_tokens."
_LM_STUDIO = "Load the model with a larger context length in LM Studio, or shorten the prompt."
_SGLANG = "Start SGLang with a larger --context-length, or shorten the prompt."

#: Words by which servers refuse a prompt for its length, in lower case, and the next step.
_STEPS = (
    # request (1513 tokens) exceeds the available context size (1024 tokens), try increasing it
    ("exceeds the available context size", _LLAMA_SERVER),
    # In a stream: "Context size has been exceeded."
    ("context size has been exceeded", _LLAMA_SERVER),
    # input (3001 tokens) is too large to process. increase the physical batch size (...)
    (
        "too large to process.*batch size",
        "Start llama-server with larger -b and -ub, or cut the input into shorter ones.",
    ),
    # This model's maximum context length is 1024 tokens. However, ...
    ("maximum context length is \\d+ tokens", _VLLM),
    # max_tokens=5000 cannot be greater than max_model_len=1024.
    ("cannot be greater than max_model_len", _VLLM),
    # Trying to keep the first 15857 tokens when context the overflows. However, the model is
    # loaded with context length of only 4096 tokens, ...
    ("loaded with context length of only", _LM_STUDIO),
    # ... is greater than the context length (n_keep: 10247 >= n_ctx: 4096). ...
    ("n_keep: \\d+ ?>= ?n_ctx: \\d+", _LM_STUDIO),
    # Reached context length of 4096 tokens with model (...) that does not ...
    ("reached context length of \\d+ tokens with model", _LM_STUDIO),
    # The input (5000 tokens) is longer than the model's context length (4096 tokens).
    ("is longer than the model's context length", _SGLANG),
    # Ollama's answer to embeddings.
    (
        "input length exceeds the context length",
        "Cut the input into shorter ones, or use a model with a larger context.",
    ),
)


def next_step(words: str, body: Any) -> str:
    """What to add to an error's message if it reports an overflow, with a space before; else "".

    Sizes that are in llama-server's `body` alone, and not in its words, are told, too.
    """
    fields = body if isinstance(body, dict) else {}
    said = words.lower()
    step = next((step for pattern, step in _STEPS if re.search(pattern, said)), "")
    if not step and fields.get("type") == "exceed_context_size_error":
        step = _LLAMA_SERVER
    prompt, context = fields.get("n_prompt_tokens"), fields.get("n_ctx")
    are_said = str(prompt) in words and str(context) in words
    if step and type(prompt) is int and type(context) is int and not are_said:
        step = f"The prompt has {prompt} tokens, the context {context}. {step}"
    if step and not words.endswith((".", "!", "?")):
        return f". {step}"
    return f" {step}" if step else ""
