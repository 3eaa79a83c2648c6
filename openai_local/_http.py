"""One HTTP exchange as values: `URL`, `Headers`, `Request`, `Response`.

They look like httpx's objects, which programs written for the official SDK find on exceptions
and streams. Nothing here touches a socket: a `Response` pulls its bytes from a `Body`, which a
transport provides.
"""

from __future__ import annotations

import json
from collections.abc import (
    AsyncIterator,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    Sized,
)
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, overload
from urllib.parse import SplitResult, urlsplit

from ._body import Cutter, Lines, Pieces, Text, Whole
from ._constants import MAX_BODY_BYTES
from ._httpx_guise import HttpxGuise
from ._types import Timeout

_T = TypeVar("_T")

_SECRET_HEADERS = frozenset(
    {"authorization", "api-key", "x-api-key", "x-admin-key", "cookie", "set-cookie",
     "proxy-authorization"}
)  # fmt: skip


_GONE = "The body is not kept: the response was closed, or iterated over, before it was read."


class URL(HttpxGuise, str):  # noqa: SLOT000 - its parts are worked out once
    """A URL that is a string and also answers to `scheme`, `host`, `port`, `path` and `query`."""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self),)

    def _as_httpx(self, library: Any) -> Any:
        return library.URL(str(self))

    @cached_property
    def _parts(self) -> SplitResult:
        return urlsplit(self)

    @property
    def scheme(self) -> str:
        return self._parts.scheme

    @property
    def host(self) -> str:
        return self._parts.hostname or ""

    @property
    def port(self) -> int | None:
        return self._parts.port

    @property
    def path(self) -> str:
        return self._parts.path

    @property
    def query(self) -> bytes:
        return self._parts.query.encode()

    @cached_property
    def origin(self) -> str:
        """Scheme, host and port: what a key may be sent to. Never holds credentials."""
        return _origin_of(self._parts)

    @property
    def is_loopback(self) -> bool:
        """True if the host can only be this machine."""
        host = self.host.lower().rstrip(".").removeprefix("::ffff:")
        numbers = host.split(".")
        return (
            host in ("localhost", "::1", "0.0.0.0")  # noqa: S104 - asked for, not bound
            or host.endswith(".localhost")
            or (numbers[0] == "127" and len(numbers) == 4 and all(map(str.isdigit, numbers)))
        )

    def without_credentials(self) -> str:
        """The URL as it may be shown: no user name, no password, no query."""
        return self.origin + self.path


@lru_cache(maxsize=64)
def _origin_of(parts: SplitResult) -> str:
    # Remembered, because each call makes a `URL` of its own for the same server.
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")


class Headers(HttpxGuise, MutableMapping[str, str]):
    """Header fields, found whatever the case of their name; several of one name are joined."""

    __slots__ = ("_fields",)

    def _as_httpx(self, library: Any) -> Any:
        return library.Headers(self.as_sent())

    def _state(self) -> tuple[None, dict[str, Any]]:
        return None, {"_fields": self._fields}

    def __init__(self, fields: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        self._fields: dict[str, tuple[str, str]] = {}
        for name, value in fields.items() if isinstance(fields, Mapping) else fields:
            key = name.lower()
            before = f"{self._fields[key][1]}, " if key in self._fields else ""
            self._fields[key] = (name, before + value)

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()][1]

    def __setitem__(self, name: str, value: str) -> None:
        self._fields[name.lower()] = (name, value)

    def __delitem__(self, name: str) -> None:
        del self._fields[name.lower()]

    # `Mapping` has these two by way of a KeyError, which takes ten times as long.

    @overload
    def get(self, key: str, /) -> str | None: ...
    @overload
    def get(self, key: str, /, default: str | _T) -> str | _T: ...
    def get(self, key: str, /, default: Any = None) -> Any:
        field = self._fields.get(key.lower())
        return default if field is None else field[1]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def get_list(self, name: str, split_commas: bool = False) -> list[str]:
        """The values of a field, under httpx's name: one, none, or those between its commas."""
        if name not in self:
            return []
        return [part.strip() for part in self[name].split(",")] if split_commas else [self[name]]

    def __repr__(self) -> str:
        return f"Headers({self.shown()!r})"

    def shown(self) -> dict[str, str]:
        """The fields as they may be shown or stored: without keys and cookies."""
        return {
            name: "[secure]" if name.lower() in _SECRET_HEADERS else value
            for name, value in self.as_sent().items()
        }

    def as_sent(self) -> dict[str, str]:
        """The fields under their names as first written."""
        return dict(self._fields.values())


class SizedBody(Protocol):
    """A request body in pieces, of known length, which can be sent again from its start."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[bytes]: ...


class OnePassBody(Protocol):
    """A request body in pieces that come only once; how many is not known before."""

    @property
    def is_repeatable(self) -> bool:
        """True until the first piece was asked for."""

    def __iter__(self) -> Iterator[bytes]: ...


class AsyncOnePassBody(Protocol):
    """`OnePassBody` for asyncio."""

    @property
    def is_repeatable(self) -> bool:
        """True until the first piece was asked for."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...


if TYPE_CHECKING:
    from datetime import timedelta

    RequestBody: TypeAlias = "bytes | SizedBody | OnePassBody | AsyncOnePassBody | None"


class Request(HttpxGuise):
    """What is sent. `runs_model` marks a call that costs the server work each time it is sent.

    `key_hint` and `image_hint` are what to tell the user if the server asks for a key or refuses
    an image; "" if there is nothing. `is_to_default` says that nobody has chosen the address.
    `wording` has the body in other words, for a server that refuses it; see `_wire/dialect.py`.
    `limits` are those of the whole call. `timeout` is what a transport is to keep to in this try:
    its `read` holds until the answer begins.
    """

    __slots__ = (
        "body",
        "headers",
        "image_hint",
        "is_to_default",
        "key_hint",
        "limits",
        "method",
        "runs_model",
        "timeout",
        "url",
        "wording",
    )

    def __init__(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: RequestBody = None,
        timeout: Timeout | None = None,
        runs_model: bool = False,
        key_hint: str = "",
        image_hint: str = "",
        is_to_default: bool = False,
        wording: Any = None,
    ) -> None:
        self.method = method
        self.url = url if isinstance(url, URL) else URL(url)
        self.headers = Headers(headers or {})
        self.body = body
        self.timeout = self.limits = timeout or Timeout(None)
        self.runs_model = runs_model
        self.key_hint = key_hint
        self.image_hint = image_hint
        self.is_to_default = is_to_default
        self.wording = wording

    @property
    def content(self) -> bytes:
        """The whole body in bytes; files in it are read for this.

        Raises `RuntimeError` if the body comes only once.
        """
        if self.body is None or isinstance(self.body, bytes):
            return self.body or b""
        if isinstance(self.body, Sized):
            return b"".join(self.body)
        raise RuntimeError("The body of this request can be had only once, by the server.")

    @property
    def is_repeatable(self) -> bool:
        """False if the body can't be sent again: it came only once, or its file was closed."""
        repeatable: bool = getattr(self.body, "is_repeatable", True)
        return repeatable

    def read(self) -> bytes:
        """The same as `content`, under httpx's name."""
        return self.content

    @property
    def body_silence(self) -> float | None:
        """Seconds: the longest silence of the server that may be right inside its answer."""
        limits = self.limits
        if limits.first_token is None:
            return self.timeout.read
        return None if limits.read is None else max(limits.first_token, limits.read)

    def replace(
        self,
        *,
        url: str = "",
        headers: Mapping[str, str] | None = None,
        body: RequestBody = None,
        timeout: Timeout | None = None,
    ) -> Request:
        """A copy with another URL, body or timeout; `headers` replace fields of the same name."""
        changes = {name.lower(): value for name, value in (headers or {}).items()}
        copy = Request(
            self.method,
            url or self.url,
            headers={**dict(self.headers), **changes},
            body=self.body if body is None else body,
            timeout=timeout or self.timeout,
            runs_model=self.runs_model,
            key_hint=self.key_hint,
            image_hint=self.image_hint,
            is_to_default=self.is_to_default,
            wording=self.wording,
        )
        copy.limits = self.limits
        return copy

    def _as_httpx(self, library: Any) -> Any:
        # A body that is not in memory is left out: a picture would be read for it.
        return library.Request(
            self.method,
            str(self.url),
            headers=self.headers.as_sent(),
            content=self.body if isinstance(self.body, bytes) else None,
            extensions={"timeout": self.timeout.as_dict()},
        )

    def _state(self) -> tuple[None, dict[str, Any]]:
        # Errors travel between processes with their request; the key stays here.
        state = {name: getattr(self, name) for name in self.__slots__}
        state["headers"] = Headers(self.headers.shown())
        state["wording"] = None
        return None, state

    def __repr__(self) -> str:
        return f"<Request({self.method!r}, {self.url.without_credentials()!r})>"


class Body(Protocol):
    """The bytes of a response, as a transport hands them out."""

    def read_block(self) -> bytes:
        """What has arrived, at least one byte; `b""` at the end of the body."""

    def wait_at_most(self, seconds: float | None) -> None:
        """Bound the silence of the next reads."""

    def finish(self) -> None:
        """Keep the connection if the body is at its end, else close it. Never waits for long."""

    def close(self) -> None:
        """Close the connection at once. Closing twice is fine."""


class Response(HttpxGuise):
    """What came back: status, headers, and a body that is read when it is asked for."""

    def __init__(
        self,
        status_code: int,
        *,
        headers: Headers,
        request: Request,
        body: Body | None = None,
        content: bytes | None = None,
        reason_phrase: str = "",
        http_version: str = "HTTP/1.1",
    ) -> None:
        self.status_code = status_code
        self.headers = headers
        self.request = request
        self.reason_phrase = reason_phrase
        self.http_version = http_version
        #: True if a too long body was cut; `content` then holds its beginning.
        self.is_cut = False
        #: How often the request was tried again before this answer.
        self.retries_taken = 0
        #: From sending to the headers.
        self.elapsed_seconds = 0.0
        #: When the request was sent, by the clock that never goes back, in seconds.
        self.sent_at = 0.0
        self._body = body
        self._content = content

    @property
    def elapsed(self) -> timedelta:
        """The time from sending to the headers."""
        # Not at the top: most programs get along without.
        from datetime import timedelta

        return timedelta(seconds=self.elapsed_seconds)

    @elapsed.setter
    def elapsed(self, time: timedelta) -> None:
        self.elapsed_seconds = time.total_seconds()

    @property
    def url(self) -> URL:
        return self.request.url

    @property
    def method(self) -> str:
        return self.request.method

    @property
    def is_success(self) -> bool:
        return 200 <= self.status_code < 300

    @property
    def is_error(self) -> bool:
        return self.status_code >= 400

    @property
    def is_closed(self) -> bool:
        """True once the body is read to its end or given up."""
        return self._body is None

    @property
    def is_gone(self) -> bool:
        """True if the body can't be read any more and was not kept."""
        return self._body is None and self._content is None

    @property
    def content(self) -> bytes:
        """The body in bytes, if it was read; else `RuntimeError`, as from httpx."""
        if self._content is None:
            raise RuntimeError("The body has not been read; call response.read() first.")
        return self._content

    @property
    def charset_encoding(self) -> str | None:
        """The charset that the Content-Type names."""
        charset = self.headers.get("content-type", "").lower().partition("charset=")[2]
        return charset.partition(";")[0].strip('" ') or None

    @property
    def text(self) -> str:
        """The body as text, by the charset of the Content-Type, else UTF-8."""
        try:
            text = self.content.decode(self.charset_encoding or "utf-8", "replace")
        except (LookupError, ValueError):
            text = self.content.decode("utf-8", "replace")
        return text.removeprefix("\ufeff")

    def json(self) -> Any:
        """The body parsed as JSON; `ValueError` if it isn't."""
        return json.loads(self.content)

    def read(self, limit: int = MAX_BODY_BYTES) -> bytes:
        """Read the body to its end and return it; a body over `limit` bytes is cut there."""
        if self._content is None:
            if self._body is None:
                raise RuntimeError(_GONE)
            self._content = self._read_all(self._body, limit)
        return self._content

    def _read_all(self, body: Body, limit: int) -> bytes:
        blocks = Whole(limit)
        try:
            while block := body.read_block():
                if not blocks.take(block):
                    self.is_cut = True
                    break
        except TransportError:
            self._keep_of_error(blocks.joined())
            raise
        finally:
            # At its end, the body has given the connection back already.
            self.close()
        return blocks.joined()

    def _keep_of_error(self, content: bytes) -> None:
        """Part of an error's body says more than none; part of an answer is none."""
        if not self.is_success:
            self._content, self.is_cut = content, True

    def iter_blocks(self) -> Iterator[bytes]:
        """Each block of the body as soon as it arrives."""
        if self._content is not None:
            yield self._content
            return
        while self._body is not None and (block := self._body.read_block()):
            yield block

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The body as it arrives, or in pieces of `chunk_size` bytes."""
        return self._iter(Pieces(chunk_size))

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """The body as text, as it arrives, or in pieces of `chunk_size` characters."""
        return self._iter(Text(chunk_size))

    def iter_lines(self) -> Iterator[str]:
        """The lines of the body, as they arrive, without their ends."""
        return self._iter(Lines())

    def _iter(self, cutter: Cutter[_T]) -> Iterator[_T]:
        for block in self.iter_blocks():
            yield from cutter.feed(block)
        self.finish()
        yield from cutter.end()

    def read_through(self, wrapped: Callable[[Any], Any]) -> None:
        """Read the body through another one, which `wrapped` makes of it."""
        if self._body is not None:
            self._body = wrapped(self._body)

    def without_waiting(self) -> Any:
        """The body for a reader that waits by itself, which takes it over; see `NonBlockingBody`.

        None if the body is of a kind that can only be read from here.
        """
        offer = getattr(self._body, "without_waiting", None)
        taken = None if offer is None else offer()
        if taken is not None:
            self._body = None
        return taken

    def wait_at_most(self, seconds: float | None) -> None:
        """Bound the silence of the next reads, in seconds."""
        if self._body is not None:
            self._body.wait_at_most(seconds)

    def finish(self) -> None:
        """The reader has all it wants: keep the connection if that costs no wait, else close."""
        if self._body is not None:
            self._body.finish()
            self._body = None

    def close(self) -> None:
        """Close the connection at once, wherever the body is. Closing twice is fine."""
        # First the mark, then the closing: it wakes a thread that is reading, which looks at it.
        body, self._body = self._body, None
        if body is not None:
            body.close()

    def _as_httpx(self, library: Any) -> Any:
        headers = self.headers.as_sent().items()
        made = library.Response(
            self.status_code,
            # The content is decoded already.
            headers={name: value for name, value in headers if name.lower() != "content-encoding"},
            content=self._content,
            request=self.request._as_httpx(library),
            extensions={
                "http_version": self.http_version.encode(),
                "reason_phrase": self.reason_phrase.encode("latin-1", "replace"),
            },
        )
        made.elapsed = self.elapsed
        return made

    def _state(self) -> dict[str, Any]:
        # An open connection can't be pickled; what was read can.
        return {**vars(self), "_body": None}

    def __repr__(self) -> str:
        return f"<Response [{self.status_code} {self.reason_phrase}]>".replace(" ]", "]")


class AsyncBody(Protocol):
    """The bytes of a response in asyncio; like `Body`, and only reading waits."""

    async def read_block(self) -> bytes: ...

    def wait_at_most(self, seconds: float | None) -> None: ...

    async def finish(self) -> None: ...

    def close(self) -> None: ...

    async def wait_closed(self) -> None:
        """After `close`: wait until the library below has done its part."""


class AsyncResponse(Response):
    """A `Response` whose body is read in asyncio: `aread()`, `aiter_bytes()`, `aclose()`."""

    _body: Any  # an `AsyncBody`

    @classmethod
    def of(cls, response: Response, body: AsyncBody) -> AsyncResponse:
        """The same answer, its body read through `body`."""
        new = cls(
            response.status_code,
            headers=response.headers,
            request=response.request,
            body=body,  # type: ignore[arg-type]
            reason_phrase=response.reason_phrase,
            http_version=response.http_version,
        )
        new.elapsed_seconds = response.elapsed_seconds
        return new

    async def aread(self, limit: int = MAX_BODY_BYTES) -> bytes:
        """Read the body to its end and return it; a body over `limit` bytes is cut there."""
        if self._content is None:
            if self._body is None:
                raise RuntimeError(_GONE)
            blocks = Whole(limit)
            try:
                async for block in self.aiter_blocks():
                    if not blocks.take(block):
                        self.is_cut = True
                        break
                else:
                    await self.afinish()
            except TransportError:
                self._keep_of_error(blocks.joined())
                raise
            finally:
                await self.aclose()
            self._content = blocks.joined()
        return self._content

    async def read_block(self) -> bytes:
        """The next block of the body as soon as it arrives; `b""` at its end or after closing."""
        return await self._body.read_block() if self._body is not None else b""

    async def aiter_blocks(self) -> AsyncIterator[bytes]:
        """Each block of the body as soon as it arrives."""
        if self._content is not None:
            yield self._content
            return
        while block := await self.read_block():
            yield block

    def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """See `Response.iter_bytes`."""
        return self._aiter(Pieces(chunk_size))

    def aiter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """See `Response.iter_text`."""
        return self._aiter(Text(chunk_size))

    def aiter_lines(self) -> AsyncIterator[str]:
        """See `Response.iter_lines`."""
        return self._aiter(Lines())

    async def _aiter(self, cutter: Cutter[_T]) -> AsyncIterator[_T]:
        async for block in self.aiter_blocks():
            for item in cutter.feed(block):
                yield item
        await self.afinish()
        for item in cutter.end():
            yield item

    async def afinish(self) -> None:
        """See `Response.finish`."""
        body, self._body = self._body, None
        if body is not None:
            await body.finish()

    async def aclose(self) -> None:
        """The same as `close`; where httpx sends the requests, its response is closed then, too."""
        body = self._body
        self.close()
        if body is not None:
            await body.wait_closed()

    def read(self, limit: int = MAX_BODY_BYTES) -> bytes:
        if self._content is None:
            raise RuntimeError("This response is read in asyncio: await response.aread().")
        return self._content


class TransportError(Exception):
    """Something went wrong on the way. Its text is one readable line with the cause.

    Transports raise these in place of their library's own exceptions; what users see is made
    from them in `_wire/exchange.py` and `_wire/stream.py`.
    """

    #: The exception of the user's own HTTP client: what users see is raised from that one.
    behind: BaseException | None = None


class ConnectError(TransportError):
    """No connection came about: refused, no such host, TLS, or a proxy in the way."""


class Refused(ConnectError):
    """The machine is there, and nothing listens at that port."""


class ConnectTimeout(TransportError):
    """No connection within `Timeout.connect` seconds."""


class ReadTimeout(TransportError):
    """The server was silent for `Timeout.read` seconds."""


class TotalTimeout(ReadTimeout):
    """The whole call took longer than `Timeout.total` seconds."""


class WriteTimeout(TransportError):
    """The server stopped taking the request's body."""


class BrokenConnection(TransportError):
    """The connection broke: before an answer, or inside the body."""


class StaleConnection(BrokenConnection):
    """A kept connection turned out to have been closed by the server while it was idle."""
