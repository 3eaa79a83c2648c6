"""JSON as it is sent."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

__all__ = ["openapi_dumps"]


def openapi_dumps(value: Any) -> bytes:
    """Compact JSON; models without the fields that were not set, times as in ISO 8601."""
    return json.dumps(
        value, default=_plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if hasattr(value, "model_dump"):
        return value.model_dump(exclude_unset=True, mode="json", by_alias=True)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
