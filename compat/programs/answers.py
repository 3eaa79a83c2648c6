"""What the scripted server says, by the names that programs use.

The shapes are those of the official API's documentation.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from openai_local.testing.scripted import (
    HoldOpen,
    KeepAlive,
    Pause,
    Reset,
    Step,
    chat_chunk,
    chat_chunks,
    chat_completion,
    event,
    head,
    json_answer,
    sse,
)


def error(status: int, code: str, **headers: str) -> KeepAlive:
    """An error as the official service sends it."""
    about = {"message": f"It is {code}.", "type": "some_error", "param": None, "code": code}
    return json_answer({"error": about}, status=status, headers={"x-request-id": "r1", **headers})


def completion(message: dict[str, Any], finish_reason: str = "stop") -> dict[str, Any]:
    """A whole chat completion with that message and all fields that the official service sends."""
    message = {"role": "assistant", "content": None, "refusal": None, **message}
    usage = {"prompt_tokens": 9, "completion_tokens": 12, "total_tokens": 21}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
    about = {"system_fingerprint": "fp_1", "service_tier": "default", "usage": usage}
    return {**chat_completion(""), "choices": [choice], **about}


def page(*ids: str, has_more: bool) -> dict[str, Any]:
    """A page of stored completions."""
    data = [{**chat_completion(f"This is {id_}"), "id": id_} for id_ in ids]
    about = {"first_id": ids[0], "last_id": ids[-1], "has_more": has_more}
    return {"object": "list", "data": data, **about}


def tool_call(name: str, **arguments: str) -> dict[str, Any]:
    """A call with an id made of its arguments."""
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {"id": f"call_{'_'.join(arguments.values())}", "type": "function", "function": function}


def response(*output: dict[str, Any], status: str = "completed") -> dict[str, Any]:
    """A `Response` of the Responses API."""
    return {
        "id": "resp_1", "object": "response", "created_at": 1_700_000_000, "status": status,
        "error": None, "incomplete_details": None, "instructions": None,
        "max_output_tokens": None, "metadata": {"topic": "jokes"}, "model": "scripted",
        "output": list(output), "parallel_tool_calls": True, "previous_response_id": None,
        "reasoning": {"effort": None, "summary": None}, "store": True, "temperature": 1.0,
        "text": {"format": {"type": "text"}}, "tool_choice": "auto", "tools": [], "top_p": 1.0,
        "truncation": "disabled", "usage": None, "user": None,
    }  # fmt: skip


def output_text(text: str, status: str = "completed") -> dict[str, Any]:
    """An output item with a text."""
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    content = [part] if status == "completed" else []
    about = {"id": "msg_1", "type": "message", "role": "assistant"}
    return {**about, "status": status, "content": content}


def response_events() -> list[dict[str, Any]]:
    """The events of a response that says "Hi there"."""
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    part = {"type": "output_text", "text": "", "annotations": [], "logprobs": []}
    done = {**part, "text": "Hi there"}
    item, whole = output_text("", "in_progress"), output_text("Hi there")
    started = response(status="in_progress")
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": started},
        {"type": "response.in_progress", "response": started},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.content_part.added", **place, "part": part},
        {"type": "response.output_text.delta", **place, "delta": "Hi", "logprobs": []},
        {"type": "response.output_text.delta", **place, "delta": " there", "logprobs": []},
        {"type": "response.output_text.done", **place, "text": "Hi there", "logprobs": []},
        {"type": "response.content_part.done", **place, "part": done},
        {"type": "response.output_item.done", "output_index": 0, "item": whole},
        {"type": "response.completed", "response": response(whole)},
    ]
    return [{**data, "sequence_number": number} for number, data in enumerate(events)]


def named_events(events: Sequence[dict[str, Any]]) -> list[Step]:
    """Events with their names, as the Responses API sends them."""
    return [head(), *(f"event: {data['type']}\n".encode() + event(data) for data in events)]


MATH = {
    "steps": [{"explanation": "Subtract 7", "output": "8x = -30"}],
    "final_answer": "x = -3.75", "difficulty": "easy", "kind": "equation", "remark": None,
}  # fmt: skip

TWO_CALLS = [tool_call("get_weather", city="Paris"), tool_call("get_weather", city="Rome")]


def call_delta(index: int, **parts: Any) -> dict[str, Any]:
    """A chunk with a piece of a tool call."""
    return chat_chunk({"tool_calls": [{"index": index, **parts}]})


TRANSCRIPTION = {"text": "Imagine the wildest idea.", "usage": {"type": "duration", "seconds": 3.5}}
SEGMENT = {
    "id": 0, "seek": 0, "start": 0.0, "end": 3.32, "text": " The beach was popular.",
    "tokens": [1, 2], "temperature": 0.0, "avg_logprob": -0.28, "compression_ratio": 1.2,
    "no_speech_prob": 0.01,
}  # fmt: skip
CATEGORIES = {"violence": True, "self-harm/intent": False, "sexual/minors": False}

ANSWERS: dict[str, Sequence[Step]] = {
    # -- chat
    "completion": json_answer(completion({"content": "Ahoy, matey! ☠"})),
    "completion_with_id": json_answer(
        completion({"content": "Hi"}), headers={"x-request-id": "r2"}
    ),
    "completion_with_more": json_answer(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "own",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": "eos",
                    "message": {"role": "assistant", "content": "Hi", "reasoning": "Hm."},
                }
            ],
            "timings": {"a": [1, {"b": 2.5}]},
        }
    ),
    "legacy_function_call": json_answer(
        completion(
            {
                "function_call": {
                    "name": "get_current_weather",
                    "arguments": '{"location":"Boston"}',
                }
            },
            "function_call",
        )
    ),
    "two_tool_calls": json_answer(completion({"tool_calls": TWO_CALLS}, "tool_calls")),
    "two_streamed_tool_calls": sse(
        [
            call_delta(
                0, id="call_1", type="function", function={"name": "get_weather", "arguments": ""}
            ),
            call_delta(0, function={"arguments": '{"city":'}),
            call_delta(0, function={"arguments": '"Paris"}'}),
            call_delta(
                1, id="call_2", type="function", function={"name": "get_weather", "arguments": ""}
            ),
            call_delta(1, function={"arguments": '{"city":"Rome"}'}),
            chat_chunk({}, "tool_calls"),
            "[DONE]",
        ]
    ),
    "math_answer": json_answer(completion({"content": json.dumps(MATH)})),
    "refusal": json_answer(completion({"refusal": "I can't help with that."})),
    "filtered": json_answer(completion({"content": "{"}, "content_filter")),
    "cut_stream": [*sse(chat_chunks("Hel", "lo")[:2]), Reset()],
    "error_in_stream": sse(
        [
            chat_chunk({"content": "Hel"}),
            {"error": {"message": "Out of memory", "type": "server_error", "code": "oom"}},
        ]
    ),
    "slow_stream": [*sse([chat_chunk({"content": "tick"})]), Pause(20)],
    # -- errors
    "e400": error(400, "bad_request"),
    "e401": error(401, "invalid_api_key"),
    "e403": error(403, "forbidden"),
    "e404": error(404, "model_not_found"),
    "e409": error(409, "conflict"),
    "e418": error(418, "teapot"),
    "e422": error(422, "unprocessable"),
    "e429": error(429, "rate_limit", **{"retry-after": "7"}),
    "e500": error(500, "internal"),
    "e503": error(503, "overloaded"),
    "busy": error(503, "busy", **{"retry-after-ms": "20"}),
    "soon": error(429, "wait", **{"retry-after": "1"}),
    "never": error(503, "never", **{"x-should-retry": "false"}),
    "reset": [Reset()],
    "html": KeepAlive([head(200, "text/html", {"Content-Length": "11"}), b"<p>Login</p"]),
    "html_503": KeepAlive([head(503, "text/html", {"Content-Length": "10"}), b"<p>Bad</p>"]),
    "silence": [HoldOpen()],
    # -- responses
    "response": json_answer(response(output_text("Why did the otter cross the river?"))),
    "response_with_json": json_answer(response(output_text(json.dumps(MATH)))),
    "response_with_call": json_answer(
        response(
            {"type": "reasoning", "id": "rs_1", "summary": []},
            {
                "type": "function_call",
                "id": "fc_1",
                "call_id": "call_1",
                "status": "completed",
                "name": "get_horoscope",
                "arguments": '{"sign":"Aquarius"}',
            },
        )
    ),
    "response_deleted": json_answer({"id": "resp_1", "object": "response", "deleted": True}),
    "response_stream": named_events(response_events()),
    # -- the rest of the API
    "first_page": json_answer(page("c1", "c2", has_more=True)),
    "second_page": json_answer(page("c3", has_more=False)),
    "model": json_answer({"id": "ft:1", "object": "model", "created": 1, "owned_by": "acme"}),
    "model_deleted": json_answer({"id": "ft:1", "object": "model", "deleted": True}),
    "embeddings_base64": json_answer(
        {
            "object": "list",
            "model": "m",
            # 1.0 and -2.5 as float32.
            "data": [{"object": "embedding", "index": 0, "embedding": "AACAPwAAIMA="}],
            "usage": {"prompt_tokens": 1, "total_tokens": 1},
        }
    ),
    "transcription": json_answer(TRANSCRIPTION),
    "transcription_text": KeepAlive(
        [head(200, "text/plain", {"Content-Length": "12"}), b"Hello there\n"]
    ),
    "transcription_verbose": json_answer(
        {
            "task": "transcribe",
            "language": "english",
            "duration": 8.47,
            "text": "The beach was popular.",
            "segments": [SEGMENT],
            "words": [{"word": "The", "start": 0.0, "end": 0.2}],
        }
    ),
    "transcription_stream": sse(
        [
            {"type": "transcript.text.delta", "delta": "I see", "logprobs": []},
            {"type": "transcript.text.delta", "delta": " skies", "logprobs": []},
            {"type": "transcript.text.done", "text": "I see skies", "logprobs": []},
            "[DONE]",
        ]
    ),
    "speech": KeepAlive(
        [head(200, "audio/mpeg", {"Content-Length": "9000"}), b"\x00\xff\n" * 3000]
    ),
    "picture": json_answer(
        {"created": 1_700_000_000, "data": [{"b64_json": "UE5H"}, {"url": "http://x/y.png"}]}
    ),
    "moderation": json_answer(
        {
            "id": "modr-1",
            "model": "omni-moderation-latest",
            "results": [
                {
                    "flagged": True,
                    "categories": CATEGORIES,
                    "category_scores": dict.fromkeys(CATEGORIES, 0.25),
                    "category_applied_input_types": {name: ["text"] for name in CATEGORIES},
                }
            ],
        }
    ),
    # -- endpoints of some server's own
    "own_json": json_answer({"name": "own", "sizes": [1, 2], "inner": {"name": "in", "sizes": []}}),
    "own_list": json_answer([{"name": "one", "sizes": []}, {"name": "two", "sizes": [3]}]),
    "own_stream": sse(chat_chunks("piece", " by piece")),
}
