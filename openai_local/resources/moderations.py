"""`client.moderations`: POST /moderations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._lazy import lazy as _lazy
from .._typing import Required, TypedDict, Unpack
from .._wire.request import Call
from ..types import ModerationCreateResponse, ModerationModel, ModerationMultiModalInputParam
from ._resource import AsyncResource, Options, Or, Resource, require, split_options, takes

if TYPE_CHECKING:
    from . import _views


class ModerationParams(TypedDict, total=False):
    """What the server is told."""

    input: Required[str | Sequence[str] | Iterable[ModerationMultiModalInputParam]]
    model: Or[ModerationModel]


class CreateParams(ModerationParams, Options, total=False):
    """The keywords of `create`."""


class Moderations(Resource):
    """`client.moderations`: verdicts on texts and images."""

    with_raw_response: _views.RawModerations
    with_streaming_response: _views.StreamingModerations

    @takes(CreateParams, required=("input",))
    def create(self, **params: Unpack[CreateParams]) -> ModerationCreateResponse:
        """Judge texts or images: `response.results[i].flagged`, and why in `.categories`."""
        return self._client._call(create_call(params))


class AsyncModerations(AsyncResource):
    """`Moderations` for asyncio."""

    with_raw_response: _views.AsyncRawModerations
    with_streaming_response: _views.AsyncStreamingModerations

    @takes(CreateParams, required=("input",))
    async def create(self, **params: Unpack[CreateParams]) -> ModerationCreateResponse:
        """See `Moderations.create`."""
        return await self._client._call(create_call(params))


def create_call(params: Mapping[str, Any]) -> Call:
    require(params, "input")
    body, options = split_options(params)
    return Call(
        "POST",
        "/moderations",
        cast_to=ModerationCreateResponse,
        params=body,
        runs_model=True,
        **options,
    )


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
