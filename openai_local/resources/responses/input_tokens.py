"""`client.responses.input_tokens`: POST /responses/input_tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from ..._lazy import lazy as _lazy
from ..._typing import Unpack
from ..._wire.request import Call
from ...types.responses import (
    InputTokenCountResponse,
    ResponseInputItemParam,
    ToolParam,
    input_token_count_params as count_params,
)
from ...types.shared_params import Reasoning
from .._resource import AsyncResource, Options, Or, Resource, split_options, takes
from ._input import with_listed_input

if TYPE_CHECKING:
    from .. import _views


class CountParams(Options, total=False):
    """The keywords of `count`."""

    conversation: Or[count_params.Conversation | None]
    input: Or[str | Iterable[ResponseInputItemParam] | None]
    instructions: Or[str | None]
    model: Or[str | None]
    parallel_tool_calls: Or[bool | None]
    personality: Or[str]
    previous_response_id: Or[str | None]
    reasoning: Or[Reasoning | None]
    text: Or[count_params.Text | None]
    tool_choice: Or[count_params.ToolChoice | None]
    tools: Or[Iterable[ToolParam] | None]
    truncation: Or[Literal["auto", "disabled"]]


class InputTokens(Resource):
    """`client.responses.input_tokens`: how long a prompt is."""

    with_raw_response: _views.RawInputTokens
    with_streaming_response: _views.StreamingInputTokens

    @takes(CountParams, required=())
    def count(self, **params: Unpack[CountParams]) -> InputTokenCountResponse:
        """Count the tokens that `create` with the same arguments would read."""
        return self._client._call(count_call(params))


class AsyncInputTokens(AsyncResource):
    """`InputTokens` for asyncio."""

    with_raw_response: _views.AsyncRawInputTokens
    with_streaming_response: _views.AsyncStreamingInputTokens

    @takes(CountParams, required=())
    async def count(self, **params: Unpack[CountParams]) -> InputTokenCountResponse:
        """See `InputTokens.count`."""
        return await self._client._call(count_call(params))


def count_call(params: Mapping[str, Any]) -> Call:
    body, options = split_options(params)
    return Call(
        "POST",
        "/responses/input_tokens",
        cast_to=InputTokenCountResponse,
        params=with_listed_input(body),
        images_in="input",
        **options,
    )


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
