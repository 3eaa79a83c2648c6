"""Which failures deserve another try, and after how long.

A local server does one thing at a time, so sending again what it is still working on makes
matters worse: a call that runs a model is not repeated after a read timeout, nor after a status
that blames the request.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from .._constants import (
    INITIAL_RETRY_DELAY_SECONDS,
    MAX_RETRY_AFTER_SECONDS,
    MAX_RETRY_DELAY_SECONDS,
)
from .._http import Headers, ReadTimeout, Request, Response, TransportError, WriteTimeout

#: What llama-server says with status 500 or 501 where the caller is at fault, in lower case.
#: Recorded from llama.cpp b10434, b11434 and b11549.
BLAMES_THE_REQUEST = (
    "image input is not supported",  # no --mmproj
    "audio input is not supported",
    "invalid base64 value",  # image_url given as a plain string
    "cannot make get request",  # the image's URL can't be reached
    "is too large to process",  # input over the physical batch size
    "does not support embeddings",
    "[json.exception.parse_error",  # the body is no JSON
)


class RetryPolicy(NamedTuple):
    """How often to try again, and the sources of time and chance that delays are made from."""

    max_retries: int
    #: Seconds since the epoch.
    clock: Callable[[], float]
    #: Seconds since some moment; they never go back.
    monotonic: Callable[[], float]
    #: A number from 0 up to 1.
    chance: Callable[[], float]
    #: Seconds to wait for a model that is being loaded, which costs no retry; 0 for not at all.
    load_timeout: float = 0.0
    #: What a program has put in the place of `delay`.
    own_delay: Callable[[int, Headers | None], float] | None = None
    #: What a program has put in the place of `retries_response`.
    own_verdict: Callable[[Response], bool] | None = None

    def retries_error(self, error: TransportError, request: Request) -> bool:
        """True if sending again after a failure on the way is safe."""
        timed_out = isinstance(error, (ReadTimeout, WriteTimeout))
        return not (timed_out and request.runs_model)

    def retries_response(self, response: Response) -> bool:
        """True if the response's status asks for another try. Its body may still matter."""
        if self.own_verdict is not None:
            return self.own_verdict(response)
        wait = retry_after_seconds(response.headers, self.clock)
        if wait is not None and wait > MAX_RETRY_AFTER_SECONDS:
            return False
        server_says = response.headers.get("x-should-retry")
        if server_says in ("true", "false"):
            return server_says == "true"
        return response.status_code in (408, 409, 429) or response.status_code >= 500

    def blames_request(self, response: Response) -> bool:
        """True if the body of a 5xx says that the same request can only fail again."""
        text = response.text.lower()
        return any(words in text for words in BLAMES_THE_REQUEST)

    def delay(self, retries_taken: int, headers: Headers | None) -> float:
        """Seconds to wait before the next try: what the server asks for, else doubling."""
        if self.own_delay is not None:
            return self.own_delay(retries_taken, headers)
        wait = retry_after_seconds(headers, self.clock) if headers is not None else None
        if wait is not None and 0 < wait <= MAX_RETRY_AFTER_SECONDS:
            return wait
        doubled = INITIAL_RETRY_DELAY_SECONDS * 2.0 ** min(retries_taken, 10)
        # Up to a quarter less, so that clients that failed together don't come back together.
        return min(doubled, MAX_RETRY_DELAY_SECONDS) * (1 - 0.25 * self.chance())


def retry_after_seconds(headers: Headers, clock: Callable[[], float]) -> float | None:
    """The wait that the server asks for, from `retry-after-ms` or `retry-after`; may be < 0."""
    for name, divisor in (("retry-after-ms", 1000), ("retry-after", 1)):
        value = headers.get(name, "")
        try:
            seconds = float(value) / divisor
        except ValueError:
            continue
        if seconds == math.inf and "inf" not in value.lower():
            # A number too large to be held; not the word for no number.
            return MAX_RETRY_AFTER_SECONDS + 1
        return seconds if math.isfinite(seconds) else None
    date = headers.get("retry-after")
    if not date:
        return None
    # Not at the top: it takes a tenth of the time until a program's first chunk.
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(date).timestamp() - clock()
    except (TypeError, ValueError, OverflowError):
        return None
