"""The official path of `VERSION`."""

from __future__ import annotations

from ._alias import stated_version

__all__ = ["VERSION"]

VERSION = stated_version()
