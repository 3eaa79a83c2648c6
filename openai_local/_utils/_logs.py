"""A filter for a program's own log."""

from __future__ import annotations

import logging

__all__ = ["SENSITIVE_HEADERS", "SensitiveHeadersFilter"]

SENSITIVE_HEADERS = {"api-key", "authorization", "x-amz-security-token"}


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
