"""Streams as events that know the whole they are a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._lazy import lazy as _lazy

if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
