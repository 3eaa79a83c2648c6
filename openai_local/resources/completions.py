"""`client.completions`: POST /completions, the API before chat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, overload

from typing_extensions import Unpack

from .._streaming import AsyncStream, Stream
from .._wire.ending import ChatEnding
from .._wire.payload import read_completion
from .._wire.request import Call, StreamRule
from ..types import Completion
from ..types.completion_create_params import CompletionCreateParamsBase
from ._resource import AsyncResource, Options, Resource, require, split_options, takes


class CreateParams(CompletionCreateParamsBase, Options, total=False):
    """The keywords of `create`, apart from `stream`."""


class Completions(Resource):
    """`client.completions`: let a model continue a text."""

    @overload
    def create(
        self, *, stream: Literal[True], **params: Unpack[CreateParams]
    ) -> Stream[Completion]: ...

    @overload
    def create(
        self, *, stream: Literal[False] | None = ..., **params: Unpack[CreateParams]
    ) -> Completion: ...

    @overload
    def create(
        self, *, stream: bool, **params: Unpack[CreateParams]
    ) -> Completion | Stream[Completion]: ...

    @takes(CreateParams, required=("model", "prompt"))
    def create(self, **params: Any) -> Completion | Stream[Completion]:
        """Continue `prompt`: a `Completion`, or with `stream=True` a `Stream` of them."""
        answer: Completion | Stream[Completion] = self._client._call(create_call(params))
        return answer


class AsyncCompletions(AsyncResource):
    """`Completions` for asyncio."""

    @overload
    async def create(
        self, *, stream: Literal[True], **params: Unpack[CreateParams]
    ) -> AsyncStream[Completion]: ...

    @overload
    async def create(
        self, *, stream: Literal[False] | None = ..., **params: Unpack[CreateParams]
    ) -> Completion: ...

    @overload
    async def create(
        self, *, stream: bool, **params: Unpack[CreateParams]
    ) -> Completion | AsyncStream[Completion]: ...

    @takes(CreateParams, required=("model", "prompt"))
    async def create(self, **params: Any) -> Completion | AsyncStream[Completion]:
        """See `Completions.create`."""
        answer: Completion | AsyncStream[Completion]
        answer = await self._client._call(create_call(params))
        return answer


def create_call(params: Mapping[str, Any]) -> Call:
    """The call that `create(**params)` makes."""
    require(params, "model", "prompt")
    body, options = split_options(params)
    return Call(
        "POST",
        "/completions",
        cast_to=Completion,
        params=body,
        read=read_completion,
        stream=StreamRule(Completion, ChatEnding, _as_it_is) if body.get("stream") else None,
        runs_model=True,
        **options,
    )


def _as_it_is(completion: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A whole completion has the shape of a streamed one."""
    yield completion
