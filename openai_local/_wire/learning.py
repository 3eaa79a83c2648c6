"""Where the patterns of the fast path come from: other streams of a client, and earlier events.

A pattern of another stream costs as much as one event to find, a new one as much as a score. So
new ones are looked for less and less if few events follow them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .event_pattern import Pattern
    from .json_value import Value

#: Events that must follow a pattern for it to have paid off: a known one, and a new one.
_KNOWN_PAYS_OFF = 2
_NEW_PAYS_OFF = 20
#: Events that are not looked at after a pattern that did not pay, at most.
_MAX_WAIT = 255
#: Events between others that follow patterns, as the beginning of a tool call is, of which only
#: so many in a stream show that there will be more.
_MANY_ALONE = 3
#: Patterns of other streams that are kept.
_MAX_KNOWN = 16
#: Pieces to compare with: one of each choice, where they come in turn.
_MAX_BEFORE = 16
#: Those with the same fields that are compared: what is wrong with them is so in all.
_MAX_LIKE = 2


#: What is raised for an event that is not worth following.
_UNFIT = (ValueError, RecursionError, StopIteration)


class _Patience:
    """Says how often to look for a pattern: the less often, the less they pay off."""

    def __init__(self, pays_off: int) -> None:
        #: Events that must follow a pattern.
        self._pays_off = pays_off
        #: Events to let pass.
        self._left = 0
        self._wait = 0
        #: What was found last, and how many events have followed it.
        self._pattern: Pattern | None = None
        self._followed = 0

    def is_over(self) -> bool:
        """True if an event is to be looked at."""
        if self._left:
            self._left -= 1
            return False
        return True

    def count(self, pattern: Pattern, count: int) -> None:
        """So many events have followed the pattern."""
        if pattern is self._pattern:
            self._followed += count

    def has_found(self, pattern: Pattern | None) -> None:
        """An event was looked at, which gave this pattern, or none."""
        has_paid = self._pattern is None or self._followed >= self._pays_off
        self._wait = 0 if pattern and has_paid else min(self._wait * 2 + 1, _MAX_WAIT)
        self._left = self._wait
        if pattern is not None:
            self._pattern, self._followed = pattern, 0


class KnownPatterns:
    """What the events of a client's streams were like, which those of the next ones are as well.

    A short answer would not earn back what it costs to learn a pattern. In a new process, that is
    as much as to read some hundred events.
    Safe in all threads.
    """

    def __init__(self, *, after: int = 0) -> None:
        """`after`: pieces of any of the streams before the first pattern is learnt."""
        #: The one that was used last comes first.
        self._patterns: tuple[Pattern, ...] = ()
        self._left = after
        #: Of all streams together: what can't be learnt in one can't in the next.
        self.patience = _Patience(_NEW_PAYS_OFF)

    def add(self, pattern: Pattern, instead_of: Pattern | None) -> None:
        """Keep it, in place of the narrower one that it may come of."""
        kept = [one for one in self._patterns if one is not instead_of]
        self._patterns = (pattern, *kept)[:_MAX_KNOWN]

    def of(self, text: str, chunk: Any) -> Pattern | None:
        """One that makes the same of an event as the plain path did."""
        event = f"data: {text}\n\n"
        for pattern in self._patterns:
            if event.startswith(pattern.head) and pattern.makes(event, chunk):
                self.add(pattern, instead_of=pattern)
                return pattern
        return None

    def is_too_early(self) -> bool:
        """True if too little has come for learning to be worth it; to be asked for each piece."""
        self._left -= self._left > 0
        return self._left > 0 and not self._patterns

    def like(self, root: Value) -> Pattern | None:
        """One of events with the same fields in the same order, some of which have other values."""
        return next((one for one in self._patterns if one.root.is_like(root)), None)


class _Event:
    """A piece that came the plain way."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def root(self) -> Value | None:
        """Its data; None for what is not worth following."""
        from .json_value import Value

        try:
            return Value(self._text, 0)
        except _UNFIT:
            return None


class Learning:
    """Finds what the next events of a stream will be like, by those that came the plain way."""

    def __init__(self, known: KnownPatterns | None) -> None:
        """`known`: None if there are no other streams."""
        self._known = known
        #: The last pieces that came here.
        self._before: deque[_Event] = deque(maxlen=_MAX_BEFORE)
        #: How many events have followed patterns since the last piece that did not.
        self._followed = 0
        #: How many pieces stood alone since the last time that one was looked at.
        self._alone = 0
        self._for_known = _Patience(_KNOWN_PAYS_OFF)
        self._for_new = _Patience(_NEW_PAYS_OFF) if known is None else known.patience

    def count(self, pattern: Pattern, count: int) -> None:
        """So many events have followed the pattern."""
        self._followed += count
        self._for_known.count(pattern, count)
        self._for_new.count(pattern, count)

    def after(self, text: str, chunk: Any, patterns: list[Pattern]) -> list[Pattern]:
        """The patterns to go on with after a piece with that data, which came the plain way.

        It has made `chunk` of it. `patterns` are those so far.
        """
        if self._known is not None and self._for_known.is_over():
            known = self._known.of(text, chunk)
            if known is not None:
                self._for_known.has_found(known)
                others = [pattern for pattern in patterns if pattern is not known]
                # If it was tried just now, the calls of this stream have to be looked at.
                return [*others, known] if len(others) == len(patterns) else others
        if self._known is not None and self._known.is_too_early():
            return patterns
        event, before = _Event(text), [*reversed(self._before)]
        self._before.append(event)
        is_alone, self._followed = self._followed > 0, 0
        self._alone += is_alone
        is_rare = is_alone and self._alone < _MANY_ALONE
        # The second piece shows what changes, and most of the time to the first one goes here.
        is_first = not (before or patterns)
        if is_first or is_rare or not self._for_new.is_over():
            return patterns
        self._alone = 0
        learnt, narrower = self._learnt(event, text, chunk, patterns, before)
        self._for_new.has_found(learnt)
        if learnt is None:
            return patterns
        return [*(pattern for pattern in patterns if pattern is not narrower), learnt]

    def _learnt(
        self, event: _Event, text: str, chunk: Any, patterns: list[Pattern], before: list[_Event]
    ) -> tuple[Pattern | None, Pattern | None]:
        """What a piece has in common with others, and the pattern that it takes the place of."""
        # Not at the top: short answers are read without.
        from .event_objects import Unreadable
        from .event_pattern import Pattern

        if (root := event.root) is None:
            return None, None
        for old, other, own in self._candidates(root, patterns, before):
            try:
                learnt = Pattern(text, root, chunk, old, own)
            except Unreadable:
                break
            except _UNFIT:
                continue
            if self._known is not None and not learnt.names_call:
                self._known.add(learnt, instead_of=other)
            return learnt, other
        # No gaps, as before.
        root.mark_changes(root)
        return None, None

    def _candidates(
        self, root: Value, patterns: list[Pattern], before: list[_Event]
    ) -> Iterator[tuple[Value, Pattern | None, Value | None]]:
        """What to compare an event with, the pattern of which that is, and see `mark_changes`."""
        for pattern in reversed(patterns):
            yield pattern.root, pattern, None
        if self._known is not None and (known := self._known.like(root)) is not None:
            yield known.root, known, next(_likest(root, before), None)
        for old in islice(_likest(root, before), _MAX_LIKE):
            yield old, None, None


def _likest(root: Value, events: list[_Event]) -> Iterator[Value]:
    """Those with the same fields, else the first."""
    others = []
    for event in events:
        if event.root is not None and event.root.is_like(root):
            yield event.root
        else:
            others.append(event)
    if len(others) == len(events):
        yield from [event.root for event in others[:1] if event.root is not None]
