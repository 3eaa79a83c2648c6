"""`OpenAI`: the settings of a client, and the way of a call from resource to result."""

from __future__ import annotations

import logging
import os
import random
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ._constants import DEFAULT_BASE_URL, DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT
from ._exceptions import OpenAIError
from ._http import URL, Request, Response
from ._types import NotGiven, Timeout, as_timeout, not_given
from ._version import __version__
from ._wire.exchange import RETRY_COUNT_HEADER, exchange
from ._wire.payload import read_body
from ._wire.request import Call, base_url_of, build_request
from ._wire.retry import RetryPolicy
from ._wire.stream import StreamReader

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from ._io.transport import Transport
    from .resources.chat import Chat

__all__ = ["Client", "OpenAI"]

log = logging.getLogger("openai_local")

#: What keys of the official service look like. They have no business at a local server.
_OFFICIAL_KEYS = ("sk-proj-", "sk-svcacct-", "sk-admin-")
_KEY_WITHHELD = (
    "OPENAI_API_KEY looks like a key of the official service and was not sent to {origin}. "
    "If it is meant for this server, pass api_key= or set OPENAI_LOCAL_API_KEY."
)
#: Parts of the official client that stand for something only the official service has.
_HOSTED_ONLY = frozenset(
    {"admin", "batches", "beta", "containers", "content_provenance_checks", "conversations",
     "decisions", "evals", "files", "fine_tuning", "live", "realtime", "safety", "skills",
     "uploads", "vector_stores", "videos", "webhooks"}
)  # fmt: skip


class BaseClient:
    """Settings and pure steps, the same for every client: parameters in, request out, and back.

    The environment is read once, here: `OPENAI_BASE_URL`, `OPENAI_LOCAL_API_KEY`,
    `OPENAI_API_KEY`, `OPENAI_ORG_ID`, `OPENAI_PROJECT_ID`.
    """

    def __init__(
        self,
        *,
        api_key: str | Callable[[], str] | None = None,
        admin_api_key: str | None = None,
        workload_identity: Any = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        provider: Any = None,
        base_url: str | URL | None | NotGiven = None,
        data_residency: Any = None,
        websocket_base_url: str | URL | None = None,
        timeout: float | Timeout | None | NotGiven = not_given,
        max_retries: int = DEFAULT_MAX_RETRIES,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: Any = None,
        strict_streams: bool = True,
        _strict_response_validation: bool = False,
        _enforce_credentials: bool = True,
    ) -> None:
        """Make a client for a local server; nothing is sent yet.

        `base_url` is `OPENAI_BASE_URL` or http://127.0.0.1:8080/v1 unless given. No key is
        needed. `timeout` is in seconds or a `Timeout`; `max_retries` counts the tries after the
        first. With `strict_streams=False` a stream that just stops ends as if it were complete,
        as in the official SDK, and is only logged.

        Arguments that mean nothing to a local server are kept as attributes and not used; those
        that would change where or how requests are sent raise `OpenAIError`.
        """
        _refuse(
            workload_identity=workload_identity, provider=provider, data_residency=data_residency
        )
        if http_client is not None:
            _refuse_http_client(http_client)
        self.base_url = URL(base_url or os.environ.get("OPENAI_BASE_URL") or DEFAULT_BASE_URL)
        self._take_key(api_key)
        self.admin_api_key = admin_api_key
        self.organization = organization or os.environ.get("OPENAI_ORG_ID")
        self.project = project or os.environ.get("OPENAI_PROJECT_ID")
        self.webhook_secret = webhook_secret
        self.websocket_base_url = websocket_base_url
        self.timeout = DEFAULT_TIMEOUT if isinstance(timeout, NotGiven) else timeout
        as_timeout(self.timeout)
        self.max_retries = max_retries
        _checked_retries(max_retries)
        self.strict_streams = strict_streams
        self._custom_headers: Mapping[str, Any] = dict(default_headers or {})
        self._custom_query: Mapping[str, object] = dict(default_query or {})
        self._is_closed = False

    # -- settings --------------------------------------------------------------------------

    @property
    def base_url(self) -> URL:
        """Where requests go, with a slash at its end; a `str` with `host`, `port` and so on."""
        return self._base_url

    @base_url.setter
    def base_url(self, url: str) -> None:
        self._base_url = base_url_of(url)

    def _take_key(self, api_key: str | Callable[[], str] | None) -> None:
        self._key_provider = api_key if callable(api_key) else None
        self._ambient_key: str | None = None
        if api_key is None:
            api_key = os.environ.get("OPENAI_LOCAL_API_KEY")
        if api_key is None:
            api_key = self._ambient_key = os.environ.get("OPENAI_API_KEY", "").strip()
        self.api_key: str = "" if callable(api_key) else api_key.strip()

    @property
    def auth_headers(self) -> dict[str, str]:
        """The header that carries the key; empty if there is none or it is withheld."""
        key = self._key_provider() if self._key_provider else self.api_key
        if key and not self._withholds_key:
            return {"Authorization": f"Bearer {key}"}
        return _basic_auth(self.base_url)

    @property
    def _withholds_key(self) -> bool:
        """True if the key came with the environment and is one for the official service.

        `is`, because the same key is sent if the program itself has set it.
        """
        return (
            self.api_key is self._ambient_key
            and self.api_key.startswith(_OFFICIAL_KEYS)
            and (self.base_url.is_loopback or self.base_url.scheme == "http")
        )

    @property
    def user_agent(self) -> str:
        return f"{type(self).__name__}/openai-local {__version__}"

    @property
    def default_headers(self) -> dict[str, Any]:
        """The headers of every request; the client's own `default_headers` win."""
        headers: dict[str, Any] = {
            "Accept": "application/json",
            # Nothing to gain on one machine, and compression can hold tokens back.
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
            "User-Agent": self.user_agent,
            RETRY_COUNT_HEADER: "0",
            **self.auth_headers,
        }
        if self.organization:
            headers["OpenAI-Organization"] = self.organization
        if self.project:
            headers["OpenAI-Project"] = self.project
        return {**headers, **self._custom_headers}

    @property
    def default_query(self) -> dict[str, object]:
        """The query parameters of every request."""
        return dict(self._custom_query)

    def is_closed(self) -> bool:
        """True once `close()` was called."""
        return self._is_closed

    # -- one call --------------------------------------------------------------------------

    def _request(self, call: Call) -> Request:
        if self._is_closed:
            raise OpenAIError("This client was closed; make a new one.")
        withholds_key = self._withholds_key
        if withholds_key:
            _warn_once(_KEY_WITHHELD.format(origin=self.base_url.origin))
        timeout = self.timeout if isinstance(call.timeout, NotGiven) else call.timeout
        return build_request(
            call,
            base_url=self.base_url,
            headers=self.default_headers,
            query=self.default_query,
            timeout=as_timeout(timeout),
            key_hint=_KEY_WITHHELD.format(origin=self.base_url.origin) if withholds_key else "",
        )

    def _retry_policy(self) -> RetryPolicy:
        return RetryPolicy(_checked_retries(self.max_retries), time.time, random.random)

    def _reader(self, call: Call, response: Response) -> StreamReader:
        assert call.stream is not None
        rule = call.stream
        return StreamReader(response, rule.cast_to, rule.ending(), strict=self.strict_streams)

    def _result(self, call: Call, response: Response) -> Any:
        result = call.cast_to.from_json(read_body(response))
        result._request_id = response.headers.get("x-request-id")
        return result

    def __getattr__(self, name: str) -> Any:
        message = f"{type(self).__name__!r} object has no attribute {name!r}"
        if name in _HOSTED_ONLY:
            message += ": only the official service has it, no local server"
        raise AttributeError(message)

    def __getstate__(self) -> dict[str, Any]:
        # Connections stay with this process; resources are made again when they are asked for.
        left_out = ("_transport", "chat")
        return {name: value for name, value in vars(self).items() if name not in left_out}


class OpenAI(BaseClient):
    """A client for an OpenAI-compatible server on this machine or nearby.

        client = OpenAI()
        client.chat.completions.create(model="local", messages=[...], stream=True)

    Takes the arguments of the official client. Safe to share between threads; survives a fork;
    can be pickled, if its `api_key` can.
    """

    @cached_property
    def chat(self) -> Chat:
        """Conversations with a model: `client.chat.completions`."""
        from .resources.chat import Chat

        return Chat(self)

    @cached_property
    def _transport(self) -> Transport:
        # Imports requests, which takes longer than all the rest of this package.
        from ._io.requests_ import RequestsTransport

        return RequestsTransport()

    def _call(self, call: Call) -> Any:
        """Carry out a call: the object it asks for, or a `Stream` of them."""
        from ._io.drive import run
        from ._streaming import Stream

        request = self._request(call)
        flow = exchange(request, self._retry_policy(), stream=call.stream is not None)
        response = run(flow, self._transport)
        if call.stream is not None:
            return Stream(response=response, reader=self._reader(call, response))
        return self._result(call, response)

    def close(self) -> None:
        """Close idle connections. The client can't be used any more."""
        self._is_closed = True
        if "_transport" in vars(self):
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()


Client = OpenAI


def _refuse(**arguments: Any) -> None:
    for name, value in arguments.items():
        if value is not None:
            raise OpenAIError(
                f"{name}= is for the official service and its partners; a local server has "
                "nothing like it. Use base_url= and, if the server asks for one, api_key=."
            )


def _refuse_http_client(http_client: Any) -> None:
    raise TypeError(
        f"http_client= is not supported yet; got {type(http_client).__module__}."
        f"{type(http_client).__name__}. Leave it out: the client brings its own."
    )


def _checked_retries(max_retries: Any) -> int:
    """`max_retries` if it is a number of retries; the official SDK's exceptions if not."""
    if not isinstance(max_retries, int):
        raise TypeError(
            f"max_retries must be a whole number of 0 or more, got {max_retries!r}. "
            "Pass 0 for no retries."
        )
    if max_retries < 0:
        raise ValueError(f"max_retries must be 0 or more, got {max_retries}")
    return max_retries


def _basic_auth(url: URL) -> dict[str, str]:
    """A user name and password in base_url become Basic authentication, as with httpx."""
    parts = urlsplit(url)
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


_warned: set[str] = set()


def _warn_once(message: str) -> None:
    if message not in _warned:
        _warned.add(message)
        log.warning("%s", message)
