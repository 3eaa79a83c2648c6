"""What can be said of JSON whose end has not come."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from openai_local._wire.partial_json import parse_partial

DOCUMENT = (
    '{"name": "caf\\u00e9 \\"x\\"", "empty": {}, "list": [1, -2.5e3, [], "a\\\\", null],'
    ' "deep": [{"a": {"b": [true, false]}}, {"c": "日本, } ] \\n"}], "n": 0}'
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        (" \n", None),
        ("{", {}),
        ('{"a"', {}),
        ('{"a": ', {}),
        ('{"a": "b', {}),
        ('{"a": "b\\"', {}),
        ('{"a": "b"', {"a": "b"}),
        ('{"a": 1, "b": [2, "c', {"a": 1, "b": [2]}),
        ("[1.", []),
        ("[tru", []),
        ("[true", [True]),
        ('"abc', None),
        ('"abc"', "abc"),
        ('{"a": 1} and more', {"a": 1}),
        ("```json", None),
        ("Hello", None),
        ("]", None),
        ('{"a" 1', {}),
        ("[1,]", None),
        ('{"a": [}', None),
        ("[" * 100_000, None),
    ],
)
def test_what_is_complete_is_kept(text: str, value: Any) -> None:
    """Open brackets are closed, what is cut is left out, what is no JSON is None."""
    assert value == parse_partial(text)


def test_every_beginning_reads_as_pydantic_reads_it() -> None:
    """Cut anywhere, a document gives what the parser behind the official SDK gives."""
    from_json = pytest.importorskip("pydantic_core").from_json
    for end in range(1, len(DOCUMENT) + 1):
        text = DOCUMENT[:end]
        assert from_json(text, allow_partial=True) == parse_partial(text), text


def test_the_whole_document_is_read_whole() -> None:
    """With its end, it is what `json.loads` makes of it."""
    assert json.loads(DOCUMENT) == parse_partial(DOCUMENT)


def test_its_time_grows_with_the_text_only() -> None:
    """A text four times as long, and as deep, takes nowhere near sixteen times as long."""

    def seconds(items: int) -> float:
        text = "[" * 500 + '{"a": "b"}, ' * items
        start = time.process_time()
        parse_partial(text)
        return time.process_time() - start

    short = min(seconds(5_000) for _ in range(3))
    assert min(seconds(20_000) for _ in range(3)) < 10 * short
