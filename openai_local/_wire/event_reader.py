"""The function that reads the events of a pattern, and makes their objects.

It is written for each pattern. For one whose values are the text in `event_pattern.py`'s example,

    def read(text, position, ended, calls, scan_text=..., c2=..., c3=...):
        count, made4 = 0, None
        start = position + c12
        ...
        goes_on = text.startswith(c11, position)
        while goes_on:
            gap1, at = scan_text(text, start)
            next_start = at + c14
            goes_on = text[at:next_start] == c13
            if not (goes_on or text.startswith(c15, at)): break
            if not (gap1): break
            made2 = c2()
            made2.content = gap1
            made3 = c3()
            made3.index = c4
            made3.delta = made2
            ...
            start = next_start
            count += 1
            yield made4
        ...
        ended(start - c12, count, made4)

The rest of an event is looked at together with the beginning of the next one (`c13`), and alone
(`c15`) only if another one follows. Long texts are cut out to be compared, which is twice as fast
as `startswith` where there are letters beyond Latin-1 somewhere in the text.

What a server sent does not stand in its source but for names of fields, which `_inline_values.py`
lets through; other objects get a copy of a dict. The parts of the text and the values that stay
the same are handed to it. Loops over the same steps and closures for the objects were measured:
they take a third more time.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from functools import lru_cache, partial
from json.decoder import scanstring  # type: ignore[attr-defined]
from types import CodeType, FunctionType
from typing import Any, Literal, NamedTuple, TypeAlias, get_args, get_origin

from .._construct import Convert, conversions_in, copied
from .._inline_values import has_room
from .json_value import Value, scan

#: Objects and gaps, together.
_MAX_PARTS = 256
#: Kinds of values that take no more than a line, and what null becomes depends on the field.
_SCALARS = frozenset({bool, float, int, str})


#: Where the last event that followed the pattern ended, how many did, the last object.
Ended: TypeAlias = Callable[[int, int, Any], None]
#: See `Pattern.read`.
Read: TypeAlias = Callable[[str, int, Ended, Container[int]], Iterator[Any]]


class Unreadable(ValueError):
    """No function can read events like this one, whatever has come before it."""


def reader_of(event: str, root: Value, chunk: Any) -> tuple[Read, str]:
    """The function for events like this one, and the text with which they all begin.

    `root` is the data with its gaps, `chunk` what the plain path made of it. `Unreadable` if that
    is not just what was sent.
    """
    writer = _Writer(event)
    return writer.function(root, chunk), writer.head


#: See the example above.
_FUNCTION = """\
def read(text, position, ended, calls, {constants}):
 count, {made} = 0, None
 start = position + {head_length}
 try:
  goes_on = text.startswith({head}, position)
  while goes_on:
   try:
    {reads}
    next_start = at + {joint_length}
    goes_on = text[at:next_start] == {joint}
    if not (goes_on or text.startswith({tail}, at)): break
    if not ({pieces}): break
    {makes}
   except RecursionError:
    break
   except (ValueError, StopIteration) as error:
    # From the scanner, or from a signal handler of the program's.
    if error.__traceback__.tb_next is None: break
    raise
   start = next_start
   count += 1
   yield {made}
 finally:
  ended(start - {head_length}, count, {made})
"""


class _Writer:
    """Writes the function that reads the events of one pattern."""

    def __init__(self, event: str) -> None:
        self._event = event
        #: What comes before the first gap.
        self.head = ""
        #: How far the event has been looked at; what follows has to be the same.
        self._done = 0
        self._constants: dict[str, Any] = {"scan_text": scanstring, "scan_value": scan}
        self._count = 0
        #: Statements: all gaps are read before anything is made.
        self._reads: list[str] = []
        self._makes: list[str] = []
        #: The gaps that hold pieces of text.
        self._pieces: list[str] = []
        self._call_indexes: list[str] = []
        #: The other gaps, each with the kind of its value and its rule.
        self._values: list[tuple[str, type, _Rule]] = []

    def function(self, root: Value, chunk: Any) -> Read:
        """See `reader_of`."""
        made = self._object(root, chunk, is_raw=True)
        self._reads += self._checks()
        tail = self._event[self._done :]
        # Up to the first gap of the next event, which is one look instead of two.
        joint = tail + self.head
        lengths = {"head_length": len(self.head), "joint_length": len(joint)}
        named = {"head": self.head, "joint": joint, "tail": tail, **lengths}
        places = {name: self._constant(value) for name, value in named.items()}
        source = _FUNCTION.format(
            **places,
            constants=", ".join(self._constants),
            made=made,
            reads="\n    ".join(self._reads),
            makes="\n    ".join(self._makes),
            # Without text it may be no piece of the answer, which must not be counted as one.
            pieces=" or ".join(self._pieces),
        )
        # As defaults, which are the fastest to read of what can be handed to a function.
        return FunctionType(_code_of(source), globals(), argdefs=(*self._constants.values(),))

    def _checks(self) -> Iterator[str]:
        """What else must be true of the gaps."""
        has_container = any(kind not in _SCALARS for _, kind, _ in self._values)
        if has_container:
            # JSON may go on over a line end, an event's line does not.
            yield 'if text.find("\\n", start, at) >= 0: break'
        for gap in self._call_indexes:
            yield f"if type({gap}) is not int or {gap} not in calls: break"
        for gap, kind, rule in self._values:
            usual = self._constant(float if rule.makes_floats(kind) else kind)
            is_scalar = f"type({gap}) in {self._constant(_SCALARS)}"
            if rule.makes_floats(kind):
                yield f"if type({gap}) is not {usual}:"
                yield f" if not {is_scalar}: break"
                yield f" {gap} = {self._constant(rule.convert)}({gap})"
            elif not rule.leaves_any:
                yield f"if type({gap}) is not {usual}: break"
            elif not has_container:
                # A container is fine, too, but only where its lines are looked at.
                yield f"if type({gap}) is not {usual} and not {is_scalar}: break"

    def _constant(self, value: Any) -> str:
        name = f"c{len(self._constants)}"
        self._constants[name] = value
        return name

    def _next(self, what: str) -> str:
        self._count += 1
        if self._count > _MAX_PARTS:
            raise Unreadable("too many parts")
        return f"{what}{self._count}"

    def _skip_to(self, place: int) -> str:
        """Check the text up to there in the event; where that is."""
        literal = self._event[self._done : place]
        if not self.head:
            self.head = literal
            return "start"
        self._reads.append(f"if not text.startswith({self._constant(literal)}, at): break")
        return f"at + {self._constant(len(literal))}"

    def _gap(self, value: Value, rule: _Rule) -> str:
        kind = type(value.parsed)
        gap = self._next("gap")
        # The quote before a text is always the same.
        start = self._skip_to(value.start + len("data: ") + (kind is str))
        if value.is_piece:
            self._pieces.append(gap)
        if kind is str:
            self._reads.append(f"{gap}, at = scan_text(text, {start})")
        else:
            self._reads.append(f"{gap}, at = scan_value(text, {start})")
            if value.is_call_index:
                self._call_indexes.append(gap)
            else:
                self._values.append((gap, kind, rule))
        self._done = value.end + len("data: ")
        if rule.leaves(kind) or rule.makes_floats(kind):
            return gap
        return f"{self._constant(rule.convert)}({gap})"

    def _object(self, value: Value, made: Any, *, is_raw: bool) -> str:
        """The name of an object that is made new for each event: of a model, or a dict.

        `is_raw`: the plain path leaves all that is in such a dict as it is.
        """
        model: Any = type(made) if hasattr(made, "_sent_fields") else None
        sent = made if model is None else made._sent_fields()
        if type(sent) is not dict or sent.keys() != value.fields.keys():
            raise Unreadable("it is not what was sent")
        kept: dict[str, Any] = dict.fromkeys(value.fields)
        changed: dict[str, str] = {}
        for key, inner in value.fields.items():
            rule = _Rule(None, None, leaves_any=is_raw) if model is None else _rule_of(model, key)
            new = self._value(inner, sent[key], rule)
            if new is None:
                kept[key] = sent[key]
            else:
                changed[key] = new
        if model is not None and has_room(model, tuple(kept)):
            return self._in_place(model, kept, changed)
        fields = self._next("fields")
        self._makes.append(f"{fields} = {self._constant(kept.copy)}()")
        for key, new in changed.items():
            self._makes.append(f"{fields}[{self._constant(key)}] = {new}")
        return fields if model is None else self._over_dict(model, fields)

    def _value(self, value: Value, made: Any, rule: _Rule) -> str | None:
        """What makes a value new for each event; None if all can share it."""
        # What null becomes depends on the field; as text, it is the same each time.
        is_gap = value.is_gap and value.parsed is not None
        if type(value.parsed) is dict and not is_gap:
            return self._object(value, made, is_raw=rule.leaves_any)
        if value.items and not is_gap and type(made) is list and len(made) == len(value.items):
            both = zip(value.items, made)
            items = [self._object(item, one, is_raw=rule.leaves_any) for item, one in both]
            return f"[{', '.join(items)}]"
        kind = type(value.parsed)
        if rule.leaves(kind) and (type(made) is not kind or made != value.parsed):
            # It was filled in for this event, which need not hold for the next.
            raise Unreadable("it is not what was sent")
        if is_gap and rule.tells_apart:
            raise Unreadable("it tells classes apart")
        if is_gap:
            return self._gap(value, rule)
        if type(made) is list:
            return f"{self._constant(copied)}({self._constant(value.parsed)})" if made else "[]"
        return None

    def _new(self, model: Any) -> str:
        # Without `__init__`, which would check and copy what is known already.
        return self._constant(partial(object.__new__, model))

    def _in_place(self, model: Any, kept: dict[str, Any], changed: dict[str, str]) -> str:
        made = self._next("made")
        self._makes.append(f"{made} = {self._new(model)}()")
        for key, value in kept.items():
            new = changed.get(key) or self._constant(value)
            self._makes.append(f"{made}.{key} = {new}")
        return made

    def _over_dict(self, model: Any, fields: str) -> str:
        made = self._next("made")
        if hasattr(model, "_from_fields"):
            self._makes.append(f"{made} = {self._constant(model._from_fields())}({fields})")
        else:
            self._makes.append(f"{made} = {self._new(model)}()")
            self._makes.append(f"{made}.__dict__ = {fields}")
        return made


class _Rule(NamedTuple):
    """What the plain path makes of the value of a field."""

    annotation: Any
    convert: Convert | None
    #: True if any value is left as it is.
    leaves_any: bool
    #: True if by its value classes are told apart.
    tells_apart: bool = False

    def leaves(self, kind: type) -> bool:
        """True if values of that kind are left as they are."""
        return self.convert is None or self.annotation is kind

    def makes_floats(self, kind: type) -> bool:
        """True if all scalars are converted as floats are, which needs nothing to be done."""
        return self.annotation is float and kind in _SCALARS


@lru_cache(maxsize=256)
def _rule_of(model: Any, name: str) -> _Rule:
    annotation = getattr(model.model_fields.get(name), "annotation", None)
    parts = (annotation, *get_args(annotation))
    tells_apart = any(get_origin(part) is Literal for part in parts)
    convert = conversions_in(model).get(name)
    return _Rule(annotation, convert, leaves_any=convert is None, tells_apart=tells_apart)


@lru_cache(maxsize=64)
def _code_of(source: str) -> CodeType:
    """The code of the function that `source` defines."""
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - it is ours, see above
    code: CodeType = names["read"].__code__
    return code
