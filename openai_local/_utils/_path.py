"""Paths of URLs from templates."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

__all__ = ["path_template"]

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
#: "." and "..", percent-encoded or not: whoever resolves them ends at another path.
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)
# What may stand as it is, by RFC 3986, sections 3.3 to 3.5.
_SAFE_IN_SEGMENT = "!$&'()*+,;=:@"
_SAFE_IN_QUERY = "!$'()*+,;:@/?"
_SAFE_IN_FRAGMENT = "!$&'()*+,;=:@/?"


def path_template(template: str, /, **values: Any) -> str:
    """The template with `{name}` replaced by percent-encoded values.

    `KeyError` for a name without value, `ValueError` if a segment of the path becomes "." or "..".
    """
    rest, number_sign, fragment = template.partition("#")
    path, question_mark, query = rest.partition("?")
    filled = _fill(path, values, _SAFE_IN_SEGMENT)
    for segment in filled.split("/"):
        if _DOTS.fullmatch(segment):
            raise ValueError(
                f"Constructed path {filled!r} contains dot-segment {segment!r} which is not allowed"
            )
    return "".join(
        [
            filled,
            question_mark,
            _fill(query, values, _SAFE_IN_QUERY),
            number_sign,
            _fill(fragment, values, _SAFE_IN_FRAGMENT),
        ]
    )


def _fill(template: str, values: dict[str, Any], safe: str) -> str:
    def value_of(found: re.Match[str]) -> str:
        name = found[1]
        if name not in values:
            raise KeyError(f"a value for placeholder {{{name}}} was not provided")
        value = values[name]
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        return quote(str(value), safe=safe)

    return _PLACEHOLDER.sub(value_of, template)
