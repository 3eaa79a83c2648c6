"""`client.responses.input_items`: GET /responses/{id}/input_items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from ..._lazy import lazy as _lazy
from ..._models import OneOf
from ..._typing import Unpack
from ..._wire.request import Call
from ...pagination import AsyncCursorPage, AsyncPaginator, SyncCursorPage
from ...types.responses import ResponseIncludable, ResponseItem
from .._resource import AsyncResource, Options, Or, Resource, split_options, takes
from ._input import response_path

if TYPE_CHECKING:
    from .. import _views

_ITEM = OneOf(ResponseItem)


class ListParams(Options, total=False):
    """The keywords of `list`."""

    after: Or[str]
    include: Or[list[ResponseIncludable]]
    limit: Or[int]
    order: Or[Literal["asc", "desc"]]


class InputItems(Resource):
    """`client.responses.input_items`: what a stored response was an answer to."""

    with_raw_response: _views.RawInputItems
    with_streaming_response: _views.StreamingInputItems

    @takes(ListParams, required=(), path=("response_id",))
    def list(self, response_id: str, **params: Unpack[ListParams]) -> SyncCursorPage[ResponseItem]:
        """The items; iterate over the result. Few local servers store responses."""
        return self._client._call(list_call(SyncCursorPage, response_id, params))


class AsyncInputItems(AsyncResource):
    """`InputItems` for asyncio."""

    with_raw_response: _views.AsyncRawInputItems
    with_streaming_response: _views.AsyncStreamingInputItems

    @takes(ListParams, required=(), path=("response_id",))
    def list(
        self, response_id: str, **params: Unpack[ListParams]
    ) -> AsyncPaginator[ResponseItem, AsyncCursorPage[ResponseItem]]:
        """Await it for a page, or iterate over it with `async for`."""
        call = list_call(AsyncCursorPage, response_id, params)
        return AsyncPaginator(lambda: self._client._call(call))


def list_call(page: Any, response_id: str, params: Mapping[str, Any]) -> Call:
    query, options = split_options(params)
    path = response_path(response_id, "/input_items")
    return Call("GET", path, cast_to=page, item=_ITEM, query=query, **options)


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
