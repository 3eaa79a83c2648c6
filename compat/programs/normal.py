"""What a run left behind, without what is random: the same program gives the same again.

Each rule takes out one thing that a server or the system chooses. Nothing else is touched.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from openai_local.testing.scripted import RecordedRequest

RULES = [
    # Ids of the real server: 32 or 24 characters after the kind of thing; of tool calls also
    # without it.
    (r"\b((?:chatcmpl|cmpl|resp|msg|fc|rs|call)[-_])(?:fc_)?[A-Za-z0-9]{24,32}\b", r"\1ID"),
    (r"\b(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{32}\b", "ID"),
    (r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "ID"),
    # When the server made it, in seconds.
    (r"(\b(?:created|created_at|completed_at)\b\W{1,3})\d{10}(?:\.\d+)?", r"\1SECONDS"),
    # How long the real server took, and what it still had of an earlier prompt.
    (r"(\b(?:prompt|predicted)_(?:ms|per_token_ms|per_second)\b\W{1,3})[\d.e+-]+", r"\1NUMBER"),
    (r"(\b(?:cached_tokens|cache_n|prompt_n)\b\W{1,3})\d+", r"\1NUMBER"),
    # Where an object lies.
    (r"(?<= at )0x[0-9a-f]+", "ADDRESS"),
]

#: Header fields that are not compared, each with its reason.
UNCOMPARED_HEADERS = {
    "accept-encoding": "each HTTP library's own; ours asks for no compression",
    "connection": "each HTTP library's own",
    "content-length": "JSON with other blanks is the same JSON",
    "host": "the port",
    "user-agent": "names the SDK and its version",
}
#: Of the telemetry, ours sends only these.
_TELEMETRY = ("x-stainless-lang", "x-stainless-retry-count")


def normal_text(text: str, origin: str) -> str:
    """A text without what is random; `origin` is where the server was: "http://127.0.0.1:123"."""
    text = text.replace(origin, "http://SERVER").replace(origin.partition("://")[2], "SERVER")
    for pattern, replacement in RULES:
        text = re.sub(pattern, replacement, text)
    return text


def normal_request(request: RecordedRequest) -> dict[str, Any]:
    """A request as it is compared: JSON as what it says, a form as its fields."""
    url = urlsplit(request.path)
    return {
        "line": f"{request.method} {url.path}",
        "query": parse_qsl(url.query, keep_blank_values=True),
        "headers": dict(sorted(_compared_headers(request.headers).items())),
        "body": _body(request),
    }


def _compared_headers(headers: dict[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in headers.items()
        if name not in UNCOMPARED_HEADERS
        and (name in _TELEMETRY or not name.startswith("x-stainless-"))
    }
    if "content-type" in kept:
        # Without the boundary of a form.
        kept["content-type"] = kept["content-type"].partition("; boundary=")[0]
    return kept


def _body(request: RecordedRequest) -> Any:
    if "multipart/form-data" in request.headers.get("content-type", ""):
        # Only the order of fields of the same name means anything.
        fields = [_field(head, content) for head, content in request.parts()]
        return sorted(fields, key=lambda field: field["content-disposition"].split(";")[1])
    try:
        return json.loads(request.body) if request.body else None
    except ValueError:
        return request.body.decode(errors="backslashreplace")


def _field(head: str, content: bytes) -> dict[str, str]:
    """A field of a form: its header lines by name, and its content."""
    lines = (line.partition(": ") for line in head.splitlines())
    fields = {name.lower(): value for name, _, value in lines}
    return {**fields, "content": content.decode(errors="backslashreplace")}
