"""`client.get`, `post` and so on: endpoints that a server has of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from .._http import Response
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
    options: Mapping[str, Any] | None = None,
    stream_cls: Any = None,
    files: Any = None,
) -> Call:
    """The call for an endpoint of one's own; `options` are the official `RequestOptions`."""
    options = options or {}
    return Call(
        method,
        path,
        cast_to=cast_to,
        read=_reader_for(cast_to),
        params=body,
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


def _opened(files: Any) -> Iterator[tuple[str, LocalFile]]:
    pairs = files.items() if isinstance(files, Mapping) else files
    for name, file in pairs:
        yield name, open_upload(name, file)


def _headers_of(options: Mapping[str, Any]) -> Mapping[str, Any] | None:
    key = options.get("idempotency_key")
    headers: Mapping[str, Any] | None = options.get("headers")
    return headers if key is None else {"Idempotency-Key": key, **(headers or {})}


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
        # Ours, or httpx's, which programs for the official SDK name here.
        return lambda response: response

    def read(response: Response) -> Any:
        data = parse_json(response.text, response, what="The answer")
        if hasattr(cast_to, "model_validate"):
            return cast_to.model_validate(data)
        if hasattr(cast_to, "build"):
            return cast_to.build(response=response, data=data)
        convert = conversion_of(cast_to)
        return data if convert is None else convert(data)

    return read
