"""A call's parameters -> the `Request` that is sent: URL, headers, body."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import quote_plus

from .._exceptions import OpenAIError
from .._http import URL, Request
from .._models import BaseModel
from .._types import NotGiven, Omit, is_given, not_given
from .dialect import Dialect, Rule, Wording
from .images import DataURL, refuse_unreadable, remark_on_images
from .multipart import form_pieces, nested_pairs
from .payload import read_body

if TYPE_CHECKING:
    from .._http import RequestBody, Response
    from .._models import OneOf
    from .._types import Body, Headers, LocalFile, Query, Timeout
    from .ending import Ending


class Call(NamedTuple):
    """What a resource asks the client for: one endpoint, its parameters and its options."""

    method: str
    #: Relative to base_url, e.g. "/chat/completions".
    path: str
    #: What the answer becomes.
    cast_to: type[Any]
    params: Mapping[str, Any] | None = None
    #: Files by the names of their fields. If not None, the body is a form, else JSON.
    files: Sequence[tuple[str, LocalFile]] | None = None
    stream: StreamRule | None = None
    #: Parameters that stand in the URL.
    query: Query | None = None
    #: What the items of a page become, if `cast_to` is a page.
    item: type[BaseModel] | OneOf | None = None
    #: The body as it is, in place of parameters.
    content: RequestBody = None
    #: Finds in an answer that is not streamed what `cast_to` is made of; else, what is returned.
    read: Callable[[Response], Any] = read_body
    #: The last step: turns the object made of the answer into what the method returns.
    finish: Callable[[Any], Any] | None = None
    #: The server has work to do each time this is sent.
    runs_model: bool = False
    #: The parameter that holds messages with images; "" if there is none.
    images_in: str = ""
    #: Where local servers want other parameters than the official API.
    rules: tuple[Rule, ...] = ()
    extra_headers: Headers | None = None
    extra_query: Query | None = None
    extra_body: Body | None = None
    #: Seconds, a `Timeout`, or None for no limit; left out, the client's own.
    timeout: float | Timeout | None | NotGiven = not_given
    #: Tries after the first; None for the client's own number.
    max_retries: int | None = None


class Numbering(Protocol):
    """Fills in, in place, the numbers and ids that some servers leave out of a stream's objects."""

    @property
    def calls(self) -> Container[int]:
        """Of tool calls: the indexes that pieces may have which then need nothing filled in."""

    def fill_in(self, payload: dict[str, Any]) -> bool | None:
        """To be called with each object, in their order. True if a tool call begins with it."""


class StreamRule(NamedTuple):
    """What a streamed answer consists of, and the rule by which it is complete."""

    cast_to: Any  # what has `from_json`
    ending: Callable[[], Ending]
    #: What a whole answer would have been as a stream; some servers send one anyway.
    split: Callable[[dict[str, Any]], Iterable[dict[str, Any]]]
    #: The list or text by which a whole answer is known, and what it is called.
    whole: tuple[str, str] = ("choices", "a chat completion")
    #: For each stream: what fills in what some servers leave out of its objects.
    numbering: Callable[[], Numbering] | None = None
    #: Objects of `type` "error" are handed out like the others.
    yields_errors: bool = False
    #: The answer to a prompt, the reading of which llama-server reports on.
    has_prompt: bool = False


def build_request(
    call: Call,
    *,
    base_url: str,
    headers: Headers,
    query: Query,
    timeout: Timeout,
    key_hint: str,
    is_to_default: bool = False,
    dialect: Dialect | None = None,
) -> Request:
    """The request for `call`. `headers` and `query` are the client's; the call's own win.

    With a `dialect`, the call's rules apply to its parameters.

    Raises `TypeError` or `ValueError` for parameters that can't be sent.
    """
    extra_headers, boundary = call.extra_headers or {}, ""
    if call.content is None and (call.extra_headers or call.files is not None):
        form, boundary = _form_type(call)
        extra_headers = {**extra_headers, **form}
        if boundary and call.files is None:
            call = call._replace(files=())
    if _is_whole_url(call.path) and URL(call.path).origin != URL(base_url).origin:
        # What the client has of its own, keys among it, stays with the server that it is for.
        headers = {n: value for n, value in headers.items() if n.lower() in _FOR_ANY_SERVER}
        query = {}
    query = {**query, **(call.query or {}), **(call.extra_query or {})}
    url = URL(_url(base_url, call.path, query))
    content = _content(call)
    wording = None
    if dialect is not None and call.rules and isinstance(content, JSONBody):
        if dialect.is_llama_server(url):
            refuse_unreadable(content.images)
        wording = Wording(dialect, call.rules, url, content.value, content.encoded)
    body = wording.body if wording is not None else _body(content, call, boundary)
    if call.content is not None:
        if content is not None:
            raise TypeError("Passing both `content` and parameters or files is not supported.")
        body = call.content
    if body is None and call.method == "GET":
        extra_headers = {**extra_headers, "Content-Type": Omit()}
    return Request(
        call.method,
        url,
        headers=_headers(headers, extra_headers),
        body=body,
        timeout=timeout,
        runs_model=call.runs_model,
        key_hint=key_hint,
        image_hint=_image_hint(call),
        is_to_default=is_to_default and not _is_whole_url(call.path),
        wording=wording,
    )


_BOUNDARY = r"""(?i);\s*boundary="?([^";]+)"""


def _form_type(call: Call) -> tuple[Headers, str]:
    """The header of a form and its boundary: the caller's if there is one; "" if it is no form."""
    for name, value in (call.extra_headers or {}).items():
        if name.lower() == "content-type" and isinstance(value, str):
            is_form = value.lower().startswith("multipart/form-data")
            given = re.search(_BOUNDARY, value) if is_form else None
            if given is not None:
                return {}, given[1].strip()
            if is_form:
                break
    else:
        if call.files is None:
            return {}, ""
    boundary = _unguessable()
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, boundary


def _image_hint(call: Call) -> str:
    return remark_on_images((call.params or {}).get(call.images_in)) if call.images_in else ""


# -- URL -------------------------------------------------------------------------------------


#: Headers of a client that say nothing of its server.
_FOR_ANY_SERVER = ("accept", "accept-encoding", "content-type", "user-agent")


def _is_whole_url(path: str) -> bool:
    return path.startswith(("http://", "https://"))


def _url(base_url: str, path: str, query: Query) -> str:
    url = path if _is_whole_url(path) else base_url.rstrip("/") + "/" + path.lstrip("/")
    pairs = [pair for name, value in query.items() for pair in nested_pairs(name, value)]
    if not pairs:
        return url
    text = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)
    return f"{url}{'&' if '?' in url else '?'}{text}"


# -- headers ---------------------------------------------------------------------------------

_NOT_IN_HEADERS = r"[\r\n\0]"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: What the name of a header consists of (RFC 9110, section 5.6.2).
_HEADER_NAME_CHARACTERS = f"!#$%&'*+-.^_`|~0123456789{_LETTERS}{_LETTERS.upper()}"


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


def check_headers(headers: Headers) -> None:
    """Raise `OpenAIError` or `TypeError` if a field can't be sent."""
    for name, value in headers.items():
        _header_value(name, value)


def _header_value(name: str, value: Any) -> str:
    if not name or name.strip(_HEADER_NAME_CHARACTERS):
        raise OpenAIError(f"{name!r} can't be the name of a header.")
    if name.lower() in ("content-length", "transfer-encoding"):
        raise OpenAIError(f"The header {name!r} is set by the client itself.")
    if not isinstance(value, str):
        raise TypeError(f"The header {name!r} must be a str, not {type(value).__name__}")
    if value.isascii() and value.isprintable():
        return value
    # The value may be a key: it is not shown.
    if re.search(_NOT_IN_HEADERS, value):
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
    """A body with local files in it, which are read while it is sent; can be sent again."""

    __slots__ = ("_pieces",)

    def __init__(self, pieces: list[Any]) -> None:
        self._pieces = pieces

    def __len__(self) -> int:
        return sum(map(len, self._pieces))

    @property
    def is_repeatable(self) -> bool:
        """False once one of the files was closed by the program."""
        return all(getattr(piece, "is_repeatable", True) for piece in self._pieces)

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from piece


def _content(call: Call) -> JSONBody | dict[str, Any] | None:
    """The parameters of a call: for JSON, for a form, or `None` if it has no body."""
    if call.params is None and call.extra_body is None and call.files is None:
        return None
    if call.params is not None and not isinstance(call.params, Mapping):
        return JSONBody(call.params)
    params = {name: value for name, value in (call.params or {}).items() if is_given(value)}
    if isinstance(call.extra_body, Mapping):
        params.update((name, value) for name, value in call.extra_body.items() if is_given(value))
    elif call.extra_body is not None:
        raise TypeError(f"extra_body must be a mapping, not {type(call.extra_body).__name__}")
    # A form takes what JSON takes.
    return JSONBody(params) if call.files is None else _plain(params)


def _body(content: JSONBody | dict[str, Any] | None, call: Call, boundary: str) -> RequestBody:
    if isinstance(content, JSONBody):
        return content.encoded()
    if content is None:
        return None
    fields = (pair for name, value in content.items() for pair in nested_pairs(name, value))
    return BodyPieces(form_pieces(fields, call.files or (), boundary))


def _unguessable() -> str:
    # Not at the top: most programs get along without. `secrets` imports OpenSSL: 4 MB.
    import uuid

    return uuid.uuid4().hex


def encode_json(params: Any) -> bytes | BodyPieces:
    """The JSON text in UTF-8; in pieces if it holds a `DataURL`. See `JSONBody`."""
    return JSONBody(params).encoded()


#: What goes into JSON as it is.
_SCALARS = frozenset({bool, float, int, str, type(None)})
#: Made once: `json.dumps` with these options would make an encoder for each call.
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class JSONBody:
    """Parameters as `value`, in what JSON knows, to be written out now and perhaps again.

    Models of ours and pydantic's, dates, and any iterable in place of a list are taken, as by
    the official SDK. Raises `TypeError` for what JSON can't hold, `ValueError` for NaN.
    """

    def __init__(self, params: Any) -> None:
        #: Those of the parameters, in their order.
        self.images: list[DataURL] = []
        self.value = _plain(params, self._leave_gap)

    def _leave_gap(self, image: DataURL) -> str:
        self.images.append(image)
        return self._gap

    @cached_property
    def _gap(self) -> str:
        # Unguessable, so that no prompt can hold it.
        return f"image-{_unguessable()}"

    def encoded(self) -> bytes | BodyPieces:
        """The JSON text in UTF-8; in pieces if it holds a `DataURL`."""
        text = _encode(self.value)
        try:
            encoded = text.encode()
        except UnicodeEncodeError:
            # A lone surrogate, e.g. from a file name, has no UTF-8, but JSON has an escape for it.
            encoded = json.dumps(self.value, allow_nan=False, separators=(",", ":")).encode()
        if not self.images:
            return encoded
        return BodyPieces(_fill_gaps(encoded, self._gap.encode(), self.images))


def _plain(params: Any, place: Callable[[DataURL], str] | None = None) -> Any:
    """The same in what JSON knows; all else is left out or asked what it stands for.

    `place` gives what is to stand in the place of an image.
    """

    def plain(value: Any) -> Any:
        # Most of what there is are scalars: a call for each of them would take twice the time.
        if isinstance(value, (list, tuple)):
            return [
                item if type(item) in _SCALARS else plain(item)
                for item in value
                if type(item) in _SCALARS or is_given(item)
            ]
        if value is None or isinstance(value, (str, int, float)):
            return value
        if isinstance(value, (dict, Mapping)):
            if type(value) is not dict:
                return {name: plain(item) for name, item in value.items() if is_given(item)}
            fields = value.copy()
            for name, item in value.items():
                if type(item) in _SCALARS:
                    continue
                if is_given(item):
                    fields[name] = plain(item)
                else:
                    del fields[name]
            return fields
        if place is not None and isinstance(value, DataURL):
            return place(value)
        return plain(_jsonable(value))

    try:
        return plain(params)
    except RecursionError:
        raise ValueError("The parameters are nested too deeply, or contain themselves.") from None


def _jsonable(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value._to_send()
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
