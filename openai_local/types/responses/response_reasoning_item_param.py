"""Reasoning of the model, given back as input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ..._typing import Required, TypedDict

__all__ = ["ResponseReasoningItemParam"]


class Summary(TypedDict):
    text: str
    type: Literal["summary_text"]


class Content(TypedDict):
    text: str
    type: Literal["reasoning_text"]


class ResponseReasoningItemParam(TypedDict, total=False):
    id: Required[str]
    summary: Required[Iterable[Summary]]
    type: Required[Literal["reasoning"]]
    content: Iterable[Content]
    encrypted_content: str | None
    status: Literal["in_progress", "completed", "incomplete"]
