"""`client.chat.completions`: POST /chat/completions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypeVar, overload

from typing_extensions import Required, TypedDict, Unpack

from ..._io.image_files import open_image
from ..._streaming import AsyncStream, Stream
from ..._types import Body, Headers, NotGiven, Omit, Query, Timeout
from ..._wire.deltas import chunks_of
from ..._wire.ending import ChatEnding
from ..._wire.images import with_local_images
from ..._wire.request import Call, StreamRule
from ...types.chat import (
    ChatCompletion,
    ChatCompletionAudioParam,
    ChatCompletionChunk,
    ChatCompletionMessageParam,
    ChatCompletionPredictionContentParam,
    ChatCompletionStreamOptionsParam,
    ChatCompletionToolChoiceOptionParam,
    ChatCompletionToolUnionParam,
)
from ...types.chat import completion_create_params as create_params
from ...types.shared_params import Metadata, ReasoningEffort
from .._resource import AsyncResource, Resource, require, split_options, takes

_T = TypeVar("_T")
#: A parameter that may be left out by passing `omit` (3.x) or `NOT_GIVEN` (1.x).
_Or: TypeAlias = _T | Omit | NotGiven


class CreateParams(TypedDict, total=False):
    """The keywords of `create`, apart from `stream`, which decides what it returns."""

    messages: Required[Iterable[ChatCompletionMessageParam]]
    model: Required[str]
    audio: _Or[ChatCompletionAudioParam | None]
    frequency_penalty: _Or[float | None]
    function_call: _Or[create_params.FunctionCall]
    functions: _Or[Iterable[create_params.Function]]
    logit_bias: _Or[dict[str, int] | None]
    logprobs: _Or[bool | None]
    max_completion_tokens: _Or[int | None]
    max_tokens: _Or[int | None]
    metadata: _Or[Metadata | None]
    modalities: _Or[list[Literal["text", "audio"]] | None]
    moderation: _Or[create_params.Moderation | None]
    n: _Or[int | None]
    parallel_tool_calls: _Or[bool]
    prediction: _Or[ChatCompletionPredictionContentParam | None]
    presence_penalty: _Or[float | None]
    prompt_cache_key: _Or[str | None]
    prompt_cache_options: _Or[create_params.PromptCacheOptions]
    prompt_cache_retention: _Or[Literal["in_memory", "24h"] | None]
    reasoning_effort: _Or[ReasoningEffort | None]
    response_format: _Or[create_params.ResponseFormat]
    safety_identifier: _Or[str | None]
    seed: _Or[int | None]
    service_tier: _Or[Literal["auto", "default", "flex", "scale", "priority", "fast"] | None]
    stop: _Or[str | Sequence[str] | None]
    store: _Or[bool | None]
    stream_options: _Or[ChatCompletionStreamOptionsParam | None]
    temperature: _Or[float | None]
    tool_choice: _Or[ChatCompletionToolChoiceOptionParam]
    tools: _Or[Iterable[ChatCompletionToolUnionParam]]
    top_logprobs: _Or[int | None]
    top_p: _Or[float | None]
    user: _Or[str]
    verbosity: _Or[Literal["low", "medium", "high"] | None]
    web_search_options: _Or[create_params.WebSearchOptions]
    extra_headers: Headers | None
    extra_query: Query | None
    extra_body: Body | None
    timeout: float | Timeout | None | NotGiven


class Completions(Resource):
    """`client.chat.completions`: let a model continue a conversation."""

    @overload
    def create(
        self, *, stream: Literal[True], **params: Unpack[CreateParams]
    ) -> Stream[ChatCompletionChunk]: ...

    @overload
    def create(
        self, *, stream: _Or[Literal[False] | None] = ..., **params: Unpack[CreateParams]
    ) -> ChatCompletion: ...

    @overload
    def create(
        self, *, stream: bool, **params: Unpack[CreateParams]
    ) -> ChatCompletion | Stream[ChatCompletionChunk]: ...

    @takes(CreateParams, required=("messages", "model"))
    def create(self, **params: Any) -> ChatCompletion | Stream[ChatCompletionChunk]:
        """Answer a conversation: a `ChatCompletion`, or with `stream=True` a `Stream` of chunks.

        Takes the official parameters. Any other keyword is sent as it is, for the parameters of
        local servers (`top_k=40`, `min_p=0.05`, `chat_template_kwargs={...}`). An image part may
        hold a path object, bytes or an open binary file in place of its URL.

        `timeout` is in seconds, or a `Timeout`. Raises `TypeError` or `ValueError` for arguments
        that can't be sent, before anything is, and an `APIError` for what fails after that.
        """
        answer: ChatCompletion | Stream[ChatCompletionChunk]
        answer = self._client._call(create_call(params))
        return answer


class AsyncCompletions(AsyncResource):
    """`Completions` for asyncio."""

    @overload
    async def create(
        self, *, stream: Literal[True], **params: Unpack[CreateParams]
    ) -> AsyncStream[ChatCompletionChunk]: ...

    @overload
    async def create(
        self, *, stream: _Or[Literal[False] | None] = ..., **params: Unpack[CreateParams]
    ) -> ChatCompletion: ...

    @overload
    async def create(
        self, *, stream: bool, **params: Unpack[CreateParams]
    ) -> ChatCompletion | AsyncStream[ChatCompletionChunk]: ...

    @takes(CreateParams, required=("messages", "model"))
    async def create(self, **params: Any) -> ChatCompletion | AsyncStream[ChatCompletionChunk]:
        """See `Completions.create`; an `AsyncStream` with `stream=True`."""
        answer: ChatCompletion | AsyncStream[ChatCompletionChunk]
        answer = await self._client._call(create_call(params))
        return answer


def create_call(params: Mapping[str, Any]) -> Call:
    """The call that `create(**params)` makes."""
    require(params, "messages", "model")
    body, options = split_options(params)
    _refuse_class(body.get("response_format"))
    return Call(
        "POST",
        "/chat/completions",
        cast_to=ChatCompletion,
        params={**body, "messages": with_local_images(_as_list(body["messages"]), open_image)},
        stream=StreamRule(ChatCompletionChunk, ChatEnding, chunks_of)
        if body.get("stream")
        else None,
        runs_model=True,
        **options,
    )


def _as_list(messages: Any) -> list[Any]:
    if isinstance(messages, (str, bytes, Mapping)) or not isinstance(messages, Iterable):
        raise TypeError(
            f"messages must be a list of messages, such as "
            f'[{{"role": "user", "content": "Hello"}}]; got {type(messages).__name__}'
        )
    return list(messages)


def _refuse_class(response_format: Any) -> None:
    if isinstance(response_format, type):
        raise TypeError(
            f"response_format={response_format.__name__} is a class, which `create()` does not "
            "take. Pass its JSON schema: {'type': 'json_schema', 'json_schema': {...}}."
        )
