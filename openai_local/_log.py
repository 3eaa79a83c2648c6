"""The log of this package. To load `logging` is a tenth of the import, and most programs get along
without: there is something to say only if something is unusual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging


def log() -> logging.Logger:
    """The logger "openai_local"."""
    import logging

    return logging.getLogger("openai_local")
