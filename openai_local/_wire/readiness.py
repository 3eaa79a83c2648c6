"""Is the server ready? Questions that cost it nothing, until it is; a generator without I/O.

It yields the commands of `_wire/exchange.py`, and is run like an exchange.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from .._constants import (
    INITIAL_READY_DELAY_SECONDS,
    MAX_BODY_BYTES,
    MAX_ERROR_BODY_BYTES,
    MAX_READY_DELAY_SECONDS,
    READY_ANSWER_SECONDS,
    READY_LOG_SECONDS,
)
from .._exceptions import APITimeoutError
from .._http import Request, Response, TransportError
from .._log import log
from .._types import Timeout
from .exchange import Read, Sleep, send
from .payload import error_from_response, parse_or_text, read_body, unreadable, words_of
from .servers import Answer

if TYPE_CHECKING:
    from .exchange import Command

#: Statuses by which a server says that it is there but can't answer yet.
_NOT_YET = (408, 425, 429)


def until_ready(
    models: Request,
    states: tuple[Request, ...],
    timeout: float | None,
    monotonic: Callable[[], float],
) -> Generator[Command, Any, Response]:
    """Ask for the list of models until it comes; return the answer, its body read.

    The first of `states` that there is, is asked too where the server is llama-server, some
    versions of which list their models while they still load them. A server that can't be
    reached, is silent or has an error of its own is asked again. Raises `APIStatusError` or
    `APIResponseValidationError` at once if the server refuses the key or is none of this kind,
    and `APITimeoutError` after `timeout` seconds, with what was seen last.
    """
    began = said_at = monotonic()
    delay, seen = INITIAL_READY_DELAY_SECONDS, ""
    while True:
        left = None if timeout is None else timeout - (monotonic() - began)
        answer, seen_now = yield from _ask(models, states, left)
        if answer is not None:
            log().info("%s is ready after %.1f s", models.url.origin, monotonic() - began)
            return answer
        waited = monotonic() - began
        if timeout is not None and waited >= timeout:
            raise APITimeoutError(
                models,
                message=f"{models.url.origin} was not ready within {timeout:g} s. Seen last: "
                f"{seen_now}",
            )
        if seen_now != seen or monotonic() - said_at >= READY_LOG_SECONDS:
            log().info("Waiting for %s, %.0f s so far: %s", models.url.origin, waited, seen_now)
            seen, said_at = seen_now, monotonic()
        # The last question is asked at the end of the time.
        yield Sleep(delay if timeout is None else min(delay, timeout - waited))
        delay = min(delay * 1.5, MAX_READY_DELAY_SECONDS)


def _ask(
    models: Request, states: tuple[Request, ...], left: float | None
) -> Generator[Command, Any, tuple[Response | None, str]]:
    """One round: the list of models if the server is ready; else None and what was seen."""
    limit = READY_ANSWER_SECONDS if left is None else min(READY_ANSWER_SECONDS, max(left, 0.1))
    try:
        answer: Response = yield from send(models.replace(timeout=Timeout(limit)))
        yield Read(answer, MAX_BODY_BYTES)
        if _is_not_yet(answer):
            return None, _words(answer)
        if not answer.is_success:
            raise error_from_response(answer)
        _check(answer)
        if answer.headers.get("server", "") == "llama.cpp":
            for question in states:
                state: Response = yield from send(question.replace(timeout=Timeout(limit)))
                yield Read(state, MAX_ERROR_BODY_BYTES)
                if _is_not_yet(state):
                    return None, _words(state)
                if state.is_success:
                    break
    except TransportError as error:
        return None, str(error)
    return answer, ""


def _is_not_yet(answer: Response) -> bool:
    return answer.status_code >= 500 or answer.status_code in _NOT_YET


def _words(answer: Response) -> str:
    words = words_of(parse_or_text(answer.text)) or answer.reason_phrase
    return f"it answers with status {answer.status_code}, {words}".rstrip(", ") + "."


def _check(answer: Response) -> None:
    """Raise unless the answer is a list of models, as all servers of this kind give it."""
    if not Answer.of(answer).is_model_list:
        raise unreadable(answer, answer.text, what="The answer", due="a list of models")


def model_ids(answer: Response) -> list[str]:
    """The ids of the models in a list of them; none if the server has an empty body for that."""
    models = read_body(answer)["data"] if answer.content else []
    return [str(m["id"]) for m in models if isinstance(m, dict) and "id" in m]
