"""`client.responses`: POST /responses, and what can be done with stored responses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from ..._lazy import lazy
from ..._models import BaseModel, OneOf
from ..._streaming import AsyncStream, Stream
from ..._types import NotGiven, Omit, is_given, omit
from ..._typing import Required, Unpack
from ..._wire.dialect import RESPONSE_RULES
from ..._wire.ending import ResponseEnding
from ..._wire.request import Call, StreamRule
from ..._wire.response_events import EventNumbering, events_of, read_response
from ...lib._parsing._responses import make_tools, parse_response, type_to_text_format_param
from ...lib.streaming.responses import AsyncResponseStreamManager, ResponseStreamManager
from ...types.responses import (
    CompactedResponse,
    ParsedResponse,
    Response,
    ResponseIncludable,
    ResponseInputItemParam,
    ResponseInputParam,
    ResponsePromptParam,
    ResponseStreamEvent,
    ResponseTextConfigParam,
    ToolParam,
    response_compact_params as compact_params,
    response_create_params as create_params,
)
from ...types.responses.response import ServiceTier
from ...types.responses.tool_param import ParseableToolParam
from ...types.shared_params import Metadata, Reasoning, ResponsesModel
from .._resource import AsyncResource, Options, Or, Resource, split_options, takes
from ._input import response_path, with_listed_input
from .input_items import AsyncInputItems, InputItems
from .input_tokens import AsyncInputTokens, InputTokens

if TYPE_CHECKING:
    from .. import _views

_T = TypeVar("_T")

_STREAM = StreamRule(
    OneOf(ResponseStreamEvent),
    ResponseEnding,
    events_of,
    whole=("output", "a response"),
    numbering=EventNumbering,
    yields_errors=True,
)


# -- parameters


class CreateParams(Options, total=False):
    """The keywords of `create`, apart from `stream`, which decides what it returns."""

    access_programs: Or[create_params.AccessPrograms]
    background: Or[bool | None]
    background_options: Or[create_params.BackgroundOptions]
    context_management: Or[Iterable[create_params.ContextManagement] | None]
    conversation: Or[create_params.Conversation | None]
    image: Or[create_params.Image]
    include: Or[list[ResponseIncludable] | None]
    input: Or[str | ResponseInputParam]
    instructions: Or[str | None]
    max_output_tokens: Or[int | None]
    max_tool_calls: Or[int | None]
    metadata: Or[Metadata | None]
    model: Or[ResponsesModel]
    moderation: Or[create_params.Moderation | None]
    parallel_tool_calls: Or[bool | None]
    previous_response_id: Or[str | None]
    prompt: Or[ResponsePromptParam | None]
    prompt_cache_key: Or[str | None]
    prompt_cache_options: Or[create_params.PromptCacheOptions]
    prompt_cache_retention: Or[Literal["in_memory", "24h"] | None]
    reasoning: Or[Reasoning | None]
    safety_identifier: Or[str | None]
    service_tier: Or[ServiceTier | None]
    store: Or[bool | None]
    stream_options: Or[create_params.StreamOptions | None]
    temperature: Or[float | None]
    text: Or[ResponseTextConfigParam]
    tool_choice: Or[create_params.ToolChoice]
    tools: Or[Iterable[ToolParam]]
    top_logprobs: Or[int | None]
    top_p: Or[float | None]
    truncation: Or[Literal["auto", "disabled"] | None]
    user: Or[str]


class ParseParams(CreateParams, total=False):
    """The keywords of `parse`, apart from the types that its result depends on."""

    tools: Or[Iterable[ParseableToolParam]]  # type: ignore[misc]
    verbosity: Or[Literal["low", "medium", "high"] | None]


class StreamParams(CreateParams, total=False):
    """The keywords of `stream`, apart from `text_format`."""

    input: Required[str | ResponseInputParam]  # type: ignore[misc]
    tools: Or[Iterable[ParseableToolParam]]  # type: ignore[misc]


class RetrieveParams(Options, total=False):
    """The keywords of `retrieve`, apart from `stream`."""

    include: Or[list[ResponseIncludable]]
    include_obfuscation: Or[bool]
    starting_after: Or[int]


class ResumeParams(Options, total=False):
    """The keywords of `stream` for a response that there is already."""

    response_id: Required[str]
    include: Or[list[ResponseIncludable]]
    starting_after: Or[int]
    tools: Or[Iterable[ParseableToolParam]]


class AllStreamParams(ResumeParams, StreamParams, total=False):  # type: ignore[misc]
    """All keywords of `stream`, for its signature."""


class CompactParams(Options, total=False):
    """The keywords of `compact`."""

    model: Required[ResponsesModel | None]
    image: Or[create_params.Image]
    input: Or[str | Iterable[ResponseInputItemParam] | None]
    instructions: Or[str | None]
    previous_response_id: Or[str | None]
    prompt_cache_key: Or[str | None]
    prompt_cache_options: Or[compact_params.PromptCacheOptions | None]
    prompt_cache_retention: Or[Literal["in_memory", "24h"] | None]
    service_tier: Or[Literal["auto", "default", "fast", "flex", "priority"] | None]


_OF_PARSE = {"text_format": "text", "parse_as": "text_format"}
_OF_STREAM = {"text_format": "text"}
_OF_RETRIEVE = {"stream": "starting_after"}


# -- methods


class Responses(Resource):
    """`client.responses`: let a model answer, use tools, think; the API after chat."""

    with_raw_response: _views.RawResponses
    with_streaming_response: _views.StreamingResponses

    @cached_property
    def input_items(self) -> InputItems:
        """`client.responses.input_items`."""
        return InputItems(self._client)

    @cached_property
    def input_tokens(self) -> InputTokens:
        """`client.responses.input_tokens`."""
        return InputTokens(self._client)

    @overload
    def create(
        self, *, stream: Literal[True], **params: Unpack[CreateParams]
    ) -> Stream[ResponseStreamEvent]: ...

    @overload
    def create(
        self, *, stream: Or[Literal[False] | None] = ..., **params: Unpack[CreateParams]
    ) -> Response: ...

    @overload
    def create(
        self, *, stream: bool, **params: Unpack[CreateParams]
    ) -> Response | Stream[ResponseStreamEvent]: ...

    @takes(CreateParams, required=())
    def create(self, **params: Any) -> Response | Stream[ResponseStreamEvent]:
        """Answer `input`: a `Response`, or with `stream=True` a `Stream` of events.

        Takes the official parameters; any other keyword is sent as it is. `input` is a text or a
        list of items. An `input_image` part may hold a path object, bytes or an open binary file
        in place of its URL.

        `timeout` is in seconds, or a `Timeout`. Raises `TypeError` or `ValueError` for arguments
        that can't be sent, before anything is, and an `APIError` for what fails after that.
        """
        return self._client._call(create_call(params))

    @overload
    def parse(
        self,
        *,
        parse_as: type[_T],
        text_format: Or[type[Any]] = ...,
        **params: Unpack[ParseParams],
    ) -> ParsedResponse[_T]: ...

    @overload
    def parse(
        self,
        *,
        text_format: type[_T],
        parse_as: Omit | NotGiven = ...,
        **params: Unpack[ParseParams],
    ) -> ParsedResponse[_T]: ...

    @overload
    def parse(
        self, *, parse_as: None, text_format: Or[type[Any]] = ..., **params: Unpack[ParseParams]
    ) -> ParsedResponse[None]: ...

    @overload
    def parse(
        self,
        *,
        text_format: Omit | NotGiven = ...,
        parse_as: Omit | NotGiven = ...,
        **params: Unpack[ParseParams],
    ) -> ParsedResponse[None]: ...

    @takes(ParseParams, required=(), overloaded=_OF_PARSE)
    def parse(self, **params: Any) -> ParsedResponse[Any]:
        """`create`, with the answer as an instance of `text_format`: `response.output_parsed`.

        `text_format` is a pydantic model, a dataclass, a TypedDict or an enum; its JSON schema is
        sent along. Function tools made by `pydantic_function_tool` get `parsed_arguments`.
        `parse_as` is another type to read the answer as; None leaves it a text.

        Raises a `ValueError` (pydantic's `ValidationError`) if the model wrote something else,
        for example because it reached `max_output_tokens`.
        """
        return self._client._call(parse_call(params))

    @overload
    def stream(
        self, *, text_format: type[_T], **params: Unpack[StreamParams]
    ) -> ResponseStreamManager[_T]: ...

    @overload
    def stream(
        self, *, text_format: Omit | NotGiven = ..., **params: Unpack[StreamParams]
    ) -> ResponseStreamManager[None]: ...

    @overload
    def stream(
        self, *, text_format: type[_T], **params: Unpack[ResumeParams]
    ) -> ResponseStreamManager[_T]: ...

    @overload
    def stream(
        self, *, text_format: Omit | NotGiven = ..., **params: Unpack[ResumeParams]
    ) -> ResponseStreamManager[None]: ...

    @takes(AllStreamParams, required=(), overloaded=_OF_STREAM, streams=False)
    def stream(self, **params: Any) -> ResponseStreamManager[Any]:
        """`create(stream=True)` with the text so far in its events, and the whole at its end.

            with client.responses.stream(input="Hello") as stream:
                for event in stream: ...
                response = stream.get_final_response()

        With `response_id`, the stream of a response that there is already, after the event whose
        `sequence_number` is `starting_after`. `text_format` is that of `parse`.
        """
        method, sent, options = stream_params(params)
        return ResponseStreamManager(partial(getattr(self, method), **sent), **options)

    @overload
    def retrieve(
        self, response_id: str, *, stream: Literal[True], **params: Unpack[RetrieveParams]
    ) -> Stream[ResponseStreamEvent]: ...

    @overload
    def retrieve(
        self,
        response_id: str,
        *,
        stream: Or[Literal[False]] = ...,
        **params: Unpack[RetrieveParams],
    ) -> Response: ...

    @overload
    def retrieve(
        self, response_id: str, *, stream: bool, **params: Unpack[RetrieveParams]
    ) -> Response | Stream[ResponseStreamEvent]: ...

    @takes(RetrieveParams, required=(), overloaded=_OF_RETRIEVE, path=("response_id",))
    def retrieve(self, response_id: str, **params: Any) -> Response | Stream[ResponseStreamEvent]:
        """A response by its id, where the server stores them (vLLM does if told to).

        With `stream=True` its events, those after number `starting_after` if that is given.
        """
        return self._client._call(retrieve_call(response_id, params))

    @takes(Options, required=(), path=("response_id",))
    def delete(self, response_id: str, **options: Unpack[Options]) -> None:
        """Delete a stored response."""
        # None, or what `.with_raw_response` asks for.
        return self._client._call(delete_call(response_id, **options))

    @takes(Options, required=(), path=("response_id",))
    def cancel(self, response_id: str, **options: Unpack[Options]) -> Response:
        """Stop a response that is made in the background."""
        return self._client._call(cancel_call(response_id, **options))

    @takes(CompactParams, required=("model",))
    def compact(self, **params: Unpack[CompactParams]) -> CompactedResponse:
        """Shorten a conversation, where the server can."""
        return self._client._call(compact_call(params))


class AsyncResponses(AsyncResource):
    """`Responses` for asyncio."""

    with_raw_response: _views.AsyncRawResponses
    with_streaming_response: _views.AsyncStreamingResponses

    @cached_property
    def input_items(self) -> AsyncInputItems:
        """`client.responses.input_items`."""
        return AsyncInputItems(self._client)

    @cached_property
    def input_tokens(self) -> AsyncInputTokens:
        """`client.responses.input_tokens`."""
        return AsyncInputTokens(self._client)

    @overload
    async def create(
        self, *, stream: Literal[True], **params: Unpack[CreateParams]
    ) -> AsyncStream[ResponseStreamEvent]: ...

    @overload
    async def create(
        self, *, stream: Or[Literal[False] | None] = ..., **params: Unpack[CreateParams]
    ) -> Response: ...

    @overload
    async def create(
        self, *, stream: bool, **params: Unpack[CreateParams]
    ) -> Response | AsyncStream[ResponseStreamEvent]: ...

    @takes(CreateParams, required=())
    async def create(self, **params: Any) -> Response | AsyncStream[ResponseStreamEvent]:
        """See `Responses.create`; an `AsyncStream` with `stream=True`."""
        return await self._client._call(create_call(params))

    @overload
    async def parse(
        self,
        *,
        parse_as: type[_T],
        text_format: Or[type[Any]] = ...,
        **params: Unpack[ParseParams],
    ) -> ParsedResponse[_T]: ...

    @overload
    async def parse(
        self,
        *,
        text_format: type[_T],
        parse_as: Omit | NotGiven = ...,
        **params: Unpack[ParseParams],
    ) -> ParsedResponse[_T]: ...

    @overload
    async def parse(
        self, *, parse_as: None, text_format: Or[type[Any]] = ..., **params: Unpack[ParseParams]
    ) -> ParsedResponse[None]: ...

    @overload
    async def parse(
        self,
        *,
        text_format: Omit | NotGiven = ...,
        parse_as: Omit | NotGiven = ...,
        **params: Unpack[ParseParams],
    ) -> ParsedResponse[None]: ...

    @takes(ParseParams, required=(), overloaded=_OF_PARSE)
    async def parse(self, **params: Any) -> ParsedResponse[Any]:
        """See `Responses.parse`."""
        return await self._client._call(parse_call(params))

    @overload
    def stream(
        self, *, text_format: type[_T], **params: Unpack[StreamParams]
    ) -> AsyncResponseStreamManager[_T]: ...

    @overload
    def stream(
        self, *, text_format: Omit | NotGiven = ..., **params: Unpack[StreamParams]
    ) -> AsyncResponseStreamManager[None]: ...

    @overload
    def stream(
        self, *, text_format: type[_T], **params: Unpack[ResumeParams]
    ) -> AsyncResponseStreamManager[_T]: ...

    @overload
    def stream(
        self, *, text_format: Omit | NotGiven = ..., **params: Unpack[ResumeParams]
    ) -> AsyncResponseStreamManager[None]: ...

    @takes(AllStreamParams, required=(), overloaded=_OF_STREAM, streams=False)
    def stream(self, **params: Any) -> AsyncResponseStreamManager[Any]:
        """See `Responses.stream`; for `async with`."""
        method, sent, options = stream_params(params)
        return AsyncResponseStreamManager(partial(getattr(self, method), **sent), **options)

    @overload
    async def retrieve(
        self, response_id: str, *, stream: Literal[True], **params: Unpack[RetrieveParams]
    ) -> AsyncStream[ResponseStreamEvent]: ...

    @overload
    async def retrieve(
        self,
        response_id: str,
        *,
        stream: Or[Literal[False]] = ...,
        **params: Unpack[RetrieveParams],
    ) -> Response: ...

    @overload
    async def retrieve(
        self, response_id: str, *, stream: bool, **params: Unpack[RetrieveParams]
    ) -> Response | AsyncStream[ResponseStreamEvent]: ...

    @takes(RetrieveParams, required=(), overloaded=_OF_RETRIEVE, path=("response_id",))
    async def retrieve(
        self, response_id: str, **params: Any
    ) -> Response | AsyncStream[ResponseStreamEvent]:
        """See `Responses.retrieve`."""
        return await self._client._call(retrieve_call(response_id, params))

    @takes(Options, required=(), path=("response_id",))
    async def delete(self, response_id: str, **options: Unpack[Options]) -> None:
        """See `Responses.delete`."""
        return await self._client._call(delete_call(response_id, **options))

    @takes(Options, required=(), path=("response_id",))
    async def cancel(self, response_id: str, **options: Unpack[Options]) -> Response:
        """See `Responses.cancel`."""
        return await self._client._call(cancel_call(response_id, **options))

    @takes(CompactParams, required=("model",))
    async def compact(self, **params: Unpack[CompactParams]) -> CompactedResponse:
        """See `Responses.compact`."""
        return await self._client._call(compact_call(params))


# -- calls


def create_call(params: Mapping[str, Any]) -> Call:
    body, options = split_options(params)
    return Call(
        "POST",
        "/responses",
        cast_to=Response,
        params=with_listed_input(body),
        images_in="input",
        stream=_STREAM if body.get("stream") else None,
        read=read_response,
        runs_model=True,
        rules=RESPONSE_RULES,
        **options,
    )


def parse_call(params: Mapping[str, Any]) -> Call:
    text_format = params.get("text_format", omit)
    parse_as = params.get("parse_as", omit)
    body = _with_text_format(params)
    body.pop("parse_as", None)
    finish = partial(
        _parse,
        text_format=parse_as if is_given(parse_as) else text_format,
        input_tools=body.get("tools"),
    )
    return create_call(body)._replace(stream=None, finish=finish)


def _parse(response: Response, *, text_format: Any, input_tools: Any) -> ParsedResponse[Any]:
    if text_format is None:
        text_format = omit
    return parse_response(text_format=text_format, input_tools=input_tools, response=response)


def stream_params(params: Mapping[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The method that `stream(**params)` calls, its arguments, and what the manager is told.

    It is the public method, which tracing programs wrap.

    Raises `ValueError` unless either a response is to be made or one there is to be streamed.
    """
    given = {name: value for name, value in params.items() if is_given(value)}
    body = _with_text_format(given)
    response_id = body.pop("response_id", None)
    starting_after = body.pop("starting_after", None)
    options = {
        "text_format": given.get("text_format", omit),
        "input_tools": body.get("tools", omit),
        "starting_after": starting_after,
    }
    if response_id is None and starting_after is None:
        if "input" not in body:
            raise ValueError("input must be provided when creating a new response")
        return "create", {**body, "stream": True}, options
    if response_id is None:
        raise ValueError("response_id must be provided when streaming an existing response")
    new = set(body) - {"include", "tools", "text"} - Options.__annotations__.keys()
    if new:
        raise ValueError(f"response_id can't be provided together with {', '.join(sorted(new))}")
    # From the beginning: the text so far needs what came before `starting_after`.
    query = {name: body[name] for name in body if name not in ("tools", "text")}
    return "retrieve", {"response_id": response_id, **query, "stream": True}, options


def _with_text_format(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as they are sent: the type as its schema, all tools in one shape."""
    body = dict(params)
    text_format = body.pop("text_format", None)
    if text_format is not None and is_given(text_format):
        text = body.get("text") or {}
        if "format" in text:
            raise TypeError("Cannot mix and match text.format with text_format")
        body["text"] = {**text, "format": type_to_text_format_param(text_format)}
    if "tools" in body:
        body["tools"] = make_tools(body["tools"])
    return body


def retrieve_call(response_id: str, params: Mapping[str, Any]) -> Call:
    query, options = split_options(params)
    return Call(
        "GET",
        response_path(response_id),
        cast_to=Response,
        query=query,
        stream=_STREAM if query.get("stream") else None,
        read=read_response,
        **options,
    )


def delete_call(response_id: str, **options: Any) -> Call:
    """The call that `delete(response_id)` makes; it returns nothing, whatever comes."""
    headers = {"Accept": "*/*", **(options.pop("extra_headers", None) or {})}
    return Call(
        "DELETE",
        response_path(response_id),
        cast_to=BaseModel,
        extra_headers=headers,
        read=lambda _: {},
        finish=lambda _: None,
        **options,
    )


def cancel_call(response_id: str, **options: Any) -> Call:
    return Call("POST", response_path(response_id, "/cancel"), cast_to=Response, **options)


def compact_call(params: Mapping[str, Any]) -> Call:
    body, options = split_options(params)
    return Call(
        "POST",
        "/responses/compact",
        cast_to=CompactedResponse,
        params=with_listed_input(body),
        images_in="input",
        runs_model=True,
        **options,
    )


if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, {})  # stand-ins for what no local server has
