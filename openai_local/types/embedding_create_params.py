"""What `embeddings.create` takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from .._typing import Required, TypedDict
from .embedding import EmbeddingModel

__all__ = ["EmbeddingCreateParams"]


class EmbeddingCreateParams(TypedDict, total=False):
    input: Required[str | Sequence[str] | Iterable[int] | Iterable[Iterable[int]]]
    model: Required[EmbeddingModel]
    dimensions: int
    encoding_format: Literal["float", "base64"]
    user: str
