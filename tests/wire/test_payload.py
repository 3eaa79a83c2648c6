"""Errors in all the forms that local servers give them, and answers that can't be used."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable

import pytest

from openai_local import (
    APIError,
    APIResponseValidationError,
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    UnprocessableEntityError,
)
from openai_local._http import Headers, Request, Response
from openai_local._wire.payload import (
    DONE,
    error_from_response,
    parse_or_text,
    read_body,
    read_event,
    read_media,
    read_text,
    words_of,
)
from openai_local._wire.sse import ServerSentEvent, SSEDecoder

from ..conftest import SAMPLES

URL = "http://me:pass@127.0.0.1:8080/v1/chat/completions?key=secret"
#: Deeper than Python's JSON parser goes.
TOO_DEEP = "[" * 200_000 + "]" * 200_000
#: An integer with more digits than Python converts.
HUGE = '{"a": ' + "9" * 5000 + "}"


def response(
    content: bytes = b"",
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    url: str = URL,
    reason: str = "",
    key_hint: str = "",
) -> Response:
    return Response(
        status,
        headers=Headers(headers or {}),
        request=Request("POST", url, key_hint=key_hint),
        content=content,
        reason_phrase=reason,
    )


def read(document: bytes) -> object:
    """What the first event of a stream holds."""
    (event,) = SSEDecoder().feed(document)
    return read_event(event, response())


def nested(depth: int) -> object:
    """A list in a list, and so on: deeper than Python calls."""
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return value


# -- events ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b'data: {"choices": []}\n\n', {"choices": []}),
        (b'data: {"a":\ndata: 1}\n\n', {"a": 1}),
        (b'data: {"error": null, "id": "x"}\n\n', {"error": None, "id": "x"}),
        (b'data: {"error": {}, "id": "x"}\n\n', {"error": {}, "id": "x"}),
        (b'data: {"error": "", "id": "x"}\n\n', {"error": "", "id": "x"}),
        (b'event: completion\ndata: {"a": 1}\n\n', {"a": 1}),
        (b'data: {"object": "chat.completion.chunk"}\n\n', {"object": "chat.completion.chunk"}),
        (b"data: \n\n", None),
        (b"data:   \n\n", None),
        (b'{"status": "starting"}\n', None),
        (b"{\n", None),
    ],
)
def test_events_without_error(document: bytes, expected: object) -> None:
    """An event is its JSON object, also with an empty error; blank and stray lines say nothing."""
    assert expected == read(document)


@pytest.mark.parametrize(
    "document", [b"data: [DONE]\n\n", b"data:[DONE]\n\n", b"data: [DONE] \n\n"]
)
def test_the_end_mark(document: bytes) -> None:
    """`[DONE]` is the end of a stream, with or without spaces around it."""
    assert DONE is read(document)


@pytest.mark.parametrize(
    ("document", "message", "body"),
    [
        (
            b'data: {"error": {"message": "no slot", "code": 500, "type": "x", "param": "n"}}\n\n',
            "no slot",
            {"message": "no slot", "code": 500, "type": "x", "param": "n"},
        ),
        (b'data: {"error": "out of memory"}\n\n', "out of memory", "out of memory"),
        (
            b'data: {"object": "error", "message": "too long", "code": 40303}\n\n',
            "too long",
            {"object": "error", "message": "too long", "code": 40303},
        ),
        (
            b'event: error\ndata: {"error": {"message": "nested"}}\n\n',
            "nested",
            {"message": "nested"},
        ),
        (b'event: error\ndata: {"message": "flat"}\n\n', "flat", {"message": "flat"}),
        (b"event: error\ndata: just text\n\n", "just text", "just text"),
        (b'event: error\ndata: {"detail": "d"}\n\n', "d", {"detail": "d"}),
        (b"event: error\ndata: 7\n\n", "An error occurred during streaming", 7),
        (b'error: {"code": 500, "message": "field"}\n', "field", {"code": 500, "message": "field"}),
        (b"error: plain words\n", "plain words", "plain words"),
        (b'{"error": {"message": "bare"}}\n', "bare", {"message": "bare"}),
        (b'{"error": "bare text"}\n', "bare text", "bare text"),
        (
            b'data: {"error": {"code": 1}, "choices": []}\n\n',
            "An error occurred during streaming",
            {"code": 1},
        ),
    ],
)
def test_errors_in_a_stream(document: bytes, message: str, body: object) -> None:
    """Every form of an error raises `APIError` itself with the server's own words and object."""
    with pytest.raises(APIError) as caught:
        read(document)

    assert APIError is type(caught.value)
    assert message == caught.value.message == str(caught.value)
    assert body == caught.value.body
    assert URL == caught.value.request.url


def test_the_fields_of_an_error_in_a_stream() -> None:
    """Code, param and type of the server's object are attributes; the code is text."""
    with pytest.raises(APIError) as caught:
        read(b'data: {"error": {"message": "m", "code": 500, "type": "t", "param": "p"}}\n\n')

    assert ("500", "t", "p") == (caught.value.code, caught.value.type, caught.value.param)


@pytest.mark.parametrize(
    "text",
    ["{", "nonsense", '{"a": 1', "1", '"text"', "[1]", "null", "{'a': 1}", TOO_DEEP, HUGE],
)
def test_events_that_are_no_json_object(text: str) -> None:
    """Whatever is wrong with the JSON, also its depth or a huge integer, is an `APIError`."""
    event = ServerSentEvent(data=text)

    with pytest.raises(APIResponseValidationError) as caught:
        read_event(event, response())

    start = " ".join(text[:200].split())
    assert (
        "An event of the stream from http://127.0.0.1:8080/v1/chat/completions is not a JSON "
        f"object: {start!r}."
    ) == str(caught.value)
    assert 200 == caught.value.status_code


FLAT_ERROR = '{"type": "error", "code": "c", "message": "no memory"}'


@pytest.mark.parametrize("name", [None, "error"])
def test_errors_that_are_events(name: str | None) -> None:
    """With `yields_errors` an event of type "error" is an object, however it is named."""
    event = ServerSentEvent(event=name, data=FLAT_ERROR)

    expected = {"type": "error", "code": "c", "message": "no memory"}
    assert expected == read_event(event, response(), yields_errors=True)


@pytest.mark.parametrize(
    "data",
    [
        '{"message": "no memory"}',
        '{"type": "server_error", "message": "no memory"}',
        '{"type": "error", "error": {"message": "no memory"}}',
        "no memory",
    ],
)
def test_errors_that_are_no_events(data: str) -> None:
    """`event: error` in any other shape raises, whatever kind of stream it is in."""
    with pytest.raises(APIError, match=r"^no memory$"):
        read_event(ServerSentEvent(event="error", data=data), response(), yields_errors=True)


# -- bodies ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b' \n{"a": "\xc3\xa9"}\n', {"a": "é"}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"error": null, "a": 1}', {"error": None, "a": 1}),
    ],
)
def test_a_body_is_its_object(content: bytes, expected: object) -> None:
    """A body is its JSON object, whatever blanks or mark it begins with."""
    assert expected == read_body(response(content))


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=nonsense", "; charset=idna"])
def test_a_body_of_any_charset(charset: str) -> None:
    """A charset that Python doesn't know, or that is none, doesn't hinder."""
    headers = {"Content-Type": f"application/json{charset}"}

    assert {"a": "é"} == read_body(response('{"a": "é"}'.encode(), headers=headers))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"error": {"message": "no model"}}', "no model"),
        (b'{"error": "no model"}', "no model"),
        (b'{"object": "error", "message": "no model"}', "no model"),
    ],
)
def test_an_error_with_status_200(content: bytes, message: str) -> None:
    """A body that holds an error raises, although its status says success."""
    with pytest.raises(APIError) as caught:
        read_body(response(content))

    assert (APIError, message) == (type(caught.value), str(caught.value))


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"", "is not a JSON object: it is empty."),
        (b" \n ", "is not a JSON object: it is empty."),
        (b"<html>\n<b>hi</b>", "is not a JSON object: '<html> <b>hi</b>'."),
        (b"[1]", "is not a JSON object: '[1]'."),
        (b"x" * 1000, f"is not a JSON object: {'x' * 200!r}."),
        (TOO_DEEP.encode(), f"is not a JSON object: {'[' * 200!r}."),
    ],
)
def test_a_body_that_is_no_object(content: bytes, ending: str) -> None:
    """The message shows the first 200 characters in one line, and the URL without credentials."""
    with pytest.raises(APIResponseValidationError) as caught:
        read_body(response(content))

    assert f"The answer from http://127.0.0.1:8080/v1/chat/completions {ending}" == str(
        caught.value
    )


def test_a_key_that_litellm_does_not_know() -> None:
    """Its words (recorded) speak of a database; the message says what that means."""
    recorded = (SAMPLES / "litellm-error-key.http").read_bytes()
    error = error_from_response(response(recorded.partition(b"\r\n\r\n")[2], status=400))

    expected = "Error code: 400 - No connected db. LiteLLM's proxy doesn't know this key."
    assert expected == str(error)


@pytest.mark.parametrize(
    ("body", "query", "message"),
    [
        (b'{"detail":"Not Found"}', "", "Not Found: the server has no POST /v1/responses"),
        (b"Not Found", "", "Not Found: the server has no POST /v1/responses"),
        (
            b'{"error":{"message":"File Not Found"}}',
            "",
            "File Not Found: the server has no POST /v1/responses",
        ),
        (
            b"404 page not found",
            "?key=s3cret",
            "404 page not found: the server has no POST /v1/responses with query parameters",
        ),
        (b"", "", "Not Found: the server has no POST /v1/responses"),
        (b'{"error":"The model `m` does not exist"}', "", "The model `m` does not exist"),
    ],
)
def test_a_missing_path_is_named(body: bytes, query: str, message: str) -> None:
    """What a server has not got stands in the error where the server does not say it."""
    url = f"http://127.0.0.1:8080/v1/responses{query}"
    error = error_from_response(response(body, status=404, url=url, reason="Not Found"))

    assert f"Error code: 404 - {message}" == str(error)


@pytest.mark.parametrize(
    ("url", "hints"),
    [
        ("http://h:1/v1/chat/completions", False),
        ("http://h:1/api/v1/chat/completions", False),
        ("http://h:1/chat/completions", True),
        ("http://h:1/v2/chat/completions", True),
    ],
)
def test_the_hint_at_v1(url: str, hints: bool) -> None:
    """An unusable answer makes one think of a missing `/v1`, but only where it is missing."""
    with pytest.raises(APIResponseValidationError) as caught:
        read_body(response(b"<html>", url=url))

    assert hints is str(caught.value).endswith(" Is `/v1` missing at the end of base_url?")


def test_a_body_that_was_cut() -> None:
    """A body over the bound is not parsed; the message says how much of it was read."""
    cut = response(b'{"a": 1}' + b" " * 92)
    cut.is_cut = True

    with pytest.raises(APIResponseValidationError) as caught:
        read_body(cut)

    assert "The answer is over 100 bytes; it was not read further." == str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [('{"a": 1}', {"a": 1}), ("1", 1), ("{", "{"), ("", ""), (TOO_DEEP, TOO_DEEP)],
)
def test_json_or_the_text(text: str, expected: object) -> None:
    """What is no JSON stays the text it is."""
    assert expected == parse_or_text(text)


# -- the server's words ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"error": {"message": "nested"}}, "nested"),
        ({"error": "text"}, "text"),
        ({"error": {"error": {"message": "twice"}}}, "twice"),
        ({"message": "flat"}, "flat"),
        ({"detail": "fastapi"}, "fastapi"),
        ({"detail": {"msg": "m"}}, "m"),
        ({"detail": {"error": "e"}}, "e"),
        (
            {"detail": [{"loc": ["body", "messages", 0], "msg": "required"}, {"msg": "also"}]},
            "body.messages.0: required; also",
        ),
        ({"detail": ["one", "two"]}, "one; two"),
        ([{"error": {"message": "in a list"}}], "in a list"),
        ({"error": "invalid_grant", "error_description": "why"}, "invalid_grant"),
        ({"error_description": "why"}, "why"),
        ({"error": {"message": ""}, "message": "outer"}, "outer"),
        ({"error": {"code": 5}, "detail": "d"}, "d"),
        ({"error": None, "message": "m"}, "m"),
        ({"message": {"a": 1}}, ""),
        ({"message": 7}, ""),
        ("plain\n text\t", "plain text"),
        ("x" * 300, "x" * 200),
        ("<html><body>502 Bad Gateway</body></html>", "<html><body>502 Bad Gateway</body></html>"),
        ({"message": "several\n lines \r\nof words"}, "several lines of words"),
        ({"error": "x" * 300}, "x" * 300),
        ({}, ""),
        ([], ""),
        ([None, 1, "", "a"], "a"),
        (None, ""),
        (5, ""),
        (nested(5000), ""),
    ],
)
def test_the_words_of_a_body(data: object, expected: str) -> None:
    """The server's own words are found in every shape, in one line."""
    assert expected == words_of(data)


# -- statuses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "cls"),
    [
        (300, APIStatusError),
        (304, APIStatusError),
        (400, BadRequestError),
        (401, AuthenticationError),
        (402, APIStatusError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (405, APIStatusError),
        (408, APIStatusError),
        (409, ConflictError),
        (413, APIStatusError),
        (422, UnprocessableEntityError),
        (429, RateLimitError),
        (500, InternalServerError),
        (503, InternalServerError),
        (599, InternalServerError),
    ],
)
def test_the_class_of_a_status(status: int, cls: type[APIStatusError]) -> None:
    """Each status has the exception that the official SDK gives it."""
    error = error_from_response(response(b'{"error": {"message": "m"}}', status=status))

    assert cls is type(error)
    assert status == error.status_code
    assert f"Error code: {status} - m" == str(error)


@pytest.mark.parametrize(
    ("content", "message", "body"),
    [
        (
            b'{"error": {"message": "bad", "code": 400, "type": "t"}}',
            "Error code: 400 - bad",
            {"message": "bad", "code": 400, "type": "t"},
        ),
        (b'{"error": "bad"}', "Error code: 400 - bad", "bad"),
        (b'{"detail": "bad"}', "Error code: 400 - bad", {"detail": "bad"}),
        (b"bad\nrequest\n", "Error code: 400 - bad request", "bad\nrequest"),
        (b'\xef\xbb\xbf{"error": "bad"}', "Error code: 400 - bad", "bad"),
        (b"", "Error code: 400 - Bad Request", ""),
        (b"{}", "Error code: 400 - Bad Request", {}),
        (b"[]", "Error code: 400 - Bad Request", []),
        (b"null", "Error code: 400 - Bad Request", None),
        (b"\xff\xfe", "Error code: 400 - \ufffd\ufffd", "\ufffd\ufffd"),
    ],
)
def test_the_message_of_a_status(content: bytes, message: str, body: object) -> None:
    """The message is the status and the server's words, or the reason where it has none."""
    error = error_from_response(response(content, status=400, reason="Bad Request"))

    assert message == str(error) == error.message
    assert body == error.body


@pytest.mark.parametrize(
    "text", ["[" * 900 + "]" * 900, '[{"a":' * 2000 + "1" + "}]" * 2000, TOO_DEEP]
)
def test_a_deep_body_is_a_status_error(text: str) -> None:
    """However deep a body is nested, its status decides."""
    assert RateLimitError is type(error_from_response(response(text.encode(), status=429)))


def test_a_status_without_any_words() -> None:
    """Without words and reason the status has to do."""
    assert "Error code: 418" == str(error_from_response(response(b"", status=418)))


def test_a_long_error_body_is_said_to_be_cut() -> None:
    """An error body over the bound is kept in part, and the message says so."""
    cut = response(b"too many words", status=500)
    cut.is_cut = True

    assert "Error code: 500 - too many words (cut after 14 bytes)" == str(error_from_response(cut))


def test_a_refused_key_comes_with_the_hint() -> None:
    """A 401 says what the request knows about its key; other statuses don't."""
    content = b'{"error": "no key"}'
    refused = response(content, status=401, key_hint="The key was withheld.")
    other = response(content, status=403, key_hint="The key was withheld.")

    assert "Error code: 401 - no key The key was withheld." == str(error_from_response(refused))
    assert "Error code: 403 - no key" == str(error_from_response(other))


def test_the_request_id_of_a_status() -> None:
    """The id that the server gave the request is on the exception."""
    error = error_from_response(response(status=500, headers={"X-Request-ID": "abc"}))

    assert "abc" == error.request_id


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://u:p@other.example:8443/v1/chat?token=t", "https://other.example:8443/v1/chat"),
        ("//other.example/x", "http://other.example/x"),
        ("http://host:port/", "what is no URL"),
        ("http://[::1", "what is no URL"),
    ],
)
def test_a_redirect_names_its_target(location: str, target: str) -> None:
    """A redirect is an error that names the target, without credentials and query."""
    error = error_from_response(response(status=307, headers={"Location": location}))

    assert (
        f"Error code: 307 - http://127.0.0.1:8080 redirects to {target}, which is not followed, "
        "so that the prompt and the key stay with the configured server. "
        "Set base_url to the target if you trust it."
    ) == str(error)


def test_a_redirect_that_leads_nowhere() -> None:
    """One within the server that was not followed says why."""
    error = error_from_response(response(status=303, headers={"Location": "/login?next=/v1"}))

    assert (
        "Error code: 303 - http://127.0.0.1:8080 redirects to http://127.0.0.1:8080/login, "
        "in a circle or without the body."
    ) == str(error)


def test_long_words_are_cut() -> None:
    """A message is readable whatever the server sends; `body` keeps all of it."""
    long = "\x1b[31m" + "very " * 100_000
    error = error_from_response(
        response(json.dumps({"error": {"message": long}}).encode(), status=500)
    )

    assert 2100 > len(str(error))
    assert "\x1b" not in str(error)
    assert {"message": long} == error.body


def test_messages_hold_no_credentials() -> None:
    """Neither the user name nor the password nor the query of the URL is in a message."""
    for content in (b"<html>", b'{"error": "no"}', b""):
        with pytest.raises(APIError) as caught:
            read_body(response(content))
        assert not {"me:", "pass", "secret"} & set(str(caught.value).replace("@", " ").split())
        assert "secret" not in str(caught.value)
        assert "pass@" not in str(caught.value)


@pytest.mark.parametrize(
    "content", [b'{"error": "a\\nb\\r\\nc"}', b"a\r\nb", b'{"error": {"message": "a\\n\\tb"}}']
)
def test_messages_are_one_line(content: bytes) -> None:
    """A message is one line, whatever the server wrote."""
    status = error_from_response(response(content, status=500))
    with pytest.raises(APIError) as caught:
        read_body(response(content))

    assert 1 == len(str(status).splitlines())
    assert 1 == len(str(caught.value).splitlines())


def test_errors_can_be_pickled() -> None:
    """An error made from a response goes to another process with all that it knows."""
    error = error_from_response(response(b'{"error": {"message": "m"}}', status=404))
    again = pickle.loads(pickle.dumps(error))

    assert (NotFoundError, "Error code: 404 - m", {"message": "m"}, 404) == (
        type(again), str(again), again.body, again.response.status_code,
    )  # fmt: skip


# -- bodies that are no JSON -----------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"Hello", b'{"text": "Hello"}', b"{unclosed", b"<unk>"])
def test_text_and_media_are_taken_as_they_are(content: bytes) -> None:
    """Whatever is no error and no web page is the answer, also what looks like JSON."""
    answer = response(content)

    assert (content.decode(), content) == (read_text(answer), read_media(answer))


@pytest.mark.parametrize("read", [read_text, read_media])
def test_errors_in_place_of_text_and_media(read: Callable[[Response], object]) -> None:
    """An error in JSON, a web page and a body that was cut are no answers."""
    cut = response(b"Hello")
    cut.is_cut = True

    with pytest.raises(APIError, match="no 'file' field in the request"):
        read(response(b'{"error": "no \'file\' field in the request"}'))
    with pytest.raises(APIResponseValidationError, match=r"is not (plain text|media): '<html>'"):
        read(response(b"<html>", headers={"Content-Type": "text/html; charset=utf-8"}))
    with pytest.raises(APIResponseValidationError, match="it was not read further"):
        read(cut)
