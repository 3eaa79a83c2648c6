"""The raw answer beside the object: `.with_raw_response` and `.with_streaming_response`.

One mechanism for every resource: a resource does nothing but hand a `Call` to its client, so a
copy of it that is bound to another kind of client returns the raw answer instead of the object.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_origin, overload

from ._closing import AsyncOpening, Opening
from ._constants import RAW_RESPONSE_HEADER
from ._exceptions import OpenAIError
from ._http import URL, AsyncResponse, Headers, Request, Response, TransportError
from ._models import conversion_of, refuse_foreign
from ._wire.exchange import connection_error
from ._wire.payload import parse_or_text, read_body

if TYPE_CHECKING:
    from datetime import timedelta

    from typing_extensions import Self

    from ._wire.request import Call
    from .resources._request_options import FinalRequestOptions

_R = TypeVar("_R")
_T = TypeVar("_T")
_KindT = TypeVar("_KindT", bound="BaseAPIResponse[Any]")
_AnswerT = TypeVar("_AnswerT", bound="APIResponse[Any]")
_AsyncAnswerT = TypeVar("_AsyncAnswerT", bound="AsyncAPIResponse[Any]")

__all__ = [
    "APIResponse",
    "AsyncAPIResponse",
    "AsyncResponseContextManager",
    "LegacyAPIResponse",
    "ResponseContextManager",
    "StreamAlreadyConsumed",
]


def without_raw_header(call: Call) -> tuple[Call, str | None]:
    """The call without the header that asks for the raw answer, and what that header says.

    Programs for the official SDK that wrap `create` ask this way: "true" for what
    `.with_raw_response` returns, "stream" for an answer whose body is not read yet.
    """
    headers = dict(call.extra_headers or {})
    for name in headers:
        if name.lower() == RAW_RESPONSE_HEADER.lower():
            form = headers.pop(name)
            return call._replace(extra_headers=headers), str(form) if form else None
    return call, None


def with_raw_header(call: Call, form: str) -> Call:
    """The call with the header that asks for the raw answer, "true" or "stream"."""
    return call._replace(extra_headers={**(call.extra_headers or {}), RAW_RESPONSE_HEADER: form})


class StreamAlreadyConsumed(OpenAIError):
    """The body is not there any more: it was iterated over, and is not kept."""

    def __init__(self) -> None:
        super().__init__(
            "The body is not kept: the response was closed, or iterated over, before it was read. "
            "Call read() first, or keep the pieces."
        )


class BaseAPIResponse(Generic[_R]):
    """Status, headers and body of an answer, and the object that it stands for."""

    #: The answer itself; like an `httpx.Response`.
    http_response: Response
    #: How often the request was tried again.
    retries_taken: int

    def __init__(
        self,
        *,
        raw: Any,
        cast_to: Any,
        client: Any,
        stream: bool,
        stream_cls: Any,
        options: FinalRequestOptions,
        retries_taken: int = 0,
    ) -> None:
        """Programs make one of an `httpx.Response` of their own, as with the official SDK.

        `cast_to` is what its object is to be, with `stream` that of a stream of class
        `stream_cls`; `options` are those of its request.
        """
        response = self._received(raw)
        response.retries_taken = retries_taken
        if stream:
            stream_cls = stream_cls or client._stream_class(cast_to)
        call = options.call(cast_to, stream_cls if stream else None)
        self._take(response, call, partial(client._finish, stream_cls=stream_cls))

    @classmethod
    def of(cls, response: Response, call: Call, finish: Callable[[Call, Any], Any]) -> Self:
        """One of an answer of ours; `finish` makes the object that it stands for."""
        new = cls.__new__(cls)
        new._take(response, call, finish)
        return new

    def _take(self, response: Response, call: Call, finish: Callable[[Call, Any], Any]) -> None:
        self.http_response = response
        self.retries_taken = response.retries_taken
        self._call = call
        self._finish = finish
        # Named as in the official SDK: tracing programs put their own stream in here.
        self._parsed_by_type: dict[Any, Any] = {}

    def _received(self, raw: Any) -> Response:
        """A response of httpx's as one of ours."""
        from ._io.httpx_ import received

        return received(raw)

    @property
    def headers(self) -> Headers:
        return self.http_response.headers

    @property
    def http_request(self) -> Request:
        return self.http_response.request

    @property
    def status_code(self) -> int:
        return self.http_response.status_code

    @property
    def url(self) -> URL:
        return self.http_response.url

    @property
    def method(self) -> str:
        return self.http_response.request.method

    @property
    def http_version(self) -> str:
        return self.http_response.http_version

    @property
    def elapsed(self) -> timedelta:
        """The time from sending to the headers of the answer."""
        return self.http_response.elapsed

    @property
    def is_closed(self) -> bool:
        return self.http_response.is_closed

    @property
    def request_id(self) -> str | None:
        """The `x-request-id` header."""
        return self.headers.get("x-request-id")

    @property
    def _unread_type(self) -> Any:
        """What an answer that is not read yet becomes, if not the same as one that is."""
        return getattr(self._call.cast_to, "unread_type", None)

    def _require_body(self) -> None:
        if self.http_response.is_gone:
            raise StreamAlreadyConsumed

    def _parse(self, to: Any) -> Any:
        """The object, made once for each `to`; the body must have been read, unless it streams."""
        key = self._call.cast_to if to is None else to
        if key not in self._parsed_by_type:
            self._parsed_by_type[key] = self._parse_anew(to)
        return self._parsed_by_type[key]

    def _parse_anew(self, to: Any) -> Any:
        if _is_stream(to):
            return (get_origin(to) or to).over(self.http_response, to)
        if to is None or (to is self._call.cast_to and self._call.stream is None):
            return self._finish(self._call, self.http_response)
        if to is bytes:
            return self.http_response.content
        text = self.http_response.text
        if to is str:
            return text
        if hasattr(to, "from_json"):
            item = self._call.item if hasattr(to, "bind") else None
            plain = self._call._replace(
                cast_to=to, read=read_body, stream=None, item=item, finish=None
            )
            return self._finish(plain, self.http_response)
        if to is bool:
            return text.strip().lower() == "true"
        refuse_foreign(to)
        data = parse_or_text(text)
        if hasattr(to, "model_validate"):
            return to.model_validate(data)
        convert = to if to in (int, float) else conversion_of(to)
        return data if convert is None else convert(data)

    def __repr__(self) -> str:
        shown = f"{self.status_code} {self.http_response.reason_phrase}".strip()
        return f"<{type(self).__name__} [{shown}] type={self._call.cast_to}>"


def _is_stream(to: Any) -> bool:
    """True for `Stream[Model]`, `AsyncStream[Model]` and classes derived from them."""
    return hasattr(get_origin(to) or to, "__stream__")


class _Reading:
    """Turns a failure on the way into the `APIConnectionError` that users know."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def __enter__(self) -> None:
        pass

    def __exit__(self, exc_type: object, exc: BaseException | None, exc_tb: object) -> None:
        if isinstance(exc, TransportError):
            raise connection_error(exc, self._request) from exc.behind or exc


def _each(items: Iterator[_T], request: Request) -> Iterator[_T]:
    with _Reading(request):
        yield from items


async def _aeach(items: AsyncIterator[_T], request: Request) -> AsyncIterator[_T]:
    with _Reading(request):
        async for item in items:
            yield item


class LegacyAPIResponse(BaseAPIResponse[_R]):
    """What a method of `.with_raw_response` returns: `.headers`, `.text`, `.parse()`."""

    def _received(self, raw: Any) -> Response:
        response = super()._received(raw)
        response.read()
        return response

    @property
    def content(self) -> bytes:
        return self.http_response.content

    @property
    def text(self) -> str:
        return self.http_response.text

    @overload
    def parse(self, *, to: type[_T]) -> _T: ...

    @overload
    def parse(self) -> _R: ...

    def parse(self, *, to: Any = None) -> Any:
        """The object that the plain method returns; with `to`, the body as that type."""
        return self._parse(to)


class APIResponse(BaseAPIResponse[_R]):
    """What `.with_streaming_response` gives inside its `with`: the body is read when asked for."""

    @overload
    def parse(self, *, to: type[_T]) -> _T: ...

    @overload
    def parse(self) -> _R: ...

    def parse(self, *, to: Any = None) -> Any:
        """Read the body; the object that the plain method returns, or the body as `to`."""
        if self._call.stream is None or not (to is None or _is_stream(to)):
            self.read()
        return self._parse(to or self._unread_type)

    def read(self) -> bytes:
        """Read the whole body."""
        self._require_body()
        with _Reading(self.http_request):
            return self.http_response.read()

    def text(self) -> str:
        """Read the whole body as text."""
        self.read()
        return self.http_response.text

    def json(self) -> Any:
        """Read the whole body as JSON."""
        self.read()
        return self.http_response.json()

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The body as it arrives, or in pieces of `chunk_size` bytes."""
        return _each(self.http_response.iter_bytes(chunk_size), self.http_request)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """The body as text, as it arrives, or in pieces of `chunk_size` characters."""
        return _each(self.http_response.iter_text(chunk_size), self.http_request)

    def iter_lines(self) -> Iterator[str]:
        """The lines of the body, as they arrive, without their ends."""
        return _each(self.http_response.iter_lines(), self.http_request)

    def stream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None
    ) -> None:
        """Write the body to a file as it arrives."""
        with open(file, "wb") as target:
            target.writelines(self.iter_bytes(chunk_size))

    def close(self) -> None:
        """Close the connection."""
        self.http_response.close()


class AsyncAPIResponse(BaseAPIResponse[_R]):
    """`APIResponse` for asyncio."""

    http_response: AsyncResponse

    def _received(self, raw: Any) -> AsyncResponse:
        from ._io.httpx_ import async_received

        return async_received(raw)

    @overload
    async def parse(self, *, to: type[_T]) -> _T: ...

    @overload
    async def parse(self) -> _R: ...

    async def parse(self, *, to: Any = None) -> Any:
        """See `APIResponse.parse`."""
        if self._call.stream is None or not (to is None or _is_stream(to)):
            await self.read()
        return self._parse(to or self._unread_type)

    async def read(self) -> bytes:
        """See `APIResponse.read`."""
        self._require_body()
        with _Reading(self.http_request):
            return await self.http_response.aread()

    async def text(self) -> str:
        """See `APIResponse.text`."""
        await self.read()
        return self.http_response.text

    async def json(self) -> Any:
        """See `APIResponse.json`."""
        await self.read()
        return self.http_response.json()

    def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """See `APIResponse.iter_bytes`."""
        return _aeach(self.http_response.aiter_bytes(chunk_size), self.http_request)

    def iter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """See `APIResponse.iter_text`."""
        return _aeach(self.http_response.aiter_text(chunk_size), self.http_request)

    def iter_lines(self) -> AsyncIterator[str]:
        """See `APIResponse.iter_lines`."""
        return _aeach(self.http_response.aiter_lines(), self.http_request)

    async def stream_to_file(
        self, file: str | os.PathLike[str], *, chunk_size: int | None = None
    ) -> None:
        """See `APIResponse.stream_to_file`."""
        with open(file, "wb") as target:  # noqa: ASYNC230 - disks are fast enough
            async for piece in self.iter_bytes(chunk_size):
                target.write(piece)

    async def close(self) -> None:
        """Close the connection."""
        await self.http_response.aclose()


class ResponseContextManager(Opening[_AnswerT]):
    """Sends the request when its `with` begins, and closes the answer at its end."""

    def __init__(self, request: Callable[[], _AnswerT]) -> None:
        self._request = request

    def _open(self) -> _AnswerT:
        return self._request()


class AsyncResponseContextManager(AsyncOpening[_AsyncAnswerT]):
    """`ResponseContextManager` for asyncio."""

    def __init__(self, request: Awaitable[_AsyncAnswerT]) -> None:
        self._request = request

    async def _open(self) -> _AsyncAnswerT:
        return await self._request


def streamed_class(call: Call, usual: type[_KindT]) -> type[_KindT]:
    """`usual`, or the class that the official SDK has for answers that are no JSON."""
    if getattr(call.cast_to, "unread_type", None) is None:
        return usual
    kind: type[_KindT] = getattr(_response_kinds(), _STREAMED_KINDS[usual.__name__])
    return kind


def _response_kinds() -> Any:
    from importlib import import_module

    return import_module(f"{__package__}._response_kinds")


_STREAMED_KINDS = {
    "APIResponse": "StreamedBinaryAPIResponse",
    "AsyncAPIResponse": "AsyncStreamedBinaryAPIResponse",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Official names of this module that are loaded when they are asked for."""
        if not name.startswith("_"):
            kinds = _response_kinds()
            if name in kinds.__all__:
                return getattr(kinds, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
