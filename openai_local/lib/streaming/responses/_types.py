"""The response while it is being put together."""

from __future__ import annotations

from typing import TypeAlias

from ....types.responses import ParsedResponse

__all__ = ["ParsedResponseSnapshot"]

ParsedResponseSnapshot: TypeAlias = ParsedResponse[object]
