"""One call with its retries, played as a conversation: no socket, no clock, no chance."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from openai_local import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    BadRequestError,
    InternalServerError,
    RateLimitError,
)
from openai_local._constants import MAX_BODY_BYTES, MAX_ERROR_BODY_BYTES
from openai_local._http import (
    BrokenConnection,
    ConnectError,
    ConnectTimeout,
    Headers,
    ReadTimeout,
    Refused,
    Request,
    Response,
    StaleConnection,
    TransportError,
    WriteTimeout,
)
from openai_local._wire.exchange import Discard, LookAround, Read, Send, Sleep, exchange
from openai_local._wire.retry import RetryPolicy

if TYPE_CHECKING:
    from openai_local._wire.exchange import Exchange

NOW = 1_700_000_000.0


def request(method: str = "POST", *, runs_model: bool = True, **headers: str) -> Request:
    return Request(
        method,
        "http://me:pass@127.0.0.1:8080/v1/chat/completions?key=secret",
        headers=headers,
        body=b"{}",
        runs_model=runs_model,
    )


def response(
    to: Request, status: int, content: bytes = b"", headers: dict[str, str] | None = None
) -> Response:
    return Response(status, headers=Headers(headers or {}), request=to, content=content)


def policy(max_retries: int = 2) -> RetryPolicy:
    return RetryPolicy(max_retries, clock=lambda: NOW, monotonic=lambda: 0.0, chance=lambda: 0.0)


def result(flow: Exchange, reply: object = None) -> Response:
    """What the exchange returns for the reply to its last command."""
    with pytest.raises(StopIteration) as end:
        flow.send(reply)
    returned: Response = end.value.value
    return returned


# -- success ---------------------------------------------------------------------------------


def test_success_reads_the_body() -> None:
    """An answer is read to its end, within the bound, and returned."""
    sent = request()
    answer = response(sent, 200)
    flow = exchange(sent, policy())

    assert Send(sent) == next(flow)
    assert Read(answer, MAX_BODY_BYTES) == flow.send(answer)
    assert answer is result(flow)


def test_a_stream_is_returned_unread() -> None:
    """With `stream` the body is left to whoever reads the stream."""
    sent = request()
    answer = response(sent, 200)
    flow = exchange(sent, policy(), stream=True)

    assert Send(sent) == next(flow)
    assert answer is result(flow, answer)


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_every_2xx_is_a_success(status: int) -> None:
    """Any status from 200 to 299 ends the call."""
    sent = request()
    flow = exchange(sent, policy(), stream=True)
    next(flow)

    assert status == result(flow, response(sent, status)).status_code


# -- statuses --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [408, 409, 429])
def test_a_status_to_try_again(status: int) -> None:
    """After 408, 409 and 429 the answer is dropped unread and the request sent again."""
    sent = request()
    refused, answer = response(sent, status), response(sent, 200)
    flow = exchange(sent, policy())

    assert Send(sent) == next(flow)
    assert Discard(refused) == flow.send(refused)
    assert Sleep(0.5) == next(flow)
    assert Send(sent) == next(flow)
    assert Read(answer, MAX_BODY_BYTES) == flow.send(answer)
    assert answer is result(flow)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 529])
def test_a_server_error_to_try_again(status: int) -> None:
    """The body of a 5xx is read first: it may blame the request."""
    sent = request()
    failed, answer = response(sent, status, b"oops"), response(sent, 200)
    flow = exchange(sent, policy())

    assert Send(sent) == next(flow)
    assert Read(failed, MAX_ERROR_BODY_BYTES) == flow.send(failed)
    assert Sleep(0.5) == next(flow)
    assert Send(sent) == next(flow)
    assert Read(answer, MAX_BODY_BYTES) == flow.send(answer)
    assert answer is result(flow)


@pytest.mark.parametrize("status", [301, 307, 400, 401, 403, 404, 405, 413, 418, 422, 499])
def test_a_status_that_is_final(status: int) -> None:
    """Any other status raises at once, with the body read for its words."""
    sent = request()
    refused = response(sent, status, b'{"error": "no"}')
    flow = exchange(sent, policy())

    assert Send(sent) == next(flow)
    assert Read(refused, MAX_ERROR_BODY_BYTES) == flow.send(refused)
    with pytest.raises(APIStatusError) as caught:
        next(flow)
    assert (status, f"Error code: {status} - no") == (caught.value.status_code, str(caught.value))
    assert refused is caught.value.response


@pytest.mark.parametrize(
    "body",
    [
        b'{"error":{"code":500,"message":"image input is not supported - hint: if ..."}}',
        b'{"error":{"message":"input (1025 tokens) is too large to process. increase ..."}}',
        b'{"error":{"message":"This server does not support embeddings. Start it with ..."}}',
        b"[json.exception.parse_error.101] parse error at line 1",
        b"Invalid base64 value",
    ],
)
def test_a_server_error_that_blames_the_request(body: bytes) -> None:
    """A 5xx that the same request can only get again is final."""
    sent = request()
    failed = response(sent, 500, body)
    flow = exchange(sent, policy())

    assert Send(sent) == next(flow)
    assert Read(failed, MAX_ERROR_BODY_BYTES) == flow.send(failed)
    with pytest.raises(InternalServerError):
        next(flow)


def test_a_server_error_whose_body_breaks_off() -> None:
    """The status of a 5xx alone asks for another try, if the body doesn't arrive."""
    sent = request()
    failed = response(sent, 502)
    flow = exchange(sent, policy())
    next(flow)

    assert Read(failed, MAX_ERROR_BODY_BYTES) == flow.send(failed)
    assert Sleep(0.5) == flow.throw(BrokenConnection("cut"))
    assert Send(sent) == next(flow)


def test_retries_are_used_up() -> None:
    """After the last try its status is raised, with its own words."""
    sent = request()
    flow = exchange(sent, policy(2))
    next(flow)
    for seconds in (0.5, 1.0):
        refused = response(sent, 429, b"wait")
        assert Discard(refused) == flow.send(refused)
        assert Sleep(seconds) == next(flow)
        assert Send(sent) == next(flow)
    last = response(sent, 429, b"enough")

    assert Read(last, MAX_ERROR_BODY_BYTES) == flow.send(last)
    with pytest.raises(RateLimitError, match=r"^Error code: 429 - enough$"):
        next(flow)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
def test_no_retries_at_all(status: int) -> None:
    """With `max_retries=0` every status raises at once."""
    sent = request()
    refused = response(sent, status, b"no")
    flow = exchange(sent, policy(0))

    assert Send(sent) == next(flow)
    assert Read(refused, MAX_ERROR_BODY_BYTES) == flow.send(refused)
    with pytest.raises(APIStatusError, match=f"^Error code: {status} - no$"):
        next(flow)


# -- what the server asks for ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "3"}, 3.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After-Ms": "250"}, 0.25),
        ({"Retry-After-Ms": "250", "Retry-After": "3"}, 0.25),
        ({"Retry-After": "Tue, 14 Nov 2023 22:13:27 GMT"}, 7.0),
        ({"Retry-After": "Tue, 14 Nov 2023 22:13:10 GMT"}, 0.5),
        ({"Retry-After": "0"}, 0.5),
        ({"Retry-After": "soon"}, 0.5),
    ],
)
def test_the_server_names_the_delay(headers: dict[str, str], seconds: float) -> None:
    """`Retry-After` in seconds, milliseconds or as a date is what is waited, if it is any use."""
    sent = request()
    refused = response(sent, 429, headers=headers)
    flow = exchange(sent, policy())
    next(flow)

    assert Discard(refused) == flow.send(refused)
    assert Sleep(seconds) == next(flow)


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "121"},
        {"Retry-After-Ms": "120001"},
        {"Retry-After": "Tue, 14 Nov 2023 23:13:20 GMT"},
        {"Retry-After": "121", "X-Should-Retry": "true"},
        {"X-Should-Retry": "false"},
    ],
)
def test_the_server_forbids_to_try_again(headers: dict[str, str]) -> None:
    """A wait of over two minutes, or `x-should-retry: false`, makes a 503 final."""
    sent = request()
    refused = response(sent, 503, b"later", headers)
    flow = exchange(sent, policy())
    next(flow)

    assert Read(refused, MAX_ERROR_BODY_BYTES) == flow.send(refused)
    with pytest.raises(InternalServerError, match=r"^Error code: 503 - later$"):
        next(flow)


def test_the_server_asks_to_try_again() -> None:
    """`x-should-retry: true` repeats a status that is final else."""
    sent = request()
    refused = response(sent, 400, headers={"X-Should-Retry": "true"})
    flow = exchange(sent, policy())
    next(flow)

    assert Discard(refused) == flow.send(refused)
    assert Sleep(0.5) == next(flow)
    assert Send(sent) == next(flow)


# -- failures on the way ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "error", [ConnectError("refused"), ConnectTimeout("slow"), BrokenConnection("reset")]
)
@pytest.mark.parametrize("runs_model", [True, False])
def test_a_failure_before_the_answer(error: TransportError, runs_model: bool) -> None:
    """A connection that fails or breaks before the answer is tried again, whatever the call."""
    sent = request(runs_model=runs_model)
    flow = exchange(sent, policy())

    assert Send(sent) == next(flow)
    assert Sleep(0.5) == flow.throw(error)
    assert Send(sent) == next(flow)
    assert Sleep(1.0) == flow.throw(error)
    assert Send(sent) == next(flow)
    with pytest.raises(APIConnectionError) as caught:
        flow.throw(error)
    assert error is caught.value.__cause__
    assert sent is caught.value.request


@pytest.mark.parametrize("error", [ReadTimeout("silent for 5 s"), WriteTimeout("not taken")])
def test_a_timeout_of_a_model(error: TransportError) -> None:
    """A call that runs a model is not sent again after a timeout: the server is still at it."""
    flow = exchange(request(runs_model=True), policy())
    next(flow)

    with pytest.raises(APITimeoutError, match=f"^Request timed out: {error} To find out more: "):
        flow.throw(error)


@pytest.mark.parametrize("error", [ReadTimeout("silent for 5 s"), WriteTimeout("not taken")])
def test_a_timeout_of_a_cheap_call(error: TransportError) -> None:
    """A call that costs no work is sent again after a timeout."""
    sent = request("GET", runs_model=False)
    flow = exchange(sent, policy())
    next(flow)

    assert Sleep(0.5) == flow.throw(error)
    assert Send(sent) == next(flow)


@pytest.mark.parametrize(
    ("error", "cls", "message"),
    [
        (ConnectError("h refused"), APIConnectionError, "Connection error: h refused"),
        (BrokenConnection("reset"), APIConnectionError, "Connection error: reset"),
        (ConnectTimeout("5 s"), APITimeoutError, "Request timed out: 5 s"),
        (ReadTimeout("5 s"), APITimeoutError, "Request timed out: 5 s"),
    ],
)
def test_what_users_see_of_a_failure(
    error: TransportError, cls: type[APIConnectionError], message: str
) -> None:
    """The cause is in the message; timeouts are their own class."""
    flow = exchange(request(), policy(0))
    next(flow)

    with pytest.raises(cls) as caught:
        flow.throw(error)
    message += " To find out more: python -m openai_local doctor"
    assert (cls, message) == (type(caught.value), str(caught.value))


def test_nothing_at_the_default_address() -> None:
    """When the last try was refused where nobody chose to go, the error says what is elsewhere."""
    sent = Request("GET", "http://127.0.0.1:8080/v1/models", is_to_default=True)
    flow = exchange(sent, policy(1))

    next(flow)
    assert Sleep(0.5) == flow.throw(Refused("nothing listens."))
    next(flow)
    assert LookAround() == flow.throw(Refused("nothing listens."))
    with pytest.raises(
        APIConnectionError, match=r"^Connection error: nothing listens\. But there: "
    ):
        flow.send("But there:")


@pytest.mark.parametrize(
    ("error", "is_to_default"),
    [(Refused("refused"), False), (ConnectError("no such host"), True), (ReadTimeout("5"), True)],
)
def test_nobody_looks_around_elsewhere(error: TransportError, is_to_default: bool) -> None:
    """An address that somebody chose, or a server that is there, is the user's business."""
    flow = exchange(
        Request("POST", "http://127.0.0.1:8080/v1/x", is_to_default=is_to_default), policy(0)
    )
    next(flow)

    with pytest.raises(APIConnectionError):
        flow.throw(error)


def test_a_stale_connection_is_no_retry() -> None:
    """A connection that was closed while idle: sent again at once, no wait, not counted."""
    sent = request(**{"x-stainless-retry-count": "0"})
    answer = response(sent, 200)
    flow = exchange(sent, policy(0))

    assert Send(sent) == next(flow)
    assert Send(sent) == flow.throw(StaleConnection("closed"))
    assert Read(answer, MAX_BODY_BYTES) == flow.send(answer)
    assert answer is result(flow)


def test_a_second_stale_connection_is_a_failure() -> None:
    """The free second sending is one; after it the ordinary rules hold."""
    sent = request()
    flow = exchange(sent, policy(1))

    assert Send(sent) == next(flow)
    assert Send(sent) == flow.throw(StaleConnection("closed"))
    assert Sleep(0.5) == flow.throw(StaleConnection("closed"))
    assert Send(sent) == next(flow)
    assert Send(sent) == flow.throw(StaleConnection("closed"))
    with pytest.raises(APIConnectionError, match=r"^Connection error: closed "):
        flow.throw(StaleConnection("closed"))


def test_a_failure_after_a_stale_connection() -> None:
    """What the second sending fails with is what counts."""
    flow = exchange(request(), policy(0))
    next(flow)
    flow.throw(StaleConnection("closed"))

    with pytest.raises(APIConnectionError, match=r"^Connection error: refused "):
        flow.throw(ConnectError("refused"))


@pytest.mark.parametrize(
    ("error", "cls"),
    [(BrokenConnection("cut"), APIConnectionError), (ReadTimeout("silent"), APITimeoutError)],
)
def test_a_failure_inside_the_answer(error: TransportError, cls: type[APIConnectionError]) -> None:
    """A body that breaks off is not asked for again: the server has done the work."""
    sent = request(runs_model=False)
    flow = exchange(sent, policy())
    next(flow)
    flow.send(response(sent, 200))

    with pytest.raises(APIConnectionError) as caught:
        flow.throw(error)
    assert (cls, error) == (type(caught.value), caught.value.__cause__)


@pytest.mark.parametrize("status", [400, 503])
@pytest.mark.parametrize("error", [BrokenConnection("cut"), ReadTimeout("silent")])
def test_a_failure_inside_a_final_error(status: int, error: TransportError) -> None:
    """An error whose body breaks off is that error all the same: its status has come."""
    sent = request()
    flow = exchange(sent, policy(0))
    next(flow)
    flow.send(response(sent, status))

    with pytest.raises(APIStatusError, match=f"^Error code: {status}") as caught:
        flow.throw(error)
    assert status == caught.value.status_code


def test_failures_and_statuses_share_the_retries() -> None:
    """A try is a try, whatever it failed with."""
    sent = request()
    flow = exchange(sent, policy(2))
    next(flow)
    refused, last = response(sent, 429), response(sent, 503, b"busy")

    assert Sleep(0.5) == flow.throw(ConnectError("refused"))
    assert Send(sent) == next(flow)
    assert Discard(refused) == flow.send(refused)
    assert Sleep(1.0) == next(flow)
    assert Send(sent) == next(flow)
    assert Read(last, MAX_ERROR_BODY_BYTES) == flow.send(last)
    with pytest.raises(InternalServerError):
        next(flow)


# -- the rest --------------------------------------------------------------------------------


def test_the_retry_count_is_sent() -> None:
    """Each try says how many came before it; the rest of the request stays as it is."""
    sent = request(**{"X-Stainless-Retry-Count": "0", "Authorization": "Bearer k"})
    flow = exchange(sent, policy(2))
    commands = [next(flow)]
    for _ in range(2):
        flow.throw(ConnectError("refused"))
        commands.append(next(flow))

    requests = [command.request for command in commands if isinstance(command, Send)]
    assert ["0", "1", "2"] == [r.headers["x-stainless-retry-count"] for r in requests]
    assert [
        {"x-stainless-retry-count": "2", "authorization": "Bearer k"},
        "POST", sent.url, b"{}", True,
    ] == [
        dict(requests[2].headers), requests[2].method, requests[2].url,
        requests[2].body, requests[2].runs_model,
    ]  # fmt: skip
    assert "0" == sent.headers["x-stainless-retry-count"]


def test_the_retry_count_may_be_the_callers_own() -> None:
    """What the caller says in its place stays as it is."""
    flow = exchange(request(**{"x-stainless-retry-count": "42"}), policy(1))
    next(flow)
    flow.throw(ConnectError("refused"))

    command = next(flow)
    assert isinstance(command, Send)
    assert "42" == command.request.headers["x-stainless-retry-count"]


def test_the_retry_count_may_be_left_out() -> None:
    """A program that has removed the header doesn't get it back."""
    sent = request()
    flow = exchange(sent, policy(1))
    next(flow)
    flow.throw(ConnectError("refused"))

    assert Send(sent) == next(flow)


def test_retries_are_told_on_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """A retry is one line at INFO, without credentials."""
    flow = exchange(request(), policy(2))
    next(flow)
    with caplog.at_level(logging.INFO, "openai_local"):
        flow.throw(ConnectError("refused"))

    assert [
        "Retrying http://127.0.0.1:8080/v1/chat/completions in 0.50 seconds (retry 1 of 2)"
    ] == [record.getMessage() for record in caplog.records]


def test_a_final_error_is_not_slept_on() -> None:
    """A 400 is the first and last answer."""
    sent = request()
    flow = exchange(sent, policy(5))
    next(flow)
    flow.send(response(sent, 400, b"no"))

    with pytest.raises(BadRequestError):
        next(flow)
    with pytest.raises(StopIteration):
        next(flow)


def test_a_redirect_within_the_server_is_followed() -> None:
    """307 and 308 to the same origin are sent again there, with method and body kept."""
    request = Request("POST", "http://127.0.0.1:8080/v1/chat", body=b"{}")
    moved = Response(307, headers=Headers({"location": "/v1/chat/"}), request=request)
    flow = exchange(request, policy(), stream=True)

    next(flow)
    assert Discard(moved) == flow.send(moved)
    following = next(flow)

    assert isinstance(following, Send)
    assert "http://127.0.0.1:8080/v1/chat/" == following.request.url
    assert ("POST", b"{}") == (following.request.method, following.request.body)


def test_a_target_that_can_not_be_sent_is_quoted() -> None:
    """A space in the target of a redirect would end the request line."""
    request = Request("POST", "http://127.0.0.1:8080/v1/chat", body=b"{}")
    moved = Response(308, headers=Headers({"location": " /v1/a b\x7f"}), request=request)
    flow = exchange(request, policy(), stream=True)

    next(flow)
    flow.send(moved)
    following = next(flow)

    assert isinstance(following, Send)
    assert "http://127.0.0.1:8080/v1/a%20b%7F" == following.request.url


@pytest.mark.parametrize(
    ("method", "status", "location"),
    [
        ("POST", 307, "http://127.0.0.1:9090/v1/chat"),
        ("POST", 307, "https://127.0.0.1:8080/v1/chat"),
        ("POST", 302, "/v1/chat/"),
        ("GET", 303, "/v1/models/"),
        ("POST", 308, "file:///etc/passwd"),
        ("POST", 308, "http://["),
    ],
)
def test_any_other_redirect_is_an_error(method: str, status: int, location: str) -> None:
    """Another origin, or a redirect that would lose the body, is not followed."""
    request = Request(method, "http://127.0.0.1:8080/v1/chat")
    moved = Response(status, headers=Headers({"location": location}), request=request, content=b"")
    flow = exchange(request, policy(), stream=True)

    next(flow)
    assert isinstance(flow.send(moved), Read)
    with pytest.raises(APIStatusError, match="redirects to"):
        flow.send(None)


def test_a_circle_of_redirects_ends() -> None:
    """A server that redirects to itself for ever gives an error."""
    request = Request("GET", "http://127.0.0.1:8080/v1/models")
    moved = Response(308, headers=Headers({"location": "/v1/models"}), request=request, content=b"")
    flow = exchange(request, policy(), stream=True)

    command = next(flow)
    for _ in range(20):
        command = flow.send(moved if isinstance(command, Send) else None)
        if isinstance(command, Read):
            break
    with pytest.raises(APIStatusError, match="redirects to"):
        flow.send(None)
