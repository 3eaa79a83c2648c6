"""What all endpoints of the Responses API take: the id of a response, and input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from ..._types import is_given


def response_path(response_id: str, below: str = "") -> str:
    """The path of a response, or of what is below it; `ValueError` if the id is empty."""
    if not response_id:
        message = f"Expected a non-empty value for `response_id` but received {response_id!r}"
        raise ValueError(message)
    return f"/responses/{quote(response_id, safe='')}{below}"


def with_listed_input(body: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters, with `input` as a text or a list.

    Raises `TypeError` if `input` is neither a text nor a list of items.
    """
    given = body.get("input")
    if given is None or isinstance(given, str) or not is_given(given):
        return dict(body)
    if isinstance(given, (bytes, Mapping)) or not isinstance(given, Iterable):
        raise TypeError(
            f"input must be a text or a list of items, such as "
            f'[{{"role": "user", "content": "Hello"}}]; got {type(given).__name__}'
        )
    return {**body, "input": list(given)}
