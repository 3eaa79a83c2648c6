"""Defaults and bounds. Every number carries its unit and where it comes from."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

from ._types import Timeout

#: llama-server's documented default address (tools/server/README.md of llama.cpp).
DEFAULT_BASE_URL: Final = "http://127.0.0.1:8080/v1"

#: Seconds. The official SDK's defaults: ten minutes of silence, five seconds to connect.
DEFAULT_TIMEOUT: Final = Timeout(timeout=600, connect=5.0)
DEFAULT_MAX_RETRIES: Final = 2

#: Seconds. The official SDK's back-off: half a second, doubled each time, at most eight.
INITIAL_RETRY_DELAY_SECONDS: Final = 0.5
MAX_RETRY_DELAY_SECONDS: Final = 8.0
#: Seconds. A server that asks for a longer wait is not retried at all, as in the official SDK.
MAX_RETRY_AFTER_SECONDS: Final = 120.0

#: Seconds. How long a call waits for a model that the server says it is loading: time enough to
#: read 30 GB from a fair disk.
DEFAULT_LOAD_TIMEOUT: Final = 120.0
#: Seconds between two questions whether it is loaded: doubled each time, at most five. The whole
#: request is sent again, with its images.
INITIAL_LOAD_DELAY_SECONDS: Final = 0.5
MAX_LOAD_DELAY_SECONDS: Final = 5.0

#: Seconds. How long `wait_until_ready()` waits for a server unless told otherwise.
DEFAULT_READY_TIMEOUT: Final = 120.0
#: Seconds between two of its questions: half as much again each time, at most two.
INITIAL_READY_DELAY_SECONDS: Final = 0.2
MAX_READY_DELAY_SECONDS: Final = 2.0
#: Seconds that the answer to one of them may take.
READY_ANSWER_SECONDS: Final = 5.0
#: Seconds after which it says once more on the log what it is waiting for.
READY_LOG_SECONDS: Final = 10.0

#: Connections kept open to one server. The official SDK keeps 100.
MAX_IDLE_CONNECTIONS: Final = 100
#: For programs that make an `httpx.Client(limits=...)` of their own: the official SDK's, with the
#: attributes of `httpx.Limits`. Seconds.
DEFAULT_CONNECTION_LIMITS: Final[Any] = SimpleNamespace(
    max_connections=1000, max_keepalive_connections=MAX_IDLE_CONNECTIONS, keepalive_expiry=5.0
)
#: The header by which programs ask for the raw answer; it is not sent.
RAW_RESPONSE_HEADER: Final = "X-Stainless-Raw-Response"

#: Seconds given to the operating system to take one piece of a request body.
SEND_TIMEOUT_SECONDS: Final = 600.0
#: Seconds. A server that has closed an idle connection refuses what is sent on it within these.
STALE_SECONDS: Final = 1.0
#: Seconds waited after `[DONE]` for the end of the body, so that the connection can be used again.
END_OF_BODY_SECONDS: Final = 0.05

#: Pieces of a client's streams before it begins to learn what its chunks are like. To learn it
#: costs as much as to read 20 to 200 of them, the most in a new process; many answers are short.
LEARN_AFTER: Final = 40

#: Requests that are started in one turn of an event loop.
STARTS_PER_TURN: Final = 4

#: Bytes asked for in one read. What has arrived is taken at once, however little it is. Twice as
#: many are hardly faster, and the memory for them stays in use.
READ_SIZE: Final = 32 * 1024

#: Bytes in one local image. llama-server takes bodies of up to 100 MiB, and base64 makes four
#: bytes out of three.
MAX_IMAGE_BYTES: Final = 64 * 1024 * 1024

#: Bytes in one line of headers; http.client's bound.
MAX_HEADER_LINE_BYTES: Final = 64 * 1024
#: Bounds in bytes on what a server may send, all counted after decompression.
MAX_ERROR_BODY_BYTES: Final = 1024 * 1024
MAX_BODY_BYTES: Final = 256 * 1024 * 1024
#: The last event of a stream may hold the whole answer, with its images.
MAX_EVENT_BYTES: Final = MAX_BODY_BYTES
