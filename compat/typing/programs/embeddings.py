"""Texts as vectors."""

from __future__ import annotations

import math

from openai import OpenAI
from openai.types import CreateEmbeddingResponse, Embedding


def vectors(client: OpenAI, texts: list[str]) -> list[list[float]]:
    response: CreateEmbeddingResponse = client.embeddings.create(
        model="local", input=texts, dimensions=256, encoding_format="float"
    )
    ordered: list[Embedding] = sorted(response.data, key=lambda item: item.index)
    print(response.usage.prompt_tokens, response.model)
    return [item.embedding for item in ordered]


def cosine(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b)) / (math.hypot(*a) * math.hypot(*b))


print(cosine(*vectors(OpenAI(), ["a", "b"])))
