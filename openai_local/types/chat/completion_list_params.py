"""What the methods for stored completions take: `list` and `update`."""

from __future__ import annotations

from typing import Literal

from ..._typing import TypedDict
from ..shared_params import Metadata

__all__ = ["CompletionListParams", "CompletionUpdateParams"]


class CompletionListParams(TypedDict, total=False):
    after: str
    limit: int
    metadata: Metadata | None
    model: str
    order: Literal["asc", "desc"]


class CompletionUpdateParams(TypedDict):
    metadata: Metadata | None
