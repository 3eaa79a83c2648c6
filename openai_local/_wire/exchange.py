"""One call with its retries, as a generator that performs no I/O.

It yields commands and is sent what happened; a transport's error is thrown in. `_io/drive.py`
carries the commands out. A test plays both parts without a socket:

    flow = exchange(request, policy)
    next(flow) == Send(request)
    flow.send(response_429) == Discard(response_429)
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from .._constants import MAX_BODY_BYTES, MAX_ERROR_BODY_BYTES
from .._exceptions import APIConnectionError, APITimeoutError
from .._http import (
    ConnectTimeout,
    ReadTimeout,
    Refused,
    Request,
    Response,
    StaleConnection,
    TransportError,
    WriteTimeout,
)
from .._log import log
from .deadlines import CallDeadlines
from .dialect import REFUSALS
from .loading import LoadingWait
from .payload import error_from_response
from .redirect import MAX_REDIRECTS, redirected
from .retry import RetryPolicy

RETRY_COUNT_HEADER = "x-stainless-retry-count"

_NEXT_STEP = "To find out more: python -m openai_local doctor"


class Send(NamedTuple):
    """Send the request; be sent the response with its body still to be read."""

    request: Request


class Read(NamedTuple):
    """Read the body to its end, at most `limit` bytes."""

    response: Response
    limit: int


class Discard(NamedTuple):
    """Close the response without looking at its body."""

    response: Response


class Sleep(NamedTuple):
    """Wait that many seconds."""

    seconds: float


class LookAround(NamedTuple):
    """Look which other servers listen on this machine; be sent a sentence about them, or ""."""


class Remake(NamedTuple):
    """Make the request anew for another try, as programs may that count on each; be sent it."""

    make: Callable[[int], Any]
    retries_taken: int


if TYPE_CHECKING:
    Command: TypeAlias = Send | Read | Discard | Sleep | LookAround | Remake
    Exchange: TypeAlias = Generator[Command, Any, Response]


def exchange(
    request: Request,
    policy: RetryPolicy,
    *,
    stream: bool = False,
    remake: Callable[[int], Any] | None = None,
) -> Exchange:
    """Return the response to `request`: its body read, or still to come if `stream`.

    A server that says that it is loading its model is asked again for `policy.load_timeout`
    seconds, which costs no retries. With `remake`, every further try sends what that makes of the
    number of retries. Raises `APIConnectionError`, `APITimeoutError` or an
    `APIStatusError`.
    """
    # The caller may have left it out, or said something else.
    counts_retries = request.headers.get(RETRY_COUNT_HEADER) == "0"
    deadlines = CallDeadlines(request.limits, policy.monotonic)
    loading = LoadingWait(policy)
    retries_taken, is_again = 0, False
    while True:
        is_last = retries_taken == policy.max_retries
        if is_again and remake is not None:
            request = yield Remake(remake, retries_taken)
        elif retries_taken and counts_retries:
            request = request.replace(headers={RETRY_COUNT_HEADER: str(retries_taken)})
        is_again = True
        try:
            response: Response = yield from _send_worded(deadlines.limited(request))
        except TransportError as error:
            seconds = policy.delay(retries_taken, None)
            can_repeat = (
                policy.retries_error(error, request)
                and deadlines.has_room_for(seconds)
                and request.is_repeatable
            )
            if is_last or not can_repeat:
                found = ""
                if isinstance(error, Refused) and request.is_to_default:
                    found = yield LookAround()
                raise connection_error(deadlines.explained(error, request), request, found) from (
                    error.behind or error
                )
        else:
            response.retries_taken = retries_taken
            if response.is_success:
                if not stream:
                    yield from _read(response, MAX_BODY_BYTES)
                return response
            seconds = policy.delay(retries_taken, response.headers)
            can_repeat = (
                policy.retries_response(response)
                and deadlines.has_room_for(seconds)
                and request.is_repeatable
            )
            is_waiting = yield from _look_at(
                response, policy, loading, deadlines, is_final=is_last or not can_repeat
            )
            if is_waiting:
                continue
        retries_taken += 1
        log().info(
            "Retrying %s in %.2f seconds (retry %d of %d)",
            request.url.without_credentials(),
            seconds,
            retries_taken,
            policy.max_retries,
        )
        yield Sleep(seconds)


def _look_at(
    response: Response,
    policy: RetryPolicy,
    loading: LoadingWait,
    deadlines: CallDeadlines,
    *,
    is_final: bool,
) -> Generator[Command, Any, bool]:
    """What to do after an answer that is no success: raise it, if there is no point in another try.

    True if the server is loading its model, and has been waited for.
    """
    if response.status_code < 500 and not is_final:
        yield Discard(response)
        return False
    yield from _read_error(response)
    if loading.is_for(response) and response.request.is_repeatable:
        yield from _wait_for_model(response, loading, deadlines)
        return True
    if is_final or (response.status_code >= 500 and policy.blames_request(response)):
        raise error_from_response(response)
    return False


def _wait_for_model(
    response: Response, loading: LoadingWait, deadlines: CallDeadlines
) -> Generator[Command, Any, None]:
    """Wait until it is time to ask again; raise what the server says if there is none left."""
    if not loading.has_begun:
        loading.begin()
        log().warning(
            "%s is loading its model; waiting for it, at most %g s (load_timeout)",
            response.url.origin,
            loading.budget,
        )
    seconds = loading.delay(response)
    if seconds is None:
        raise error_from_response(response, loading.gave_up())
    if not deadlines.has_room_for(seconds):
        raise error_from_response(response, loading.has_no_time(response.request))
    yield Sleep(seconds)


def _send_worded(request: Request) -> Exchange:
    """Send; what a server refuses to be told in one way is told again in another.

    That is no retry: the server has done nothing yet, and each other way is tried once.
    """
    wording = request.wording
    if wording is None:
        return (yield from send(request))
    while True:
        if wording.body is not request.body:
            request = request.replace(body=wording.body)
        response: Response = yield from send(request)
        wording.was_answered(response)
        if response.status_code not in REFUSALS:
            return response
        yield from _read_error(response)
        if not wording.reword(response):
            return response


def send(request: Request) -> Exchange:
    """Send, and follow redirects within the same server."""
    response: Response = yield from _send_once(request)
    for _ in range(MAX_REDIRECTS):
        following = redirected(request, response)
        if following is None:
            break
        yield Discard(response)
        request = following
        response = yield from _send_once(request)
    return response


def _send_once(request: Request) -> Exchange:
    try:
        response: Response = yield Send(request)
    except StaleConnection:
        # The server closed an idle connection just before it was used again, and refused what
        # came: it has done nothing, and the user did nothing wrong. It doesn't count as a retry.
        if not request.is_repeatable:
            raise
        response = yield Send(request)
    return response


def _read_error(response: Response) -> Generator[Command, Any, None]:
    try:
        yield Read(response, MAX_ERROR_BODY_BYTES)
    except TransportError:
        # It broke off, but the status has come and says the most; so does what there is of it.
        pass


def _read(response: Response, limit: int) -> Generator[Command, Any, None]:
    try:
        yield Read(response, limit)
    except TransportError as error:
        # Part of the answer has arrived, so the server has done the work: no second try.
        raise connection_error(error, response.request) from error.behind or error


def connection_error(
    error: TransportError, request: Request, found: str = ""
) -> APIConnectionError:
    """What users see of a failure on the way; `found` is what else there is to say."""
    words = " ".join(filter(None, (str(error), found, _NEXT_STEP)))
    if isinstance(error, (ConnectTimeout, ReadTimeout, WriteTimeout)):
        return APITimeoutError(request, message=f"Request timed out: {words}")
    return APIConnectionError(message=f"Connection error: {words}", request=request)
