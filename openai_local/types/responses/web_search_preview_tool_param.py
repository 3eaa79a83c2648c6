"""Apart from `web_search_tool_param`, whose `UserLocation` is another shape."""

from __future__ import annotations

from typing import Literal

from ..._typing import Required, TypedDict

__all__ = ["WebSearchPreviewToolParam"]


class UserLocation(TypedDict, total=False):
    type: Required[Literal["approximate"]]
    city: str | None
    country: str | None
    region: str | None
    timezone: str | None


class WebSearchPreviewToolParam(TypedDict, total=False):
    type: Required[Literal["web_search_preview", "web_search_preview_2025_03_11"]]
    search_content_types: list[Literal["text", "image"]]
    search_context_size: Literal["low", "medium", "high"]
    user_location: UserLocation | None
