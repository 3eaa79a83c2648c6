"""Which failures deserve another try, and after how long."""

from __future__ import annotations

import pytest

from openai_local._http import Headers, Request, Response
from openai_local._wire.retry import BLAMES_THE_REQUEST, RetryPolicy, retry_after_seconds

#: Tue, 14 Nov 2023 22:13:20 GMT
NOW = 1_700_000_000.0


def clock() -> float:
    return NOW


def policy(chance: float = 0.0) -> RetryPolicy:
    return RetryPolicy(2, clock, lambda: 0.0, lambda: chance)


def response(status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Response:
    request = Request("POST", "http://h/v1/chat/completions")
    return Response(status, headers=Headers(headers or {}), request=request, content=body)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": "5"}, 5.0),
        ({"Retry-After": " 5 "}, 5.0),
        ({"Retry-After": "0.25"}, 0.25),
        ({"Retry-After": "-3"}, -3.0),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Tue, 14 Nov 2023 22:14:20 GMT"}, 60.0),
        ({"Retry-After": "Tue, 14 Nov 2023 22:14:20 +0000"}, 60.0),
        ({"Retry-After": "Tue, 14 Nov 2023 23:14:20 +0100"}, 60.0),
        ({"Retry-After": "Tue, 14 Nov 2023 22:12:20 GMT"}, -60.0),
        ({"Retry-After": "Tue, 99 Nov 2023 22:12:20 GMT"}, None),
        ({"Retry-After": "Tue, 14 Nov 99999999999 22:12:20 GMT"}, None),
        ({"Retry-After-Ms": "1500"}, 1.5),
        ({"Retry-After-Ms": "soon", "Retry-After": "5"}, 5.0),
        ({"Retry-After-Ms": "1500", "Retry-After": "5"}, 1.5),
    ],
)
def test_the_wait_that_the_server_asks_for(headers: dict[str, str], expected: float | None) -> None:
    """Milliseconds before seconds before a date; what can't be read says nothing."""
    assert expected == retry_after_seconds(Headers(headers), clock)


@pytest.mark.parametrize(
    ("retries_taken", "expected"),
    [(0, 0.5), (1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (5, 8.0), (100, 8.0), (10**6, 8.0)],
)
def test_delays_double(retries_taken: int, expected: float) -> None:
    """Half a second, doubled each time, at most eight; a quarter less at the highest chance."""
    assert expected == policy(0.0).delay(retries_taken, None)
    assert expected * 0.75 == policy(1.0).delay(retries_taken, None)
    assert expected * 0.875 == policy(0.5).delay(retries_taken, Headers())


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.001", 0.001), ("120", 120.0), ("120.1", 0.5), ("0", 0.5), ("-1", 0.5)],
)
def test_the_server_decides_within_bounds(value: str, expected: float) -> None:
    """A wait of more than zero up to two minutes is taken as it is, without chance."""
    assert expected == policy(0.0).delay(0, Headers({"Retry-After": value}))


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (400, {}, False),
        (404, {}, False),
        (408, {}, True),
        (409, {}, True),
        (429, {}, True),
        (499, {}, False),
        (500, {}, True),
        (599, {}, True),
        (503, {"Retry-After": "120"}, True),
        (503, {"Retry-After": "121"}, False),
        (400, {"X-Should-Retry": "true"}, True),
        (500, {"X-Should-Retry": "false"}, False),
        (500, {"X-Should-Retry": "perhaps"}, True),
        (400, {"X-Should-Retry": "perhaps"}, False),
    ],
)
def test_statuses_that_are_tried_again(
    status: int, headers: dict[str, str], expected: bool
) -> None:
    """408, 409, 429 and 5xx, unless the server says otherwise or asks for too long a wait."""
    assert expected is policy().retries_response(response(status, headers))


@pytest.mark.parametrize("words", BLAMES_THE_REQUEST)
def test_words_that_blame_the_request(words: str) -> None:
    """The known texts are found in any case and anywhere in the body."""
    body = f'{{"error": {{"message": "Failed: {words.upper()}!"}}}}'.encode()

    assert policy().blames_request(response(500, body=body))


@pytest.mark.parametrize("body", [b"", b"Loading model", b'{"error": "slot unavailable"}', b"\xff"])
def test_words_that_do_not(body: bytes) -> None:
    """Other texts leave the blame with the server."""
    assert not policy().blames_request(response(500, body=body))
