"""Logging for programs that set it up by hand."""

from __future__ import annotations

import logging
import os

__all__ = ["SENSITIVE_HEADERS", "SensitiveHeadersFilter", "logger", "setup_logging"]

SENSITIVE_HEADERS = {"api-key", "authorization", "x-amz-security-token"}

#: The official SDK's; this package logs under its own name.
logger = logging.getLogger("openai")
_LEVELS = ("debug", "info", "warning", "error", "critical")


def setup_logging() -> None:
    """Log to stderr from the level that `OPENAI_LOG` names: "debug", "info" and so on."""
    level = os.environ.get("OPENAI_LOG")
    if level in _LEVELS:
        logging.basicConfig(
            format="[%(asctime)s - %(name)s:%(lineno)d - %(levelname)s] %(message)s",
            datefmt="%Y-%m-%d %H:%M:%S",
        )
        for name in (logger.name, __name__.partition(".")[0]):
            logging.getLogger(name).setLevel(level.upper())


class SensitiveHeadersFilter(logging.Filter):
    """Hides keys among the `headers` that a record's arguments name. It lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """See `logging.Filter`."""
        if isinstance(record.args, dict) and isinstance(record.args.get("headers"), dict):
            # A copy: the headers are those of a request that may be yet to be sent.
            headers = {
                name: "<redacted>" if str(name).lower() in SENSITIVE_HEADERS else value
                for name, value in record.args["headers"].items()
            }
            record.args["headers"] = headers
        return True
