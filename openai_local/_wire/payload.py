"""Events and bodies -> parsed JSON, `DONE`, or the error that they carry.

Local servers report errors in many shapes, also inside a stream that began with status 200.
All of them end up as `APIError` with the server's own words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .._constants import MAX_ERROR_BODY_BYTES
from .._exceptions import APIError, APIResponseValidationError, APIStatusError, status_error
from .._http import Response
from .overflow import next_step
from .redirect import redirect_message
from .sse import ServerSentEvent

DONE: Any = object()

#: How much of a server's own words goes into a message; `body` keeps all of them.
_MAX_WORDS = 2000
#: What servers say of a path that they have not got: FastAPI and mlx-lm, llama-server, Go's router
#: (Ollama).
_NOTHING_FOUND = ("", "not found", "file not found", "404 page not found")
#: How much of an unreadable answer is shown, in characters.
_SHOWN_CHARACTERS = 200


def read_event(event: ServerSentEvent, response: Response, *, yields_errors: bool = False) -> Any:
    """The JSON object in an event, `DONE` at the end mark, `None` if there is nothing in it.

    Raises `APIError` if the event reports an error, `APIResponseValidationError` if it holds no
    JSON object. With `yields_errors`, an event of `type` "error" is an object like any other.
    """
    if event.stray:
        return _read_stray(event, response)
    text = event.data
    if text.startswith("[DONE]"):
        return DONE
    if not text or text.isspace():
        return None
    if event.event == "error":
        data = parse_or_text(text)
        if yields_errors and is_error_event(data):
            return data
        raise error_with_status_200(data, response)
    data = parse_json(text, response, what="An event of the stream")
    if not isinstance(data, dict):
        raise unreadable(response, text, what="An event of the stream")
    if reports_error(data):
        raise error_with_status_200(data, response)
    return data


def _read_stray(event: ServerSentEvent, response: Response) -> None:
    """Lines that are no events by the rules matter only if they report an error."""
    data = parse_or_text(event.data)
    if event.event == "error" or (isinstance(data, dict) and reports_error(data)):
        raise error_with_status_200(data, response)


def is_error_event(data: Any) -> bool:
    """True for the way of the Responses API to report an error: an event like the others."""
    return isinstance(data, dict) and data.get("type") == "error" and not data.get("error")


def read_body(response: Response) -> dict[str, Any]:
    """The JSON object in a whole body that was read; raises as `read_event` does."""
    _refuse_cut(response)
    text = response.text
    if not text.strip():
        raise unreadable(response, text, what="The answer")
    data = parse_json(text, response, what="The answer")
    if not isinstance(data, dict):
        raise unreadable(response, text, what="The answer")
    # A response that failed says so in a field of its own, and is the answer all the same.
    is_answer = bool(data.get("choices")) or data.get("object") == "response"
    if reports_error(data) and not is_answer:
        raise error_with_status_200(data, response, "The server reported an error without words")
    return data


def read_completion(response: Response) -> dict[str, Any]:
    """`read_body` for answers that have `choices`: without them, it is no answer to the prompt."""
    data = read_body(response)
    choices = data["choices"] or [] if "choices" in data else None
    if not isinstance(choices, list) or not all(isinstance(choice, dict) for choice in choices):
        raise unreadable(response, response.text, what="The answer", due="a completion")
    return data


def read_text(response: Response) -> str:
    """The text that a whole body is; raises as `read_body` does for an error in its place."""
    _refuse_substitute(response, due="plain text")
    return response.text


def read_media(response: Response) -> bytes:
    """The sound or image that a whole body is; raises as `read_text` does."""
    _refuse_substitute(response, due="media")
    return response.content


def _refuse_cut(response: Response) -> None:
    if response.is_cut:
        raise APIResponseValidationError(
            response,
            response.text[:_SHOWN_CHARACTERS],
            message=f"The answer is over {len(response.content)} bytes; it was not read further.",
        )


def _refuse_substitute(response: Response, *, due: str) -> None:
    """Raise if the answer, which is to be no JSON, is an error in JSON or some page.

    whisper.cpp's server reports its errors with status 200.
    """
    _refuse_cut(response)
    is_page = "text/html" in response.headers.get("content-type", "").lower()
    if is_page:
        raise unreadable(response, response.text, what="The answer", due=due)
    if response.content.startswith(b"{") and len(response.content) <= MAX_ERROR_BODY_BYTES:
        data = parse_or_text(response.text)
        if isinstance(data, dict) and reports_error(data):
            raise error_with_status_200(data, response)


def parse_json(text: str, response: Response, *, what: str) -> Any:
    """Parse JSON from the server; whatever is wrong with it is an `APIError`."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise unreadable(response, text, what=what) from error


def parse_or_text(text: str) -> Any:
    """JSON if it is JSON, else the text as it is."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def reports_error(data: dict[str, Any]) -> bool:
    """True if a JSON object in an answer with status 200 is an error."""
    # {"object": "error", ...} is how vLLM wrote errors before 0.10.
    return bool(data.get("error")) or data.get("object") == "error"


def error_with_status_200(
    data: Any, response: Response, without_words: str = "An error occurred during streaming"
) -> APIError:
    """The exception for an error in an answer that began as a success."""
    body = data.get("error", data) if isinstance(data, dict) else data
    message = words_of(data) or without_words
    return APIError(message + next_step(message, body), response.request, body=body)


def error_from_response(response: Response, note: str = "") -> APIStatusError:
    """The exception for a response whose status is no success; its body must have been read.

    `note` is what we have to say about it.
    """
    text = response.text.strip()
    data = parse_or_text(text)
    body = data.get("error", data) if isinstance(data, dict) else data
    words = words_of(data) or response.reason_phrase
    message = f"Error code: {response.status_code}" + (f" - {words}" if words else "")
    message += next_step(words, body)
    if response.is_cut:
        message += f" (cut after {len(response.content)} bytes)"
    if isinstance(body, dict) and body.get("type") == "no_db_connection":
        # It looks for keys that it does not know in a database.
        message += " LiteLLM's proxy doesn't know this key."
    if response.status_code == 401 and response.request.key_hint:
        message += f" {response.request.key_hint}"
    if response.request.image_hint and _refuses_image(response.status_code, words):
        message += f" {response.request.image_hint}"
    if response.status_code == 404:
        message += _path_hint(response, words)
    if 300 <= response.status_code < 400 and "location" in response.headers:
        message = f"Error code: {response.status_code} - {redirect_message(response)}"
    if note:
        message = f"{message.rstrip('.')}. {note}"
    return status_error(message, response=response, body=body)


def _refuses_image(status_code: int, words: str) -> bool:
    """True if an error may be about an image: llama-server says 500 for one, others 4xx."""
    words = words.lower()
    return status_code in (400, 413, 415, 422, 500) and any(
        word in words for word in ("image", "base64", "uri", "url", "media", "file", "internal")
    )


def words_of(data: Any) -> str:
    """The server's own words in an error body, whatever its shape; one line, "" if none.

    Shapes seen: {"error": {"message": ...}}, {"error": "..."}, {"message": ...},
    {"detail": "..."}, {"detail": {"msg": ...}}, {"detail": [{"loc": ..., "msg": ...}]}, plain
    text, HTML.
    """
    try:
        words = "".join(c if c.isprintable() else " " for c in _words(data)[:_MAX_WORDS])
        return " ".join(words.split())
    except RecursionError:
        # JSON can be nested deeper than Python calls.
        return ""


def _words(data: Any) -> str:
    if isinstance(data, str):
        return " ".join(data.split())[:_SHOWN_CHARACTERS]
    if isinstance(data, list):
        return "; ".join(filter(None, map(_words, data)))
    if not isinstance(data, Mapping):
        return ""
    for key in ("error", "message", "msg", "detail", "error_description"):
        value = data.get(key)
        if isinstance(value, str) and value:
            return _with_place(value, data)
        if words := _words(value) if value else "":
            return words
    return ""


def _with_place(words: str, data: Mapping[str, Any]) -> str:
    """FastAPI says in `loc` which field of the request is wrong."""
    place = data.get("loc")
    if isinstance(place, list):
        words = f"{'.'.join(map(str, place))}: {words}"
    return " ".join(words.split())


def unreadable(
    response: Response, text: str, *, what: str, due: str = "a JSON object"
) -> APIResponseValidationError:
    """The exception for an answer that can't be used, with its beginning and a way on."""
    start = " ".join(text[:_SHOWN_CHARACTERS].split())
    message = f"{what} from {response.url.without_credentials()} is not {due}"
    message += f": {start!r}." if start else ": it is empty."
    return APIResponseValidationError(response, text, message=message + _v1_hint(response))


def _path_hint(response: Response, words: str) -> str:
    """Where it was not found, if the server does not say what it misses."""
    if hint := _v1_hint(response):
        return hint
    if words.lower() not in _NOTHING_FOUND:
        return ""
    query = " with query parameters" if response.url.query else ""
    return f": the server has no {response.request.method} {response.url.path}{query}"


def _v1_hint(response: Response) -> str:
    is_missing = "/v1/" not in response.url.path
    return " Is `/v1` missing at the end of base_url?" if is_missing else ""
