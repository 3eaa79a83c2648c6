"""A call's parameters -> the `Request` that is sent: URL, headers, body."""

from __future__ import annotations

import json
import secrets
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote_plus

from .._exceptions import OpenAIError
from .._http import URL, Request
from .._types import NotGiven, Omit, is_given, not_given
from .images import DataURL

if TYPE_CHECKING:
    from .._http import RequestBody
    from .._models import BaseModel
    from .._types import Body, Headers, Query, Timeout
    from .ending import Ending


class Call(NamedTuple):
    """What a resource asks the client for: one endpoint, its parameters and its options."""

    method: str
    #: Relative to base_url, e.g. "/chat/completions".
    path: str
    #: What the answer becomes.
    cast_to: type[BaseModel]
    params: Mapping[str, Any] | None = None
    stream: StreamRule | None = None
    #: The server has work to do each time this is sent.
    runs_model: bool = False
    extra_headers: Headers | None = None
    extra_query: Query | None = None
    extra_body: Body | None = None
    #: Seconds, a `Timeout`, or None for no limit; left out, the client's own.
    timeout: float | Timeout | None | NotGiven = not_given


class StreamRule(NamedTuple):
    """What a streamed answer consists of, and the rule by which it is complete."""

    cast_to: type[BaseModel]
    ending: Callable[[], Ending]


def build_request(
    call: Call, *, base_url: str, headers: Headers, query: Query, timeout: Timeout, key_hint: str
) -> Request:
    """The request for `call`. `headers` and `query` are the client's; the call's own win.

    Raises `TypeError` or `ValueError` for parameters that can't be sent.
    """
    return Request(
        call.method,
        _url(base_url, call.path, {**query, **(call.extra_query or {})}),
        headers=_headers(headers, call.extra_headers or {}),
        body=_body(call),
        timeout=timeout,
        runs_model=call.runs_model,
        key_hint=key_hint,
    )


# -- URL -------------------------------------------------------------------------------------


def _url(base_url: str, path: str, query: Query) -> str:
    url = path if "://" in path else base_url.rstrip("/") + "/" + path.lstrip("/")
    pairs = [pair for name, value in query.items() for pair in _query_pairs(name, value)]
    if not pairs:
        return url
    text = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)
    return f"{url}{'&' if '?' in url else '?'}{text}"


def _query_pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Nested values as the official SDK writes them: `a[b]=1`, `a[]=1&a[]=2`."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _query_pairs(f"{name}[{key}]", item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _query_pairs(f"{name}[]", item)
    elif value is not None and is_given(value):
        yield name, str(value).lower() if isinstance(value, bool) else str(value)


#: What the name of a header consists of (RFC 9110, section 5.6.2).
_HEADER_NAME_CHARACTERS = "!#$%&'*+-.^_`|~" + string.ascii_letters + string.digits

# -- headers ---------------------------------------------------------------------------------


def _headers(defaults: Headers, extra: Headers) -> dict[str, str]:
    merged: dict[str, tuple[str, Any]] = {}
    for headers in (defaults, extra):
        for name, value in headers.items():
            merged[name.lower()] = (name, value)
    return {
        name: _header_value(name, value)
        for name, value in merged.values()
        if not isinstance(value, Omit)
    }


def _header_value(name: str, value: Any) -> str:
    if not name or name.strip(_HEADER_NAME_CHARACTERS):
        raise OpenAIError(f"{name!r} can't be the name of a header.")
    if name.lower() in ("content-length", "transfer-encoding"):
        raise OpenAIError(f"The header {name!r} is set by the client itself.")
    if not isinstance(value, str):
        raise TypeError(f"The header {name!r} must be a str, not {type(value).__name__}")
    # The value may be a key: it is not shown.
    if any(character in value for character in "\r\n\0"):
        raise OpenAIError(f"The header {name!r} holds a line break or a NUL, which can't be sent.")
    if not value.isascii():
        try:
            value.encode("latin-1")
        except UnicodeEncodeError:
            message = f"The header {name!r} holds characters that HTTP can't send (not Latin-1)."
            raise OpenAIError(message) from None
    return value


# -- body ------------------------------------------------------------------------------------


class BodyPieces:
    """A JSON body with local images in it, encoded while it is sent; can be sent again."""

    __slots__ = ("_pieces",)

    def __init__(self, pieces: list[Any]) -> None:
        self._pieces = pieces

    def __len__(self) -> int:
        return sum(map(len, self._pieces))

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from piece


def _body(call: Call) -> RequestBody:
    if call.params is None and call.extra_body is None:
        return None
    params = {name: value for name, value in (call.params or {}).items() if is_given(value)}
    if isinstance(call.extra_body, Mapping):
        params.update((name, value) for name, value in call.extra_body.items() if is_given(value))
    elif call.extra_body is not None:
        raise TypeError(f"extra_body must be a mapping, not {type(call.extra_body).__name__}")
    return encode_json(params)


def encode_json(params: Any) -> bytes | BodyPieces:
    """The JSON text in UTF-8; in pieces if it holds a `DataURL`.

    Models of ours and pydantic's, dates, and any iterable in place of a list are taken, as by
    the official SDK. Raises `TypeError` for what JSON can't hold, `ValueError` for NaN.
    """
    images: list[DataURL] = []
    # Unguessable, so that no prompt can hold it.
    gap = f"image-{secrets.token_hex(16)}"

    def plain(value: Any) -> Any:
        """The same in what JSON knows; all else is left out or asked what it stands for."""
        if value is None or isinstance(value, (str, int, float)):
            return value
        if isinstance(value, (dict, Mapping)):
            return {name: plain(item) for name, item in value.items() if is_given(item)}
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value if is_given(item)]
        if isinstance(value, DataURL):
            images.append(value)
            return gap
        return plain(_jsonable(value))

    try:
        value = plain(params)
    except RecursionError:
        raise ValueError("The parameters are nested too deeply, or contain themselves.") from None
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        # A lone surrogate, e.g. from a file name, has no UTF-8, but JSON has an escape for it.
        encoded = json.dumps(value, allow_nan=False, separators=(",", ":")).encode()
    if not images:
        return encoded
    return BodyPieces(_fill_gaps(encoded, gap.encode(), images))


def _jsonable(value: Any) -> Any:
    if hasattr(value, "model_dump") and not isinstance(value, type):
        return value.model_dump(mode="json", exclude_unset=True, by_alias=True)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    # Bytes and open files are iterable too, but never meant as a list.
    is_data = isinstance(value, (bytes, bytearray, memoryview)) or hasattr(value, "read")
    if isinstance(value, Iterable) and not is_data:
        return list(value)
    raise TypeError(
        f"Object of type {type(value).__name__} can't be sent as JSON. A local image (a path, "
        'bytes, an open file) goes where a URL is due: {"type": "image_url", "image_url": '
        '{"url": ...}}.'
    )


def _fill_gaps(encoded: bytes, gap: bytes, images: list[DataURL]) -> list[Any]:
    texts = encoded.split(gap)
    pieces: list[Any] = [texts[0]]
    for image, text in zip(images, texts[1:]):
        pieces[-1] += image.prefix.encode()
        pieces += [image.source, text]
    return pieces


def base_url_of(value: str) -> URL:
    """A base URL as the client keeps it: with a slash at its end, as the official SDK shows it.

    Raises `OpenAIError` if it is no http or https URL.
    """
    url = URL(str(value).strip())
    try:
        valid = url.scheme in ("http", "https") and bool(url.host) and (url.port or 1) > 0
    except ValueError:
        valid = False
    if not valid:
        raise OpenAIError(
            f"base_url must be an http:// or https:// URL such as http://127.0.0.1:8080/v1; "
            f"got {str(value).rpartition('@')[2]!r}."
        )
    return url if url.endswith("/") else URL(url + "/")
