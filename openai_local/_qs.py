"""The official path of what writes parameters into a URL, for programs that do so themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

from ._types import NotGiven, not_given

__all__ = ["Querystring", "parse", "stringify", "stringify_items"]

_ARRAY_FORMATS = ("comma", "repeat", "indices", "brackets")


class Querystring:
    """Nested parameters as text.

    `array_format` is "repeat" `a=1&a=2`, "brackets" `a[]=1&a[]=2`, "indices" `a[0]=1&a[1]=2` or
    "comma" `a=1,2`; `nested_format` is "brackets" `a[b]=1` or "dots" `a.b=1`. Parameters that are
    None are left out.
    """

    def __init__(self, *, array_format: str = "repeat", nested_format: str = "brackets") -> None:
        self.array_format = array_format
        self.nested_format = nested_format

    def parse(self, query: str) -> Mapping[str, object]:
        """The values of each name; nothing is nested."""
        return parse_qs(query)

    def stringify(
        self,
        params: Mapping[str, Any],
        *,
        array_format: str | NotGiven = not_given,
        nested_format: str | NotGiven = not_given,
    ) -> str:
        """The text that stands behind the `?`; the formats are the object's unless given."""
        items = self.stringify_items(params, array_format=array_format, nested_format=nested_format)
        return urlencode(items)

    def stringify_items(
        self,
        params: Mapping[str, Any],
        *,
        array_format: str | NotGiven = not_given,
        nested_format: str | NotGiven = not_given,
    ) -> list[tuple[str, str]]:
        """Pairs of name and value, not encoded."""
        arrays = self.array_format if isinstance(array_format, NotGiven) else array_format
        nested = self.nested_format if isinstance(nested_format, NotGiven) else nested_format
        pairs = (_pairs(name, value, arrays, nested) for name, value in params.items())
        return [pair for each in pairs for pair in each]


def _pairs(name: str, value: Any, arrays: str, nested: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            deeper = f"{name}.{key}" if nested == "dots" else f"{name}[{key}]"
            yield from _pairs(deeper, item, arrays, nested)
    elif not isinstance(value, (list, tuple)):
        if value is not None:
            yield name, _text(value)
    elif arrays == "comma":
        yield name, ",".join(_text(item) for item in value if item is not None)
    elif arrays in _ARRAY_FORMATS:
        for index, item in enumerate(value):
            suffix = {"brackets": "[]", "indices": f"[{index}]", "repeat": ""}[arrays]
            yield from _pairs(name + suffix, item, arrays, nested)
    else:
        raise NotImplementedError(
            f"Unknown array_format value: {arrays}, choose from {', '.join(_ARRAY_FORMATS)}"
        )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_qs = Querystring()
parse = _qs.parse
stringify = _qs.stringify
stringify_items = _qs.stringify_items
