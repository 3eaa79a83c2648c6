"""The fast path for runs of text: events that are the same but for some JSON values.

Nearly every event of a streamed answer differs from the one before in a piece of text, of
reasoning, or of a tool call's arguments, and perhaps in what comes along with each piece, such as
`logprobs` or `timings`. Those that follow the pattern of one before are read by the function that
`event_reader.py` makes of it. Everything else takes the plain path, and
`tests/wire/test_text_chunks.py` proves that both give equal objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .event_pattern import Pattern, like

#: Bytes of an unfinished event that are kept here; a longer one goes the plain way.
_MAX_REST = 64 * 1024
#: To learn a pattern costs as much as to read that many events the plain way.
_PAYS_OFF = 20
#: Events that are not looked at after a pattern that did not pay, at most.
_MAX_PATIENCE = 64
#: Patterns of other streams that are kept.
_MAX_KNOWN = 8
#: Chunks after which a pattern of this stream alone is learnt: it has fewer values to read, which
#: pays off after as many more.
_OWN_PATTERN_AFTER = 256


class KnownPatterns:
    """What the events of a client's streams were like, which those of the next ones are as well.

    A short answer would not earn back what it costs to learn a pattern.
    Safe in all threads.
    """

    def __init__(self) -> None:
        #: The one that was used last comes first.
        self._patterns: tuple[Pattern, ...] = ()

    def add(self, pattern: Pattern, instead_of: Pattern | str) -> None:
        """Keep it, in place of the narrower one that it may come of."""
        kept = [one for one in self._patterns if one is not instead_of]
        self._patterns = (pattern, *kept)[:_MAX_KNOWN]

    def of(self, text: str, chunk: Any) -> Pattern | None:
        """One that makes the same of an event as the plain path did."""
        for pattern in self._patterns:
            if pattern.makes(text, chunk):
                self.add(pattern, instead_of=pattern)
                return pattern
        return None

    def like(self, text: str) -> Pattern | None:
        """One of events with the same fields, some of which have other values."""
        return like(text, self._patterns)


class TextChunks:
    """Knows the pattern of the last piece of text, and makes chunks of what matches it."""

    def __init__(self, known: KnownPatterns | None = None) -> None:
        """`known`: the patterns of other streams of the same client."""
        #: What the next events are expected to follow; None if that is not known.
        self.pattern: Pattern | None = None
        #: None once the patterns are to be of this stream alone.
        self._known = known
        #: How many chunks have followed the last pattern.
        self._matched = 0
        self._has_learnt = False
        #: The beginning of an event whose end has not arrived.
        self._rest = b""
        #: The last piece that came the plain way.
        self._before: str | None = None
        #: Events to let pass before the next one is learnt; grows while learning does not pay.
        self._wait = 0
        self._patience = 1
        #: How many chunks have matched so far, in all runs.
        self.count = 0

    def take(self, block: bytes) -> tuple[bytes, str]:
        """Divide what has arrived: bytes for the plain path, or whole events as text.

        Only one of the two is not empty. The beginning of a further event is kept.
        """
        data, self._rest = self._rest + block, b""
        end = data.rfind(b"\n\n") + 2
        if end == 1:
            end = 0
        rest = data[end:]
        if b"\r" in data or not _is_start_of_event(rest):
            return data, ""
        try:
            text = str(memoryview(data)[:end], "utf-8")
        except UnicodeDecodeError:
            return data, ""
        self._rest = rest
        return b"", text

    def give_back(self) -> bytes:
        """The beginning of an event that was kept, for the plain path."""
        rest, self._rest = self._rest, b""
        return rest

    @property
    def has_rest(self) -> bool:
        """True if an event has begun to arrive."""
        return bool(self._rest)

    def count_run(self, count: int) -> None:
        """So many events more have followed the pattern."""
        self._matched += count
        self.count += count
        is_of_many = self.pattern is not None and self.pattern.is_of_many
        if is_of_many and self.count >= _OWN_PATTERN_AFTER:
            self._known = self.pattern = self._before = None

    def learn(self, text: str, chunk: Any, *, is_piece: bool) -> None:
        """Take an event that came the plain way as the pattern of those to come.

        `text` is its data, `chunk` the object made of it, `is_piece` whether it brought something.
        Nothing is done for the first piece: most of the time to it would go there, and the second
        one shows what changes.
        """
        pattern = self.pattern
        if pattern is not None and pattern.is_of_call:
            # Which call an index stands for may have changed since.
            self.pattern = None
        if not is_piece:
            return
        if self._wait:
            self._wait -= 1
            return
        before, self._before = self._before, text
        learnt = self._known.of(text, chunk) if self._known is not None else None
        if learnt is None:
            if before is None:
                return
            learnt = self._new_pattern(text, chunk, pattern, before)
        if learnt is not None and (self._matched >= _PAYS_OFF or not self._has_learnt):
            self._patience = 1
        else:
            self._patience = min(self._patience * 2, _MAX_PATIENCE)
        self._wait = self._patience - 1
        if learnt is not None:
            self.pattern, self._matched, self._has_learnt = learnt, 0, True

    def _new_pattern(
        self, text: str, chunk: Any, pattern: Pattern | None, before: str
    ) -> Pattern | None:
        """What an event has in common with the last pattern, a known one, or the event before."""
        known = self._known
        for other in self._comparable(text, pattern, before):
            try:
                learnt = Pattern(text, chunk, other)
            except (ValueError, RecursionError, StopIteration):
                continue
            learnt.is_of_many |= other not in (pattern, before)
            if known is not None and not learnt.names_call:
                known.add(learnt, instead_of=other)
            return learnt
        return None

    def _comparable(
        self, text: str, pattern: Pattern | None, before: str
    ) -> Iterator[Pattern | str]:
        if pattern is not None:
            yield pattern
        if self._known is not None and (known := self._known.like(text)) is not None:
            yield known
        yield before


def _is_start_of_event(rest: bytes) -> bool:
    """True if `rest` is the beginning of one line of data: nothing in it could be read yet."""
    return (
        len(rest) < _MAX_REST
        and rest.startswith(b"data: {"[: len(rest)])
        and rest.find(b"\n") in (-1, len(rest) - 1)
    )
