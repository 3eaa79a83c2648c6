"""The function that reads the events of a pattern, and makes their objects.

It is written for each pattern. For one whose values are the text in `event_pattern.py`'s example,
and the id, which is another one in each stream,

    def read(text, position, ended, calls, choices, remembered, scan_text, scan_value, c0, ...):
        count, made2, goes_on = 0, None, False
        head, tail, joint, gap2 = remembered
        while True:
            if not goes_on:
                start = position + len(head)
                if text[position:start] != head:
                    if not text.startswith(c12, position): break
                    start = position + c13
                    head, joint = text[position:start], None
            gap1, at = scan_text(text, start)
            start = at + len(joint)
            goes_on = text[at:start] == joint
            end = at + len(tail)
            if not goes_on:
                if text[at:end] != tail:
                    opened = at
                    if not text.startswith(c14, at): break
                    gap2, at = scan_text(text, at + c15)
                    if not text.startswith(c16, at): break
                    end = at + c17
                    tail, joint = text[opened:end], None
                if joint is None:
                    joint = tail + head
            if not (gap1): break
            made3 = c0()
            made3.content = gap1
            made4 = c1()
            made4.index = c2
            made4.delta = made3
            ...
            position = end
            count += 1
            yield made2
        ended(position, count, made2, (head, tail, joint, gap2))

Where a value is the same in all of a stream, the text of the event before is looked for; only if
it is not there, the value is read. The rest of an event is looked at together with the beginning
of the next one (`joint`). Texts are cut out to be compared, which is twice as fast as `startswith`
where they are long and there are letters beyond Latin-1 somewhere.

Loops over the same steps and closures for the objects were measured: they take a third more time.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from functools import lru_cache
from json.decoder import scanstring  # type: ignore[attr-defined]
from types import CodeType, FunctionType
from typing import Any, TypeAlias

from .event_objects import Constants, Gap, Objects
from .json_value import SCALARS, Value, scan

#: What is kept of a stream from one call to the next.
Remembered: TypeAlias = tuple[Any, ...]
#: Where the last event that followed the pattern ended, how many did, the last object.
Ended: TypeAlias = Callable[[int, int, Any, Remembered], None]
#: See `Pattern.read`.
Read: TypeAlias = Callable[
    [str, int, Ended, Container[int], Container[int], Remembered], Iterator[Any]
]

#: What follows the beginning of an event.
_Segment: TypeAlias = list[str | Gap]

#: See the example above.
_FUNCTION = """\
def read(
 text, position, ended, calls, choices, remembered, scan_text, scan_value, scalars, {parameters}
):
 count, {made}, goes_on = 0, None, False
 ({remembered}) = remembered
 try:
  while True:
   try:
    if not goes_on:
     start = position + head_length
     if text[position:start] != head:
      {begins}
      # Until all of its values have been read.
      head = None
      {head}
      head, head_length = text[position:start], start - position
      joint = None
    {values}
    start = at + joint_length
    goes_on = text[at:start] == joint
    end = at + tail_length
    if not goes_on:
     if text[at:end] != tail:
      tail, joint, opened = None, None, at
      {tail}
      tail, tail_length = text[opened:end], end - opened
     if joint is None:
      joint = tail + head
      joint_length = len(joint)
    if not ({pieces}): break
    {objects}
   except RecursionError:
    break
   except (ValueError, StopIteration) as error:
    # From the scanner, or from a signal handler of the program's.
    if error.__traceback__.tb_next is None: break
    raise
   position = end
   count += 1
   yield {made}
 finally:
  ended(position, count, {made}, ({remembered}))
"""


def reader_of(event: str, root: Value, chunk: Any) -> tuple[Read, str, Remembered]:
    """The function for events like this one, how they all begin, and what to begin with.

    `root` is the data with its gaps, `chunk` what the plain path made of it. `Unreadable` if that
    is not just what was sent.
    """
    constants = Constants()
    objects = Objects(constants)
    made = objects.write(root, chunk)
    (first, *between, last), gaps = _divided(event, objects.gaps)
    values = _Steps(constants, "start")
    for number, gap in enumerate(gaps):
        if number:
            values.past_known(between[number - 1], number)
        values.past_value(gap)
    if not all(gap.kind in SCALARS for gap in gaps):
        values.check_lines()
    remembered = {
        f"{text}{what}": default
        for text in ("head", "tail", "joint", *values.known)
        for what, default in (("", None), ("_length", 0))
    }
    remembered |= {gap.name: None for gap in objects.gaps if gap.value.is_steady}
    begins, *head = _Steps(constants, "position").past(first).to("start")
    source = _FUNCTION.format(
        made=made,
        begins=begins,
        remembered=", ".join(remembered),
        head="\n      ".join(head),
        values="\n    ".join(values.to("at")),
        tail="\n      ".join(_Steps(constants, "at").past(last).to("end")),
        # Without text it may be no piece of the answer, which must not be counted as one.
        pieces=" or ".join(gap.name for gap in gaps if gap.value.is_piece),
        objects="\n    ".join(objects.statements),
        parameters=constants.parameters,
    )
    defaults = (scanstring, scan, SCALARS, *constants.values)
    read = FunctionType(_code_of(source), globals(), argdefs=defaults)
    return read, str(first[0]), tuple(remembered.values())


def _divided(event: str, gaps: list[Gap]) -> tuple[list[_Segment], list[Gap]]:
    """What stands between the gaps that are read of each event, and these.

    It is text that is always the same, and gaps that hold the same in all of a stream.
    """
    segments: list[_Segment] = [[]]
    read: list[Gap] = []
    done = 0
    for gap in gaps:
        # The quote before a text is always the same.
        start = gap.value.start + len("data: ") + (gap.kind is str)
        segments[-1].append(event[done:start])
        if gap.value.is_steady:
            segments[-1].append(gap)
        else:
            read.append(gap)
            segments.append([])
        done = gap.value.end + len("data: ")
    segments[-1].append(event[done:])
    return segments, read


class _Steps:
    """Writes statements that go on in the text as far as it follows the pattern, else `break`."""

    def __init__(self, constants: Constants, at: str) -> None:
        """`at`: where to begin."""
        self._constants = constants
        #: How far they have come.
        self._at = at
        self._statements: list[str] = []
        #: Variables that hold a segment's text of the event before.
        self.known: list[str] = []

    def to(self, name: str) -> list[str]:
        """All statements; the variable of that name holds how far they have come."""
        if self._at != name:
            self._statements.append(f"{name} = {self._at}")
        return self._statements

    def past(self, segment: _Segment) -> _Steps:
        """Past all of it, whatever the last event had."""
        for part in segment:
            if isinstance(part, str):
                literal, length = map(self._constants.name, (part, len(part)))
                self._statements.append(f"if not text.startswith({literal}, {self._at}): break")
                self._at = f"{self._at} + {length}"
            else:
                self.past_value(part)
        return self

    def past_known(self, segment: _Segment, number: int) -> None:
        """Past a segment in the midst of an event: most of the time the same as in the last one."""
        if len(segment) == 1:
            self.past(segment)
            return
        known = f"known{number}"
        self.known.append(known)
        self.to("at")
        self._statements += [
            f"if text[at : at + {known}_length] == {known}:",
            f" at += {known}_length",
            "else:",
            f" {known}, opened = None, at",
            *(f" {line}" for line in _Steps(self._constants, "at").past(segment).to("at")),
            f" {known}, {known}_length = text[opened:at], at - opened",
        ]
        self._at = "at"

    def past_value(self, gap: Gap) -> None:
        """Read the value of a gap."""
        start, self._at = self._at, "at"
        if gap.kind is str:
            self._statements.append(f"{gap.name}, at = scan_text(text, {start})")
            return
        self._statements.append(f"{gap.name}, at = scan_value(text, {start})")
        self._statements += self._checks(gap)

    def check_lines(self) -> None:
        """JSON may go on over a line end, an event's line does not."""
        self._statements.append('if text.find("\\n", start, at) >= 0: break')

    def _checks(self, gap: Gap) -> Iterator[str]:
        """What must be true of a value."""
        name, kind, rule = gap.name, gap.kind, gap.rule
        is_scalar = f"type({name}) in scalars"
        if gap.value.index_of:
            yield f"if type({name}) is not int or {name} not in {gap.value.index_of}: break"
        elif rule.makes_floats(kind):
            yield f"if type({name}) is not {self._constants.name(float)}:"
            yield f" if not {is_scalar}: break"
            yield f" {name} = {self._constants.name(rule.convert)}({name})"
        elif not rule.leaves_any:
            yield f"if type({name}) is not {self._constants.name(kind)}: break"
        elif kind in SCALARS:
            yield f"if type({name}) is not {self._constants.name(kind)} and not {is_scalar}: break"


@lru_cache(maxsize=64)
def _code_of(source: str) -> CodeType:
    """The code of the function that `source` defines."""
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - it is ours, see above
    code: CodeType = names["read"].__code__
    return code
