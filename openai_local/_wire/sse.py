"""Bytes -> server-sent events, by the WHATWG rules.

https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation

Lines are split while they are bytes, on LF, CRLF and CR only. `str.splitlines` would also split
on U+2028, and `requests.iter_lines` holds tokens back and splits a CRLF that is cut in two. An
event is handed out as soon as its blank line is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from .._constants import MAX_EVENT_BYTES

_BOM = b"\xef\xbb\xbf"


class EventTooLong(ValueError):
    """An event, or a line of one, is over the bound."""


class ServerSentEvent:
    """One event. `data` is its text, lines joined by LF; `event` its name, if it has one.

    `stray` marks what is no event by the rules but is sent in place of one by some servers to
    report an error: a line of bare JSON, or a field called `error`.
    """

    __slots__ = ("data", "event", "id", "retry", "stray")

    def __init__(
        self,
        *,
        event: str | None = None,
        data: str = "",
        id: str | None = None,
        retry: int | None = None,
        stray: bool = False,
    ) -> None:
        self.event = event
        self.data = data
        self.id = id
        self.retry = retry
        self.stray = stray

    def json(self) -> Any:
        """The data parsed as JSON; `ValueError` if it isn't."""
        return json.loads(self.data)

    def __repr__(self) -> str:
        return f"ServerSentEvent(event={self.event!r}, data={self.data!r}, id={self.id!r})"


class SSEDecoder:
    """Fed with blocks of bytes as they arrive, cut anywhere; yields each event it completes."""

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_event_bytes = max_event_bytes
        #: Pieces of a line whose end has not arrived.
        self._line: list[bytes] = []
        self._line_size = 0
        self._ends_in_cr = False
        #: Before it there may be a byte order mark.
        self.is_first_line = True
        self._data: list[str] = []
        self._event = b""
        self._last_event_id: str | None = None
        self._retry: int | None = None
        self._data_size = 0
        #: True if the last block held more than comments and blank lines. Comments are sent
        #: to keep a connection open and say nothing of the answer being on its way.
        self.made_progress = False
        #: Called with each comment, as a line with its colon.
        self.on_comment: Callable[[bytes], None] | None = None

    @property
    def is_idle(self) -> bool:
        """True between two events, when nothing of the next one has arrived."""
        return not (self._line or self._data or self._event or self._ends_in_cr)

    def feed(self, block: bytes) -> Iterator[ServerSentEvent]:
        """Take the next block; yield the events that it completes, as they are asked for."""
        self.made_progress = False
        if not block:
            return
        # The LF of a CRLF that was cut in two belongs to the line that the CR has ended.
        if self._ends_in_cr and block.startswith(b"\n"):
            block = block[1:]
        self._ends_in_cr = block.endswith(b"\r")
        # For bytes, splitlines() knows LF, CRLF and CR, and nothing else.
        lines = block.splitlines()
        rest = b"" if not lines or block.endswith((b"\n", b"\r")) else lines.pop()
        if lines and self._line:
            lines[0] = b"".join((*self._line, lines[0]))
            self._line.clear()
            self._line_size = 0
        for line in lines:
            if (event := self._read_line(line)) is not None:
                yield event
        if rest:
            self._keep(rest)

    def end(self) -> Iterator[ServerSentEvent]:
        """The body is at its end: yield what is pending, which may be cut short.

        The rules would drop it; servers that leave out the last blank line are common.
        """
        line = b"".join(self._line)
        self._line.clear()
        for last in (line, b""):
            if (event := self._read_line(last)) is not None:
                yield event

    def _keep(self, rest: bytes) -> None:
        self._line.append(rest)
        self._line_size += len(rest)
        if not self._line[0].startswith(b":"):
            self.made_progress = True
        self._check_size()

    def _read_line(self, line: bytes) -> ServerSentEvent | None:
        if self.is_first_line:
            self.is_first_line = False
            line = line.removeprefix(_BOM)
        if not line:
            return self._dispatch()
        if line.startswith(b":"):
            if self.on_comment is not None:
                self.on_comment(line)
            return None
        self.made_progress = True
        return self._read_field(line)

    def _read_field(self, line: bytes) -> ServerSentEvent | None:
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(_text(value))
            self._data_size += len(line)
            self._check_size()
        elif name == b"event":
            self._event = value
        elif name == b"id":
            if b"\0" not in value:
                self._last_event_id = _text(value)
        elif name == b"retry":
            if value.isdigit():
                self._retry = int(value[:18])
        elif name == b"error":
            return ServerSentEvent(event="error", data=_text(value), stray=True)
        elif line.startswith(b"{"):
            return ServerSentEvent(data=_text(line), stray=True)
        return None

    def _is_event(self) -> bool:
        """True if a blank line ends an event here."""
        return bool(self._data)

    def _dispatch(self) -> ServerSentEvent | None:
        is_event = self._is_event()
        data, self._data, self._data_size = self._data, [], 0
        event, self._event = self._event, b""
        retry, self._retry = self._retry, None
        if not is_event:
            return None
        return ServerSentEvent(
            event=_text(event) if event else None,
            data="\n".join(data),
            id=self._last_event_id,
            retry=retry,
        )

    def _check_size(self) -> None:
        if self._data_size + self._line_size > self._max_event_bytes:
            raise EventTooLong(f"an event of the stream is over {self._max_event_bytes} bytes")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
