"""Deltas -> the whole message, and a whole completion -> the chunks that a stream would have sent.

Adding a delta costs the same however long the message is already: texts stay in pieces until
someone asks for them.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from typing import Any

from .._models import BaseModel

#: Fields that come in one piece. Some servers repeat them in each delta.
_SENT_WHOLE = ("id", "index", "role", "type")


# -- deltas -> message -----------------------------------------------------------------------


class GrowingText:
    """A text that arrives in pieces; put together only when it is read."""

    __slots__ = ("_pieces", "length")

    def __init__(self, text: str) -> None:
        self._pieces = [text]
        #: In characters.
        self.length = len(text)

    def add(self, piece: str) -> None:
        self._pieces.append(piece)
        self.length += len(piece)

    def __str__(self) -> str:
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0]


class TextSoFar:
    """A growing text as it was at one moment; its cost is that of a number until it is read."""

    __slots__ = ("_is_json", "_length", "_parsed", "_text")

    def __init__(self, text: GrowingText, *, is_json: bool = False) -> None:
        self._text = text
        self._length = text.length
        self._is_json = is_json
        self._parsed: Any = None

    def read(self) -> str:
        return str(self._text)[: self._length]

    def parsed(self) -> Any:
        """What can be said of the JSON so far; `None` if it isn't meant to be JSON."""
        if self._is_json:
            from .partial_json import parse_partial

            self._parsed = parse_partial(self.read())
            self._is_json = False
        return self._parsed


class GrowingList:
    """A list whose entries arrive in pieces; pieces with the same `index` belong together."""

    __slots__ = ("_positions", "entries")

    def __init__(self) -> None:
        self.entries: list[Any] = []
        self._positions: dict[int, int] = {}

    def take(self, piece: Any) -> int:
        """Add a piece; the position of the entry that it belongs to."""
        fields = fields_of(piece)
        if fields is None:
            self.entries.append(piece)
            return len(self.entries) - 1
        position = self._position_of(fields)
        accumulate(self.entries[position], fields)
        return position

    def _position_of(self, fields: Mapping[str, Any]) -> int:
        index = fields.get("index")
        if type(index) is int and index in self._positions:
            return self._positions[index]
        return self._open(index)

    def _open(self, index: Any) -> int:
        """Begin another entry; its position."""
        self.entries.append({})
        if type(index) is int:
            self._positions[index] = len(self.entries) - 1
        return len(self.entries) - 1

    def whole(self) -> list[Any]:
        return [whole(entry) for entry in self.entries]


class CallsSoFar:
    """Tells the tool calls of one message apart, even where a server numbers them badly."""

    __slots__ = ("_by_id", "_by_index", "_ids")

    def __init__(self) -> None:
        #: The id of each call, as far as the server has sent one.
        self._ids: list[str] = []
        self._by_id: dict[str, int] = {}
        #: The call that an index stands for now.
        self._by_index: dict[int, int] = {}

    def position_of(self, fields: Mapping[str, Any]) -> int:
        """The position of the call that a delta belongs to; one that begins with it is the next."""
        index, id_ = fields.get("index"), fields.get("id")
        id_ = id_ if isinstance(id_, str) else ""
        is_named = bool((fields_of(fields.get("function")) or {}).get("name"))
        if type(index) is not int:
            position = self._unnumbered(id_, is_named=is_named)
        else:
            position = self._by_index.get(index, -1)
            known = self._ids[position] if position >= 0 else ""
            # Some servers number every call 0; others make up another id for each delta of a call.
            is_another = is_named and id_ and known and id_ != known
            if position < 0 or is_another:
                position = self._by_index[index] = self._open()
        if id_ and not self._ids[position]:
            self._ids[position] = id_
            self._by_id[id_] = position
        return position

    def _unnumbered(self, id_: str, *, is_named: bool) -> int:
        """Without index: by its id, else a delta with a name begins another call."""
        if id_ in self._by_id:
            return self._by_id[id_]
        return self._open() if is_named or not self._ids else len(self._ids) - 1

    def _open(self) -> int:
        self._ids.append("")
        return len(self._ids) - 1


class GrowingToolCalls(GrowingList):
    """The tool calls of one message."""

    __slots__ = ("_calls",)

    def __init__(self) -> None:
        super().__init__()
        self._calls = CallsSoFar()

    def take(self, piece: Any) -> int:
        """Add a delta; the position of its call. Arguments that are no text become their JSON."""
        fields = dict(fields_of(piece) or {})
        function = fields_of(fields.get("function"))
        if function is not None:
            text = text_of_arguments(function.get("arguments"))
            fields["function"] = {**function, "arguments": text}
        return super().take(fields)

    def _position_of(self, fields: Mapping[str, Any]) -> int:
        position = self._calls.position_of(fields)
        if position == len(self.entries):
            self.entries.append({})
        return position

    def whole(self) -> list[Any]:
        for entry in self.entries:
            # Kept, so that the next look at the message shows the same.
            entry["id"] = entry.get("id") or _made_up_id()
        calls = super().whole()
        for call in calls:
            complete_call(call)
        return calls


def complete_call(call: dict[str, Any]) -> None:
    """Give a tool call, in place, all that programs rely on and some servers leave out."""
    call["id"] = call.get("id") or _made_up_id()
    call["type"] = call.get("type") or "function"
    if call["type"] == "function":
        function = call.get("function")
        function = function if isinstance(function, dict) else {}
        function["name"] = function.get("name") or ""
        function["arguments"] = text_of_arguments(function.get("arguments"))
        call["function"] = function


def _made_up_id() -> str:
    # Not at the top: most programs get along without. `secrets` imports OpenSSL.
    import uuid

    return f"call_{uuid.uuid4().hex[:24]}"


def text_of_arguments(arguments: Any) -> str:
    """The arguments of a call as text: some servers send the object itself, or null."""
    if arguments is None or isinstance(arguments, str):
        return arguments or ""
    return json.dumps(arguments, ensure_ascii=False)


def fields_of(value: Any) -> Mapping[str, Any] | None:
    """The fields of an object, model or dict; `None` if it is something else."""
    if isinstance(value, BaseModel):
        return value._sent_fields()
    return value if isinstance(value, dict) else None


def accumulate(message: dict[str, Any], delta: Mapping[str, Any]) -> list[int]:
    """Add a delta to what came before: texts and lists grow, objects are merged.

    `message` holds growing parts; `whole` makes plain data of them. Returns the positions of the
    tool calls that the delta speaks of.
    """
    calls: list[int] = []
    for name, piece in delta.items():
        known = message.get(name)
        if piece is None:
            message.setdefault(name, None)
        elif name in _SENT_WHOLE:
            if known is None or known == "":
                message[name] = piece
        elif isinstance(piece, str):
            _add_text(message, name, known, piece)
        elif isinstance(piece, list):
            is_calls = name == "tool_calls"
            if not isinstance(known, GrowingList):
                known = message[name] = GrowingToolCalls() if is_calls else GrowingList()
            positions = [known.take(item) for item in piece]
            calls = positions if is_calls else calls
        elif (fields := fields_of(piece)) is not None:
            if not isinstance(known, dict):
                known = message[name] = {}
            accumulate(known, fields)
        else:
            message[name] = piece
    return calls


def _add_text(message: dict[str, Any], name: str, known: Any, piece: str) -> None:
    if not isinstance(known, GrowingText):
        message[name] = GrowingText(piece)
    elif name != "name" or str(known) != piece:
        # The whole name in every delta is a name that was repeated.
        known.add(piece)


def whole(part: Any) -> Any:
    """Growing parts as plain data."""
    if isinstance(part, GrowingText):
        return str(part)
    if isinstance(part, GrowingList):
        return part.whole()
    if isinstance(part, dict):
        return {name: whole(item) for name, item in part.items()}
    return part


# -- what servers leave out of tool calls ----------------------------------------------------


def fill_in_calls(completion: dict[str, Any]) -> None:
    """Complete, in place, the tool calls of a completion that was not streamed."""
    for choice in _dicts_in(completion.get("choices")):
        message = choice.get("message")
        for call in _dicts_in(message.get("tool_calls")) if isinstance(message, dict) else ():
            complete_call(call)


class CallNumbering:
    """Fills in, in place, what the tool calls in the chunks of one stream lack.

    Each delta gets the index of its call, the first one of a call an id, and arguments are text.
    An index that was sent is changed only where it was given to another call before.
    """

    def __init__(self) -> None:
        #: By index of the choice.
        self._messages: dict[Any, _Numbered] = {}
        #: The indexes that may come again in pieces without an id, which stay as they are sent.
        #: Of all the choices that have calls.
        self.calls: Container[int] = ()

    def fill_in(self, chunk: dict[str, Any]) -> bool:
        """To be called with each chunk, in their order. True if another call begins with it."""
        begins_call = has_calls = False
        choices = chunk.get("choices")
        for choice in choices if isinstance(choices, list) else ():
            delta = choice.get("delta") if isinstance(choice, dict) else None
            if isinstance(delta, dict) and (calls := delta.get("tool_calls")):
                has_calls = True
                message = self._messages.setdefault(str(choice.get("index")), _Numbered())
                for call in _dicts_in(calls):
                    begins_call |= message.fill_in(call)
        if has_calls:
            right, *others = [message.sent_right for message in self._messages.values()]
            # Not copied without need: there may be very many.
            self.calls = right.intersection(*others) if others else right
        return begins_call


class _Numbered:
    """The tool calls of one message, by the index and the id that programs have seen."""

    def __init__(self) -> None:
        self._calls = CallsSoFar()
        self._indexes: list[int] = []
        self._taken: set[int] = set()
        self._next_index = 0
        #: By position: the ids of calls that came without one.
        self._made_up: dict[int, str] = {}
        #: The indexes that stand for the call that has them.
        self.sent_right: set[int] = set()

    def fill_in(self, call: dict[str, Any]) -> bool:
        """True if it is the first piece of the call."""
        position = self._calls.position_of(call)
        is_first = position == len(self._indexes)
        if is_first:
            self._indexes.append(self._take_index(call.get("index")))
            if not call.get("id"):
                call["id"] = self._made_up[position] = _made_up_id()
        elif call.get("id") and position in self._made_up:
            call["id"] = self._made_up[position]
        sent, call["index"] = call.get("index"), self._indexes[position]
        if type(sent) is int:
            (self.sent_right.add if sent == call["index"] else self.sent_right.discard)(sent)
        function = call.get("function")
        if isinstance(function, dict):
            # vLLM names the function without any. Programs add up what comes, as a text.
            function["arguments"] = text_of_arguments(function.get("arguments"))
        return is_first

    def _take_index(self, sent: Any) -> int:
        """The index that was sent for another call, unless an earlier call has it."""
        is_free = type(sent) is int and sent not in self._taken
        index: int = sent if is_free else self._next_index
        self._taken.add(index)
        self._next_index = max(self._next_index, index + 1)
        return index


def _dicts_in(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


# -- completion -> chunks --------------------------------------------------------------------


def chunks_of(completion: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Two chunks: all of every message, then the finish reasons and the usage.

    Some servers and proxies answer `stream=True` with one plain JSON document. The chunks are
    two because programs stop at a finish_reason without looking at the same delta.
    """
    about = {name: value for name, value in completion.items() if name not in ("choices", "usage")}
    about["object"] = "chat.completion.chunk"
    choices = [choice for choice in completion.get("choices") or [] if isinstance(choice, dict)]
    yield {**about, "choices": [_opening(choice) for choice in choices]}
    closing: dict[str, Any] = {**about, "choices": [_closing(choice) for choice in choices]}
    if completion.get("usage") is not None:
        closing["usage"] = completion["usage"]
    yield closing


def _opening(choice: dict[str, Any]) -> dict[str, Any]:
    message = choice.get("message")
    delta = dict(message) if isinstance(message, dict) else {}
    if isinstance(delta.get("tool_calls"), list):
        # Only deltas number their tool calls.
        delta["tool_calls"] = [
            {"index": position, **call} if isinstance(call, dict) else call
            for position, call in enumerate(delta["tool_calls"])
        ]
    opening = {"index": choice.get("index", 0), "delta": delta, "finish_reason": None}
    if choice.get("logprobs") is not None:
        opening["logprobs"] = choice["logprobs"]
    return opening


def _closing(choice: dict[str, Any]) -> dict[str, Any]:
    finish_reason = choice.get("finish_reason") or "stop"
    return {"index": choice.get("index", 0), "delta": {}, "finish_reason": finish_reason}
