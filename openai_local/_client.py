"""`OpenAI`: the settings of a client, and the way of a call from resource to result."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ._alias import public_module
from ._closing import AsyncClosing, Closing
from ._constants import (
    DEFAULT_BASE_URL,
    DEFAULT_LOAD_TIMEOUT,
    DEFAULT_MAX_RETRIES,
    DEFAULT_READY_TIMEOUT,
    DEFAULT_TIMEOUT,
    LEARN_AFTER,
)
from ._exceptions import OpenAIError
from ._hosted import RESOURCES, not_there
from ._http import URL, AsyncResponse, Headers, Request, Response
from ._log import log
from ._models import annotation_of
from ._response import (
    APIResponse,
    AsyncAPIResponse,
    LegacyAPIResponse,
    streamed_class,
    with_raw_header,
    without_raw_header,
)
from ._types import NotGiven, Timeout, as_timeout, not_given
from ._version import __version__
from ._wire.dialect import Dialect
from ._wire.exchange import RETRY_COUNT_HEADER, exchange
from ._wire.images import image_urls
from ._wire.request import Call, base_url_of, build_request, check_headers
from ._wire.retry import RetryPolicy
from .resources._request_options import FinalRequestOptions

# isort: split
# Behind a module of it: else the package would look for it on disk, which takes `importlib.util`.
from . import resources

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._io.image_directory import ImageDirectory
    from ._io.transport import AsyncTransport, Transport
    from ._wire.exchange import Command
    from ._wire.learning import KnownPatterns
    from ._wire.stream import StreamReader
    from ._wire.tally import PromptProgress
    from .resources import _views

__all__ = ["AsyncClient", "AsyncOpenAI", "Client", "OpenAI"]

#: What keys of the official service look like. They have no business at a local server.
_OFFICIAL_KEYS = ("sk-proj-", "sk-svcacct-", "sk-admin-")
_KEY_WITHHELD = (
    "OPENAI_API_KEY looks like a key of the official service and was not sent to {origin}. "
    "If it is meant for this server, pass api_key= or set OPENAI_LOCAL_API_KEY."
)


#: What `inspect.CO_COROUTINE` is, without the import.
_CO_COROUTINE = 0x80


class BaseClient:
    """Settings and pure steps, the same for every client: parameters in, request out, and back.

    The environment is read once, here: `OPENAI_BASE_URL`, `OPENAI_LOCAL_API_KEY`,
    `OPENAI_API_KEY`, `OPENAI_ORG_ID`, `OPENAI_PROJECT_ID`.
    """

    _is_async = False

    def __init__(
        self,
        *,
        api_key: str | Callable[[], Any] | None = None,
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
        dialect: bool = True,
        load_timeout: float = DEFAULT_LOAD_TIMEOUT,
        on_prompt_progress: Callable[[PromptProgress], object] | None = None,
        local_images: str | os.PathLike[str] | None = None,
        _strict_response_validation: bool = False,
        _enforce_credentials: bool = True,
    ) -> None:
        """Make a client for a local server; nothing is sent yet.

        `base_url` is `OPENAI_BASE_URL` or http://127.0.0.1:8080/v1 unless given. No key is
        needed. `timeout` is in seconds or a `Timeout`; `max_retries` counts the tries after the
        first. `http_client` sends the requests in place of the client's own connections: an
        `httpx.Client`, `httpx2.Client` or `requests.Session`; for `AsyncOpenAI` an
        `httpx.AsyncClient`, `httpx2.AsyncClient` or `DefaultAioHttpClient`. Its timeout is the
        client's unless there is one here. With `strict_streams=False` a stream that just stops
        ends as if it were complete, as in the official SDK, and is only logged. With
        `dialect=False` parameters are sent as they are given; else some are put in the words that
        local servers know, which the log says at INFO.
        `local_images` is a directory: plain strings in place of an image's URL that are neither
        URLs nor data URLs are then opened as files in it, and nowhere else.

        A server that says that it is loading its model is waited for, at most `load_timeout`
        seconds, whatever `timeout` and `max_retries` are; 0 turns that off. `on_prompt_progress`
        is called with a `PromptProgress` while a server reads the prompt of a streamed chat or
        completion; llama-server is asked for that with `return_progress`, which is then sent.

        Arguments that mean nothing to a local server are kept as attributes and not used; those
        that would change where or how requests are sent raise `OpenAIError`.
        """
        _refuse(
            workload_identity=workload_identity, provider=provider, data_residency=data_residency
        )
        self._take_http_client(http_client)
        chosen = base_url or os.environ.get("OPENAI_BASE_URL")
        self.base_url = URL(chosen or DEFAULT_BASE_URL)
        self._is_at_default = not chosen
        self._take_key(api_key)
        self.admin_api_key = admin_api_key
        self.organization = organization or os.environ.get("OPENAI_ORG_ID")
        self.project = project or os.environ.get("OPENAI_PROJECT_ID")
        self.webhook_secret = webhook_secret
        self.websocket_base_url = websocket_base_url
        self.timeout = self._default_timeout() if isinstance(timeout, NotGiven) else timeout
        as_timeout(self.timeout)
        self.max_retries = max_retries
        _checked_retries(max_retries)
        self.strict_streams = strict_streams
        self.local_images = local_images
        self.dialect = dialect
        # Shared with copies of this client: what one has learnt or logged, the others know.
        self._dialect = Dialect()
        self.load_timeout = _checked_load_timeout(load_timeout)
        self.on_prompt_progress = _checked_callback(on_prompt_progress)
        self._custom_headers: Mapping[str, Any] = dict(default_headers or {})
        self._custom_query: Mapping[str, object] = dict(default_query or {})
        self._is_closed = False

    # -- settings

    @property
    def base_url(self) -> URL:
        """Where requests go, with a slash at its end; a `str` with `host`, `port` and so on."""
        return self._base_url

    @base_url.setter
    def base_url(self, url: str) -> None:
        self._base_url = base_url_of(url)
        self._is_at_default = False

    @property
    def local_images(self) -> str | None:
        """The directory in which plain strings may name images; None if they are all URLs."""
        return None if self._image_directory is None else self._image_directory.path

    @local_images.setter
    def local_images(self, path: str | os.PathLike[str] | None) -> None:
        self._image_directory: ImageDirectory | None = None
        if path is not None:
            from ._io.image_directory import ImageDirectory

            self._image_directory = ImageDirectory(path)

    def _take_key(self, api_key: str | Callable[[], Any] | None) -> None:
        # Asked before each call; an async function in `AsyncOpenAI`.
        self._key_provider = api_key if callable(api_key) else None
        self._ambient_key: str | None = None
        if api_key is None:
            api_key = os.environ.get("OPENAI_LOCAL_API_KEY")
        if api_key is None:
            api_key = self._ambient_key = os.environ.get("OPENAI_API_KEY", "").strip()
        self.api_key: str = "" if callable(api_key) else api_key.strip()

    def _take_http_client(self, http_client: Any) -> None:
        self._http_client = http_client
        if http_client is not None:
            from ._io.http_client import check

            check(http_client, is_async=self._is_async)

    def _default_timeout(self) -> float | Timeout | None:
        if self._http_client is None:
            return DEFAULT_TIMEOUT
        from ._io.http_client import timeout_of

        return timeout_of(self._http_client)

    @property
    def auth_headers(self) -> dict[str, str]:
        """The header that carries the key; empty if there is none or it is withheld."""
        if self.api_key and not self._withholds_key:
            return {"Authorization": f"Bearer {self.api_key}"}
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
            # Of those that the official SDK sends about the machine, the one that says nothing.
            "X-Stainless-Lang": "python",
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
        """True once this client, or the `http_client` it was given, was closed."""
        return self._is_closed or getattr(self._http_client, "is_closed", False) is True

    # -- one call

    def _request(self, call: Call) -> Request:
        if self.is_closed():
            raise OpenAIError("This client was closed; make a new one.")
        if call.content is not None and not self._is_async and hasattr(call.content, "__aiter__"):
            raise TypeError("content: an async iterable needs AsyncOpenAI.")
        if call.images_in and image_urls((call.params or {}).get(call.images_in)):
            from ._io.image_files import with_opened_images

            call = with_opened_images(call, self._image_directory)
        withholds_key = self._withholds_key
        if withholds_key:
            _warn_once(_KEY_WITHHELD.format(origin=self.base_url.origin))
        timeout = as_timeout(self.timeout if isinstance(call.timeout, NotGiven) else call.timeout)
        if call.stream is None and timeout.first_token is not None:
            timeout = Timeout(timeout, first_token=None)
        return build_request(
            self._with_progress(call),
            base_url=self.base_url,
            headers=self.default_headers,
            query=self.default_query,
            timeout=timeout,
            key_hint=_KEY_WITHHELD.format(origin=self.base_url.origin) if withholds_key else "",
            is_to_default=self._is_at_default,
            dialect=self._dialect if self.dialect else None,
        )

    def _with_progress(self, call: Call) -> Call:
        """The call, asking for what `on_prompt_progress` is told."""
        if self.on_prompt_progress is None or call.stream is None or not call.stream.has_prompt:
            return call
        return call._replace(params={"return_progress": True, **(call.params or {})})

    def _readiness_calls(self) -> list[Call]:
        """Whom to ask whether the server is ready: its models, then its state."""
        root = self.base_url.removesuffix("v1/")
        # Builds of llama-server without the first have the second.
        paths = ("/models", root + "health", root + "props")
        return [Call("GET", path, cast_to=str) for path in paths]

    def _until_ready(
        self, requests: list[Request], timeout: float | None
    ) -> Generator[Command, Any, Response]:
        from ._wire.readiness import until_ready

        models, *states = requests
        return until_ready(models, tuple(states), timeout, time.monotonic)

    def _retry_policy(self, call: Call) -> RetryPolicy:
        retries = self.max_retries if call.max_retries is None else call.max_retries
        own_delay = None
        if getattr(self._calculate_retry_timeout, "__func__", None) is not _calculate_retry_timeout:

            def own_delay(retries_taken: int, headers: Headers | None) -> float:
                return self._calculate_retry_timeout(retries - retries_taken, None, headers)

        is_own = getattr(self._should_retry, "__func__", None) is not _should_retry
        return RetryPolicy(
            _checked_retries(retries),
            time.time,
            time.monotonic,
            _chance,
            _checked_load_timeout(self.load_timeout),
            own_delay,
            self._should_retry if is_own else None,
        )

    def _build_request(self, options: FinalRequestOptions, *, retries_taken: int = 0) -> Request:
        """The request that these options stand for. Programs look at it, and replace it."""
        request = self._request(options.call(object, None))
        if retries_taken and request.headers.get(RETRY_COUNT_HEADER) == "0":
            request.headers[RETRY_COUNT_HEADER] = str(retries_taken)
        own = options.headers if isinstance(options.headers, Mapping) else {}
        self._validate_headers(request.headers, own)
        return request

    def _validate_headers(self, headers: Any, custom_headers: Any) -> None:
        """Does nothing: for subclasses, to raise for headers; the second ones are the call's."""

    @property
    def _is_hooked(self) -> bool:
        """True if requests are made by methods that a program has replaced, or with a fresh key."""
        # Done for each call, hence written out.
        cls = type(self)
        hooks = (
            cls._prepare_options,
            cls._prepare_request,
            cls._build_request,
            cls._validate_headers,
            cls._refresh_api_key,
        )
        return (
            self._key_provider is not None
            or hooks != self._own_hooks
            or not self.__dict__.keys().isdisjoint(_HOOKS)
        )

    #: The methods of `_HOOKS` as they are here.
    _own_hooks: tuple[Any, ...] = ()

    def _reader(self, call: Call, response: Response) -> StreamReader:
        # Not at the top: only for programs that stream.
        from ._wire.stream import StreamReader

        assert call.stream is not None
        return StreamReader(
            response,
            call.stream,
            strict=self.strict_streams,
            on_progress=self.on_prompt_progress if call.stream.has_prompt else None,
            known_patterns=self._known_patterns,
        )

    @cached_property
    def _known_patterns(self) -> KnownPatterns:
        from ._wire.learning import KnownPatterns

        return KnownPatterns(after=LEARN_AFTER)

    def _result(self, call: Call, response: Response) -> Any:
        if not hasattr(call.cast_to, "from_json"):
            # Text, or the bytes of a sound.
            return call.read(response)
        answer = call.read(response)
        if response.request.wording is not None:
            response.request.wording.check_usage(answer)
        # A page is one of its items: `SyncPage[Model]`.
        cast_to = call.cast_to if call.item is None else call.cast_to[annotation_of(call.item)]
        result: Any = cast_to.from_json(answer)
        result._request_id = response.headers.get("x-request-id")
        if call.item is not None:
            result.bind(call, call.item, self._call)
        return result if call.finish is None else call.finish(result)

    def _outcome(
        self, options: FinalRequestOptions, response: Any, stream_cls: Any, unread: type[Any]
    ) -> Any:
        """What a call returns: its result or, by the form asked for, a response that has it.

        `unread` is the class of a response whose body is still to be read.
        """
        call, form = options._sent
        finish = partial(self._finish, stream_cls=stream_cls)
        if form is None:
            return finish(call, response)
        if form == "true":
            return LegacyAPIResponse.of(response, call, finish)
        return streamed_class(call, unread).of(response, call, finish)

    def _call(self, call: Call) -> Any:
        """Carry out a call: the object it asks for, or a stream of them; to be awaited if async."""
        if call.stream is None:
            return self.request(call.cast_to, FinalRequestOptions.of(call))
        return self.request(
            call.cast_to,
            FinalRequestOptions.of(call),
            stream=True,
            stream_cls=self._stream_class(call.stream.cast_to),
        )

    def _call_raw(self, call: Call) -> Any:
        """The outcome of `.with_raw_response`."""
        return self._call(with_raw_header(call, "true"))

    def _call_unread(self, call: Call) -> Any:
        """The outcome of `.with_streaming_response`."""
        return self._call(with_raw_header(call, "stream"))

    _calculate_retry_timeout: Callable[..., float]
    _should_retry: Callable[..., bool]
    _prepare_options: Callable[..., Any]
    _prepare_request: Callable[..., Any]
    _refresh_api_key: Callable[..., Any]

    # Each client's own; `copy`, `get` and so on are the same for both.
    _transport: Any
    request: Callable[..., Any]
    _finish: Callable[..., Any]
    _stream_class: Callable[[Any], Any]

    # -- a server's own endpoints

    def get(
        self,
        path: str,
        *,
        cast_to: Any,
        options: Mapping[str, Any] | None = None,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> Any:
        """GET a path below base_url, or a whole URL; to be awaited with `AsyncOpenAI`.

            status = client.get("/status", cast_to=dict)

        `cast_to` says what the answer becomes: a model, `list[Model]`, `dict` or `object` for
        parsed JSON, `str`, `bytes`, or `httpx.Response` for the response. `options` are the
        official `RequestOptions`: `headers`, `params`, `timeout`, `max_retries`, `extra_json`.
        """
        return self._custom("GET", path, cast_to, None, options, stream, stream_cls)

    def post(
        self,
        path: str,
        *,
        cast_to: Any,
        body: Any = None,
        content: Any = None,
        options: Mapping[str, Any] | None = None,
        files: Any = None,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> Any:
        """POST `body` as JSON; see `get`. With `stream`, `stream_cls` is e.g. `Stream[Model]`.

        With `files`, a dict or pairs of names and files as for `images.edit`, it is sent as a form.
        `content` is sent as it is: bytes, an open binary file, or an iterable of bytes (with
        `AsyncOpenAI` an async one, too). Its `Content-Type` is given in `options["headers"]`. What
        can't be read again, such as a generator, is sent chunked and never a second time.
        """
        return self._custom(
            "POST", path, cast_to, body, options, stream, stream_cls, files, content
        )

    def put(
        self,
        path: str,
        *,
        cast_to: Any,
        body: Any = None,
        content: Any = None,
        files: Any = None,
        options: Mapping[str, Any] | None = None,
    ) -> Any:
        """PUT `body` as JSON; see `get`."""
        return self._custom("PUT", path, cast_to, body, options, files=files, content=content)

    def patch(
        self,
        path: str,
        *,
        cast_to: Any,
        body: Any = None,
        content: Any = None,
        files: Any = None,
        options: Mapping[str, Any] | None = None,
    ) -> Any:
        """PATCH with `body` as JSON; see `get`."""
        return self._custom("PATCH", path, cast_to, body, options, files=files, content=content)

    def delete(
        self,
        path: str,
        *,
        cast_to: Any,
        body: Any = None,
        content: Any = None,
        options: Mapping[str, Any] | None = None,
    ) -> Any:
        """DELETE; see `get`."""
        return self._custom("DELETE", path, cast_to, body, options, content=content)

    def _custom(
        self,
        method: str,
        path: str,
        cast_to: Any,
        body: Any,
        options: Any,
        stream: bool = False,
        stream_cls: Any = None,
        files: Any = None,
        content: Any = None,
    ) -> Any:
        from .resources._custom import check_content, custom_call

        check_content(body=body, content=content, files=files)
        streams = (stream_cls or ()) if stream else None
        return self._call(
            custom_call(
                method,
                path,
                cast_to,
                body=body,
                content=content,
                options=options,
                stream_cls=streams,
                files=files,
            )
        )

    # -- other views of the client

    if not TYPE_CHECKING:
        # Their types: each client's own, in `resources/_views.pyi`.

        @property
        def with_raw_response(self) -> Any:
            """All methods of all resources, returning a `LegacyAPIResponse`."""
            from .resources._resource import Rebound

            return Rebound(self, self._call_raw, "true")

        @property
        def with_streaming_response(self) -> Any:
            """All methods of all resources, each to be used in a `with`."""
            from .resources._resource import Rebound, StreamingMethods

            return StreamingMethods(Rebound(self, self._call_unread, "stream"))

    def copy(
        self,
        *,
        api_key: str | Callable[[], Any] | None = None,
        admin_api_key: str | None = None,
        workload_identity: Any = None,
        provider: Any = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        websocket_base_url: str | URL | None = None,
        base_url: str | URL | None | NotGiven = None,
        data_residency: Any = None,
        timeout: float | Timeout | None | NotGiven = not_given,
        http_client: Any = None,
        max_retries: int | NotGiven = not_given,
        default_headers: Mapping[str, str] | None = None,
        set_default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        set_default_query: Mapping[str, object] | None = None,
        strict_streams: bool | None = None,
        dialect: bool | None = None,
        load_timeout: float | None = None,
        on_prompt_progress: Callable[[PromptProgress], object] | None | NotGiven = not_given,
        local_images: str | os.PathLike[str] | None = None,
        _enforce_credentials: bool | None = None,
        _extra_kwargs: Mapping[str, Any] | None = None,
    ) -> Self:
        """A client with some settings changed, on the same connections.

        `default_headers` and `default_query` are added to those of this client,
        `set_default_headers` and `set_default_query` replace them.
        """
        _refuse(
            workload_identity=workload_identity, provider=provider, data_residency=data_residency
        )
        # Not at the top: most programs get along without.
        from copy import copy

        new = copy(self)
        vars(new)["_known_patterns"] = self._known_patterns
        # Where a program has put its own over it, that one sends with this client.
        vars(new).pop("request", None)
        if http_client is not None:
            new._take_http_client(http_client)
        else:
            vars(new)["_transport"] = self._transport
        if api_key is not None:
            new._take_key(api_key)
        if base_url:
            new.base_url = URL(base_url)
        if not isinstance(timeout, NotGiven):
            as_timeout(timeout)
            new.timeout = timeout
        if not isinstance(max_retries, NotGiven):
            new.max_retries = _checked_retries(max_retries)
        if strict_streams is not None:
            new.strict_streams = strict_streams
        if local_images is not None:
            new.local_images = local_images
        if dialect is not None:
            new.dialect = dialect
        if load_timeout is not None:
            new.load_timeout = _checked_load_timeout(load_timeout)
        if not isinstance(on_prompt_progress, NotGiven):
            new.on_prompt_progress = _checked_callback(on_prompt_progress)
        new.admin_api_key = admin_api_key or self.admin_api_key
        new.organization = organization or self.organization
        new.project = project or self.project
        new.webhook_secret = webhook_secret or self.webhook_secret
        new.websocket_base_url = websocket_base_url or self.websocket_base_url
        new._custom_headers = _changed(
            "default_headers", self._custom_headers, default_headers, set_default_headers
        )
        new._custom_query = _changed(
            "default_query", self._custom_query, default_query, set_default_query
        )
        return new

    with_options = copy

    def _take_httpx(self) -> Any:
        """Make a client of httpx, and send through it from now on.

        Whoever asks for `_client` wants to look at what sends, or to change it.
        """
        from ._io.default_clients import httpx_client

        # As without it: no proxy is in the way to this machine.
        made = httpx_client(is_async=self._is_async, trust_env=not self.base_url.is_loopback)
        if made is not None:
            log().info("Sending through httpx from now on, because `_client` was asked for")
            # Copies of this client go on with the transport that they share with it.
            vars(self).pop("_transport", None)
            self._http_client = made
        return made

    def __getattr__(self, name: str) -> Any:
        if name == "_client" and "_http_client" in vars(self):
            given = self._http_client
            found = self._take_httpx() if given is None else given
            if found is not None:
                return found
        raise AttributeError(not_there(f"{type(self).__name__!r} object", name, RESOURCES))

    def __getstate__(self) -> dict[str, Any]:
        # Connections stay with this process; resources are made again when they are asked for.
        return {
            name: value
            for name, value in vars(self).items()
            if not isinstance(getattr(type(self), name, None), cached_property)
        }


class OpenAI(Closing, BaseClient):
    """A client for an OpenAI-compatible server on this machine or nearby.

        client = OpenAI()
        client.chat.completions.create(model="local", messages=[...], stream=True)

    Takes the arguments of the official client. Safe to share between threads; survives a fork;
    can be pickled, if its `api_key` can.
    """

    with_raw_response: _views.RawOpenAI
    with_streaming_response: _views.StreamingOpenAI

    @cached_property
    def chat(self) -> resources.Chat:
        """Conversations with a model: `client.chat.completions`."""
        return resources.Chat(self)

    @cached_property
    def beta(self) -> resources.Beta:
        """`client.beta.chat`, the name under which older programs find `parse` and `stream`."""
        return resources.Beta(self)

    @cached_property
    def completions(self) -> resources.Completions:
        """Continuations of a text, the API before chat."""
        return resources.Completions(self)

    @cached_property
    def embeddings(self) -> resources.Embeddings:
        """Texts as vectors."""
        return resources.Embeddings(self)

    @cached_property
    def models(self) -> resources.Models:
        """What the server can run."""
        return resources.Models(self)

    @cached_property
    def audio(self) -> resources.Audio:
        """Speech to text and text to speech."""
        return resources.Audio(self)

    @cached_property
    def images(self) -> resources.Images:
        """Pictures from words, and from pictures."""
        return resources.Images(self)

    @cached_property
    def moderations(self) -> resources.Moderations:
        """Verdicts on texts and images."""
        return resources.Moderations(self)

    @cached_property
    def responses(self) -> resources.Responses:
        """The API after chat: `client.responses.create(input=...)`."""
        return resources.Responses(self)

    @cached_property
    def _transport(self) -> Transport:
        from ._io.http_client import transport_for

        return transport_for(self._http_client)

    def request(
        self,
        cast_to: Any,
        options: FinalRequestOptions,
        *,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> Any:
        """Every call goes through here. Programs that trace calls replace it; see `post`."""
        call = options.call(cast_to, (stream_cls or ()) if stream else None)
        form = None
        if call.extra_headers:
            call, form = without_raw_header(call)
        unread = call.stream is not None or form not in (None, "true")
        response = self._send(call, unread=unread)
        options._sent = call, form
        return self._process_response(
            cast_to=cast_to,
            options=options,
            response=response,
            stream=stream,
            stream_cls=stream_cls,
            retries_taken=response.retries_taken,
        )

    def _process_response(
        self,
        *,
        cast_to: Any,
        options: FinalRequestOptions,
        response: Any,
        stream: bool,
        stream_cls: Any,
        retries_taken: int = 0,
    ) -> Any:
        """What a call returns, of its answer. Programs that trace calls wrap it, for the headers.

        By keyword, as in the official SDK.
        """
        return self._outcome(options, response, stream_cls, APIResponse)

    def _send(self, call: Call, *, unread: bool) -> Response:
        from ._io.drive import run

        remake = partial(self._prepared, call) if self._is_hooked else None
        request = self._request(call) if remake is None else remake(0)
        flow = exchange(request, self._retry_policy(call), stream=unread, remake=remake)
        return run(flow, self._transport)

    def _prepared(self, call: Call, retries_taken: int) -> Request:
        """The request for one try, made by way of the methods that programs replace."""
        options = self._prepare_options(FinalRequestOptions.of(call))
        request = self._build_request(options, retries_taken=retries_taken)
        self._prepare_request(request)
        check_headers(request.headers)
        return request

    def _prepare_options(self, options: FinalRequestOptions) -> FinalRequestOptions:
        """What is called with the options of each try; subclasses return others, or change them.

        Asks the function that was given as `api_key`, if one was.
        """
        self._refresh_api_key()
        return options

    def _prepare_request(self, request: Request) -> None:
        """Does nothing: for subclasses, to change each request before it is sent."""

    def _refresh_api_key(self) -> str:
        """The key, after asking the function that was given as `api_key`, if one was."""
        if self._key_provider is not None:
            self.api_key = self._key_provider()
        return self.api_key

    def wait_until_ready(self, timeout: float | None = DEFAULT_READY_TIMEOUT) -> list[str]:
        """Wait until the server answers and has loaded its model; return the ids of its models.

            server = subprocess.Popen(["llama-server", ...])
            model = client.wait_until_ready(timeout=300)[0]

        A server that isn't there yet, is silent or says that it is loading is asked again, for
        `timeout` seconds (`None`: for ever); the progress is on the log, logger "openai_local",
        level INFO. Asked are `/models` and llama-server's `/health`, or `/props` where it has none;
        they cost a server no work.

        Raises `APITimeoutError` with what was seen last; at once `AuthenticationError` if the
        key is wrong, and another `APIStatusError` or `APIResponseValidationError` if what
        answers is no such server.
        """
        from ._io.drive import run
        from ._wire.readiness import model_ids

        calls, is_hooked = self._readiness_calls(), self._is_hooked
        requests = [self._prepared(c, 0) if is_hooked else self._request(c) for c in calls]
        return model_ids(run(self._until_ready(requests, timeout), self._transport))

    def _finish(self, call: Call, response: Response, stream_cls: Any = None) -> Any:
        if call.stream is not None:
            stream_cls = stream_cls or self._stream_class(Any)
            return stream_cls(response=response, reader=self._reader(call, response))
        return self._result(call, response)

    def _stream_class(self, item: Any) -> Any:
        from ._streaming import Stream

        generic: Any = Stream
        return generic[item if isinstance(item, type) else Any]

    def close(self) -> None:
        """Close idle connections, and the `http_client`. The client can't be used any more."""
        self._is_closed = True
        if self._http_client is not None or "_transport" in vars(self):
            self._transport.close()


class AsyncOpenAI(AsyncClosing, BaseClient):
    """`OpenAI` for asyncio and trio: the same arguments, the same methods, to be awaited.

        client = AsyncOpenAI()
        stream = await client.chat.completions.create(model="local", messages=[...], stream=True)
        async for chunk in stream: ...

    Bound to no event loop: it works from one after another. `api_key` may be an async function.
    """

    with_raw_response: _views.AsyncRawOpenAI
    with_streaming_response: _views.AsyncStreamingOpenAI

    _is_async = True

    @cached_property
    def chat(self) -> resources.AsyncChat:
        """Conversations with a model: `client.chat.completions`."""
        return resources.AsyncChat(self)

    @cached_property
    def beta(self) -> resources.AsyncBeta:
        """`client.beta.chat`, the name under which older programs find `parse` and `stream`."""
        return resources.AsyncBeta(self)

    @cached_property
    def completions(self) -> resources.AsyncCompletions:
        """Continuations of a text, the API before chat."""
        return resources.AsyncCompletions(self)

    @cached_property
    def embeddings(self) -> resources.AsyncEmbeddings:
        """Texts as vectors."""
        return resources.AsyncEmbeddings(self)

    @cached_property
    def models(self) -> resources.AsyncModels:
        """What the server can run."""
        return resources.AsyncModels(self)

    @cached_property
    def audio(self) -> resources.AsyncAudio:
        """Speech to text and text to speech."""
        return resources.AsyncAudio(self)

    @cached_property
    def images(self) -> resources.AsyncImages:
        """Pictures from words, and from pictures."""
        return resources.AsyncImages(self)

    @cached_property
    def moderations(self) -> resources.AsyncModerations:
        """Verdicts on texts and images."""
        return resources.AsyncModerations(self)

    @cached_property
    def responses(self) -> resources.AsyncResponses:
        """The API after chat: `client.responses.create(input=...)`."""
        return resources.AsyncResponses(self)

    @cached_property
    def _transport(self) -> AsyncTransport:
        from ._io.http_client import async_transport_for

        return async_transport_for(self._http_client)

    async def request(
        self,
        cast_to: Any,
        options: FinalRequestOptions,
        *,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> Any:
        """See `OpenAI.request`."""
        call = options.call(cast_to, (stream_cls or ()) if stream else None)
        form = None
        if call.extra_headers:
            call, form = without_raw_header(call)
        unread = call.stream is not None or form not in (None, "true")
        response = await self._send(call, unread=unread)
        options._sent = call, form
        return await self._process_response(
            cast_to=cast_to,
            options=options,
            response=response,
            stream=stream,
            stream_cls=stream_cls,
            retries_taken=response.retries_taken,
        )

    async def _process_response(
        self,
        *,
        cast_to: Any,
        options: FinalRequestOptions,
        response: Any,
        stream: bool,
        stream_cls: Any,
        retries_taken: int = 0,
    ) -> Any:
        """See `OpenAI._process_response`."""
        return self._outcome(options, response, stream_cls, AsyncAPIResponse)

    async def _send(self, call: Call, *, unread: bool) -> AsyncResponse:
        from ._io.drive import arun

        remake = partial(self._prepared, call) if self._is_hooked else None
        request = self._request(call) if remake is None else await remake(0)
        flow = exchange(request, self._retry_policy(call), stream=unread, remake=remake)
        return await arun(flow, self._transport)

    async def _prepared(self, call: Call, retries_taken: int) -> Request:
        """See `OpenAI._prepared`."""
        options = await self._prepare_options(FinalRequestOptions.of(call))
        request = self._build_request(options, retries_taken=retries_taken)
        await self._prepare_request(request)
        check_headers(request.headers)
        return request

    async def _prepare_options(self, options: FinalRequestOptions) -> FinalRequestOptions:
        """See `OpenAI._prepare_options`."""
        await self._refresh_api_key()
        return options

    async def _prepare_request(self, request: Request) -> None:
        """See `OpenAI._prepare_request`."""

    async def _refresh_api_key(self) -> str:
        """See `OpenAI._refresh_api_key`."""
        if self._key_provider is not None:
            self.api_key = await self._key_provider()
        return self.api_key

    async def wait_until_ready(self, timeout: float | None = DEFAULT_READY_TIMEOUT) -> list[str]:
        """See `OpenAI.wait_until_ready`."""
        from ._io.drive import arun
        from ._wire.readiness import model_ids

        calls, is_hooked = self._readiness_calls(), self._is_hooked
        requests = [await self._prepared(c, 0) if is_hooked else self._request(c) for c in calls]
        return model_ids(await arun(self._until_ready(requests, timeout), self._transport))

    def _finish(self, call: Call, response: AsyncResponse, stream_cls: Any = None) -> Any:
        if call.stream is not None:
            stream_cls = stream_cls or self._stream_class(Any)
            return stream_cls(response=response, reader=self._reader(call, response))
        return self._result(call, response)

    def _stream_class(self, item: Any) -> Any:
        from ._streaming import AsyncStream

        generic: Any = AsyncStream
        return generic[item if isinstance(item, type) else Any]

    async def close(self) -> None:
        """Close idle connections, and the `http_client`. The client can't be used any more."""
        self._is_closed = True
        if self._http_client is not None or "_transport" in vars(self):
            await self._transport.close()


Client = OpenAI
AsyncClient = AsyncOpenAI
OpenAI.__module__ = AsyncOpenAI.__module__ = public_module()


def _changed(
    name: str,
    old: Mapping[str, Any],
    added: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
) -> Mapping[str, Any]:
    """Headers or query parameters of a copy: the old ones and `added`, or `new` in their place."""
    if added is not None and new is not None:
        raise ValueError(f"`{name}` and `set_{name}` arguments are mutually exclusive")
    return {**old, **(added or {})} if new is None else dict(new)


def _refuse(**arguments: Any) -> None:
    for name, value in arguments.items():
        if value is not None:
            raise OpenAIError(
                f"{name}= is for the official service and its partners; a local server has "
                "nothing like it. Use base_url= and, if the server asks for one, api_key=."
            )


def _chance() -> float:
    """A number from 0 up to 1; where it comes from, tests put a number of their own."""
    from ._base_client import random

    return random()


def _calculate_retry_timeout(
    client: BaseClient,
    remaining_retries: int,
    options: FinalRequestOptions | None = None,
    response_headers: Mapping[str, str] | None = None,
) -> float:
    """Seconds before the next try. Tests replace it under its official name, not to wait."""
    given = client.max_retries if options is None else options.max_retries
    retries = client.max_retries if isinstance(given, NotGiven) else given
    policy = RetryPolicy(retries, time.time, time.monotonic, _chance)
    return policy.delay(retries - remaining_retries, Headers(response_headers or {}))


def _should_retry(client: BaseClient, response: Response) -> bool:
    """True if the status and the headers of an answer ask for another try."""
    return RetryPolicy(0, time.time, time.monotonic, _chance).retries_response(response)


BaseClient._calculate_retry_timeout = _calculate_retry_timeout
BaseClient._should_retry = _should_retry

#: What subclasses and programs replace to change what is sent.
_HOOKS = (
    "_prepare_options",
    "_prepare_request",
    "_build_request",
    "_validate_headers",
    "_refresh_api_key",
)
for _client_class in (OpenAI, AsyncOpenAI):
    _client_class._own_hooks = tuple(getattr(_client_class, name) for name in _HOOKS)


def _checked_retries(max_retries: Any) -> int:
    """`max_retries` if it is a number of retries; the official SDK's exceptions if not."""
    if not isinstance(max_retries, int):
        raise TypeError(
            f"max_retries cannot be {max_retries!r}: it is a whole number. Pass 0 for no retries."
        )
    if max_retries < 0:
        raise ValueError(f"max_retries must be 0 or more, got {max_retries}")
    return max_retries


def _checked_load_timeout(seconds: Any) -> float:
    """`load_timeout` if it is a number of seconds; the exceptions of `max_retries` if not."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(
            f"load_timeout must be a number of seconds, got {seconds!r}. Pass 0 to not wait."
        )
    if not seconds >= 0:
        raise ValueError(f"load_timeout must be 0 or more seconds, got {seconds}")
    return seconds


def _checked_callback(function: Any) -> Callable[[PromptProgress], object] | None:
    """`on_prompt_progress` if it can be called; nobody would await an async function."""
    is_async = getattr(getattr(function, "__code__", None), "co_flags", 0) & _CO_COROUTINE
    if function is not None and (is_async or not callable(function)):
        raise TypeError(
            f"on_prompt_progress must be a plain function (not async) that takes a PromptProgress; "
            f"got {function!r}"
        )
    checked: Callable[[PromptProgress], object] | None = function
    return checked


def _basic_auth(url: URL) -> dict[str, str]:
    """A user name and password in base_url become Basic authentication, as with httpx."""
    parts = urlsplit(url)
    if parts.username is None:
        return {}
    # Not at the top: most programs get along without.
    from base64 import b64encode

    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


_warned: set[str] = set()


def _warn_once(message: str) -> None:
    if message not in _warned:
        _warned.add(message)
        log().warning("%s", message)
