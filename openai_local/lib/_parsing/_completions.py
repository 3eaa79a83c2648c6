"""Chat completions -> typed contents and tool arguments, under the official SDK's names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeGuard

from ..._exceptions import ContentFilterFinishReasonError, LengthFinishReasonError
from ..._log import log
from ..._types import NotGiven, Omit, is_given, omit
from ..._typing import TypeVar
from ...types.chat import (
    ChatCompletion,
    ChatCompletionFunctionToolParam,
    ChatCompletionToolUnionParam,
    ParsedChatCompletion,
    ParsedChatCompletionMessage,
    ParsedChoice,
    ParsedFunctionToolCall,
)
from ...types.chat.completion_create_params import ResponseFormat as ResponseFormatParam
from .._pydantic import (
    is_basemodel_type,
    is_dataclass_like_type,
    to_strict_json_schema,
    type_adapter,
)
from .._tools import PydanticFunctionTool

#: What the content becomes; `None` where no type was asked for.
ResponseFormatT = TypeVar("ResponseFormatT", default=None)


# -- what the program asks for


def type_to_response_format_param(response_format: Any) -> ResponseFormatParam | Omit:
    """What goes into the request: the strict JSON schema of a type; a dict as it is.

    Raises `TypeError` for what is no class that answers can be read into, `OpenAIError` if that
    needs pydantic and it is not installed.
    """
    if not is_given(response_format) or response_format is None:
        return omit
    if is_response_format_param(response_format):
        return response_format
    if is_basemodel_type(response_format):
        schema = to_strict_json_schema(response_format)
    elif is_dataclass_like_type(response_format):
        schema = to_strict_json_schema(type_adapter(response_format))
    else:
        raise TypeError(f"Unsupported response_format type - {response_format}")
    named = {"schema": schema, "name": response_format.__name__, "strict": True}
    return {"type": "json_schema", "json_schema": named}  # type: ignore[return-value]


def is_response_format_param(response_format: object) -> TypeGuard[ResponseFormatParam]:
    """True for a response format as the API takes it, which is sent as it is."""
    return isinstance(response_format, dict)


def has_rich_response_format(response_format: Any) -> bool:
    """True if contents are to become instances of a type."""
    is_left_out = not is_given(response_format) or response_format is None
    return not is_left_out and not is_response_format_param(response_format)


def has_parseable_input(
    *, response_format: Any, input_tools: Iterable[ChatCompletionToolUnionParam] | Omit = omit
) -> bool:
    """True if anything in the answer is to be parsed."""
    tools: Iterable[Any] = input_tools if is_given(input_tools) else ()  # type: ignore[assignment]
    return has_rich_response_format(response_format) or any(map(is_parseable_tool, tools))


def is_parseable_tool(input_tool: ChatCompletionToolUnionParam) -> bool:
    """True if the arguments of the tool's calls are to be parsed."""
    return _strict_function(input_tool) is not None


def materialize_input_tools(
    tools: Iterable[ChatCompletionToolUnionParam] | Omit | NotGiven | None = omit,
) -> list[ChatCompletionToolUnionParam] | Omit:
    """The tools as a list, since they are read more than once."""
    if tools is None or isinstance(tools, (Omit, NotGiven)):
        return omit
    return list(tools)


def validate_input_tools(
    tools: Iterable[ChatCompletionToolUnionParam] | Omit | NotGiven | None = omit,
) -> list[ChatCompletionFunctionToolParam] | Omit:
    """The tools as a list; `ValueError` unless all are strict functions."""
    input_tools: Any = materialize_input_tools(tools)
    for tool in input_tools or ():
        if tool["type"] != "function":
            raise ValueError(
                "Currently only `function` tool types support auto-parsing; "
                f"Received `{tool['type']}`"
            )
        if tool["function"].get("strict") is not True:
            raise ValueError(
                f"`{tool['function']['name']}` is not strict. "
                "Only `strict` function tools can be auto-parsed"
            )
    return input_tools  # type: ignore[no-any-return]


# -- what the server answers


def parse_chat_completion(
    *,
    response_format: Any,
    input_tools: Iterable[ChatCompletionToolUnionParam] | Omit,
    chat_completion: ChatCompletion | ParsedChatCompletion[Any],
) -> ParsedChatCompletion[Any]:
    """The completion with its contents and tool arguments parsed; the original stays as it is.

    Raises `LengthFinishReasonError` or `ContentFilterFinishReasonError` if a choice ended that
    way, and what the type raises for a content that does not fit (pydantic's
    `ValidationError`, `json.JSONDecodeError`; both are `ValueError`s).
    """
    tools: Any = materialize_input_tools(input_tools) or []
    choices: list[ParsedChoice[Any]] = []
    for choice in chat_completion.choices:
        check_finish_reason(choice.finish_reason, chat_completion)
        message: ParsedChatCompletionMessage[Any] = ParsedChatCompletionMessage.model_construct(
            **{
                **choice.message._sent_fields(),
                "parsed": maybe_parse_content(
                    response_format=response_format, message=choice.message
                ),
                "tool_calls": _parsed_tool_calls(choice.message.tool_calls, tools) or None,
            }
        )
        sent = {**choice._sent_fields(), "message": message}
        choices.append(ParsedChoice.model_construct(**sent))
    whole = {**chat_completion._sent_fields(), "choices": choices}
    parsed: ParsedChatCompletion[Any] = ParsedChatCompletion.model_construct(**whole)
    parsed._request_id = getattr(chat_completion, "_request_id", None)
    return parsed


def check_finish_reason(finish_reason: str | None, completion: ChatCompletion) -> None:
    """Raise if the answer is not whole, so that it can't be parsed."""
    if finish_reason == "length":
        raise LengthFinishReasonError(completion=completion)
    if finish_reason == "content_filter":
        raise ContentFilterFinishReasonError(completion=completion)


def _parsed_tool_calls(tool_calls: Iterable[Any] | None, tools: list[Any]) -> list[Any]:
    parsed = []
    for call in tool_calls or ():
        if call.type == "custom":
            log().warning(
                "Custom tool calls are not callable. Ignoring tool call: %s - %s",
                call.id,
                call.custom.name,
            )
            continue
        arguments = parse_function_tool_arguments(input_tools=tools, function=call.function)
        function = {**call.function._sent_fields(), "parsed_arguments": arguments}
        sent = {**call._sent_fields(), "function": function}
        parsed.append(ParsedFunctionToolCall.from_json(sent))
    return parsed


def get_input_tool_by_name(
    *, input_tools: Iterable[ChatCompletionToolUnionParam], name: str
) -> ChatCompletionFunctionToolParam | None:
    """The function tool of that name, if there is one."""
    for tool in input_tools:
        if tool["type"] == "function" and tool.get("function", {}).get("name") == name:
            return tool
    return None


def parse_function_tool_arguments(
    *, input_tools: Iterable[ChatCompletionToolUnionParam], function: Any
) -> object | None:
    """The arguments as an instance of the tool's model, or as parsed JSON if it is strict.

    `None` for other tools. No text at all stands for no arguments.
    """
    tool = get_input_tool_by_name(input_tools=input_tools, name=function.name)
    definition = _strict_function(tool)
    if definition is None:
        return None
    arguments = function.arguments or "{}"
    if isinstance(definition, PydanticFunctionTool):
        parsed: object = definition.model.model_validate_json(arguments)
        return parsed
    return json.loads(arguments)  # type: ignore[no-any-return]


def _strict_function(tool: Any) -> dict[str, Any] | None:
    """The definition of a function whose arguments are to be parsed."""
    if not tool or tool["type"] != "function":
        return None
    definition: dict[str, Any] = tool.get("function") or {}
    is_strict = isinstance(definition, PydanticFunctionTool) or definition.get("strict")
    return definition if is_strict else None


def maybe_parse_content(*, response_format: Any, message: Any) -> Any:
    """The content as an instance of the type; `None` without a type, or if the model refused."""
    if message.content and not message.refusal and has_rich_response_format(response_format):
        return read_as(response_format, message.content)
    return None


def read_as(type_: Any, text: str) -> Any:
    """JSON text as an instance of the type; `TypeError` if the type is none of those that can."""
    if is_basemodel_type(type_):
        return type_.model_validate_json(text)
    if is_dataclass_like_type(type_):
        return type_adapter(type_).validate_json(text)
    raise TypeError(f"Unable to automatically parse response format type {type_}")
