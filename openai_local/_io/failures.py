"""What went wrong on the way, in one line that says what to do: the same words from all transports.

Each transport recognises its library's exceptions and picks the words from here.
"""

from __future__ import annotations

import sys
import traceback
from typing import Final

from .._http import (
    URL,
    BrokenConnection,
    ConnectError,
    ConnectTimeout,
    ReadTimeout,
    Refused,
    Request,
    StaleConnection,
    WriteTimeout,
)

CLOSED_WITHOUT_ANSWER: Final = "it closed the connection without an answer"
CLOSED_INSIDE_ANSWER: Final = "it closed the connection in the middle of the answer"

_TRUST: Final = (
    " To trust it, set SSL_CERT_FILE (or REQUESTS_CA_BUNDLE, which comes first) to a .pem file "
    "with its certificate."
)
_NO_TLS: Final = " If it speaks plain http, begin base_url with http://."
#: OpenSSL's names for what is wrong, and the next step.
_TLS_STEPS: Final = (
    ("CERTIFICATE_VERIFY_FAILED", _TRUST),
    ("WRONG_VERSION_NUMBER", _NO_TLS),
    ("RECORD_LAYER_FAILURE", _NO_TLS),
    ("UNEXPECTED_EOF_WHILE_READING", _NO_TLS),
)


class CutShort(Exception):
    """The connection was closed inside the answer."""


def connection_errors() -> tuple[type[Exception], ...]:
    """What sockets and HTTP libraries raise, to be looked up once something was raised.

    Anything else is the program's own, such as a time limit that its signal handler raises.
    """
    http, urllib3 = (sys.modules.get(name) for name in ("http.client", "urllib3.exceptions"))
    of_libraries = [http.HTTPException] if http else []
    of_libraries += [urllib3.HTTPError] if urllib3 else []
    return (OSError, ValueError, OverflowError, CutShort, *of_libraries)


class Failures:
    """The errors of one request; `proxy` is the URL of the proxy in the way, if any."""

    def __init__(self, request: Request, proxy: str | None = None) -> None:
        self._origin = request.url.origin
        self._through = f" through the proxy {_shown(proxy)}" if proxy else ""
        self._timeout = request.timeout

    def not_connected(self, error: BaseException) -> ConnectError:
        """Nobody answered at that address."""
        if isinstance(root_of(error), ConnectionRefusedError) and not self._through:
            return Refused(
                f"nothing listens on {self._origin} (connection refused). Start the server, or "
                "set base_url or OPENAI_BASE_URL to where it runs."
            )
        return ConnectError(
            f"no connection to {self._origin}{self._through}: {words_of(root_of(error))}."
        )

    def no_tls(self, error: BaseException) -> ConnectError:
        """A connection, but no certificate that we trust, or no TLS at all."""
        words = words_of(root_of(error))
        step = next((step for sign, step in _TLS_STEPS if sign in words), "")
        return ConnectError(f"no TLS connection to {self._origin}{self._through}: {words}.{step}")

    def connect_timeout(self) -> ConnectTimeout:
        return ConnectTimeout(
            f"no connection to {self._origin}{self._through} within "
            f"{self._timeout.connect or 0:g} s (Timeout.connect)."
        )

    def pool_timeout(self) -> ConnectTimeout:
        """The user's client allows no further connection."""
        return ConnectTimeout(
            f"no free connection to {self._origin} within {self._timeout.pool or 0:g} s; the "
            "limits of http_client allow no more."
        )

    def tls_timeout(self) -> ConnectTimeout:
        return ConnectTimeout(
            f"{self._origin}{self._through} did not answer in TLS within "
            f"{self._timeout.connect or 0:g} s. Does it speak plain http?"
        )

    def silent(self) -> ReadTimeout:
        """Nothing came for `Timeout.read` seconds."""
        return ReadTimeout(
            f"{self._origin} was silent for {self._timeout.read or 0:g} s (Timeout.read). A long "
            "prompt or a slow machine may need a higher timeout."
        )

    def stopped_reading(self) -> WriteTimeout:
        return WriteTimeout(f"{self._origin} stopped reading the request.")

    def broken(self, words: str, *, is_stale: bool = False) -> BrokenConnection:
        """The connection broke; `is_stale` if it had served a request before."""
        kind = StaleConnection if is_stale else BrokenConnection
        return kind(f"the connection to {self._origin}{self._through} broke: {words}.")


def _shown(proxy: str) -> str:
    """A proxy without its password."""
    try:
        return URL(proxy if "://" in proxy else f"http://{proxy}").origin
    except ValueError:
        return "that the environment names, which is no URL"


def chain_of(error: BaseException) -> list[BaseException]:
    """The error and what caused it, outermost first.

    Causes are where Python puts them, and where HTTP libraries do: in `reason` and `args`
    (urllib3), in `exceptions` (anyio, for one host with several addresses).
    """
    chain: list[BaseException] = []
    pending: BaseException | None = error
    while pending is not None and all(pending is not link for link in chain):
        chain.append(pending)
        pending = _cause_of(pending)
    return chain


def _cause_of(error: BaseException) -> BaseException | None:
    held = (getattr(error, "reason", None), *error.args, *getattr(error, "exceptions", ()))
    for cause in held:
        if isinstance(cause, BaseException):
            return cause
    return error.__cause__ or error.__context__


def forget_frames(error: BaseException) -> None:
    """Let go of what the HTTP library's frames hold: they refer to the error that refers to them.

    Else the request, and whatever called it, would live until the garbage collector runs.
    """
    for link in chain_of(error):
        traceback.clear_frames(link.__traceback__)


def root_of(error: BaseException) -> BaseException:
    """The innermost cause."""
    return chain_of(error)[-1]


def has(error: BaseException, kinds: type[BaseException] | tuple[type[BaseException], ...]) -> bool:
    """True if the error, or anything that caused it, is of such a kind."""
    return any(isinstance(link, kinds) for link in chain_of(error))


def words_of(error: BaseException) -> str:
    """An exception in a few words, on one line, without a full stop."""
    words = " ".join(str(getattr(error, "strerror", None) or error).split()).rstrip(".")
    return words or type(error).__name__
