"""When is a stream complete? The rule of each kind of stream, fed with its payloads.

That of chat also counts the chunks that brought something, since it looks at each of them anyway.
"""

from __future__ import annotations

import sys
from collections.abc import Container
from typing import Any, Protocol

#: For `Ending.choices` and `Numbering.calls`: all of them.
ANY_INDEX = range(sys.maxsize)


class Ending(Protocol):
    """Watches the payloads of one stream and knows whether it is complete."""

    #: Payloads that brought something of the answer; 0 where that is not counted.
    pieces: int

    @property
    def choices(self) -> Container[int]:
        """The indexes of choices of which no piece need be observed but one that ends it."""

    def observe(self, payload: dict[str, Any]) -> None:
        """Take note of one object of the stream, as parsed JSON."""

    @property
    def was_aborted(self) -> bool:
        """True if the server said that it broke the answer off."""

    @property
    def is_complete(self) -> bool:
        """True if the stream may end here, and the server has ended it properly."""

    @property
    def is_certain(self) -> bool:
        """True if nothing that matters can come any more, even if the connection broke."""

    def missing(self) -> str:
        """What a complete stream would have had, for the error message."""


class NoEnding:
    """A stream of which we know nothing: it is complete when the server ends it."""

    is_complete = is_certain = True
    was_aborted = False
    pieces = 0
    choices = ANY_INDEX

    def observe(self, payload: dict[str, Any]) -> None:
        """Nothing to note."""

    def missing(self) -> str:
        return ""


class ChatEnding:
    """Chat: at least one choice was seen, and every choice seen has its finish_reason.

    That holds for servers that never send `[DONE]` (transformers serve), and it is false for
    Ollama's streams that broke on an error, which just stop.

    `expected` is the number of choices that were asked for. Servers that know only one choice
    are no reason to complain, but a connection that breaks before all have come is.

    vLLM ends the choices with "abort" when it is told to end itself in the middle of them.
    """

    __slots__ = ("_expected", "_finished", "choices", "pieces", "was_aborted")

    def __init__(self, expected: Any = 1) -> None:
        self.pieces = 0
        self.was_aborted = False
        self._expected = expected if isinstance(expected, int) else 1
        self.choices: set[Any] = set()
        self._finished: set[Any] = set()

    def observe(self, payload: dict[str, Any]) -> None:
        choices = payload.get("choices")
        if type(choices) is not list:
            return
        brings_something = False
        for choice in choices:
            if type(choice) is dict:
                delta = choice.get("delta")
                # The usual case first: this is done for each chunk.
                if (type(delta) is dict and delta.get("content")) or _brings_more(choice):
                    brings_something = True
                index = choice.get("index")
                index = index if isinstance(index, int) else None
                self.choices.add(index)
                if reason := choice.get("finish_reason"):
                    self._finished.add(index)
                    self.was_aborted |= reason == "abort"
        self.pieces += brings_something

    @property
    def is_complete(self) -> bool:
        return bool(self.choices) and self.choices == self._finished

    @property
    def is_certain(self) -> bool:
        return self.is_complete and len(self.choices) >= self._expected

    def missing(self) -> str:
        if self.was_aborted:
            return 'its finish_reason is "abort"'
        if not self.choices:
            return "no choice came"
        if self.is_complete:
            return f"{len(self.choices)} of {self._expected} choices came"
        return "there was no finish_reason and no [DONE]"


def _brings_more(choice: dict[str, Any]) -> bool:
    """True if a choice holds more than a role or an end, be it no content of a message."""
    delta = choice.get("delta")
    if type(delta) is not dict:
        return bool(choice.get("text"))
    return any(value and name != "role" for name, value in delta.items())


class ResponseEnding:
    """Responses: one of the events that close a response was seen."""

    __slots__ = ("is_complete",)

    pieces = 0
    choices: Container[int] = ()
    was_aborted = False
    CLOSING = frozenset(
        {"response.completed", "response.incomplete", "response.failed", "response.cancelled",
         "error"}
    )  # fmt: skip

    def __init__(self) -> None:
        self.is_complete = False

    def observe(self, payload: dict[str, Any]) -> None:
        # Text, since what is in a set must be hashable.
        if str(payload.get("type")) in self.CLOSING:
            self.is_complete = True

    @property
    def is_certain(self) -> bool:
        return self.is_complete

    def missing(self) -> str:
        return "there was no response.completed and no other event that closes a response"


class EventEnding:
    """Streams of typed events: the event that closes the stream was seen."""

    __slots__ = ("_closing", "is_complete")

    pieces = 0
    choices: Container[int] = ()
    was_aborted = False

    def __init__(self, closing: str) -> None:
        self._closing = closing
        self.is_complete = False

    def observe(self, payload: dict[str, Any]) -> None:
        if payload.get("type") == self._closing:
            self.is_complete = True

    @property
    def is_certain(self) -> bool:
        return self.is_complete

    def missing(self) -> str:
        return f"there was no {self._closing} and no [DONE]"


class TranscriptionEnding:
    """Transcriptions, by the manner of the server that sends them.

    Events of the API are closed by one of them; chunks like chat's (vLLM) by a finish_reason.
    Servers with a shape of their own send what they heard and just end.
    """

    __slots__ = ("_chunks", "_is_closed", "_is_of_api", "_is_other")

    CLOSING = "transcript.text.done"
    pieces = 0

    def __init__(self) -> None:
        self._chunks = ChatEnding()
        self._is_closed = self._is_of_api = self._is_other = False

    def observe(self, payload: dict[str, Any]) -> None:
        kind = payload.get("type")
        if kind == self.CLOSING:
            self._is_closed = True
        elif isinstance(kind, str) and kind.startswith("transcript."):
            self._is_of_api = True
        elif "choices" in payload:
            self._is_of_api = True
            self._chunks.observe(payload)
        else:
            self._is_other = True

    @property
    def choices(self) -> Container[int]:
        return self._chunks.choices

    @property
    def was_aborted(self) -> bool:
        return self._chunks.was_aborted

    @property
    def is_complete(self) -> bool:
        return self.is_certain or (self._is_other and not self._is_of_api)

    @property
    def is_certain(self) -> bool:
        return self._is_closed or self._chunks.is_complete

    def missing(self) -> str:
        return f"there was no {self.CLOSING} and no [DONE]"
