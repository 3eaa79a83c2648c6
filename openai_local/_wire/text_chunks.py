"""The fast path for runs of text: events that are the same bytes but for one JSON string.

Nearly every event of a streamed answer differs from the one before in `delta.content` alone. If
an event begins with the same prefix, the JSON scanner reads the string in its place, and the same
suffix follows, then that is a full parse of it: the document is known, but for one string. The
objects are made from copies of the known document's dicts. Everything else takes the plain path,
and `tests/wire/test_text_chunks.py` proves that both give equal objects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

_CONTENT = '"content":'
_SCALARS = (str, int, float, bool, type(None))
#: Bytes of an unfinished event that are kept here; a longer one goes the plain way.
_MAX_REST = 64 * 1024
#: Events that are not looked at after a template that never matched, at most.
_MAX_PATIENCE = 64


class TextChunks:
    """Knows the pattern of the last piece of text, and makes chunks of what matches it."""

    def __init__(self) -> None:
        self._template: _Template | None = None
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
        if template is not None:
            prefix, suffix, make = template.prefix, template.suffix, template.make
            skipped, closed = len(prefix), len(suffix)
            startswith = text.startswith
            while startswith(prefix, position):
                try:
                    content, after = scanstring(text, position + skipped, True)
                except ValueError:
                    break
                if not startswith(suffix, after):
                    break
                position = after + closed
                count += 1
                self.last = chunk = make(content)
                yield chunk
            template.has_matched |= count > 0
        self.position = position
        self.count += count

    def learn(self, text: str, chunk: Any) -> None:
        """Take an event that came the plain way as the pattern of those to come.

        `text` is its data, `chunk` the object made of it.
        """
        if self._wait:
            self._wait -= 1
            return
        template = _template_of(text, chunk)
        was_of_use = self._template is None or self._template.has_matched
        if template is not None and was_of_use:
            self._patience = 1
        else:
            self._patience = min(self._patience * 2, _MAX_PATIENCE)
        self._wait = self._patience - 1
        self._template = template or self._template


def _is_start_of_event(rest: bytes) -> bool:
    """True if `rest` is the beginning of one line of data: nothing in it could be read yet."""
    return (
        len(rest) < _MAX_REST
        and rest.startswith(b"data: {"[: len(rest)])
        and rest.find(b"\n") in (-1, len(rest) - 1)
    )


class _Template:
    """An event with a gap where its text stands."""

    def __init__(self, prefix: str, suffix: str, chunk: Any) -> None:
        self.prefix = prefix
        self.suffix = suffix
        self.make = _maker_of(chunk)
        self.has_matched = False


def _maker_of(chunk: Any) -> Callable[[str], Any]:
    """A function that makes the same chunk with another text, from copies of its dicts."""
    choice = chunk.choices[0]
    chunk_class, choice_class, delta_class = type(chunk), type(choice), type(choice.delta)
    if hasattr(chunk_class, "_from_fields"):
        return _pydantic_maker_of(chunk)
    chunk_fields = dict(vars(chunk)).copy
    choice_fields = dict(vars(choice)).copy
    delta_fields = dict(vars(choice.delta)).copy
    # Without `__init__`, which would check and copy what is known already.
    new: Any = object.__new__

    def make(content: str) -> Any:
        delta = new(delta_class)
        fields = delta_fields()
        fields["content"] = content
        delta.__dict__ = fields
        choice = new(choice_class)
        fields = choice_fields()
        fields["delta"] = delta
        choice.__dict__ = fields
        chunk = new(chunk_class)
        fields = chunk_fields()
        fields["choices"] = [choice]
        chunk.__dict__ = fields
        return chunk

    return make


def _pydantic_maker_of(chunk: Any) -> Callable[[str], Any]:
    """The same for models of `_pydantic_models`, which are more than a dict."""
    models = (chunk, chunk.choices[0], chunk.choices[0].delta)
    chunk_fields, choice_fields, delta_fields = (model._sent_fields() for model in models)
    chunk_of, choice_of, delta_of = (type(model)._from_fields() for model in models)

    def make(content: str) -> Any:
        delta = delta_of({**delta_fields, "content": content})
        choice = choice_of({**choice_fields, "delta": delta})
        return chunk_of({**chunk_fields, "choices": [choice]})

    return make


def _template_of(text: str, chunk: Any) -> _Template | None:
    """The pattern of an event; None if it is not a plain piece of text."""
    if text.count(_CONTENT) != 1 or not _is_text(chunk):
        return None
    at = text.index(_CONTENT) + len(_CONTENT)
    at = text.find('"', at)
    try:
        content, after = scanstring(text, at + 1, True)
        with_gap = json.loads(f'{text[:at]}"gap"{text[after:]}')
    except ValueError:
        return None
    if content != chunk.choices[0].delta.content:
        return None
    # The string that was found might be another than the delta's: look.
    if with_gap["choices"][0]["delta"].get("content") != "gap":
        return None
    return _Template(f"data: {text[: at + 1]}", f"{text[after:]}\n\n", chunk)


def _is_text(chunk: Any) -> bool:
    """True if the chunk has one choice that brings text and nothing that could not be shared."""
    choices = getattr(chunk, "choices", None)
    if not isinstance(choices, list) or len(choices) != 1 or not hasattr(choices[0], "delta"):
        return False
    choice = choices[0]
    if not hasattr(choice.delta, "content") or type(choice.delta.content) is not str:
        return False
    sent = {**chunk._sent_fields(), **choice._sent_fields(), **choice.delta._sent_fields()}
    fields = {**sent, "choices": None, "delta": None}
    is_flat = all(type(value) in _SCALARS for value in fields.values())
    return is_flat and not choice.finish_reason and not fields.get("error")
