"""Files to be sent: contents, or a tuple of name, contents, media type and headers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any, TypeAlias

__all__ = ["FileContent", "FileTypes"]

if TYPE_CHECKING:
    FileContent: TypeAlias = IO[bytes] | bytes | os.PathLike[str]
    FileTypes: TypeAlias = (
        FileContent
        | tuple[str | None, FileContent]
        | tuple[str | None, FileContent, str | None]
        | tuple[str | None, FileContent, str | None, Mapping[str, str]]
    )
else:
    # Libraries build pydantic schemas over params, and pydantic has none for open files.
    FileContent = FileTypes = Any
