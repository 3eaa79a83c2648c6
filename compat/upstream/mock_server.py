"""The server that the official SDK's tests of its resources talk to.

Upstream they run against a mock server made from the service's OpenAPI description. This one
answers each path that is in scope with the smallest body its response type allows. It plays no
part in what the tests prove: whatever the client sends gets the same answer.
"""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import Self

_CHAT: dict[str, Any] = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 0,
    "model": "model",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "logprobs": None,
            "message": {"role": "assistant", "content": "text", "refusal": None},
        }
    ],
}
_COMPLETION = {
    "id": "cmpl-1",
    "object": "text_completion",
    "created": 0,
    "model": "model",
    "choices": [{"index": 0, "finish_reason": "stop", "logprobs": None, "text": "text"}],
}
_EMBEDDINGS = {
    "object": "list",
    "model": "model",
    "data": [{"object": "embedding", "index": 0, "embedding": [0.5]}],
    "usage": {"prompt_tokens": 0, "total_tokens": 0},
}
_MODEL = {"id": "model", "object": "model", "created": 0, "owned_by": "owner"}
_RESPONSE: dict[str, Any] = {
    "id": "resp_1",
    "object": "response",
    "created_at": 0,
    "model": "model",
    "error": None,
    "incomplete_details": None,
    "instructions": None,
    "metadata": None,
    "output": [],
    "parallel_tool_calls": True,
    "temperature": 1,
    "tool_choice": "none",
    "tools": [],
    "top_p": 1,
}
_COMPACTED = {
    "id": "resp_1",
    "object": "response.compaction",
    "created_at": 0,
    "output": [],
    "usage": {
        "input_tokens": 0,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 0,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 0,
    },
}
_FLAGS = [
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/instructions",
    "self-harm/intent",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
]
_MODERATION = {
    "id": "modr-1",
    "model": "model",
    "results": [
        {
            "flagged": False,
            "categories": dict.fromkeys(_FLAGS, False),
            "category_scores": dict.fromkeys(_FLAGS, 0.5),
            "category_applied_input_types": {flag: ["text"] for flag in _FLAGS},
        }
    ],
}


def _list(*items: Any) -> dict[str, Any]:
    return {
        "object": "list",
        "data": list(items),
        "first_id": "first",
        "last_id": "last",
        "has_more": False,
    }


#: Method, path, answer; the first that fits. None has no body.
_ANSWERS: list[tuple[str, str, Any]] = [
    ("GET", r"/chat/completions/[^/]+/messages", _list()),
    ("GET", r"/chat/completions", _list(_CHAT)),
    ("DELETE", r"/chat/completions/[^/]+", {
        "id": "chatcmpl-1", "object": "chat.completion.deleted", "deleted": True,
    }),
    (".*", r"/chat/completions(/[^/]+)?", _CHAT),
    ("POST", r"/completions", _COMPLETION),
    ("POST", r"/embeddings", _EMBEDDINGS),
    ("GET", r"/models", _list(_MODEL)),
    ("GET", r"/models/.+", _MODEL),
    ("DELETE", r"/models/.+", {"id": "model", "object": "model", "deleted": True}),
    ("GET", r"/responses/[^/]+/input_items", _list()),
    ("POST", r"/responses/input_tokens", {"object": "response.input_tokens", "input_tokens": 0}),
    ("POST", r"/responses/compact", _COMPACTED),
    ("DELETE", r"/responses/[^/]+", None),
    (".*", r"/responses(/.*)?", _RESPONSE),
    ("POST", r"/audio/(transcriptions|translations)", {"text": "text"}),
    ("POST", r"/images/.*", {"created": 0, "data": [{"b64_json": "aGk="}]}),
    ("POST", r"/moderations", _MODERATION),
]  # fmt: skip


class MockServer:
    """Listens on a free port of 127.0.0.1 while inside its `with`."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self.base_url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one segment.
    wbufsize = -1

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:
            # Tests close streams in the middle.
            self.close_connection = True

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        path = self.path.partition("?")[0]
        fitting = [
            answer
            for method, pattern, answer in _ANSWERS
            if re.fullmatch(method, self.command) and re.fullmatch(pattern, path)
        ]
        if fitting:
            self._send(200, fitting[0])
        else:
            self._send(404, {"error": {"message": f"{self.command} {path} is not mocked"}})

    do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = _answer  # noqa: N815 - http.server's names

    def _send(self, status: int, answer: Any) -> None:
        body = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass
