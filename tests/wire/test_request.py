"""A call's parameters in, the exact request out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timezone
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from openai_local import NOT_GIVEN, OpenAIError, Timeout, omit
from openai_local._http import Request
from openai_local._wire.request import (
    BodyPieces,
    Call,
    base_url_of,
    build_request,
    encode_json,
)
from openai_local.types.chat import ChatCompletion, ChatCompletionMessage
from openai_local.types.responses import ParsedResponse


def build(
    *,
    base_url: str = "http://h:1/v1/",
    path: str = "/chat/completions",
    method: str = "POST",
    headers: Mapping[str, Any] | None = None,
    query: Mapping[str, object] | None = None,
    **call: Any,
) -> Request:
    return build_request(
        Call(method, path, ChatCompletion, **call),
        base_url=base_url,
        headers=headers or {},
        query=query or {},
        timeout=Timeout(7),
        key_hint="hint",
    )


def body_of(params: Mapping[str, Any], extra_body: Any = None) -> bytes:
    body = build(params=params, extra_body=extra_body).body
    assert isinstance(body, bytes)
    return body


# -- the whole -------------------------------------------------------------------------------


def test_a_request_is_all_of_its_parts() -> None:
    """Method, URL, headers, body, timeout and the two marks come out as given."""
    request = build(params={"model": "m"}, headers={"A": "1"}, runs_model=True)

    assert ("POST", "http://h:1/v1/chat/completions") == (request.method, request.url)
    assert {"A": "1"} == request.headers.as_sent()
    assert b'{"model":"m"}' == request.body
    assert (Timeout(7), True, "hint") == (request.timeout, request.runs_model, request.key_hint)


def test_a_call_without_parameters_has_no_body() -> None:
    """A GET sends no bytes."""
    request = build(method="GET", path="/models")

    assert ("GET", None, False) == (request.method, request.body, request.runs_model)


def test_only_what_has_a_body_names_its_type() -> None:
    """A GET names none, whoever asks for it; a DELETE does, as with the official SDK."""
    headers = {"Content-Type": "application/json", "A": "1"}
    get = build(method="GET", headers=headers, extra_headers={"content-type": "text/plain"})
    delete = build(method="DELETE", headers=headers)

    assert {"A": "1"} == get.headers.as_sent()
    assert headers == delete.headers.as_sent()


# -- URL -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base_url", "path", "expected"),
    [
        ("http://h/v1", "/models", "http://h/v1/models"),
        ("http://h/v1/", "/models", "http://h/v1/models"),
        ("http://h/v1/", "models", "http://h/v1/models"),
        ("http://h", "/models", "http://h/models"),
        ("http://h/", "/models", "http://h/models"),
        ("http://u:p@h:8/a/b/", "/models/x%2Fy", "http://u:p@h:8/a/b/models/x%2Fy"),
        ("http://h/v1/", "https://other/x", "https://other/x"),
    ],
)
def test_the_path_is_put_to_the_base(base_url: str, path: str, expected: str) -> None:
    """Base and path are joined by one slash; an absolute URL stands for itself."""
    assert expected == build(base_url=base_url, path=path).url


# As written by the official SDK 3.54.0.
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ""),
        ({"a": "1", "b": 2, "c": 1.5}, "?a=1&b=2&c=1.5"),
        ({"t": True, "f": False}, "?t=true&f=false"),
        ({"z": None, "o": omit, "n": NOT_GIVEN, "a": 1}, "?a=1"),
        ({"e": ""}, "?e="),
        ({"u": "é&= +/"}, "?u=%C3%A9%26%3D+%2B%2F"),
        ({"l": ["p", "q r"]}, "?l%5B%5D=p&l%5B%5D=q+r"),
        ({"n": {"x": 1, "y": [1, 2]}}, "?n%5Bx%5D=1&n%5By%5D%5B%5D=1&n%5By%5D%5B%5D=2"),
        ({"n": {"x": {"y": None, "z": True}}}, "?n%5Bx%5D%5Bz%5D=true"),
    ],
)
def test_the_query(query: dict[str, object], expected: str) -> None:
    """Values are written in brackets style, escaped, and left out if they are none."""
    assert f"http://h:1/v1/chat/completions{expected}" == build(extra_query=query).url


def test_queries_are_merged() -> None:
    """The call's parameters win over the client's, and both go behind those of the path."""
    assert "http://h:1/v1/x?p=1&a=1&b=3" == (
        build(path="/x?p=1", query={"a": "1", "b": "2"}, extra_query={"b": 3}).url
    )


# -- headers ---------------------------------------------------------------------------------


def test_headers_are_merged() -> None:
    """The call's headers win over the client's of the same name, whatever their case."""
    request = build(
        headers={"Accept": "a", "X-One": "1", "X-Two": "2"},
        extra_headers={"x-one": "new", "X-Three": "3"},
    )

    assert {"Accept": "a", "x-one": "new", "X-Two": "2", "X-Three": "3"} == (
        request.headers.as_sent()
    )


def test_headers_can_be_left_out() -> None:
    """`omit` removes a header, and a later value puts it in again."""
    assert {"B": "2"} == (
        build(headers={"A": "1", "B": "2"}, extra_headers={"a": omit}).headers.as_sent()
    )
    assert {"a": "2"} == build(headers={"A": omit}, extra_headers={"a": "2"}).headers.as_sent()


@pytest.mark.parametrize("value", ["", " padded ", "a\tb", "Grüße", "\xff"])
def test_headers_that_can_be_sent(value: str) -> None:
    """Any Latin-1 text without line breaks is sent as it is."""
    assert {"A": value} == build(headers={"A": value}).headers.as_sent()


@pytest.mark.parametrize(
    "value",
    ["sk-secret\r\nX: 1", "sk-secret\n", "\rsk-secret", "sk\0secret", "sk-secret-€", "sk-\ud800"],
)
def test_headers_that_can_not(value: str) -> None:
    """A line break, a NUL or another alphabet is refused, without showing the value."""
    with pytest.raises(OpenAIError) as caught:
        build(headers={"Authorization": value})

    assert "'Authorization'" in str(caught.value)
    assert "sk" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("name", ["A\r\nB", "A\n", "\0", "a b", "a:b", "", "ü"])
def test_header_names_that_can_not(name: str) -> None:
    """What HTTP does not allow in a name is refused."""
    with pytest.raises(OpenAIError, match="can't be the name of a header"):
        build(headers={name: "1"})


@pytest.mark.parametrize("value", [None, 5, b"sk-secret", NOT_GIVEN])
def test_headers_that_are_no_text(value: object) -> None:
    """A header that is no `str` is a TypeError that names the type, not the value."""
    with pytest.raises(TypeError) as caught:
        build(headers={"A": value})

    assert f"The header 'A' must be a str, not {type(value).__name__}" == str(caught.value)


# -- body ------------------------------------------------------------------------------------


def test_parameters_that_were_left_out() -> None:
    """The two sentinels vanish at every depth, also from lists; None is sent as null."""
    params = {
        "model": "m",
        "a": NOT_GIVEN,
        "b": omit,
        "c": None,
        "d": {"e": omit, "f": [1, NOT_GIVEN, {"g": omit, "h": None}]},
    }

    assert b'{"model":"m","c":null,"d":{"f":[1,{"h":null}]}}' == body_of(params)


def test_extra_body_wins() -> None:
    """`extra_body` is put over the parameters, at top level; sentinels in it are left out."""
    assert b'{"a":1,"b":{"y":2},"c":3}' == (
        body_of({"a": 1, "b": {"x": 1}}, {"b": {"y": 2}, "c": 3, "d": omit})
    )


def test_extra_body_alone_is_a_body() -> None:
    """A call without parameters can still be given a body."""
    assert b'{"a":1}' == build(extra_body={"a": 1}).body


def test_extra_body_must_be_a_mapping() -> None:
    """Anything else is refused."""
    with pytest.raises(TypeError, match=r"^extra_body must be a mapping, not list$"):
        build(extra_body=[1])


def test_text_is_sent_as_utf_8() -> None:
    """Characters are not escaped: fewer bytes, and readable on the wire."""
    assert '{"a":"Grüße 😀 \u2028"}'.encode() == body_of({"a": "Grüße 😀 \u2028"})


def test_a_lone_surrogate_is_escaped() -> None:
    """What has no UTF-8 goes as JSON's escape, and reads back as the same text."""
    body = body_of({"a": "x\ud800y", "b": "é"})

    assert b'{"a":"x\\ud800y","b":"\\u00e9"}' == body
    assert {"a": "x\ud800y", "b": "é"} == json.loads(body)


class Color(str, Enum):
    RED = "red"


class First(dict[str, list[str]]):
    """As web frameworks keep the fields of a form: `items()` gives the first of each."""

    def items(self) -> Any:
        return [(name, values[0]) for name, values in super().items()]


class PydanticLike:
    """What pydantic's models and ours have in common."""

    def model_dump(self, **options: object) -> dict[str, object]:
        return {"options": options, "nested": NOT_GIVEN}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ((1, 2), b"[1,2]"),
        (iter([1, {"a": omit}]), b"[1,{}]"),
        ((n * n for n in range(3)), b"[0,1,4]"),
        ({"k": 1}.keys(), b'["k"]'),
        (range(3), b"[0,1,2]"),
        (MappingProxyType({"a": (1,)}), b'{"a":[1]}'),
        (First(b=["x", "y"]), b'{"b":"x"}'),
        ({"b": omit, "c": NOT_GIVEN, "d": {"e": omit}}, b'{"d":{}}'),
        (datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone.utc), b'"2024-05-06T07:08:09+00:00"'),
        (date(2024, 5, 6), b'"2024-05-06"'),
        (Color.RED, b'"red"'),
        (True, b"true"),
        (10**30, b"1" + b"0" * 30),
        (1.5, b"1.5"),
        ({1: "a"}, b'{"1":"a"}'),
        (PydanticLike(), b'{"options":{"mode":"json","exclude_unset":true,"by_alias":true}}'),
    ],
)
def test_values_that_json_does_not_know(value: object, expected: bytes) -> None:
    """Iterables are lists, dates ISO texts, models what they dump, as by the official SDK."""
    assert b'{"a":' + expected + b"}" == body_of({"a": value})


def test_a_received_message_can_be_sent_back() -> None:
    """A response object in the parameters is what the server sent, its unknown fields too."""
    message = ChatCompletionMessage.from_json(
        {"role": "assistant", "content": "Hi", "reasoning_content": "r", "refusal": None}
    )

    assert (
        b'{"messages":[{"content":"Hi","refusal":null,"role":"assistant","reasoning_content":"r"}]}'
        == body_of({"messages": [message]})
    )


def test_what_was_parsed_is_not_sent_back() -> None:
    """A parsed answer goes back as the server sent it, at any depth."""
    text = {"type": "output_text", "text": "{}", "annotations": [], "parsed": {}}
    response = ParsedResponse.from_json(
        {
            "output": [
                {"type": "message", "content": [text]},
                {"type": "function_call", "arguments": "{}", "parsed_arguments": object()},
            ]
        }
    )

    assert (
        b'{"input":[{"content":[{"annotations":[],"text":"{}","type":"output_text"}],'
        b'"type":"message"},{"arguments":"{}","type":"function_call"}]}'
    ) == body_of({"input": response.output})


def test_iterators_are_not_lost_beside_sentinels() -> None:
    """An iterator can be read only once: a sentinel somewhere else doesn't cost its items."""
    params = {"tools": (tool for tool in ("a", "b")), "format": {"x": NOT_GIVEN}}

    assert b'{"tools":["a","b"],"format":{}}' == body_of(params)


def test_the_parameters_stay_as_given() -> None:
    """Encoding changes nothing in what the program holds."""
    inner: dict[str, Any] = {"x": omit, "y": [NOT_GIVEN, 1]}
    body_of({"a": inner})

    assert {"x": omit, "y": [NOT_GIVEN, 1]} == inner


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_json_does_not_have(value: float) -> None:
    """NaN and the infinities raise ValueError before anything is sent."""
    with pytest.raises(ValueError, match="Out of range float values are not JSON compliant"):
        body_of({"temperature": value})


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"x", "bytes"),
        (bytearray(b"x"), "bytearray"),
        (object(), "object"),
        (1j, "complex"),
        (Path("cat.jpg"), type(Path()).__name__),
        (PydanticLike, "type"),
    ],
)
def test_values_that_can_not_be_sent(value: object, name: str) -> None:
    """Anything else is a TypeError that says where images go."""
    with pytest.raises(TypeError) as caught:
        body_of({"a": value})

    assert str(caught.value).startswith(f"Object of type {name} can't be sent as JSON. A local")


def test_an_open_file_is_no_list_of_lines() -> None:
    """A file could be iterated over, which is never what was meant."""
    with open(__file__, "rb") as file, pytest.raises(TypeError, match="BufferedReader"):
        body_of({"a": file})


def test_parameters_that_contain_themselves() -> None:
    """A circle is a ValueError."""
    circle: list[object] = []
    circle.append(circle)

    with pytest.raises(ValueError, match="nested too deeply, or contain themselves"):
        body_of({"a": circle})


def test_names_that_are_no_text() -> None:
    """A key that JSON can't have is a TypeError."""
    with pytest.raises(TypeError, match="keys must be str"):
        body_of({"a": {(1, 2): 3}})


def test_plain_bodies_are_bytes() -> None:
    """Only local images make a body of pieces."""
    assert isinstance(encode_json({"a": 1}), bytes)


class Numbers:
    """Something with a length that can be iterated over again and again."""

    def __len__(self) -> int:
        return 3

    def __iter__(self) -> Iterator[bytes]:
        yield b"1"
        yield b"23"


def test_the_pieces_of_a_body() -> None:
    """A body in pieces has the length of all, and starts again each time it is sent."""
    body = BodyPieces([b"<", Numbers(), b">"])

    assert 5 == len(body)
    assert [[b"<", b"1", b"23", b">"]] * 2 == [list(body), list(body)]
    assert b"<123>" == Request("POST", "http://h/", body=body).content


# -- base_url --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/"),
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1/"),
        ("https://h", "https://h/"),
        (" http://h/v1\n", "http://h/v1/"),
        ("http://[::1]:8080", "http://[::1]:8080/"),
        ("HTTP://H/v1", "HTTP://H/v1/"),
    ],
)
def test_a_base_url_ends_in_a_slash(value: str, expected: str) -> None:
    """An address is kept with one slash at its end, and without blanks around it."""
    assert expected == base_url_of(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "localhost:8080",
        "127.0.0.1:8080/v1",
        "ftp://h",
        "http://",
        "/v1",
        "http://h:port/",
        "http://h:99999/",
        "http://[::1",
    ],
)
def test_what_is_no_base_url(value: str) -> None:
    """Anything but an http or https URL is refused with an example."""
    with pytest.raises(OpenAIError) as caught:
        base_url_of(value)

    assert (
        "base_url must be an http:// or https:// URL such as http://127.0.0.1:8080/v1; "
        f"got {value!r}."
    ) == str(caught.value)
