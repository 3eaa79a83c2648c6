"""`client.chat.completions`: POST /chat/completions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from ..._http import Response
from ..._lazy import lazy as _lazy
from ..._streaming import AsyncStream, Stream
from ..._types import Body, Headers, NotGiven, Query, Timeout
from ..._typing import Required, TypedDict, Unpack
from ..._wire.deltas import CallNumbering, chunks_of, fill_in_calls
from ..._wire.dialect import CHAT_RULES
from ..._wire.ending import ChatEnding
from ..._wire.payload import read_completion
from ..._wire.request import Call, StreamRule
from ...pagination import AsyncCursorPage, AsyncPaginator, SyncCursorPage
from ...types.chat import (
    ChatCompletion,
    ChatCompletionAudioParam,
    ChatCompletionChunk,
    ChatCompletionDeleted,
    ChatCompletionMessageParam,
    ChatCompletionPredictionContentParam,
    ChatCompletionStreamOptionsParam,
    ChatCompletionToolChoiceOptionParam,
    ChatCompletionToolUnionParam,
    CompletionListParams,
    CompletionUpdateParams,
    ParsedChatCompletion,
    completion_create_params as create_params,
)
from ...types.shared_params import Metadata, ReasoningEffort
from .._resource import AsyncResource, Options, Or, Resource, require, split_options, takes
from .messages import AsyncMessages, Messages, stored_path

if TYPE_CHECKING:
    from ...lib.streaming.chat import AsyncChatCompletionStreamManager, ChatCompletionStreamManager
    from .. import _views

#: The official path is a package; what is imported from below is found by `_deep_paths`.
__path__: list[str] = []

_T = TypeVar("_T")

_STREAM = StreamRule(
    ChatCompletionChunk,
    ChatEnding,
    chunks_of,
    numbering=CallNumbering,
    has_prompt=True,
)


class ParseParams(TypedDict, total=False):
    """The keywords of `parse` and `stream`, apart from `response_format`."""

    messages: Required[Iterable[ChatCompletionMessageParam]]
    model: Required[str]
    audio: Or[ChatCompletionAudioParam | None]
    frequency_penalty: Or[float | None]
    function_call: Or[create_params.FunctionCall]
    functions: Or[Iterable[create_params.Function]]
    logit_bias: Or[dict[str, int] | None]
    logprobs: Or[bool | None]
    max_completion_tokens: Or[int | None]
    max_tokens: Or[int | None]
    metadata: Or[Metadata | None]
    modalities: Or[list[Literal["text", "audio"]] | None]
    moderation: Or[create_params.Moderation | None]
    n: Or[int | None]
    parallel_tool_calls: Or[bool]
    prediction: Or[ChatCompletionPredictionContentParam | None]
    presence_penalty: Or[float | None]
    prompt_cache_key: Or[str | None]
    prompt_cache_options: Or[create_params.PromptCacheOptions]
    prompt_cache_retention: Or[Literal["in_memory", "24h"] | None]
    reasoning_effort: Or[ReasoningEffort | None]
    safety_identifier: Or[str | None]
    seed: Or[int | None]
    service_tier: Or[Literal["auto", "default", "flex", "scale", "priority", "fast"] | None]
    stop: Or[str | Sequence[str] | None]
    store: Or[bool | None]
    stream_options: Or[ChatCompletionStreamOptionsParam | None]
    temperature: Or[float | None]
    tool_choice: Or[ChatCompletionToolChoiceOptionParam]
    tools: Or[Iterable[ChatCompletionToolUnionParam]]
    top_logprobs: Or[int | None]
    top_p: Or[float | None]
    user: Or[str]
    verbosity: Or[Literal["low", "medium", "high"] | None]
    web_search_options: Or[create_params.WebSearchOptions]
    extra_headers: Headers | None
    extra_query: Query | None
    extra_body: Body | None
    timeout: float | Timeout | None | NotGiven


class CreateParams(ParseParams, total=False):
    """The keywords of `create`, apart from `stream`, which decides what it returns."""

    response_format: Or[create_params.ResponseFormat]


_REQUIRED = ("messages", "model")
#: Where it stands in the official signatures.
_IN_PLACE = {"response_format": "reasoning_effort"}


class ListParams(CompletionListParams, Options, total=False):
    """The keywords of `list`."""


class UpdateParams(CompletionUpdateParams, Options, total=False):
    """The keywords of `update`."""


# The signatures of the methods, which are the same in asyncio.
_takes_create = takes(CreateParams, required=_REQUIRED, overloaded=_IN_PLACE)
_takes_parse = takes(CreateParams, required=_REQUIRED, overloaded=_IN_PLACE, streams=False)
_takes_id = takes(Options, required=(), path=("completion_id",))
_takes_update = takes(UpdateParams, required=("metadata",), path=("completion_id",))
_takes_list = takes(ListParams, required=())


class Completions(Resource):
    """`client.chat.completions`: let a model continue a conversation."""

    with_raw_response: _views.RawChatCompletions
    with_streaming_response: _views.StreamingChatCompletions

    @overload
    def create(
        self, *, stream: Literal[True], **params: Unpack[CreateParams]
    ) -> Stream[ChatCompletionChunk]: ...

    @overload
    def create(
        self, *, stream: Or[Literal[False] | None] = ..., **params: Unpack[CreateParams]
    ) -> ChatCompletion: ...

    @overload
    def create(
        self, *, stream: bool, **params: Unpack[CreateParams]
    ) -> ChatCompletion | Stream[ChatCompletionChunk]: ...

    @_takes_create
    def create(self, **params: Any) -> ChatCompletion | Stream[ChatCompletionChunk]:
        """Answer a conversation: a `ChatCompletion`, or with `stream=True` a `Stream` of chunks.

        Takes the official parameters. Any other keyword is sent as it is, for the parameters of
        local servers (`top_k=40`, `min_p=0.05`, `chat_template_kwargs={...}`). An image part may
        hold a path object, bytes or an open binary file in place of its URL.

        `timeout` is in seconds, or a `Timeout`. Raises `TypeError` or `ValueError` for arguments
        that can't be sent, before anything is, and an `APIError` for what fails after that.
        """
        return self._client._call(create_call(params))

    @overload
    def parse(
        self, *, response_format: type[_T], **params: Unpack[ParseParams]
    ) -> ParsedChatCompletion[_T]: ...

    @overload
    def parse(
        self,
        *,
        response_format: Or[create_params.ResponseFormat] = ...,
        **params: Unpack[ParseParams],
    ) -> ParsedChatCompletion[None]: ...

    @_takes_parse
    def parse(self, **params: Any) -> ParsedChatCompletion[Any]:
        """`create`, with the content read into the type that is given as `response_format`.

            class Step(pydantic.BaseModel): ...
            completion = client.chat.completions.parse(..., response_format=Step)
            completion.choices[0].message.parsed  # a Step, or None if the model refused

        The type is a model of pydantic 2, a dataclass, a TypedDict, an enum, or a subclass of
        `openai_local.BaseModel`. Its strict JSON schema is sent; a dict is sent as it is, and
        nothing is read then. Tools must be strict functions (`pydantic_function_tool(...)`);
        the arguments of their calls are in `.function.parsed_arguments`.

        Raises what `create` raises; `TypeError` or `ValueError` for types and tools that can't
        be used; `LengthFinishReasonError` or `ContentFilterFinishReasonError` if the answer is
        not whole; pydantic's `ValidationError`, a `ValueError`, if it does not fit the type.
        """
        return self._client._call(parse_call(params))

    @overload
    def stream(
        self, *, response_format: type[_T], **params: Unpack[ParseParams]
    ) -> ChatCompletionStreamManager[_T]: ...

    @overload
    def stream(
        self,
        *,
        response_format: Or[create_params.ResponseFormat] = ...,
        **params: Unpack[ParseParams],
    ) -> ChatCompletionStreamManager[None]: ...

    @_takes_parse
    def stream(self, **params: Any) -> ChatCompletionStreamManager[Any]:
        """`create(stream=True)` as events, with the whole completion at the end.

            with client.chat.completions.stream(...) as stream:
                for event in stream:
                    if event.type == "content.delta":
                        print(event.delta, end="", flush=True)
                completion = stream.get_final_completion()

        Nothing is sent before the `with`. `response_format` and `tools` are as for `parse`, but
        tools that aren't strict are taken too.
        """
        from ...lib.streaming.chat import ChatCompletionStreamManager

        sent, parsed = stream_params(params)
        return ChatCompletionStreamManager(partial(self.create, **sent), **parsed)

    # -- completions that the server has stored

    @cached_property
    def messages(self) -> Messages:
        """The messages of stored completions."""
        return Messages(self._client)

    @_takes_id
    def retrieve(self, completion_id: str, **options: Unpack[Options]) -> ChatCompletion:
        """A completion that was created with `store=True`, where the server keeps them."""
        call = stored_call("GET", completion_id, ChatCompletion, options)
        return self._client._call(call)

    @_takes_update
    def update(self, completion_id: str, **params: Unpack[UpdateParams]) -> ChatCompletion:
        """Replace the metadata of a stored completion."""
        require(params, "metadata")
        call = stored_call("POST", completion_id, ChatCompletion, params)
        return self._client._call(call)

    @_takes_list
    def list(self, **params: Unpack[ListParams]) -> SyncCursorPage[ChatCompletion]:
        """The stored completions; iterate over the result."""
        return self._client._call(list_call(SyncCursorPage, params))

    @_takes_id
    def delete(self, completion_id: str, **options: Unpack[Options]) -> ChatCompletionDeleted:
        """Delete a stored completion."""
        call = stored_call("DELETE", completion_id, ChatCompletionDeleted, options)
        return self._client._call(call)


class AsyncCompletions(AsyncResource):
    """`Completions` for asyncio."""

    with_raw_response: _views.AsyncRawChatCompletions
    with_streaming_response: _views.AsyncStreamingChatCompletions

    @overload
    async def create(
        self, *, stream: Literal[True], **params: Unpack[CreateParams]
    ) -> AsyncStream[ChatCompletionChunk]: ...

    @overload
    async def create(
        self, *, stream: Or[Literal[False] | None] = ..., **params: Unpack[CreateParams]
    ) -> ChatCompletion: ...

    @overload
    async def create(
        self, *, stream: bool, **params: Unpack[CreateParams]
    ) -> ChatCompletion | AsyncStream[ChatCompletionChunk]: ...

    @_takes_create
    async def create(self, **params: Any) -> ChatCompletion | AsyncStream[ChatCompletionChunk]:
        """See `Completions.create`; an `AsyncStream` with `stream=True`."""
        return await self._client._call(create_call(params))

    @overload
    async def parse(
        self, *, response_format: type[_T], **params: Unpack[ParseParams]
    ) -> ParsedChatCompletion[_T]: ...

    @overload
    async def parse(
        self,
        *,
        response_format: Or[create_params.ResponseFormat] = ...,
        **params: Unpack[ParseParams],
    ) -> ParsedChatCompletion[None]: ...

    @_takes_parse
    async def parse(self, **params: Any) -> ParsedChatCompletion[Any]:
        """See `Completions.parse`."""
        return await self._client._call(parse_call(params))

    @overload
    def stream(
        self, *, response_format: type[_T], **params: Unpack[ParseParams]
    ) -> AsyncChatCompletionStreamManager[_T]: ...

    @overload
    def stream(
        self,
        *,
        response_format: Or[create_params.ResponseFormat] = ...,
        **params: Unpack[ParseParams],
    ) -> AsyncChatCompletionStreamManager[None]: ...

    @_takes_parse
    def stream(self, **params: Any) -> AsyncChatCompletionStreamManager[Any]:
        """See `Completions.stream`; to be used with `async with`."""
        from ...lib.streaming.chat import AsyncChatCompletionStreamManager

        sent, parsed = stream_params(params)
        return AsyncChatCompletionStreamManager(partial(self.create, **sent), **parsed)

    # -- completions that the server has stored

    @cached_property
    def messages(self) -> AsyncMessages:
        """The messages of stored completions."""
        return AsyncMessages(self._client)

    @_takes_id
    async def retrieve(self, completion_id: str, **options: Unpack[Options]) -> ChatCompletion:
        """See `Completions.retrieve`."""
        call = stored_call("GET", completion_id, ChatCompletion, options)
        return await self._client._call(call)

    @_takes_update
    async def update(self, completion_id: str, **params: Unpack[UpdateParams]) -> ChatCompletion:
        """See `Completions.update`."""
        require(params, "metadata")
        call = stored_call("POST", completion_id, ChatCompletion, params)
        return await self._client._call(call)

    @_takes_list
    def list(
        self, **params: Unpack[ListParams]
    ) -> AsyncPaginator[ChatCompletion, AsyncCursorPage[ChatCompletion]]:
        """Await it for a page, or iterate over it with `async for`."""
        return AsyncPaginator(lambda: self._client._call(list_call(AsyncCursorPage, params)))

    @_takes_id
    async def delete(self, completion_id: str, **options: Unpack[Options]) -> ChatCompletionDeleted:
        """See `Completions.delete`."""
        call = stored_call("DELETE", completion_id, ChatCompletionDeleted, options)
        return await self._client._call(call)


def create_call(params: Mapping[str, Any]) -> Call:
    require(params, "messages", "model")
    body, options = split_options(params)
    _refuse_class(body.get("response_format"))
    return Call(
        "POST",
        "/chat/completions",
        cast_to=ChatCompletion,
        params={**body, "messages": _as_list(body["messages"])},
        images_in="messages",
        read=_read,
        stream=_STREAM._replace(ending=partial(ChatEnding, body.get("n")))
        if body.get("stream")
        else None,
        runs_model=True,
        rules=CHAT_RULES,
        **options,
    )


def _read(response: Response) -> dict[str, Any]:
    completion = read_completion(response)
    fill_in_calls(completion)
    return completion


def parse_call(params: Mapping[str, Any]) -> Call:
    from ...lib import _parsing

    _refuse_stream(params, "parse")
    wanted = params.get("response_format")
    tools = _parsing.validate_input_tools(params.get("tools"))
    format_param = _parsing.type_to_response_format_param(wanted)
    sent = {**_routed(params, stream=False), "response_format": format_param, "tools": tools}
    finish = partial(_parsed, response_format=wanted, input_tools=tools)
    return create_call(sent)._replace(finish=finish)


def _parsed(completion: ChatCompletion, **what: Any) -> ParsedChatCompletion[Any]:
    from ...lib._parsing import parse_chat_completion

    return parse_chat_completion(chat_completion=completion, **what)


def stream_params(params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `stream(**params)` passes to `create`, and what its events are parsed with."""
    from ...lib import _parsing

    _refuse_stream(params, "stream")
    require(params, *_REQUIRED)
    wanted = params.get("response_format")
    tools = _parsing.materialize_input_tools(params.get("tools"))
    format_param = _parsing.type_to_response_format_param(wanted)
    sent = {**_routed(params, stream=True), "response_format": format_param, "tools": tools}
    return sent, {"response_format": wanted, "input_tools": tools}


def stored_call(
    method: str, completion_id: str, cast_to: type[Any], params: Mapping[str, Any]
) -> Call:
    """The call about one stored completion; `ValueError` if its id is empty."""
    body, options = split_options(params)
    return Call(method, stored_path(completion_id), cast_to=cast_to, params=body or None, **options)


def list_call(page: type[Any], params: Mapping[str, Any]) -> Call:
    query, options = split_options(params)
    return Call(
        "GET", "/chat/completions", cast_to=page, item=ChatCompletion, query=query, **options
    )


def _type_to_response_format(response_format: Any) -> Any:
    """`type_to_response_format_param`, under the name by which programs import it from here."""
    from ...lib._parsing import type_to_response_format_param

    return type_to_response_format_param(response_format)


def _routed(params: Mapping[str, Any], *, stream: bool) -> dict[str, Any]:
    """The parameters with those first by which gateways choose a server, before long messages."""
    given = {**params, "stream": stream}
    names = ("model", "stream", "service_tier", *given)
    return {name: given[name] for name in names if name in given}


def _refuse_stream(params: Mapping[str, Any], method: str) -> None:
    if "stream" in params:
        raise TypeError(f"{method}() got an unexpected keyword argument 'stream'")


def _as_list(messages: Any) -> list[Any]:
    if isinstance(messages, (str, bytes, Mapping)) or not isinstance(messages, Iterable):
        raise TypeError(
            f"messages must be a list of messages, such as "
            f'[{{"role": "user", "content": "Hello"}}]; got {type(messages).__name__}'
        )
    return list(messages)


def _refuse_class(response_format: Any) -> None:
    if isinstance(response_format, type):
        kind = "`BaseModel` class" if hasattr(response_format, "model_fields") else "class"
        raise TypeError(
            f"You tried to pass a {kind} ({response_format.__name__}) as response_format to "
            "`create()`. Use `parse()` or `stream()` instead, or pass its JSON schema: "
            "{'type': 'json_schema', 'json_schema': {...}}."
        )


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
