"""JSON values and where they stand in their text, to find what changes from one to the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import repeat
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

#: Text and a position -> a JSON value and its end; StopIteration if there is none.
scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
#: Fields that hold a piece of text: the next event will have another one.
TEXTS = frozenset({"arguments", "content", "reasoning", "reasoning_content", "text"})
_NUMBERS = {bool, float, int}
#: Kinds of values that take no more than a line, and what null becomes depends on the field.
SCALARS = frozenset({bool, float, int, str})
#: Objects inside of each other that are worth looking at.
_MAX_DEPTH = 12


class Value:
    """A JSON value in a text: where it stands, and those in it that may have gaps of their own.

    Raises `ValueError`, `RecursionError` or `StopIteration` for what is none, or too deep.
    """

    __slots__ = (
        "end",
        "fields",
        "index_of",
        "is_gap",
        "is_piece",
        "is_steady",
        "is_text",
        "items",
        "parsed",
        "start",
    )

    def __init__(self, text: str, start: int, depth: int = 0, name: str = "") -> None:
        if depth > _MAX_DEPTH:
            raise ValueError("too deep")
        self.start = start
        self.parsed, self.end = scan(text, start)
        self.is_text = type(self.parsed) is str and name in TEXTS
        #: True if the next events may have another value here.
        self.is_gap = self.is_text
        #: True if they hardly will if they are of the same stream.
        self.is_steady = False
        #: True if it is a text of the answer itself.
        self.is_piece = False
        #: "calls" or "choices" if it is the number by which these are told apart: such a gap holds
        #: only those that have begun.
        self.index_of = ""
        #: Of an object.
        self.fields: dict[str, Value] = {}
        #: Of a list of objects.
        self.items: list[Value] = []
        if type(self.parsed) is dict:
            self._read_fields(text, depth + 1)
        elif type(self.parsed) is list and all(type(item) is dict for item in self.parsed):
            self._read_items(text, depth + 1)

    def _read_fields(self, text: str, depth: int) -> None:
        at = self.start
        for _ in self.parsed:
            key, at = scanstring(text, _skip(text, at + 1) + 1)
            value = Value(text, _skip(text, _skip(text, at) + 1), depth, key)
            self.fields[key] = value
            at = _skip(text, value.end)
        if text[at] == ",":
            raise ValueError("a name stands twice")

    def _read_items(self, text: str, depth: int) -> None:
        at = self.start
        for _ in self.parsed:
            value = Value(text, _skip(text, at + 1), depth)
            self.items.append(value)
            at = _skip(text, value.end)

    @property
    def children(self) -> list[Value]:
        return [*self.fields.values(), *self.items]

    def walk(self, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Value]]:
        """This value and all in it, with the names on the way; not what is in a gap."""
        yield path, self
        if not self.is_gap:
            for name, value in self.fields.items():
                yield from value.walk((*path, name))
            for value in self.items:
                yield from value.walk(path)

    def mark_changes(self, before: Value, own: Value | None = None) -> None:
        """Mark as gaps the smallest values that hold all that has changed since another event.

        And those that are gaps in that one, and the texts. `ValueError` if one is of another kind.
        `own` is an earlier event of the same stream, if `before` is not: what is the same in that
        one is steady.
        """
        self.is_gap, self.is_steady, self.index_of = self.is_text, False, ""
        if self._is_like_outside(before) and self.children and not before.is_gap:
            is_like = own is not None and self._is_like_outside(own)
            owns = own.children if own is not None and is_like else repeat(None)
            for value, old, one in zip(self.children, before.children, owns):
                value.mark_changes(old, one)
            self.is_gap = any(item.is_gap for item in self.items)
        else:
            # Not only `==`: 1, 1.0 and True are.
            is_changed = repr(self.parsed) != repr(before.parsed)
            kinds = {type(self.parsed), type(before.parsed)}
            if is_changed and len(kinds) > 1 and not kinds <= _NUMBERS:
                raise ValueError("another kind of value")
            self.is_gap |= before.is_gap or is_changed
            is_same = own is not None and repr(self.parsed) == repr(own.parsed)
            is_steady = before.is_steady or (is_same and is_changed and not before.is_gap)
            self.is_steady = is_steady and not self.is_text and type(self.parsed) in SCALARS

    def is_like(self, other: Value) -> bool:
        """True if both are of the same kind at every depth."""
        if type(self.parsed) is not type(other.parsed):
            return False
        is_like = self._is_like_outside(other)
        both = zip(self.children, other.children)
        return self.is_gap or (is_like and all(value.is_like(one) for value, one in both))

    def _is_like_outside(self, other: Value) -> bool:
        return list(self.fields) == list(other.fields) and len(self.items) == len(other.items)

    def forget_changes(self) -> None:
        """Keep nothing of an answer: of a gap, only its kind is asked for later on."""
        if self.children or self.is_gap:
            self.parsed = type(self.parsed)()
        if self.is_gap:
            self.fields, self.items = {}, []
        for value in self.children:
            value.forget_changes()


def _skip(text: str, at: int) -> int:
    """The place of the next character that is no white space."""
    while text[at] in " \t":
        at += 1
    return at
