"""Parameters in the words of an API, by the annotations of their `TypedDict`."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Literal, TypeVar, get_args, get_origin

from .._files import is_base64_file_input, read_file_content
from .._types import is_given
from .._typing import get_type_hints, is_typeddict
from ._typing import (
    is_annotated_type,
    is_iterable_type,
    is_list_type,
    is_not_required_type,
    is_required_type,
    is_sequence_type,
    is_union_type,
    strip_annotated_type,
)

__all__ = [
    "PropertyInfo",
    "async_maybe_transform",
    "async_transform",
    "maybe_transform",
    "transform",
]

_T = TypeVar("_T")


class PropertyInfo:
    """Says in an `Annotated` how a parameter is called and written in a request.

    `alias` is its name there. `format` is "iso8601" or "custom" (by `format_template`, as for
    `strftime`) for dates, "base64" for files. `discriminator` is the field by which the members
    of a union are told apart.
    """

    def __init__(
        self,
        *,
        alias: str | None = None,
        format: Literal["iso8601", "base64", "custom"] | None = None,
        format_template: str | None = None,
        discriminator: str | None = None,
    ) -> None:
        self.alias = alias
        self.format = format
        self.format_template = format_template
        self.discriminator = discriminator

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(alias='{self.alias}', format={self.format}, "
            f"format_template='{self.format_template}', discriminator='{self.discriminator}')"
        )


def transform(data: _T, expected_type: object) -> _T:
    """The parameters by their `PropertyInfo`, at every depth.

    What `expected_type` says nothing about stays as it is; what was not given is left out; models
    become dicts.
    """
    transformed: _T = _transformed(data, expected_type, expected_type)
    return transformed


def maybe_transform(data: object, expected_type: object) -> Any:
    """`transform`, and None for None."""
    return None if data is None else transform(data, expected_type)


async def async_transform(data: _T, expected_type: object) -> _T:
    """The same as `transform`: disks are fast enough."""
    return transform(data, expected_type)


async def async_maybe_transform(data: object, expected_type: object) -> Any:
    """The same as `maybe_transform`."""
    return maybe_transform(data, expected_type)


def _transformed(data: Any, annotation: Any, own_type: Any) -> Any:
    """`annotation` holds the `PropertyInfo`; `own_type` is the type, or that of an item in it."""
    bare = strip_annotated_type(own_type)
    if isinstance(data, Mapping) and is_typeddict(bare):
        return _transformed_dict(data, bare)
    if isinstance(data, Mapping) and (get_origin(bare) or bare) is dict:
        item = (*get_args(bare), object, object)[1]
        return {name: _transformed(value, item, item) for name, value in data.items()}
    if _is_list_of(bare, data):
        return data if isinstance(data, dict) else _transformed_list(data, annotation, bare)
    if is_union_type(bare):
        for member in get_args(bare):
            data = _transformed(data, annotation, member)
        return data
    if hasattr(data, "model_dump"):
        hidden = getattr(data, "__api_exclude__", None)
        return data.model_dump(exclude_unset=True, mode="json", exclude=hidden)
    for info in _infos(annotation):
        if info.format is not None:
            return _formatted(data, info.format, info.format_template)
    return data


def _is_list_of(annotation: Any, data: Any) -> bool:
    if is_list_type(annotation):
        return isinstance(data, list)
    is_many = is_iterable_type(annotation) or is_sequence_type(annotation)
    return is_many and isinstance(data, Iterable) and not isinstance(data, str)


def _transformed_list(data: Iterable[Any], annotation: Any, own_type: Any) -> list[Any]:
    item = (*get_args(own_type), object)[0]
    if item in (int, float):
        # Many numbers, such as the tokens of a prompt: nothing to do for each.
        return data if isinstance(data, list) else list(data)
    return [_transformed(each, annotation, item) for each in data]


def _transformed_dict(data: Mapping[str, Any], expected_type: Any) -> dict[str, Any]:
    hints = _hints_of(expected_type)
    transformed = {}
    for name, value in data.items():
        if not is_given(value):
            continue
        if name not in hints:
            transformed[name] = value
            continue
        hint = hints[name]
        alias = next((info.alias for info in _infos(hint) if info.alias is not None), name)
        transformed[alias] = _transformed(value, hint, hint)
    return transformed


@lru_cache(maxsize=8096)
def _hints_of(expected_type: Any) -> dict[str, Any]:
    return get_type_hints(expected_type, include_extras=True)


def _infos(annotation: Any) -> list[PropertyInfo]:
    if is_required_type(annotation) or is_not_required_type(annotation):
        annotation = get_args(annotation)[0]
    if not is_annotated_type(annotation):
        return []
    return [each for each in get_args(annotation)[1:] if isinstance(each, PropertyInfo)]


def _formatted(data: Any, style: str, template: str | None) -> Any:
    if isinstance(data, date):
        if style == "iso8601":
            return data.isoformat()
        if style == "custom" and template is not None:
            return data.strftime(template)
    if style == "base64" and is_base64_file_input(data):
        return base64.b64encode(_bytes_of(data)).decode("ascii")
    return data


def _bytes_of(file: io.IOBase | os.PathLike[str]) -> bytes:
    content = file.read() if isinstance(file, io.IOBase) else read_file_content(file)
    if isinstance(content, str):
        content = content.encode()
    if not isinstance(content, bytes):
        raise RuntimeError(f"Could not read bytes from {file}; Received {type(content)}")  # noqa: TRY004
    return content
