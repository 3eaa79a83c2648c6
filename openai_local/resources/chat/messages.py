"""`client.chat.completions.messages`: GET /chat/completions/{id}/messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..._lazy import lazy as _lazy
from ..._typing import Unpack
from ..._wire.request import Call
from ...pagination import AsyncCursorPage, AsyncPaginator, SyncCursorPage
from ...types.chat import ChatCompletionStoreMessage
from ...types.chat.completions import MessageListParams
from .._resource import AsyncResource, Options, Resource, split_options, takes

if TYPE_CHECKING:
    from .. import _views


class ListParams(MessageListParams, Options, total=False):
    """The keywords of `list`."""


class Messages(Resource):
    """The messages of completions that the server has stored."""

    with_raw_response: _views.RawMessages
    with_streaming_response: _views.StreamingMessages

    @takes(ListParams, required=(), path=("completion_id",))
    def list(
        self, completion_id: str, **params: Unpack[ListParams]
    ) -> SyncCursorPage[ChatCompletionStoreMessage]:
        """The messages that a stored completion answered; iterate over the result."""
        return self._client._call(list_call(SyncCursorPage, completion_id, params))


class AsyncMessages(AsyncResource):
    """`Messages` for asyncio."""

    with_raw_response: _views.AsyncRawMessages
    with_streaming_response: _views.AsyncStreamingMessages

    @takes(ListParams, required=(), path=("completion_id",))
    def list(
        self, completion_id: str, **params: Unpack[ListParams]
    ) -> AsyncPaginator[ChatCompletionStoreMessage, AsyncCursorPage[ChatCompletionStoreMessage]]:
        """Await it for a page, or iterate over it with `async for`."""
        call = list_call(AsyncCursorPage, completion_id, params)
        return AsyncPaginator(lambda: self._client._call(call))


def list_call(page: type[Any], completion_id: str, params: Mapping[str, Any]) -> Call:
    query, options = split_options(params)
    path = f"{stored_path(completion_id)}/messages"
    return Call("GET", path, cast_to=page, item=ChatCompletionStoreMessage, query=query, **options)


def stored_path(completion_id: str) -> str:
    """Where a stored completion is; `ValueError` if its id is empty, before anything is sent."""
    if not completion_id:
        raise ValueError(
            f"Expected a non-empty value for `completion_id` but received {completion_id!r}"
        )
    return f"/chat/completions/{quote(completion_id, safe='')}"


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
