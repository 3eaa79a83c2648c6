"""`client.completions`: POST /completions, the API before chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, overload

from .._lazy import lazy as _lazy
from .._streaming import AsyncStream, Stream
from .._typing import Required, Unpack
from .._wire.dialect import COMPLETION_RULES
from .._wire.ending import ChatEnding
from .._wire.payload import read_completion
from .._wire.request import Call, StreamRule
from ..types import Completion
from ..types.chat import ChatCompletionStreamOptionsParam
from ._resource import AsyncResource, Options, Or, Resource, require, split_options, takes

if TYPE_CHECKING:
    from . import _views


class CreateParams(Options, total=False):
    """The keywords of `create`, apart from `stream`."""

    model: Required[str]
    prompt: Required[str | Sequence[str] | Iterable[int] | Iterable[Iterable[int]] | None]
    best_of: Or[int | None]
    echo: Or[bool | None]
    frequency_penalty: Or[float | None]
    logit_bias: Or[dict[str, int] | None]
    logprobs: Or[int | None]
    max_tokens: Or[int | None]
    n: Or[int | None]
    presence_penalty: Or[float | None]
    seed: Or[int | None]
    stop: Or[str | Sequence[str] | None]
    stream_options: Or[ChatCompletionStreamOptionsParam | None]
    suffix: Or[str | None]
    temperature: Or[float | None]
    top_p: Or[float | None]
    user: Or[str]


class Completions(Resource):
    """`client.completions`: let a model continue a text."""

    with_raw_response: _views.RawCompletions
    with_streaming_response: _views.StreamingCompletions

    @overload
    def create(
        self, *, stream: Literal[True], **params: Unpack[CreateParams]
    ) -> Stream[Completion]: ...

    @overload
    def create(
        self, *, stream: Or[Literal[False] | None] = ..., **params: Unpack[CreateParams]
    ) -> Completion: ...

    @overload
    def create(
        self, *, stream: bool, **params: Unpack[CreateParams]
    ) -> Completion | Stream[Completion]: ...

    @takes(CreateParams, required=("model", "prompt"))
    def create(self, **params: Any) -> Completion | Stream[Completion]:
        """Continue `prompt`: a `Completion`, or with `stream=True` a `Stream` of them."""
        return self._client._call(create_call(params))


class AsyncCompletions(AsyncResource):
    """`Completions` for asyncio."""

    with_raw_response: _views.AsyncRawCompletions
    with_streaming_response: _views.AsyncStreamingCompletions

    @overload
    async def create(
        self, *, stream: Literal[True], **params: Unpack[CreateParams]
    ) -> AsyncStream[Completion]: ...

    @overload
    async def create(
        self, *, stream: Or[Literal[False] | None] = ..., **params: Unpack[CreateParams]
    ) -> Completion: ...

    @overload
    async def create(
        self, *, stream: bool, **params: Unpack[CreateParams]
    ) -> Completion | AsyncStream[Completion]: ...

    @takes(CreateParams, required=("model", "prompt"))
    async def create(self, **params: Any) -> Completion | AsyncStream[Completion]:
        """See `Completions.create`."""
        return await self._client._call(create_call(params))


def create_call(params: Mapping[str, Any]) -> Call:
    require(params, "model", "prompt")
    body, options = split_options(params)
    return Call(
        "POST",
        "/completions",
        cast_to=Completion,
        params=body,
        read=read_completion,
        stream=StreamRule(
            Completion, partial(ChatEnding, body.get("n")), _as_it_is, has_prompt=True
        )
        if body.get("stream")
        else None,
        runs_model=True,
        rules=COMPLETION_RULES,
        **options,
    )


def _as_it_is(completion: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A whole completion has the shape of a streamed one."""
    yield completion


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
