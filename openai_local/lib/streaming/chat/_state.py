"""Chunks -> events, and the completion that they amount to. No I/O: fed chunk by chunk.

Each chunk costs the same however long the answer is already; what the answer is so far is put
together when someone reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Generic

from ...._exceptions import IncompleteStreamError, OpenAIError
from ...._models import BaseModel
from ...._types import Omit, omit
from ...._wire.deltas import GrowingText, TextSoFar, accumulate, fields_of, text_of_arguments, whole
from ...._wire.partial_json import parse_partial
from ....types.chat import (
    ChatCompletionChunk,
    ChatCompletionMessageCustomToolCall,
    ChatCompletionToolUnionParam,
    ParsedChatCompletion,
    ParsedChatCompletionMessage,
    ParsedChoice,
)
from ....types.chat.chat_completion import ChoiceLogprobs
from ....types.chat.chat_completion_chunk import Choice as ChunkChoice
from ....types.chat.completion_create_params import ResponseFormat as ResponseFormatParam
from ..._parsing import ResponseFormatT
from ..._parsing._completions import (
    check_finish_reason,
    get_input_tool_by_name,
    has_parseable_input,
    has_rich_response_format,
    is_parseable_tool,
    materialize_input_tools,
    maybe_parse_content,
    parse_chat_completion,
    parse_function_tool_arguments,
)
from ._events import (
    ChatCompletionStreamEvent,
    ChunkEvent,
    ContentDeltaEvent,
    ContentDoneEvent,
    FunctionToolCallArgumentsDeltaEvent,
    FunctionToolCallArgumentsDoneEvent,
    LogprobsContentDeltaEvent,
    LogprobsContentDoneEvent,
    LogprobsRefusalDeltaEvent,
    LogprobsRefusalDoneEvent,
    RefusalDeltaEvent,
    RefusalDoneEvent,
)
from ._types import ParsedChatCompletionSnapshot

#: Fields of a completion that the first chunk decides.
_DECIDED_FIRST = frozenset({"id", "created", "model"})
#: Fields of a chunk that are not taken over as they are.
_OWN_OF_CHUNKS = frozenset({"choices", "object", "obfuscation"})
_OWN_OF_CHUNK_CHOICES = frozenset({"delta", "logprobs", "index"})


class ChatCompletionStreamState(Generic[ResponseFormatT]):
    """Puts a completion together from chunks, for programs that read the stream themselves.

        state = ChatCompletionStreamState()
        for chunk in client.chat.completions.create(..., stream=True):
            state.handle_chunk(chunk)
        completion = state.get_final_completion()

    `input_tools` and `response_format` are those of the request; they say what is parsed.
    """

    def __init__(
        self,
        *,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit = omit,
        response_format: type[ResponseFormatT] | ResponseFormatParam | Omit = omit,
    ) -> None:
        tools: Any = materialize_input_tools(input_tools) or []
        self._input_tools: list[ChatCompletionToolUnionParam] = tools
        self._response_format = response_format
        self._is_parseable = has_parseable_input(
            response_format=response_format, input_tools=self._input_tools
        )
        self._snapshot: ParsedChatCompletionSnapshot | None = None
        self._choices: dict[int, _ChoiceState] = {}

    def handle_chunk(
        self, chunk: ChatCompletionChunk
    ) -> list[ChatCompletionStreamEvent[ResponseFormatT]]:
        """Add a chunk; the events that it causes.

        Raises `LengthFinishReasonError` or `ContentFilterFinishReasonError` if a choice that is
        to be parsed ended that way, and what `parse()` raises for one that can't be.
        """
        self._take_about(chunk)
        taken = [(self._choice_state(choice), choice) for choice in chunk.choices]
        positions = [state.take(choice) for state, choice in taken]
        if self._is_parseable:
            for choice in chunk.choices:
                if choice.finish_reason in ("length", "content_filter"):
                    check_finish_reason(choice.finish_reason, self.current_completion_snapshot)
        events: list[Any] = [ChunkEvent.at(self, type="chunk", chunk=chunk)]
        for (state, choice), calls in zip(taken, positions):
            events += state.delta_events(choice, calls)
            events += state.done_events(calls)
        return events

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletionSnapshot:
        """The completion so far. `parsed` is what can be read of JSON that is not complete.

        The same object each time, brought up to date by the read. `OpenAIError` before the
        first chunk.
        """
        if self._snapshot is None:
            raise OpenAIError("There is no completion yet: no chunk was handled.")
        for state in self._choices.values():
            state.update_snapshot()
        return self._snapshot

    @property
    def partial(self) -> ParsedChatCompletionSnapshot | None:
        """The completion so far; `None` before the first chunk."""
        return None if self._snapshot is None else self.current_completion_snapshot

    def get_final_completion(self) -> ParsedChatCompletion[ResponseFormatT]:
        """The completion with everything parsed. Only for a stream that was read to its end."""
        return parse_chat_completion(
            response_format=self._response_format,
            input_tools=self._input_tools,
            chat_completion=self.current_completion_snapshot,
        )

    def _take_about(self, chunk: ChatCompletionChunk) -> None:
        """Take over what the chunk says of the whole, such as usage or a server's timings."""
        if self._snapshot is None:
            start: dict[str, Any] = {
                "system_fingerprint": None,
                "object": "chat.completion",
                "choices": [],
            }
            self._snapshot = ParsedChatCompletion.from_json(start)
        for name, value in chunk._sent_fields().items():
            if name in _OWN_OF_CHUNKS:
                continue
            is_first = getattr(self._snapshot, name, None) is None
            if is_first or (value is not None and name not in _DECIDED_FIRST):
                setattr(self._snapshot, name, value)

    def _choice_state(self, choice: ChunkChoice) -> _ChoiceState:
        index = choice.index or 0
        if index not in self._choices:
            assert self._snapshot is not None
            state = _ChoiceState(index, self._response_format, self._input_tools)
            self._choices[index] = state
            self._snapshot.choices.append(state.snapshot)
            self._snapshot.choices.sort(key=lambda choice: choice.index)
        return self._choices[index]


class partial_if_cut:  # noqa: N801 - used like a function
    """Gives the error of a stream that was cut off what came until then.

    A class, since `contextmanager` of Python 3.10 leaves a reference cycle when its block is
    closed: a stream that is dropped would wait for the garbage collector.
    """

    def __init__(self, state: ChatCompletionStreamState[Any]) -> None:
        self._state = state

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, IncompleteStreamError):
            error.partial = self._state.partial


class _ChoiceState:
    """One choice: its message so far, and which of its events have been sent."""

    def __init__(self, index: int, response_format: Any, input_tools: list[Any]) -> None:
        start = {"finish_reason": None, "index": index, "message": {"role": "assistant"}}
        self.snapshot: ParsedChoice[object] = ParsedChoice.from_json(start)
        self._message: dict[str, Any] = {}
        self._response_format = response_format
        self._is_rich = has_rich_response_format(response_format)
        self._input_tools = input_tools
        self._is_changed = False
        self._parsed_content: Any = None
        #: By position of the call.
        self._parsed_arguments: dict[int, Any] = {}
        self._current_call: int | None = None
        #: Parts of the message by name, calls by position.
        self._done: set[str | int] = set()

    # -- adding

    def take(self, choice: ChunkChoice) -> list[int]:
        """Add the choice of a chunk; for each of its tool call deltas, the call's position."""
        calls = accumulate(self._message, choice.delta._sent_fields())
        for name, value in choice._sent_fields().items():
            is_news = value is not None or not hasattr(self.snapshot, name)
            if is_news and name not in _OWN_OF_CHUNK_CHOICES:
                setattr(self.snapshot, name, value)
        self._take_logprobs(choice.logprobs)
        self._is_changed = True
        return calls

    def _take_logprobs(self, logprobs: Any) -> None:
        if not isinstance(logprobs, BaseModel):
            return
        if self.snapshot.logprobs is None:
            self.snapshot.logprobs = ChoiceLogprobs.from_json({})
        grown = self.snapshot.logprobs
        for name, items in logprobs._sent_fields().items():
            known = getattr(grown, name, None)
            if items and isinstance(items, list):
                # A list of our own: the chunk's is not ours to grow.
                if known is None:
                    known = []
                    setattr(grown, name, known)
                known += items
            elif known is None:
                setattr(grown, name, items)

    # -- what it amounts to

    def update_snapshot(self) -> None:
        """Bring the message of the snapshot up to date."""
        if not self._is_changed:
            return
        self._is_changed = False
        message = whole(self._message)
        message["role"] = message.get("role") or "assistant"
        if self._is_rich:
            message["parsed"] = self._parsed_so_far()
        for position, call in enumerate(message.get("tool_calls") or ()):
            if call["type"] != "function":
                custom = ChatCompletionMessageCustomToolCall.from_json(call)
                message["tool_calls"][position] = custom
            elif self._is_parseable_call(call["function"]["name"]):
                call["function"]["parsed_arguments"] = self._arguments_so_far(position)
        self.snapshot.message = ParsedChatCompletionMessage.from_json(message)

    def _parsed_so_far(self) -> Any:
        if "content" in self._done:
            return self._parsed_content
        text = self._text("content")
        return None if text is None or self._text("refusal") else parse_partial(str(text))

    def _arguments_so_far(self, position: int) -> Any:
        if position in self._done:
            return self._parsed_arguments[position]
        text = self._call(position)["function"].get("arguments")
        return None if text is None else parse_partial(str(text))

    def _text(self, name: str) -> GrowingText | None:
        """A text of the message; `None` as long as it is empty."""
        text = self._message.get(name)
        return text if isinstance(text, GrowingText) and text.length else None

    def _call(self, position: int) -> dict[str, Any]:
        call: dict[str, Any] = self._message["tool_calls"].entries[position]
        return call

    def _is_parseable_call(self, name: str) -> bool:
        tool = get_input_tool_by_name(input_tools=self._input_tools, name=name)
        return tool is not None and is_parseable_tool(tool)

    # -- events

    def delta_events(self, choice: ChunkChoice, calls: list[int]) -> Iterator[Any]:
        """What the choice of a chunk adds; `calls` is what `take` returned for it."""
        delta = choice.delta
        if isinstance(delta.content, str):
            is_json = self._is_rich and not self._text("refusal")
            text = TextSoFar(self._message["content"], is_json=is_json)
            yield ContentDeltaEvent.at(text, type="content.delta", delta=delta.content)
        if isinstance(delta.refusal, str):
            text = TextSoFar(self._message["refusal"])
            yield RefusalDeltaEvent.at(text, type="refusal.delta", delta=delta.refusal)
        for position, call in zip(calls, delta.tool_calls or ()):
            yield from self._call_delta(position, call)
        for name, event in _LOGPROBS_DELTAS:
            items = getattr(choice.logprobs, name, None)
            if items:
                grown = getattr(self.snapshot.logprobs, name)
                sent = {"type": f"logprobs.{name}.delta", name: items, "snapshot": grown}
                yield event.at(None, **sent)

    def _call_delta(self, position: int, delta: Any) -> Iterator[Any]:
        function = self._call(position).get("function")
        if not isinstance(function, dict):
            return
        name = str(function.get("name") or "")
        text = function.get("arguments") or GrowingText("")
        piece = (fields_of(getattr(delta, "function", None)) or {}).get("arguments")
        yield FunctionToolCallArgumentsDeltaEvent.at(
            TextSoFar(text, is_json=self._is_parseable_call(name)),
            type="tool_calls.function.arguments.delta",
            name=name,
            index=position,
            arguments_delta=text_of_arguments(piece),
        )

    def done_events(self, calls: list[int]) -> Iterator[Any]:
        """What is complete now: all at the end, before that whatever a tool call comes after."""
        for position in calls:
            if position != self._current_call:
                yield from self._message_done()
                yield from self._call_done()
            self._current_call = position
        if self.snapshot.finish_reason:
            yield from self._message_done()
            yield from self._call_done()

    def _message_done(self) -> Iterator[Any]:
        if self._text("content") and self._is_first("content"):
            self.update_snapshot()
            message = self.snapshot.message
            self._parsed_content = maybe_parse_content(
                response_format=self._response_format, message=message
            )
            self._is_changed = True
            done = {"content": message.content, "parsed": self._parsed_content}
            yield ContentDoneEvent.from_json({"type": "content.done", **done})
        refusal = self._message.get("refusal")
        if refusal is not None and self._is_first("refusal"):
            yield RefusalDoneEvent.from_json({"type": "refusal.done", "refusal": str(refusal)})
        for name, event in _LOGPROBS_DONE:
            items = getattr(self.snapshot.logprobs, name, None)
            if items is not None and self._is_first(f"logprobs.{name}"):
                yield event.from_json({"type": f"logprobs.{name}.done", name: items})

    def _call_done(self) -> Iterator[Any]:
        position = self._current_call
        if position is None or not self._is_first(position):
            return
        self._parsed_arguments[position] = None
        self.update_snapshot()
        call: Any = (self.snapshot.message.tool_calls or [])[position]
        if call.type != "function":
            return
        function = call.function
        parsed = parse_function_tool_arguments(input_tools=self._input_tools, function=function)
        self._parsed_arguments[position] = parsed
        self._is_changed = True
        yield FunctionToolCallArgumentsDoneEvent.from_json(
            {
                "type": "tool_calls.function.arguments.done",
                "index": position,
                "name": function.name,
                "arguments": function.arguments,
                "parsed_arguments": parsed,
            }
        )

    def _is_first(self, event: str | int) -> bool:
        """True once for each name of a part, and each position of a call."""
        if event in self._done:
            return False
        self._done.add(event)
        return True


_LOGPROBS_DELTAS: Any = (
    ("content", LogprobsContentDeltaEvent),
    ("refusal", LogprobsRefusalDeltaEvent),
)
_LOGPROBS_DONE: Any = (
    ("content", LogprobsContentDoneEvent),
    ("refusal", LogprobsRefusalDoneEvent),
)
