"""The official path of libraries that are loaded when something of them is asked for."""

from __future__ import annotations

from ._common import MissingDependencyError, Optional, has_numpy

__all__ = ["MissingDependencyError", "has_numpy", "numpy", "pandas", "sounddevice"]

numpy = Optional("numpy")
pandas = Optional("pandas")
sounddevice = Optional("sounddevice")
