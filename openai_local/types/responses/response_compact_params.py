"""What `responses.compact` takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ..._typing import Required, TypedDict
from .response_create_params import Image as Image
from .response_input_item_param import ResponseInputItemParam

__all__ = ["ResponseCompactParams"]


class PromptCacheOptions(TypedDict, total=False):
    mode: Literal["implicit", "explicit"]
    ttl: Literal["30m"]


class ResponseCompactParams(TypedDict, total=False):
    model: Required[str | None]
    image: Image
    input: str | Iterable[ResponseInputItemParam] | None
    instructions: str | None
    previous_response_id: str | None
    prompt_cache_key: str | None
    prompt_cache_options: PromptCacheOptions | None
    prompt_cache_retention: Literal["in_memory", "24h"] | None
    service_tier: Literal["auto", "default", "fast", "flex", "priority"] | None
