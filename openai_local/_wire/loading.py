"""Is the server busy with loading its model? What it says then, and how long it is waited for.

A plain 502 or 503 is not meant: that can be anything, and stays an ordinary server error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._constants import INITIAL_LOAD_DELAY_SECONDS, MAX_LOAD_DELAY_SECONDS
from .retry import retry_after_seconds

if TYPE_CHECKING:
    from .._http import Request, Response
    from .retry import RetryPolicy

#: What servers say while a model is being loaded or exchanged: the status, and words of the body
#: in lower case.
_SAYS_LOADING = (
    # llama-server; recorded from llama.cpp b10434, b11434 and b11549.
    (503, "loading model"),
    (503, '"unavailable_error"'),
    # Ollama: "unexpected server status: llm server loading model".
    (500, "llm server loading model"),
    # llama-swap, mostlygeek/llama-swap, proxy/process.go and internal/process/process_command.go.
    # After a health check that took too long, the next request starts the model again.
    (502, "unable to start process: health check timed out"),
    (502, "unable to start process: process was already starting but"),
    (502, "unable to start process: processes was in state stopping"),
    (503, "process can not proxyrequest, state is stopping"),
    (503, "process is not ready"),
)


def says_loading(status: int, text: str) -> bool:
    """True if an answer of that status and text says that a model is being loaded."""
    return any(status == known and words in text.lower() for known, words in _SAYS_LOADING)


class LoadingWait:
    """How long one call has waited for the model, and may wait yet."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._began: float | None = None
        self._questions = 0

    @property
    def budget(self) -> float:
        """Seconds that may be waited."""
        return self._policy.load_timeout

    def is_for(self, response: Response) -> bool:
        """True if a response, whose body was read, is to be waited after."""
        forbids = response.headers.get("x-should-retry") == "false"
        return self.budget > 0 and not forbids and says_loading(response.status_code, response.text)

    @property
    def has_begun(self) -> bool:
        return self._began is not None

    @property
    def waited(self) -> float:
        """Seconds since the server first said that it is loading."""
        return 0.0 if self._began is None else self._policy.monotonic() - self._began

    def begin(self) -> None:
        """The server has said it for the first time."""
        self._began = self._policy.monotonic()

    def delay(self, response: Response) -> float | None:
        """Seconds to wait before the next question; None if the budget has no room for it.

        The last one is asked at the end of the budget.
        """
        left = self.budget - self.waited
        asked_for = retry_after_seconds(response.headers, self._policy.clock)
        if left <= 0:
            return None
        if asked_for is not None and asked_for > 0:
            return asked_for if asked_for <= left else None
        doubled = INITIAL_LOAD_DELAY_SECONDS * 2.0 ** min(self._questions, 10)
        self._questions += 1
        spread = 1 - 0.25 * self._policy.chance()
        return min(min(doubled, MAX_LOAD_DELAY_SECONDS) * spread, left)

    def gave_up(self) -> str:
        """What to add to the server's words when the budget is used up."""
        return (
            f"The model was still being loaded after {self.waited:.3g} s of waiting. To wait "
            f"longer, raise load_timeout (now {self.budget:g} s), as in "
            "OpenAI(load_timeout=600), or call client.wait_until_ready() first."
        )

    def has_no_time(self, request: Request) -> str:
        """What to add when the whole call would take too long."""
        return (
            f"The model was still being loaded after {self.waited:.3g} s of waiting, and the whole "
            f"call may take {request.limits.total or 0:g} s (Timeout.total)."
        )
