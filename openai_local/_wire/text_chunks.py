"""The fast path for runs of text: events that are the same but for some JSON values.

Nearly every event of a streamed answer differs from the one before in a piece of text, of
reasoning, or of a tool call's arguments, and perhaps in what comes along with each piece, such as
`logprobs` or `timings`. Those that follow the pattern of one before are read by the function that
`event_reader.py` makes of it. Everything else takes the plain path, and
`tests/wire/test_text_chunks.py` proves that both give equal objects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .learning import KnownPatterns, Learning

if TYPE_CHECKING:
    from .event_pattern import Pattern
    from .event_reader import Remembered

#: Bytes of an unfinished event that are kept here; a longer one goes the plain way.
_MAX_REST = 64 * 1024
#: Bytes that become a text of their own if there are characters beyond ASCII. Such a text takes up
#: to four bytes for each, and is cut to its length once it is made. Malloc keeps the scraps, which
#: stand between the gaps that the texts leave: with texts four times as long, a stream of 200,000
#: chunks left 4 to 7 MB behind.
_MAX_PART = 8 * 1024
#: Characters of an event that is worth looking at.
_MAX_TEXT = 16 * 1024
#: Patterns of one stream, whose choices may come in turn.
_MAX_PATTERNS = 16


class TextChunks:
    """Knows the patterns of the pieces so far, by which the next ones are read."""

    def __init__(self, known: KnownPatterns | None = None) -> None:
        """`known`: the patterns of other streams of the same client."""
        #: The one that was used last comes last.
        self.patterns: list[Pattern] = []
        #: What they remember of this stream.
        self._remembered: dict[Pattern, Remembered] = {}
        self._learning = Learning(known)
        #: The beginning of an event whose end has not arrived.
        self._rest = b""
        #: True if the server writes no space behind a colon, which may be left out.
        self._has_no_space = False
        #: How many chunks have matched so far, in all runs.
        self.count = 0

    def take(self, block: bytes) -> tuple[bytes, list[str]]:
        """Divide what has arrived: bytes for the plain path, or whole events as texts.

        Only one of the two is not empty. The beginning of a further event is kept.
        """
        data, self._rest = self._rest + block, b""
        if self._has_no_space or b"\r" in data or data.startswith(b"data:{"):
            data = self._plain_lines(data)
            if b"\r" in data:
                return data, []
        end = data.rfind(b"\n\n") + 2
        if end == 1:
            end = 0
        rest = data[end:]
        if rest and not _is_start_of_event(rest):
            return data, []
        try:
            texts = _decoded(data[:end])
        except UnicodeDecodeError:
            return data, []
        self._rest = rest
        return b"", texts

    def _plain_lines(self, data: bytes) -> bytes:
        """The same lines, as most servers write them; JSON has no line ends inside of texts."""
        # From sse-starlette, on which many servers are built.
        lines = data.replace(b"\r\n", b"\n")
        if b"\r" in lines:
            return data
        self._has_no_space |= lines.startswith(b"data:{")
        if self._has_no_space:
            lines = (b"\n" + lines).replace(b"\ndata:{", b"\ndata: {")[1:]
        return lines

    def give_back(self) -> bytes:
        """The beginning of an event that was kept, for the plain path."""
        rest, self._rest = self._rest, b""
        return rest

    @property
    def has_rest(self) -> bool:
        """True if an event has begun to arrive."""
        return bool(self._rest)

    def patterns_at(self, text: str, position: int) -> list[Pattern]:
        """Those that the event there begins like, the likeliest first."""
        if len(self.patterns) < 2:
            return self.patterns
        patterns = [one for one in self.patterns if text.startswith(one.head, position)]
        if position == 0:
            # Inside of a text the last one has come to an end, and in its turn is the first one.
            patterns.reverse()
        return patterns

    def remembered(self, pattern: Pattern) -> Remembered:
        """What the pattern is to be told of its last run in this stream."""
        return self._remembered.get(pattern, pattern.remembered)

    def count_run(self, pattern: Pattern, count: int, remembered: Remembered) -> None:
        """So many events more have followed the pattern, which is to remember that of them."""
        self.count += count
        self._remembered[pattern] = remembered
        self._learning.count(pattern, count)
        if pattern is not self.patterns[-1]:
            self.patterns.remove(pattern)
            self.patterns.append(pattern)

    def learn(self, text: str, chunk: Any, *, is_piece: bool, begins_call: bool) -> None:
        """Take note of an event that came the plain way, for those to come.

        `text` is its data, "" if that is all that is known of it; `chunk` the object made of it,
        `is_piece` whether it brought something, `begins_call` whether that is a tool call.
        """
        if begins_call:
            # An index may stand for another one now.
            self.patterns = [pattern for pattern in self.patterns if not pattern.is_of_call]
        elif is_piece and 0 < len(text) <= _MAX_TEXT:
            # Of a call that begins, the next piece has less.
            learnt = self._learning.after(text, chunk, self.patterns)
            self.patterns = learnt[-_MAX_PATTERNS:]
            if len(self._remembered) > _MAX_PATTERNS:
                self._remembered = {}


def _decoded(events: bytes) -> list[str]:
    """Whole events as texts; `UnicodeDecodeError` if they are none."""
    if len(events) <= _MAX_PART or events.isascii():
        return [events.decode()] if events else []
    texts, start = [], 0
    while start < len(events):
        end = events.find(b"\n\n", start + _MAX_PART)
        end = len(events) if end < 0 else end + 2
        texts.append(events[start:end].decode())
        start = end
    return texts


def _is_start_of_event(rest: bytes) -> bool:
    """True if `rest` is the beginning of an event of one line of data: nothing is due yet."""
    line = rest
    if rest.startswith(b"event: "[: len(rest)]):
        # Of an event with a name, which may not have come yet.
        line = rest.partition(b"\n")[2]
    return (
        len(rest) < _MAX_REST
        and line.startswith(b"data: {"[: len(line)])
        and line.find(b"\n") in (-1, len(line) - 1)
    )
