"""A server for the libraries to talk to, whose answers depend on nothing but the request.

It plays the part of a model that does as it is told: it calls each tool once, with arguments
that fit its schema, then says what the tools answered; it fills in a JSON schema that is asked
for; else it repeats what the user said, or, after "Say exactly:", says that. The names in
`FAILURES` are models with which calls fail.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openai_local.testing.scripted import (
    RecordedRequest,
    Reset,
    ScriptedServer,
    Step,
    head,
    json_answer,
)

MARK = "/mark/"
#: Asked for by "Say exactly: ..."; the rest of the message is the answer.
SAY = "Say exactly:"

#: Model -> status and error object, as servers send them.
FAILURES: dict[str, tuple[int, dict[str, Any]]] = {
    "missing": (404, {"message": "model 'missing' not found", "type": "invalid_request_error",
                      "param": "model", "code": "model_not_found"}),
    "locked": (401, {"message": "Invalid API Key", "type": "authentication_error",
                     "param": None, "code": 401}),
    "forbidden": (403, {"message": "not for you", "type": "permission_error", "code": 403}),
    "small": (400, {"message": "the request exceeds the available context size",
                    "type": "exceed_context_size_error", "code": 400,
                    "n_prompt_tokens": 9, "n_ctx": 4}),
    "busy": (429, {"message": "too many requests", "type": "rate_limit_error", "code": 429}),
    "overloaded": (503, {"message": "try later", "type": "server_error", "code": 503}),
}  # fmt: skip
#: Fails like "overloaded" the first time it is asked in a step.
FLAKY = "flaky"
#: Breaks the connection instead of answering.
BROKEN = "broken"

_HEADERS = {"x-request-id": "req-1", "x-served-by": "stand-in", "retry-after-ms": "1"}
_USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18,
          "prompt_tokens_details": {"cached_tokens": 3}}  # fmt: skip
_RESPONSE_USAGE = {"input_tokens": 11, "input_tokens_details": {"cached_tokens": 3},
                   "output_tokens": 7, "output_tokens_details": {"reasoning_tokens": 0},
                   "total_tokens": 18}  # fmt: skip


class ModelServer(ScriptedServer):
    """Answers by the rules above. A request below `MARK` begins a new step of the scenario."""

    def steps(self) -> dict[str, list[RecordedRequest]]:
        """The requests of each step, in the order in which they came."""
        found: dict[str, list[RecordedRequest]] = {}
        for request in self.requests:
            if request.path.startswith(MARK):
                current = found.setdefault(request.path.removeprefix(MARK), [])
            else:
                current.append(request)
        return found

    def next_answer(self, request: RecordedRequest) -> Sequence[Step]:
        with self._lock:
            self.requests.append(request)
        if request.path.startswith(MARK):
            return json_answer({})
        return _answer(request, list(self.steps().values())[-1])


def _answer(request: RecordedRequest, step: Sequence[RecordedRequest]) -> Sequence[Step]:
    path = request.path.partition("?")[0]
    asked = request.json() if request.body.startswith(b"{") else {}
    model = asked.get("model")
    if model == BROKEN:
        return [Reset()]
    if model == FLAKY and len(step) == 1:
        model = "overloaded"
    if model in FAILURES:
        status, error = FAILURES[model]
        return json_answer({"error": error}, status=status, headers=_HEADERS)
    make = _ENDPOINTS.get(path)
    if make is None:
        error = {"message": f"no endpoint {path}", "type": "invalid_request_error"}
        return json_answer({"error": error}, status=404, headers=_HEADERS)
    made = make(asked)
    if isinstance(made, bytes):
        fields = {"Content-Length": str(len(made)), **_HEADERS}
        return [head(200, "audio/mpeg", fields), made]
    if isinstance(made, dict):
        return json_answer(made, headers=_HEADERS)
    return [head(headers=_HEADERS), *made]


# -- what the model says ---------------------------------------------------------------------


class _Turn:
    """What the model does next: calls of tools, or a text."""

    def __init__(self, asked: Mapping[str, Any], messages: Sequence[Mapping[str, Any]]) -> None:
        self.reasoning = "Let me think." if asked.get("model") == "thinker" else None
        called = _called(messages)
        tools = [_function(tool) for tool in asked.get("tools") or ()]
        self.call = _next_call(tools, asked.get("tool_choice"), called)
        self.call_id = f"call_{len(called) + 1}"
        self.text = "" if self.call else _text(asked, messages)

    @property
    def words(self) -> list[str]:
        """The text in pieces."""
        parts = self.text.split(" ")
        return [part if not position else f" {part}" for position, part in enumerate(parts)]


def _function(tool: Mapping[str, Any]) -> Mapping[str, Any]:
    function: Mapping[str, Any] = tool.get("function") or tool
    return function


def _called(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of the tools that were called already, in either of the two APIs."""
    names = [item["name"] for item in messages if item.get("type") == "function_call"]
    for message in messages:
        names += [call["function"]["name"] for call in message.get("tool_calls") or ()]
    return names


def _next_call(
    tools: Sequence[Mapping[str, Any]], choice: Any, called: Sequence[str]
) -> tuple[str, str] | None:
    """Name and arguments of the next call, if there is one."""
    if choice == "none" or not tools:
        return None
    named = (
        choice.get("name") or choice.get("function", {}).get("name")
        if choice and isinstance(choice, dict)
        else None
    )
    fitting = [tool for tool in tools if tool.get("name") == (named or tool.get("name"))]
    fresh = [tool for tool in fitting if tool.get("name") not in called]
    if not fresh and choice != "required" and named is None:
        return None
    tool = (fresh or fitting[-1:])[0]
    schema = tool.get("parameters") or {}
    return str(tool["name"]), json.dumps(_filled(schema, schema))


def _text(asked: Mapping[str, Any], messages: Sequence[Mapping[str, Any]]) -> str:
    last = _content(messages[-1]) if messages else ""
    if messages and (messages[-1].get("role") == "tool" or "output" in messages[-1]):
        return f"The tool said: {last}"
    said = last.rpartition(SAY)[2].strip() if SAY in last else ""
    schema = _schema(asked)
    if schema is not None and not said:
        return json.dumps(_filled(schema, schema))
    return said or f"You said: {last}"


def _content(message: Mapping[str, Any]) -> str:
    content = message.get("content", message.get("output", ""))
    if isinstance(content, list):
        return " ".join(part.get("text", f"[{part['type']}]") for part in content)
    return str(content)


def _schema(asked: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The JSON schema that the answer must fit, in either of the two APIs."""
    wanted = asked.get("response_format") or (asked.get("text") or {}).get("format") or {}
    if wanted.get("type") == "json_object":
        return {"type": "object", "properties": {"city": {"type": "string"}}}
    if wanted.get("type") != "json_schema":
        return None
    schema: Mapping[str, Any] = (wanted.get("json_schema") or wanted)["schema"]
    return schema


def _filled(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Any:
    """A value that fits a JSON schema."""
    if "$ref" in schema:
        target: Any = root
        for name in schema["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        return _filled(target, root)
    for choices in ("anyOf", "oneOf", "allOf"):
        if choices in schema:
            return _filled(schema[choices][0], root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: _filled(inner, root) for name, inner in properties.items()}
    if kind == "array":
        return [_filled(schema.get("items", {}), root)]
    return {"string": "Paris", "integer": 7, "number": 1.5, "boolean": True, "null": None}[kind]


# -- its answers as the endpoints send them --------------------------------------------------


def _event(data: Any) -> bytes:
    return f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode()


def _chat(asked: Mapping[str, Any]) -> dict[str, Any] | Iterator[bytes]:
    turn = _Turn(asked, asked["messages"])
    about = {"id": "chatcmpl-1", "created": 1_700_000_000, "model": asked["model"],
             "system_fingerprint": "b1"}  # fmt: skip
    reason = "tool_calls" if turn.call else "stop"
    if asked.get("stream"):
        return _chat_stream(asked, turn, about, reason)
    message: dict[str, Any] = {"role": "assistant", "content": turn.text or None}
    if turn.reasoning:
        message["reasoning_content"] = turn.reasoning
    if turn.call:
        name, arguments = turn.call
        function = {"name": name, "arguments": arguments}
        message["tool_calls"] = [{"id": turn.call_id, "type": "function", "function": function}]
    choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
    choices = [{**choice, "index": number} for number in range(asked.get("n") or 1)]
    timings = {"predicted_per_second": 50.5}
    return {**about, "object": "chat.completion", "choices": choices, "usage": _USAGE,
            "timings": timings}  # fmt: skip


def _chat_stream(
    asked: Mapping[str, Any], turn: _Turn, about: Mapping[str, Any], reason: str
) -> Iterator[bytes]:
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": None}]
    if turn.reasoning:
        deltas.append({"reasoning_content": turn.reasoning})
    if turn.call:
        name, arguments = turn.call
        half = len(arguments) // 2
        first = {"name": name, "arguments": ""}
        begun = {"index": 0, "id": turn.call_id, "type": "function", "function": first}
        deltas.append({"tool_calls": [begun]})
        for part in (arguments[:half], arguments[half:]):
            deltas.append({"tool_calls": [{"index": 0, "function": {"arguments": part}}]})
    else:
        deltas += [{"content": word} for word in turn.words]
    about = {**about, "object": "chat.completion.chunk"}
    for delta in deltas:
        yield _event({**about, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    yield _event({**about, "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
    if (asked.get("stream_options") or {}).get("include_usage"):
        yield _event({**about, "choices": [], "usage": _USAGE})
    yield _event("[DONE]")


def _completion(asked: Mapping[str, Any]) -> dict[str, Any] | Iterator[bytes]:
    prompt = asked["prompt"] if isinstance(asked["prompt"], str) else asked["prompt"][0]
    about = {"id": "cmpl-1", "object": "text_completion", "created": 1_700_000_000,
             "model": asked["model"]}  # fmt: skip
    pieces = ["And so", " on, after ", prompt]
    if not asked.get("stream"):
        choice = {"index": 0, "text": "".join(pieces), "finish_reason": "stop", "logprobs": None}
        return {**about, "choices": [choice], "usage": _USAGE}
    choices = [{"index": 0, "text": piece, "finish_reason": None} for piece in pieces]
    choices.append({"index": 0, "text": "", "finish_reason": "stop"})
    events = [_event({**about, "choices": [choice]}) for choice in choices]
    return iter([*events, _event("[DONE]")])


def _response(asked: Mapping[str, Any]) -> dict[str, Any] | Iterator[bytes]:
    given = asked["input"]
    messages = [{"role": "user", "content": given}] if isinstance(given, str) else given
    turn = _Turn(asked, messages)
    item: dict[str, Any]
    if turn.call:
        name, arguments = turn.call
        item = {"type": "function_call", "id": "fc_1", "call_id": turn.call_id, "name": name,
                "arguments": arguments, "status": "completed"}  # fmt: skip
    else:
        part = {"type": "output_text", "text": turn.text, "annotations": [], "logprobs": []}
        item = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
                "content": [part]}  # fmt: skip
    body = {"id": "resp_1", "object": "response", "created_at": 1_700_000_000.0,
            "status": "completed", "model": asked["model"], "output": [item],
            "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "temperature": 1.0,
            "top_p": 1.0, "instructions": asked.get("instructions"), "metadata": {},
            "error": None, "incomplete_details": None, "usage": _RESPONSE_USAGE,
            "text": asked.get("text") or {"format": {"type": "text"}}}  # fmt: skip
    return _response_stream(body, item, turn) if asked.get("stream") else body


def _response_stream(
    body: Mapping[str, Any], item: Mapping[str, Any], turn: _Turn
) -> Iterator[bytes]:
    begun = {**body, "status": "in_progress", "output": [], "usage": None}
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": begun},
        {"type": "response.in_progress", "response": begun},
    ]
    place = {"item_id": item["id"], "output_index": 0}
    open_item = {**item, "status": "in_progress"}
    if turn.call:
        arguments = item["arguments"]
        half = len(arguments) // 2
        parts = [arguments[:half], arguments[half:]]
        added = {**open_item, "arguments": ""}
        events.append({"type": "response.output_item.added", "output_index": 0, "item": added})
        kind = "response.function_call_arguments"
        events += [{"type": f"{kind}.delta", **place, "delta": part} for part in parts]
        done = {"arguments": arguments, "name": item["name"]}
        events.append({"type": f"{kind}.done", **place, **done})
    else:
        added = {**open_item, "content": []}
        place["content_index"] = 0
        part = item["content"][0]
        empty = {**part, "text": ""}
        events.append({"type": "response.output_item.added", "output_index": 0, "item": added})
        events.append({"type": "response.content_part.added", **place, "part": empty})
        events += [
            {"type": "response.output_text.delta", **place, "delta": word, "logprobs": []}
            for word in turn.words
        ]
        text = {"text": turn.text, "logprobs": []}
        events.append({"type": "response.output_text.done", **place, **text})
        events.append({"type": "response.content_part.done", **place, "part": part})
    events.append({"type": "response.output_item.done", "output_index": 0, "item": item})
    events.append({"type": "response.completed", "response": body})
    for number, event in enumerate(events):
        named = f"event: {event['type']}\n".encode()
        yield named + _event({**event, "sequence_number": number})


def _embeddings(asked: Mapping[str, Any]) -> dict[str, Any]:
    given = asked["input"]
    several = isinstance(given, list) and bool(given) and not isinstance(given[0], int)
    texts = given if several else [given]
    data = []
    for number, text in enumerate(texts):
        vector: Any = [len(text) / 4, 0.5, -0.25, float(number)]
        if asked.get("encoding_format") == "base64":
            vector = base64.b64encode(struct.pack("<4f", *vector)).decode()
        data.append({"object": "embedding", "index": number, "embedding": vector})
    usage = {"prompt_tokens": 5, "total_tokens": 5}
    return {"object": "list", "data": data, "model": asked["model"], "usage": usage}


def _models(asked: Mapping[str, Any]) -> dict[str, Any]:
    about = {"object": "model", "created": 1_700_000_000, "owned_by": "us"}
    return {"object": "list", "data": [{"id": name, **about} for name in ("local", "thinker")]}


def _speech(asked: Mapping[str, Any]) -> bytes:
    return f"ID3 {asked['voice']}: {asked['input']}".encode()


def _transcription(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": "Hello from the tape."}


def _moderation(asked: Mapping[str, Any]) -> dict[str, Any]:
    verdict = {"flagged": False, "categories": {"violence": False},
               "category_scores": {"violence": 0.25}}  # fmt: skip
    return {"id": "modr-1", "model": "local", "results": [verdict]}


def _images(asked: Mapping[str, Any]) -> dict[str, Any]:
    picture = base64.b64encode(asked["prompt"].encode()).decode()
    return {"created": 1_700_000_000, "data": [{"b64_json": picture}]}


_ENDPOINTS = {
    "/v1/chat/completions": _chat,
    "/v1/completions": _completion,
    "/v1/responses": _response,
    "/v1/embeddings": _embeddings,
    "/v1/models": _models,
    "/v1/audio/speech": _speech,
    "/v1/audio/transcriptions": _transcription,
    "/v1/moderations": _moderation,
    "/v1/images/generations": _images,
}
