"""Embeddings, one `Embedding` per input."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .._models import BaseModel

__all__ = ["CreateEmbeddingResponse", "Embedding", "EmbeddingModel"]

EmbeddingModel: TypeAlias = str


class Embedding(BaseModel):
    embedding: list[float]
    index: int
    object: Literal["embedding"]


class Usage(BaseModel):
    prompt_tokens: int
    total_tokens: int


class CreateEmbeddingResponse(BaseModel):
    data: list[Embedding]
    model: str
    object: Literal["list"]
    usage: Usage
