"""The official path of `VERSION`."""

from __future__ import annotations

from ._alias import version

__all__ = ["VERSION"]

VERSION = version()
