"""The fast path for runs of text: events that are the same bytes but for a few JSON values.

Nearly every event of a streamed answer differs from the one before in one string: a piece of text,
of reasoning, or of a tool call's arguments. If an event begins with the same prefix, the JSON
scanner reads the string in its place, and the same suffix follows, then that is a full parse of
it: the document is known, but for one string. The same holds with one more gap behind the string,
for what comes along with each piece, such as `logprobs` or `timings`. The objects are made from
copies of the known document's dicts. Everything else takes the plain path, and
`tests/wire/test_text_chunks.py` proves that both give equal objects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from .._construct import conversion_in, finisher_of

#: Text and a position -> a JSON value and its end; StopIteration if there is none.
_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
_SCALARS = (str, int, float, bool, type(None))
#: Where the text may be: the steps from a chunk to it, the outermost first; lists have one item.
_PLACES = (
    ("choices", "delta", "content"),
    ("choices", "delta", "reasoning_content"),
    ("choices", "delta", "reasoning"),
    ("choices", "delta", "tool_calls", "function", "arguments"),
    ("choices", "text"),
)
_WATCHED = frozenset({"error", "finish_reason", "tool_calls", "usage"})
#: Bytes of an unfinished event that are kept here; a longer one goes the plain way.
_MAX_REST = 64 * 1024
#: Events that are not looked at after a template that never matched, at most.
_MAX_PATIENCE = 64


class TextChunks:
    """Knows the pattern of the last piece of text, and makes chunks of what matches it."""

    def __init__(self) -> None:
        self._template: _Template | None = None
        self._has_matched = False
        #: The beginning of an event whose end has not arrived.
        self._rest = b""
        #: Events to let pass before the next one is learnt; grows while learning does not pay.
        self._wait = 0
        self._patience = 1
        #: Where the last run of matches ended, in the text it was given.
        self.position = 0
        #: How many chunks have matched so far, in all runs.
        self.count = 0
        #: The last chunk of that run.
        self.last: Any = None

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
            text = data[:end].decode()
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

    def matching(self, text: str, position: int) -> Iterator[Any]:
        """A chunk for each event from `position` on that matches; sets `position` and `last`."""
        template, count = self._template, 0
        chunk: Any = None
        if template is not None:
            prefix, suffix, make, kind, after_gap, _ = template
            skipped, closed, all_closed = len(prefix), len(suffix), len(after_gap)
            startswith = text.startswith
            while startswith(prefix, position):
                try:
                    content, after = scanstring(text, position + skipped, True)
                    if not startswith(suffix, after):
                        break
                    after += closed
                    if kind is None:
                        chunk = make(content)
                    else:
                        value, after = _scan(text, after)
                        if type(value) is not kind or not startswith(after_gap, after):
                            break
                        after += all_closed
                        chunk = make(content, value)
                except (ValueError, RecursionError, StopIteration):
                    break
                position = after
                count += 1
                yield chunk
        if count:
            self._has_matched = True
            self.last = chunk
        self.position = position
        self.count += count

    def learn(self, text: str, chunk: Any) -> None:
        """Take an event that came the plain way as the pattern of those to come.

        `text` is its data, `chunk` the object made of it.
        """
        was_of_use = self._template is None or self._has_matched
        if self._template is not None and self._template.is_of_call:
            # Which call an index stands for may have changed since.
            self._template = None
        if self._wait:
            self._wait -= 1
            return
        template = _template_of(text, chunk)
        if template is not None and was_of_use:
            self._patience = 1
        else:
            self._patience = min(self._patience * 2, _MAX_PATIENCE)
        self._wait = self._patience - 1
        if template is not None:
            self._template, self._has_matched = template, False


def _is_start_of_event(rest: bytes) -> bool:
    """True if `rest` is the beginning of one line of data: nothing in it could be read yet."""
    return (
        len(rest) < _MAX_REST
        and rest.startswith(b"data: {"[: len(rest)])
        and rest.find(b"\n") in (-1, len(rest) - 1)
    )


# -- learning --------------------------------------------------------------------------------


class _Template(NamedTuple):
    """An event with a gap where its text stands, and perhaps another one behind it."""

    prefix: str
    #: What follows the text, up to the other gap or the end of the event.
    suffix: str
    #: From the text, and the value of the other gap, to the chunk.
    make: Callable[..., Any]
    #: `dict` or `list`, what the other gap holds; None if there is none.
    kind: type | None
    #: What follows the other gap.
    after_gap: str
    #: The text is of a tool call: this holds only until something else comes.
    is_of_call: bool


class _Level(NamedTuple):
    """One of the objects around the text, the innermost first."""

    model: Any
    fields: dict[str, Any]
    #: The field in which the text is, or the next object inwards, or a list with that alone.
    key: str
    is_list: bool
    #: The field behind it that holds another object or list, if any.
    gap: str | None


def _template_of(text: str, chunk: Any) -> _Template | None:
    """The pattern of an event; None if it has none that could be followed."""
    levels = _levels_of(chunk)
    if levels is None:
        return None
    try:
        spans = _spans_in(text, levels)
        if not _are_places(text, spans, levels):
            return None
    except (ValueError, RecursionError):
        return None
    starts = [*(start for start, _ in spans[1:]), len(text)]
    between = [text[end:start] for (_, end), start in zip(spans, starts)]
    between[-1] += "\n\n"
    has_gap = len(spans) > 1
    return _Template(
        prefix=f"data: {text[: spans[0][0] + 1]}",
        suffix=between[0],
        make=_delta_maker(levels) if _is_plain_delta(levels) else _maker(levels),
        kind=type(json.loads(text[slice(*spans[1])])) if has_gap else None,
        after_gap=between[1] if has_gap else "",
        is_of_call=levels[0].key == "arguments",
    )


def _spans_in(text: str, levels: Sequence[_Level]) -> list[tuple[int, int]]:
    """From where to where the text and the gap are; `ValueError` if they are not found.

    Only the names are looked for, so it may be another place that has such a name.
    """
    name = f'"{levels[0].key}":'
    start = text.index('"', text.index(name) + len(name))
    _, end = scanstring(text, start + 1, True)
    spans = [(start, end)]
    for name in (f'"{level.gap}":' for level in levels if level.gap):
        start = text.index(name, end) + len(name)
        start += len(text) - start - len(text[start:].lstrip())
        _, end = json.JSONDecoder().raw_decode(text, start)
        spans.append((start, end))
    return spans


def _levels_of(chunk: Any) -> list[_Level] | None:
    """The objects around the text; None if there is no text, or something that can't be shared."""
    found = [(place, text) for place in _PLACES if (text := _text_at(chunk, place)) is not None]
    if not found:
        return None
    # Some servers send all kinds of text, and all but one are empty.
    place = next((place for place, text in found if text), found[0][0])
    levels = _levels_at(chunk, place)
    if levels is None:
        return None
    choice, outermost = levels[-2].fields, levels[-1].fields
    if choice.get("finish_reason") or outermost.get("error") or "prompt_progress" in outermost:
        return None
    gaps = [level.gap for level in levels if level.gap is not None]
    # What ends a stream, is numbered on the way or told to others must not go by unseen.
    return levels if len(gaps) < 2 and not _WATCHED & {*gaps} else None


def _text_at(chunk: Any, place: Sequence[str]) -> str | None:
    """The text that is there, if there is one and nothing beside it in the lists on the way."""
    inner = chunk
    for key in place:
        inner = inner._sent_fields().get(key) if hasattr(inner, "_sent_fields") else None
        if type(inner) is list:
            inner = inner[0] if len(inner) == 1 else None
    return inner if type(inner) is str else None


def _levels_at(chunk: Any, place: Sequence[str]) -> list[_Level] | None:
    """The objects on the way to the text; None if one holds more than can be followed."""
    levels: list[_Level] = []
    model = chunk
    for key in place:
        fields = model._sent_fields()
        shared = [name for name in fields if name == key or type(fields[name]) not in _SCALARS]
        if shared[0] != key or len(shared) > 2:
            return None
        gap = shared[1] if len(shared) > 1 else None
        is_list = type(fields[key]) is list
        levels.append(_Level(type(model), dict(fields), key, is_list, gap))
        model = fields[key][0] if is_list else fields[key]
    levels.reverse()
    return levels


def _are_places(text: str, spans: Sequence[tuple[int, int]], levels: Sequence[_Level]) -> bool:
    """True if the levels are what the text says, and the spans their gaps.

    A name may come up twice; and what was filled in for one event need not hold for the next.
    """
    marks = [f"gap {number}" for number in range(len(spans))]
    marked, at = "", 0
    for mark, (start, end) in zip(marks, spans):
        marked += f'{text[at:start]}"{mark}"'
        at = end
    value = json.loads(marked + text[at:])
    found: list[Any] = []
    try:
        for level in reversed(levels):
            shared = {level.key, level.gap}
            sent = {name: item for name, item in value.items() if name not in shared}
            kept = {name: item for name, item in level.fields.items() if name not in shared}
            if sent != kept:
                return False
            found += [value[level.gap]] if level.gap else []
            value = value[level.key][0] if level.is_list else value[level.key]
    except (AttributeError, LookupError, TypeError):
        return False
    return [value, *found] == marks


def _is_plain_delta(levels: Sequence[_Level]) -> bool:
    """True if the text is in the delta of a choice, and the models are no more than a dict."""
    is_pydantic = hasattr(levels[0].model, "_from_fields")
    return [level.is_list for level in levels] == [False, False, True] and not is_pydantic


def _delta_maker(levels: Sequence[_Level]) -> Callable[..., Any]:
    """What `_maker` gives, for a text in the delta of a choice, in two thirds of the time."""
    delta_level, choice_level, chunk_level = levels
    delta_class, delta_fields, key = delta_level.model, delta_level.fields.copy, delta_level.key
    choice_class, choice_fields = choice_level.model, choice_level.fields.copy
    chunk_class, chunk_fields = chunk_level.model, chunk_level.fields.copy
    depth = next((depth for depth, level in enumerate(levels) if level.gap), 0)
    gap = levels[depth].gap
    convert = None if gap is None else conversion_in(levels[depth].model, gap)
    # Without `__init__`, which would check and copy what is known already.
    new: Any = object.__new__

    def make(content: str, value: Any = None) -> Any:
        delta = new(delta_class)
        in_delta = delta_fields()
        in_delta[key] = content
        delta.__dict__ = in_delta
        choice = new(choice_class)
        in_choice = choice_fields()
        in_choice["delta"] = delta
        choice.__dict__ = in_choice
        chunk = new(chunk_class)
        in_chunk = chunk_fields()
        in_chunk["choices"] = [choice]
        chunk.__dict__ = in_chunk
        if gap is not None:
            in_gap = (in_delta, in_choice, in_chunk)[depth]
            in_gap[gap] = value if convert is None else convert(value)
        return chunk

    return make


def _maker(levels: Sequence[_Level]) -> Callable[..., Any]:
    """A function that makes the same chunk with another text, and another value in its gap."""
    steps = [
        (
            level.fields.copy,
            level.key,
            level.is_list,
            level.gap,
            None if level.gap is None else conversion_in(level.model, level.gap),
            finisher_of(level.model),
        )
        for level in levels
    ]

    def make(content: str, value: Any = None) -> Any:
        inner: Any = content
        for copy, key, is_list, gap, convert, finish in steps:
            fields = copy()
            fields[key] = [inner] if is_list else inner
            if gap is not None:
                fields[gap] = value if convert is None else convert(value)
            inner = finish(fields)
        return inner

    return make
