"""JSON whose end has not come yet -> what can be said of it so far."""

from __future__ import annotations

import json
import re
from typing import Any

#: A bracket, comma or colon; a string, whole or cut; a run of anything else (numbers, `true`).
_TOKEN = re.compile(
    r"""(?P<mark>[\[\]{},:])
      | (?P<string>"(?:[^"\\]|\\.)*(?P<quote>")?)
      | (?P<word>[^\s\[\]{},:"]+)""",
    re.DOTALL | re.VERBOSE,
)
_WORD = re.compile(
    r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity", re.ASCII
)
_CLOSING = {"{": "}", "[": "]"}


def parse_partial(text: str) -> Any:
    """The value that `text` begins, without what is not complete in it; `None` if there is none.

    Objects and arrays that are still open are closed. A string, number or word that is cut is
    left out, with its key. What follows a complete value is not looked at.
    """
    end, closing = _last_complete(text)
    try:
        return json.loads(text[:end] + closing) if end else None
    except (ValueError, RecursionError):
        # No JSON at all, such as a code fence.
        return None


def _last_complete(text: str) -> tuple[int, str]:
    """Where the last complete value ends, and the brackets that are missing there."""
    missing: list[str] = []
    end, is_key = 0, False
    for token in _TOKEN.finditer(text):
        mark = token["mark"]
        if mark in (",", ":"):
            is_key = mark == "," and missing[-1:] == ["}"]
            continue
        if mark in _CLOSING:
            missing.append(_CLOSING[mark])
            is_key = mark == "{"
        elif mark and missing:
            missing.pop()
        elif is_key or not (mark or token["quote"] or _WORD.fullmatch(token[0])):
            continue
        end = token.end()
        if not missing:
            break
    return end, "".join(reversed(missing))
