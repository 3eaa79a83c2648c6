"""Where the patterns of the fast path come from: other streams of a client, and earlier events.

A pattern of another stream costs as much as one event to find, a new one as much as a score. So
new ones are looked for less and less if few events follow them.
"""

from __future__ import annotations

from bisect import bisect
from typing import Any

from .event_pattern import Pattern
from .json_value import Value

#: Events that must follow a pattern for it to have paid off: a known one, and a new one.
_KNOWN_PAYS_OFF = 2
_NEW_PAYS_OFF = 20
#: Events that are not looked at after a pattern that did not pay, at most.
_MAX_WAIT = 63
#: Events between others that follow patterns, as the beginning of a tool call is, of which only
#: so many in a stream show that there will be more.
_MANY_ALONE = 3
#: Patterns of other streams that are kept.
_MAX_KNOWN = 8
#: Events to compare with: one of each choice.
_MAX_BEFORE = 8


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
        event = f"data: {text}\n\n"
        for pattern in self._patterns:
            if event.startswith(pattern.head) and pattern.makes(event, chunk):
                self.add(pattern, instead_of=pattern)
                return pattern
        return None

    def like(self, root: Value) -> Pattern | None:
        """One of events with the same fields in the same order, some of which have other values."""
        return next((one for one in self._patterns if one.root.is_like(root)), None)


class _Patience:
    """Says how often to look for a pattern: the less often, the less they pay off."""

    def __init__(self, pays_off: int) -> None:
        self._pays_off = pays_off
        #: Events to let pass.
        self._left = 0
        self._wait = 0
        #: How many events had followed patterns when the last one was found.
        self._matched: int | None = None

    def is_over(self) -> bool:
        """True if an event is to be looked at."""
        if self._left:
            self._left -= 1
            return False
        return True

    def judge(self, matched: int, *, is_found: bool) -> None:
        """An event was looked at, and `matched` have followed patterns so far."""
        due = 0 if self._matched is None else self._matched + self._pays_off
        self._wait = 0 if is_found and matched >= due else min(self._wait * 2 + 1, _MAX_WAIT)
        self._left = self._wait
        if is_found:
            self._matched = matched


class Learning:
    """Finds what the next events of a stream will be like, by those that came the plain way."""

    def __init__(self, known: KnownPatterns | None) -> None:
        """`known`: None if there are no other streams."""
        self._known = known
        #: The last events that came here.
        self._before: list[str] = []
        #: How many events had followed patterns by then.
        self._matched = 0
        #: How many of them stood alone since the last time that one was looked at.
        self._alone = 0
        self._for_known = _Patience(_KNOWN_PAYS_OFF)
        self._for_new = _Patience(_NEW_PAYS_OFF)

    def forget_others(self) -> None:
        """Learn from this stream alone from now on."""
        self._known = None
        self._before = []

    def after(self, text: str, chunk: Any, patterns: list[Pattern], matched: int) -> list[Pattern]:
        """The patterns to go on with after a piece with that data, which came the plain way.

        It has made `chunk` of it. `patterns` are those so far; `matched` events have followed them.
        """
        if self._known is not None and self._for_known.is_over():
            known = self._known.of(text, chunk)
            if known is not None:
                self._for_known.judge(matched, is_found=True)
                return [*patterns, known]
        before = self._before
        self._before = [*before, text][-_MAX_BEFORE:]
        self._alone += matched > self._matched
        is_alone = matched > self._matched and self._alone < _MANY_ALONE
        self._matched = matched
        # The second piece shows what changes, and most of the time to the first one goes here.
        is_first = not (before or patterns)
        if is_first or is_alone or not self._for_new.is_over():
            return patterns
        self._alone = 0
        likest = sorted(before, key=lambda one: _alike(one, text))[-1:]
        learnt, narrower = self._learnt(text, chunk, [*reversed(patterns), *likest])
        self._for_new.judge(matched, is_found=learnt is not None)
        if learnt is None:
            return patterns
        return [*(pattern for pattern in patterns if pattern is not narrower), learnt]

    def _learnt(
        self, text: str, chunk: Any, others: list[Pattern | str]
    ) -> tuple[Pattern | None, Pattern | str | None]:
        """What an event has in common with the first of others with which it has enough, and that.

        An event is the last of them; before it comes what other streams were like.
        """
        if (root := _value_of(text)) is None:
            return None, None
        known = self._known.like(root) if self._known is not None else None
        if known is not None:
            others = sorted([*others, known], key=lambda one: isinstance(one, str))
        for other in others:
            old = _value_of(other) if isinstance(other, str) else other.root
            learnt = None if old is None else _pattern(text, root, chunk, old)
            if learnt is not None:
                is_of_many = isinstance(other, Pattern) and other.is_of_many
                learnt.is_of_many = is_of_many or other is known
                if self._known is not None and not learnt.names_call:
                    self._known.add(learnt, instead_of=other)
                return learnt, other
        return None, None


#: What there is to be said of an event that is not worth following.
_UNFIT = (ValueError, RecursionError, StopIteration)


def _value_of(text: str) -> Value | None:
    try:
        return Value(text, 0)
    except _UNFIT:
        return None


def _pattern(text: str, root: Value, chunk: Any, before: Value) -> Pattern | None:
    try:
        return Pattern(text, root, chunk, before)
    except _UNFIT:
        return None


def _alike(one: str, other: str) -> int:
    """How many characters they have in common at their beginning."""
    lengths = range(1, min(len(one), len(other)) + 1)
    return bisect(lengths, False, key=lambda length: one[:length] != other[:length])
