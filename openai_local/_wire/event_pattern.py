"""The pattern of an event: text that comes again and again, but for some JSON values in it.

Of an event like those before it, most is known before it arrives:

    data: {"choices":[{"index":0,"delta":{"content":"a"}}],"id":"x","timings":{"predicted_n":1}}
    data: {"choices":[{"index":0,"delta":{"content":"b"}}],"id":"x","timings":{"predicted_n":2}}

If an event begins as the pattern does, the JSON scanner reads a value where one of them differs,
and the text up to the next one follows, and so on to its end, then that is a full parse of it.
`event_reader.py` writes a function that does just this.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .ending import ANY_INDEX
from .event_reader import Read, Remembered, reader_of
from .json_value import TEXTS, Value

#: What ends a stream, is counted or reported on the way: it must not go by unseen.
_WATCHED = frozenset({"error", "finish_reason", "prompt_progress", "usage"})
#: A server's own figures, which `Tally` keeps.
_FIGURES = (("timings",), ("usage",))
_CHOICES = ("choices",)
_CALLS = ("choices", "delta", "tool_calls")
#: By these, objects and choices are told apart.
_FIXED = frozenset({"choices", "delta", "index", "message", "object", "tool_calls", "type"})


class Pattern:
    """An event as it was, with gaps where the next ones have other values."""

    def __init__(
        self, text: str, root: Value, chunk: Any, before: Value, own: Value | None = None
    ) -> None:
        """Of the data of an event in one line, the same as a value, and the object made of it.

        The gaps are its pieces of text, and what is not the same in the event `before`, or a gap
        in that of a pattern. `own`: see `Value.mark_changes`. Raises `ValueError` or
        `RecursionError` for what can't be followed.
        """
        self.root = root
        root.mark_changes(before, own)
        #: True if it is of one tool call: it holds only until another one begins.
        self.is_of_call = False
        #: True if each of its pieces says which call it is of: no other stream has that.
        self.names_call = False
        self._free_indexes()
        for path, value in self.root.walk(()):
            self._check(path, value)
        pieces = [*_pieces_in(root)]
        for piece in pieces:
            piece.is_piece = True
        if not pieces:
            raise ValueError("no text")
        #: Names of the server's own figures that are in it, for `Tally`.
        self.figures = tuple(
            name for (name,) in _FIGURES if name in root.fields and root.fields[name].fields
        )
        #: Text and a position -> an object for each event from there on that follows the pattern.
        #: Calls its third argument when it ends, also if it is closed before. The next two hold the
        #: indexes of tool calls and of choices that need not be looked at, see `Numbering.calls`
        #: and `Ending.choices`. The last is what that call got of an earlier run in the stream.
        self.read: Read
        #: How each event begins.
        self.head: str
        #: For the first run of a stream.
        self.remembered: Remembered
        self.read, self.head, self.remembered = reader_of(f"data: {text}\n\n", root, chunk)
        self.root.forget_changes()

    def makes(self, event: str, chunk: Any) -> bool:
        """True if it makes an object like `chunk` of that event, and of all of it.

        Of the same text, both ways make the same values; some of `chunk` may be filled in.
        """
        try:
            made = self.read(event, 0, _ignore, ANY_INDEX, ANY_INDEX, self.remembered)
            return [chunk] == list(made)
        except RecursionError:
            return False

    def _free_indexes(self) -> None:
        """Let pieces be of any choice, and those without an id of any tool call that has begun."""
        values = [*self.root.walk(())]
        calls = [call for path, value in values if path == _CALLS for call in value.items]
        for call in calls:
            index, id_ = call.fields.get("index"), call.fields.get("id")
            if index is not None and type(index.parsed) is int and not (id_ and id_.parsed):
                index.is_gap, index.is_steady, index.index_of = True, False, "calls"
            else:
                self.is_of_call = True
        # Calls are numbered anew in each choice.
        choices = [value for path, value in values if path == _CHOICES and not calls]
        for index in [one.fields.get("index") for value in choices for one in value.items]:
            if index is not None and type(index.parsed) is int:
                index.is_gap, index.is_steady, index.index_of = True, True, "choices"

    def _check(self, path: tuple[str, ...], value: Value) -> None:
        name = path[-1] if path else ""
        in_call = "tool_calls" in path
        self.names_call |= in_call and name == "id" and bool(value.parsed)
        is_watched = name in _WATCHED and not (path in _FIGURES and value.fields)
        is_seen = is_watched and (value.parsed or value.is_gap or name == "prompt_progress")
        is_fixed = name in _FIXED or path == () or path in _FIGURES
        is_fixed |= in_call and name not in TEXTS
        if is_seen or (value.is_gap and is_fixed and not value.index_of):
            raise ValueError(f"{name} must be looked at")


def _pieces_in(root: Value) -> Iterator[Value]:
    """The texts that make a chunk bring something of the answer, as `ChatEnding` sees it."""
    choices = root.fields.get("choices")
    for choice in choices.items if choices is not None else ():
        delta, text = choice.fields.get("delta"), choice.fields.get("text")
        if delta is not None and type(delta.parsed) is dict:
            values = [value for path, value in delta.walk(()) if path != ("role",)]
        else:
            values = [] if text is None else [text]
        for value in values:
            if value.is_gap and not value.is_steady and type(value.parsed) is str:
                yield value


def _ignore(position: int, count: int, last: Any, remembered: Remembered) -> None:
    """See `Ended`."""
