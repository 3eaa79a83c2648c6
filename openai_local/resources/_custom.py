"""`client.get`, `post` and so on: endpoints that a server has of its own."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from .._exceptions import APIResponseValidationError
from .._http import Response
from .._io.content import body_of
from .._io.files import open_upload
from .._models import conversion_of, refuse_foreign
from .._types import LocalFile, not_given
from .._wire.payload import parse_json, read_body
from .._wire.request import Call
from .._wire.stream import rule_for


def custom_call(
    method: str,
    path: str,
    cast_to: Any,
    *,
    body: Any = None,
    content: Any = None,
    options: Mapping[str, Any] | None = None,
    stream_cls: Any = None,
    files: Any = None,
) -> Call:
    """The call for an endpoint of one's own; `options` are the official `RequestOptions`."""
    options = options or {}
    if "max_retries" in options and options["max_retries"] is None:
        raise TypeError("max_retries cannot be None. Pass 0 for no retries.")
    if content is None and isinstance(body, bytes):
        content, body = body, None
    return Call(
        method,
        path,
        cast_to=cast_to,
        read=_reader_for(cast_to),
        params=body,
        content=body_of(content),
        query=options.get("params"),
        files=None if files is None else list(_opened(files)),
        stream=None if stream_cls is None else rule_for((*get_args(stream_cls), object)[0]),
        runs_model=method != "GET",
        finish=options.get("post_parser"),
        extra_headers=_headers_of(options),
        extra_body=options.get("extra_json"),
        timeout=options.get("timeout", not_given),
        max_retries=options.get("max_retries"),
    )


def check_content(*, body: Any, content: Any, files: Any) -> None:
    """What `client.post` and its kin say of bodies that exclude each other, and of bytes."""
    for name, other in (("body", body), ("files", files)):
        if content is not None and other is not None:
            raise TypeError(f"Passing both `{name}` and `content` is not supported")
    if isinstance(body, bytes):
        warnings.warn(
            "Passing raw bytes as `body` is deprecated and will be removed in a future version. "
            "Please pass raw bytes via the `content` parameter instead.",
            DeprecationWarning,
            stacklevel=4,
        )


def _opened(files: Any) -> Iterator[tuple[str, LocalFile]]:
    pairs = files.items() if isinstance(files, Mapping) else files
    for name, file in pairs:
        yield name, open_upload(name, file)


def _headers_of(options: Mapping[str, Any]) -> Mapping[str, Any] | None:
    key = options.get("idempotency_key")
    headers: Mapping[str, Any] | None = options.get("headers")
    return headers if key is None else {"Idempotency-Key": key, **(headers or {})}


def _real_response(response: Response, library: Any) -> Any:
    """A response of httpx or httpx2; ours, which passes for one, if its body is still to come."""
    return response._as_httpx(library) if response.is_closed else response


def _reader_for(cast_to: Any) -> Callable[[Response], Any]:
    """How an answer becomes `cast_to`.

    A model of ours, or pydantic's where ours aren't, `list[Model]` and the like; `str` or `bytes`
    for the body as it is, a response class for the response; what a class's own
    `build(response=..., data=...)` gives; `object`, `dict` and the rest for parsed JSON.
    """
    if hasattr(cast_to, "from_json"):
        return read_body
    refuse_foreign(cast_to)
    if cast_to is str:
        return lambda response: response.text
    if cast_to is bytes:
        return lambda response: response.content
    if cast_to is None or cast_to is type(None):
        return lambda response: None
    if getattr(cast_to, "__name__", "") in ("Response", "AsyncResponse"):
        library = cast_to.__module__.partition(".")[0]
        if library in ("httpx", "httpx2"):
            # What programs for the official SDK name here.
            return lambda response: _real_response(response, sys.modules[library])
        return lambda response: response

    def read(response: Response) -> Any:
        data = parse_json(response.text, response, what="The answer")
        if hasattr(cast_to, "model_validate"):
            try:
                return cast_to.model_validate(data)
            except ValueError as error:
                # Of pydantic, in several lines.
                what = f"The answer from {response.url.without_credentials()} is no "
                what += f"{cast_to.__name__}: {' '.join(str(error).split())}"
                raise APIResponseValidationError(response, data, message=what) from error
        if hasattr(cast_to, "build"):
            return cast_to.build(response=response, data=data)
        convert = conversion_of(cast_to)
        return data if convert is None else convert(data)

    return read
