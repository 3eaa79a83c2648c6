"""The statements that make the objects of an event, once its gaps have been read.

What a server sent does not stand in them but for names of fields, which `_inline_values.py` lets
through; other objects get a copy of a dict. The values that stay the same are constants of the
function in which the statements stand.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any, Literal, NamedTuple, get_args, get_origin

from .._construct import Convert, conversions_in, copied
from .._inline_values import has_room
from .json_value import SCALARS, Value

#: Objects and gaps, together.
_MAX_PARTS = 256


class Unreadable(ValueError):
    """No function can read events like this one, whatever has come before it."""


class Constants:
    """What a function is handed, so that it does not stand in its source."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def name(self, value: Any) -> str:
        """The name under which the function finds it."""
        self.values.append(value)
        return f"c{len(self.values) - 1}"

    @property
    def parameters(self) -> str:
        return ", ".join(f"c{number}" for number in range(len(self.values)))


class Gap(NamedTuple):
    """A value that is read of each event, and the name of the variable that it is read into."""

    name: str
    value: Value
    rule: Rule

    @property
    def kind(self) -> type:
        return type(self.value.parsed)


class Objects:
    """Writes the statements, which leave what they make in variables."""

    def __init__(self, constants: Constants) -> None:
        self._constant = constants.name
        self._count = 0
        self.statements: list[str] = []
        #: What must have been read before, in the order of the text.
        self.gaps: list[Gap] = []

    def write(self, root: Value, chunk: Any) -> str:
        """The name of the variable that holds an object like `chunk` in the end.

        `root` is the data with its gaps, of which the plain path has made `chunk`. `Unreadable` if
        that is not just what was sent, `ValueError` if a gap is where none can be.
        """
        return self._object(root, chunk, is_raw=True)

    def _next(self, what: str) -> str:
        self._count += 1
        if self._count > _MAX_PARTS:
            raise Unreadable("too many parts")
        return f"{what}{self._count}"

    def _gap(self, value: Value, rule: Rule) -> str:
        gap = Gap(self._next("gap"), value, rule)
        self.gaps.append(gap)
        if rule.leaves(gap.kind) or rule.makes_floats(gap.kind):
            return gap.name
        return f"{self._constant(rule.convert)}({gap.name})"

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
            rule = Rule(None, None, leaves_any=is_raw) if model is None else _rule_of(model, key)
            new = self._value(inner, sent[key], rule)
            if new is None:
                kept[key] = sent[key]
            else:
                changed[key] = new
        if model is not None and has_room(model, tuple(kept)):
            return self._in_place(model, kept, changed)
        fields = self._next("fields")
        self.statements.append(f"{fields} = {self._constant(kept.copy)}()")
        for key, new in changed.items():
            self.statements.append(f"{fields}[{self._constant(key)}] = {new}")
        return fields if model is None else self._over_dict(model, fields)

    def _value(self, value: Value, made: Any, rule: Rule) -> str | None:
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
            # In another event it may be the same as here.
            raise ValueError("it tells classes apart")
        if is_gap:
            return self._gap(value, rule)
        if type(made) is list and (not made or repr(made) == repr(value.parsed)):
            return f"{self._constant(copied)}({self._constant(value.parsed)})" if made else "[]"
        if made is not None and type(made) not in SCALARS:
            # An object of all chunks could be changed by way of one of them.
            raise Unreadable("it is not what was sent")
        return None

    def _new(self, model: Any) -> str:
        # Without `__init__`, which would check and copy what is known already.
        return self._constant(partial(object.__new__, model))

    def _in_place(self, model: Any, kept: dict[str, Any], changed: dict[str, str]) -> str:
        made = self._next("made")
        self.statements.append(f"{made} = {self._new(model)}()")
        for key, value in kept.items():
            new = changed.get(key) or self._constant(value)
            self.statements.append(f"{made}.{key} = {new}")
        return made

    def _over_dict(self, model: Any, fields: str) -> str:
        made = self._next("made")
        if hasattr(model, "_from_fields"):
            self.statements.append(f"{made} = {self._constant(model._from_fields())}({fields})")
        else:
            self.statements.append(f"{made} = {self._new(model)}()")
            self.statements.append(f"{made}.__dict__ = {fields}")
        return made


class Rule(NamedTuple):
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
        return self.annotation is float and kind in SCALARS


@lru_cache(maxsize=256)
def _rule_of(model: Any, name: str) -> Rule:
    annotation = getattr(model.model_fields.get(name), "annotation", None)
    parts = (annotation, *get_args(annotation))
    tells_apart = any(get_origin(part) is Literal for part in parts)
    convert = conversions_in(model).get(name)
    return Rule(annotation, convert, leaves_any=convert is None, tells_apart=tells_apart)
