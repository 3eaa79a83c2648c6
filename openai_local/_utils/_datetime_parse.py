"""Dates and times from text and numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

__all__ = ["parse_date", "parse_datetime"]

_DAY = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_DATE = re.compile(_DAY)
_DATETIME = re.compile(
    _DAY + r"[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6})\d{0,6})?)?"
    r"(Z|[+-]\d{2}(?::?\d{2})?)?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
#: A number beyond this counts thousandths, millionths or billionths of a second since 1970.
_MOST_SECONDS = 2e10
#: Beyond this, in billionths, no time can be told.
_MOST = 3e20


def parse_datetime(value: datetime | str | bytes | float) -> datetime:
    """From ISO 8601, or a number since 1970 in s, ms, µs or ns; `ValueError` for other text."""
    if isinstance(value, datetime):
        return value
    number = _number_in(value, "datetime")
    if number is not None:
        return _since_epoch(number)
    found = _DATETIME.fullmatch(_text(value))
    if found is None:
        raise ValueError("invalid datetime format")
    *fields, fraction, zone = found.groups()
    year, month, day, hour, minute, second = (int(field or 0) for field in fields)
    microsecond = int((fraction or "").ljust(6, "0"))
    return datetime(year, month, day, hour, minute, second, microsecond, _zone_of(zone))


def parse_date(value: date | str | bytes | float) -> date:
    """The day of `parse_datetime`, or from text of a day alone."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    number = _number_in(value, "date")
    if number is not None:
        return _since_epoch(number).date()
    found = _DATE.fullmatch(_text(value))
    if found is None:
        raise ValueError("invalid date format")
    try:
        year, month, day = found.groups()
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("invalid date format") from None


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _number_in(value: Any, expected: str) -> float | None:
    if isinstance(value, (int, float)):
        return value
    if not isinstance(value, (str, bytes)):
        raise TypeError(f"invalid type; expected {expected}, string, bytes, int or float")
    try:
        return float(value)
    except ValueError:
        return None


def _since_epoch(number: float) -> datetime:
    if number > _MOST:
        return datetime.max  # noqa: DTZ901 - as the official SDK
    if number < -_MOST:
        return datetime.min  # noqa: DTZ901
    while abs(number) > _MOST_SECONDS:
        number /= 1000
    return _EPOCH + timedelta(seconds=number)


def _zone_of(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return timezone.utc
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:].lstrip(":") or 0))
    return timezone(-offset if text[0] == "-" else offset)
