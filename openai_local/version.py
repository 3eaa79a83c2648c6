"""The official path of `VERSION`."""

from __future__ import annotations

from ._version import VERSION

__all__ = ["VERSION"]
