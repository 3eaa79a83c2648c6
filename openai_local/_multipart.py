"""The official path of what makes the parts of a form of parameters, each in its own encoding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._types import is_given
from ._utils._json import openapi_dumps

__all__ = ["encode_multipart"]


def encode_multipart(
    body: object,
    extra_body: object,
    encodings: Mapping[str, tuple[str, bool]],
    raw_body_field: str | None = None,
    existing_files: Any = None,
) -> tuple[dict[str, object] | None, Any, bytes | None, str]:
    """Parameters that are left, parts, a body in place of the form, and its media type.

    `encodings` says of a parameter the media type of its part, and whether it is written as JSON.
    If `raw_body_field` is all there is to send, it is the whole body.
    """
    for name, value in (("body", body), ("extra_body", extra_body or {})):
        if not isinstance(value, Mapping):
            raise TypeError(f"Multipart {name} must be a mapping")
    merged: dict[str, object] = {**body, **(extra_body or {})}  # type: ignore[dict-item]
    params = {name: value for name, value in merged.items() if is_given(value)}
    if raw_body_field is not None and not existing_files and [*params] == [raw_body_field]:
        content = _encoded(raw_body_field, params[raw_body_field], as_json=False)
        return None, None, content, encodings[raw_body_field][0]
    is_mapping = isinstance(existing_files, Mapping)
    parts = list(existing_files.items() if is_mapping else existing_files or ())
    for name, (media_type, as_json) in encodings.items():
        if name in params:
            content = _encoded(name, params.pop(name), as_json=as_json)
            parts.append((name, (None, content, media_type)))
    return params or None, parts, None, "multipart/form-data"


def _encoded(name: str, value: object, *, as_json: bool) -> bytes:
    if as_json:
        return openapi_dumps(value)
    if not isinstance(value, str):
        raise TypeError(f"Multipart field {name!r} must be a string")
    return value.encode()
