"""What the methods of `client.chat.completions.messages` take."""

from __future__ import annotations

from typing import Literal

from ...._typing import TypedDict

__all__ = ["MessageListParams"]


class MessageListParams(TypedDict, total=False):
    after: str
    limit: int
    order: Literal["asc", "desc"]
