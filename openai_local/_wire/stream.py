"""Blocks of bytes -> the objects of a stream: the one path that sync and async streams share.

It decides what a cut stream is, and what to do with an answer that is no stream at all. It does
no I/O: whoever reads the blocks feeds them in and asks for the end when there are no more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .._constants import MAX_BODY_BYTES, MAX_EVENT_BYTES
from .._exceptions import APIConnectionError, APIError, APITimeoutError, IncompleteStreamError
from .._http import Response, TransportError
from .._log import log
from .._models import conversion_of
from .ending import ANY_INDEX, NoEnding
from .exchange import connection_error
from .learning import KnownPatterns
from .payload import DONE, parse_or_text, read_body, read_event, reports_error, unreadable
from .request import StreamRule
from .sse import EventTooLong, ServerSentEvent, SSEDecoder
from .tally import PromptProgress, StreamStats, Tally, progress_in, progress_in_comment
from .text_chunks import TextChunks

if TYPE_CHECKING:
    from .event_reader import Remembered

_BOM = b"\xef\xbb\xbf"
#: The names of the fields of an event, `error` being some servers' own.
_FIELDS = (b"data", b"event", b"id", b"retry", b"error")
#: What an event stream can begin with: a field name, a comment, a blank line, a byte order mark.
_STREAM_STARTS = (*_FIELDS, b":", b"\n", b"\r", _BOM)


_DATA = "data: "
_DATA_LENGTH = len(_DATA)
_parse = json.JSONDecoder().raw_decode

#: Bytes kept to be shown if it turns out that the answer is no stream.
_KEPT_OF_BEGINNING = 400


class StreamReader:
    """Fed with the body of a response, block by block; yields its objects."""

    def __init__(
        self,
        response: Response,
        rule: StreamRule,
        *,
        strict: bool,
        on_progress: Callable[[PromptProgress], object] | None = None,
        known_patterns: KnownPatterns | None = None,
    ) -> None:
        self._response = response
        self._rule = rule
        self._make = rule.cast_to.from_json
        self._numbering = rule.numbering and rule.numbering()
        self._wording = response.request.wording
        self._ending = rule.ending()
        self._strict = strict
        self._decoder = SSEDecoder(MAX_EVENT_BYTES)
        self._text_chunks = TextChunks(known_patterns)
        #: What `_read_text` reads, and how far it has been read by its pattern.
        self._text = ""
        self._matched = 0
        #: The pattern by which it is read.
        self._pattern: Any = None
        self._document: list[bytes] | None = None
        self._document_size = 0
        #: The beginning of the body, kept until the first event shows that it is a stream.
        self._beginning = b""
        self._last: Any = None
        #: True once `[DONE]` was seen: there is nothing more to read.
        self.is_done = False
        self.has_started = False
        #: True once more has come than comments and reports on the prompt.
        self.has_begun = False
        self._made_progress = False
        self._tally = Tally()
        #: Names of figures -> the text in which they came last, and where; read only if asked for.
        self._figures_in: dict[tuple[str, ...], tuple[str, int]] = {}
        self._progress: PromptProgress | None = None
        self._on_progress = on_progress
        if on_progress is not None:
            self._decoder.on_comment = self._read_comment

    @property
    def has_tokens(self) -> bool:
        """True once something of the answer itself has come."""
        return self._pieces > 0 or (self.has_begun and not self._rule.has_prompt)

    @property
    def _pieces(self) -> int:
        """How many chunks brought something of the answer."""
        return self._ending.pieces + self._text_chunks.count

    def stats(self, first_after: float | None, last_after: float) -> StreamStats:
        """See `Tally.stats`."""
        self._observe_figures()
        return self._tally.stats(self._pieces, first_after, last_after)

    @property
    def arrived(self) -> str:
        """What has come before the first token, in words."""
        if self._progress is not None:
            processed, total = self._progress[:2]
            return f"{processed} of the {total} tokens of the prompt had been processed"
        return "the answer had begun" if self.has_begun else "nothing but its headers had come"

    @property
    def made_progress(self) -> bool:
        """True if the last block brought more than comments."""
        return self._document is not None or self._text_chunks.has_rest or self._made_progress

    def feed(self, block: bytes) -> Iterator[Any]:
        """Take the next block; the objects that it completes, to be read before the next one."""
        if not self.has_started and not self._takes_as_stream(block):
            return iter(())
        if self._decoder.is_idle:
            block, texts = self._text_chunks.take(block)
            if texts:
                return self._read_texts(texts)
        return self._read_block(block) if block else iter(())

    def _read_block(self, block: bytes) -> Iterator[Any]:
        yield from self._read_all(self._decoder.feed(block))
        self._made_progress = self._decoder.made_progress

    def _read_texts(self, texts: list[str]) -> Iterator[Any]:
        """Whole events: those that are known but for their text, and others between them."""
        chunks = self._text_chunks
        self._made_progress = False
        for text in texts:
            self._text, position = text, 0
            while position < len(text) and not self.is_done:
                self._matched = position
                calls = ANY_INDEX if self._numbering is None else self._numbering.calls
                choices = self._ending.choices
                for self._pattern in chunks.patterns_at(text, position):
                    known = chunks.remembered(self._pattern)
                    read = self._pattern.read
                    yield from read(text, position, self._end_run, calls, choices, known)
                    if self._matched > position:
                        break
                if self._matched > position:
                    position = self._matched
                    continue
                payload, start, after = _payload_at(text, position)
                if payload is None:
                    end = text.find("\n\n", position)
                    # Without one, what is left is a blank line too many.
                    after = end + 2 if end >= 0 else len(text)
                    yield from self._read_all(self._decoder.feed(text[position:after].encode()))
                    self._made_progress |= self._decoder.made_progress
                elif "prompt_progress" in payload:
                    self._made_progress = True
                    yield from self._read_progress(payload)
                else:
                    self._made_progress = True
                    # Patterns are of events without a name.
                    is_named = start > position + _DATA_LENGTH
                    yield self._take(payload, "" if is_named else text[start : after - 2])
                position = after

    def _end_run(self, position: int, count: int, last: Any, remembered: Remembered) -> None:
        """So many events have followed a pattern, up to there, or up to where it was closed."""
        self._matched = position
        if count:
            self._made_progress = True
            self._last = last
            if names := self._pattern.figures:
                # The last one comes last.
                self._figures_in.pop(names, None)
                self._figures_in[names] = self._text, position
            self._text_chunks.count_run(self._pattern, count, remembered)

    def _observe_figures(self) -> None:
        """Take note of those in the last events that followed patterns."""
        for text, end in self._figures_in.values():
            before = text.rfind("\n\n", 0, end - 2)
            payload, *_ = _payload_at(text, before + 2 if before >= 0 else 0)
            self._tally.observe(payload or {})
        self._figures_in.clear()

    def end(self) -> Iterator[Any]:
        """The body is at its end: yield what is pending; raise if the stream is not complete."""
        if self._document is not None:
            document, self._document = b"".join(self._document), None
            text = document.decode("utf-8", "replace")
            if "\ndata:" not in text or not isinstance(parse_or_text(text), str):
                yield from self._read_document(document)
                return
            # Events after all, behind a line of bare JSON.
            yield from self._read_all(self._decoder.feed(document))
        yield from self._read_all(self._decoder.feed(self._text_chunks.give_back()))
        yield from self._read_all(filter(_is_whole, self._decoder.end()))
        if self.is_done:
            return
        if self._ending.is_complete:
            self._check_aborted()
            return
        if not self.has_started and not _begins_stream(self._beginning):
            text = self._beginning.decode("utf-8", "replace")
            raise unreadable(self._response, text, what="The answer", due="an event stream")
        self._end_incomplete(self._incomplete("the stream ended early"))

    def break_off(self, error: TransportError) -> None:
        """Reading failed. Raises, unless all that matters had come before."""
        if self._ending.is_certain:
            log().debug("The connection broke after the stream was complete: %s", error)
            return
        raise self._broken(error) from error.behind or error

    def _broken(self, error: TransportError) -> APIConnectionError:
        request = self._response.request
        translated = connection_error(error, request)
        if self._strict and type(translated) is APIConnectionError:
            return self._incomplete(str(error).rstrip("."))
        pieces = self._pieces
        if not pieces or not isinstance(translated, APITimeoutError):
            return translated
        so_far = f"{pieces} {'piece' if pieces == 1 else 'pieces'} of the answer had come."
        return connection_error(type(error)(f"{str(error).rstrip('.')}. {so_far}"), request)

    def _read_all(self, events: Iterator[ServerSentEvent]) -> Iterator[Any]:
        try:
            for event in events:
                yield from self._read(event)
                if self.is_done:
                    return
        except EventTooLong as error:
            raise self._error(f"{error}; the stream was closed") from error

    def _read(self, event: ServerSentEvent) -> Iterator[Any]:
        payload = read_event(event, self._response, yields_errors=self._rule.yields_errors)
        if payload is DONE:
            self.has_started = self.is_done = True
            self._check_aborted()
        elif payload is not None and "prompt_progress" in payload:
            yield from self._read_progress(payload)
        elif payload is not None:
            yield self._take(payload)

    def _read_progress(self, payload: dict[str, Any]) -> Iterator[Any]:
        """A report on the prompt: for `on_progress`, else a chunk that the caller has asked for."""
        self._progress = progress_in(payload)
        if self._on_progress is None or self._progress is None:
            had_begun = self.has_begun
            chunk = self._take(payload)
            self.has_begun = had_begun
            yield chunk
            return
        self._start()
        self._on_progress(self._progress)

    def _start(self) -> None:
        """The first event has come, if not by way of the decoder."""
        self.has_started = True
        self._beginning = b""
        self._decoder.is_first_line = False

    def _read_comment(self, line: bytes) -> None:
        progress = None if self.has_begun else progress_in_comment(line)
        if progress is not None and self._on_progress is not None:
            self._progress = progress
            self._on_progress(progress)

    def _take(self, payload: dict[str, Any], data: str = "") -> Any:
        """The object for a payload. `data`: its text, if others may be read by a pattern of it."""
        self._start()
        self.has_begun = True
        pieces = self._ending.pieces
        self._ending.observe(payload)
        if "usage" in payload or "timings" in payload:
            self._observe_figures()
            self._tally.observe(payload)
        if payload.get("usage") is not None and self._wording is not None:
            self._wording.check_usage(payload)
        begins_call = bool(self._numbering and self._numbering.fill_in(payload))
        self._last = self._make(payload)
        is_piece = self._ending.pieces > pieces
        self._text_chunks.learn(data, self._last, is_piece=is_piece, begins_call=begins_call)
        return self._last

    # -- answers that are no stream --------------------------------------------------------

    def _takes_as_stream(self, block: bytes) -> bool:
        """Decide by the first bytes; keep the block if it is part of a plain document."""
        if self._document is None and not self._beginning and self._looks_like_document(block):
            self._document = []
        if self._document is None:
            self._beginning = (self._beginning + block)[:_KEPT_OF_BEGINNING]
            return True
        self._document.append(block)
        self._document_size += len(block)
        if self._document_size > MAX_BODY_BYTES:
            raise self._error(f"the answer is over {MAX_BODY_BYTES} bytes")
        return False

    def _looks_like_document(self, block: bytes) -> bool:
        start = block.removeprefix(_BOM).lstrip()[:1]
        content_type = self._response.headers.get("content-type", "").lower()
        if start in (b"{", b"[", b"<"):
            return True
        if "text/event-stream" in content_type:
            return False
        # The first block may be shorter than what it is the beginning of.
        is_start = any(start.startswith(block[: len(start)]) for start in _STREAM_STARTS)
        return not is_start

    def _read_document(self, document: bytes) -> Iterator[Any]:
        """A whole answer becomes the objects of a stream; an error, or what is no JSON, raises."""
        whole = Response(
            self._response.status_code,
            headers=self._response.headers,
            request=self._response.request,
            content=document,
        )
        answer = read_body(whole)
        known_by, due = self._rule.whole
        if not isinstance(answer.get(known_by), (list, str)):
            raise unreadable(whole, whole.text, what="The answer", due=due)
        for chunk in self._rule.split(answer):
            if self._numbering is not None:
                self._numbering.fill_in(chunk)
            yield self._make(chunk)

    # -- errors ----------------------------------------------------------------------------

    def _incomplete(self, what: str) -> IncompleteStreamError:
        message = (
            f"Incomplete stream from {self._response.url.without_credentials()}: {what}; "
            f"{self._ending.missing()}. What was yielded is not the whole answer."
        )
        return IncompleteStreamError(
            message=message, request=self._response.request, last_chunk=self._last
        )

    def _check_aborted(self) -> None:
        if self._ending.was_aborted:
            self._end_incomplete(self._incomplete("the server broke its answer off"))

    def _end_incomplete(self, error: IncompleteStreamError) -> None:
        if self._strict:
            raise error
        log().warning("%s", error)

    def _error(self, what: str) -> APIError:
        url = self._response.url.without_credentials()
        return APIError(f"Error from {url}: {what}.", self._response.request, body=None)


def _begins_stream(beginning: bytes) -> bool:
    """True if all lines that came are of an event stream, the last one perhaps cut short."""
    *lines, last = beginning.removeprefix(_BOM).splitlines() or [b""]
    names = [line.partition(b":")[0] for line in lines]
    cut_name, colon, _ = last.partition(b":")
    is_cut_name = lines and not colon and any(field.startswith(cut_name) for field in _FIELDS)
    if not is_cut_name:
        names.append(cut_name)
    return all(name in (b"", *_FIELDS) for name in names)


def _payload_at(text: str, position: int) -> tuple[dict[str, Any] | None, int, int]:
    """The JSON object of an event with one line of data, where that begins, where the event ends.

    None if it is another kind of event. The same as the decoder and `read_event` give, without
    cutting the text to pieces.
    """
    start = position
    # The name says no more than the data, but for this one. Its line has an end: all are here.
    if text.startswith("event: ", start) and not text.startswith("error\n", start + 7):
        start = text.find("\n", start) + 1
    if text.startswith(_DATA, start):
        start += _DATA_LENGTH
        try:
            payload, end = _parse(text, start)
        except (ValueError, RecursionError):
            return None, start, position
        # JSON may go on over a line end, an event's line does not.
        is_event = text.startswith("\n\n", end) and text.find("\n", start, end) < 0
        if is_event and type(payload) is dict and not reports_error(payload):
            return payload, start, end + 2
    return None, start, position


def _is_whole(event: ServerSentEvent) -> bool:
    """True if the last event, whose blank line is missing, was not cut in its middle."""
    if event.stray or event.event == "error":
        return True
    return event.data.startswith("[DONE]") or not isinstance(parse_or_text(event.data), str)


def rule_for(cast_to: Any, response: Any = None) -> StreamRule:
    """The rule for a stream of one's own: it ends where it ends; see `_Caster`."""
    return StreamRule(_Caster(cast_to, response), NoEnding, _as_it_is)


class _Caster:
    """Makes the objects of a stream: models of ours or pydantic's, or parsed JSON as it is.

    A class of a program's own may say how by `build(response=..., data=...)`.
    """

    def __init__(self, cast_to: Any, response: Any) -> None:
        self._cast = getattr(cast_to, "from_json", None) or getattr(cast_to, "model_validate", None)
        if self._cast is None and hasattr(cast_to, "build"):
            self._cast = lambda data: cast_to.build(response=response, data=data)
        self._cast = self._cast or conversion_of(cast_to)

    def from_json(self, data: Any) -> Any:
        """The object for parsed JSON; see `BaseModel.from_json`."""
        return data if self._cast is None else self._cast(data)


def _as_it_is(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield data
