"""Structured output of the Responses API: its schema in the request, its objects in the answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from ..._types import NotGiven, Omit, is_given
from ...types.responses import ParsedResponse, Response
from .._tools import ResponsesPydanticFunctionTool
from ._completions import read_as, type_to_response_format_param

__all__ = [
    "get_input_tool_by_name",
    "make_tools",
    "parse_function_tool_arguments",
    "parse_response",
    "parse_text",
    "type_to_text_format_param",
]

_T = TypeVar("_T")


def type_to_text_format_param(type_: type) -> dict[str, Any]:
    """What goes into `text.format`: the strict JSON schema of a type.

    Raises `TypeError` for what is no class that answers can be read into, `OpenAIError` if that
    needs pydantic and it is not installed.
    """
    if not isinstance(type_, type):
        raise TypeError(f"text_format must be a class, not {type_!r}. A schema goes to text=.")
    response_format: Any = type_to_response_format_param(type_)
    named = response_format["json_schema"]
    return {"type": "json_schema", "strict": True, "name": named["name"], "schema": named["schema"]}


def make_tools(tools: Any) -> Any:
    """The tools as a list, those in the shape of chat turned into the one of responses.

    Only `pydantic_function_tool` makes tools that work in both: `TypeError` for others.
    """
    if tools is None or not is_given(tools):
        return tools
    return [_tool(tool) for tool in tools]


def _tool(tool: Any) -> Any:
    function = tool.get("function") if isinstance(tool, Mapping) else None
    if function is None or tool.get("type") != "function":
        return tool
    model = getattr(function, "model", None)
    if model is None:
        raise TypeError(
            "This tool has the shape of chat completions. In the Responses API, `name` and "
            "`parameters` stand beside `type`; or make it by `openai.pydantic_function_tool()`."
        )
    about = {"description": None, **function, "strict": function.get("strict") or False}
    return ResponsesPydanticFunctionTool({"type": "function", **about}, model)


def parse_response(
    *,
    text_format: type[_T] | Omit | NotGiven,
    input_tools: Iterable[Any] | Omit | NotGiven | None,
    response: Response,
) -> ParsedResponse[_T]:
    """The response with its texts and tool arguments parsed; the one given stays as it is.

    Raises pydantic's `ValidationError` or a `ValueError` if the model wrote something else.
    """
    tools = list(input_tools) if input_tools and is_given(input_tools) else []  # type: ignore[arg-type]
    data = response.to_dict(warnings=False)
    data["output"] = data.get("output") or []
    for item in data["output"]:
        if not isinstance(item, dict):
            continue
        if item.get("type") == "message":
            for part in item.get("content") or []:
                if isinstance(part, dict) and part.get("type") == "output_text":
                    text = part.get("text") or ""
                    part["parsed"] = parse_text(text, text_format, phase=item.get("phase"))
        elif item.get("type") == "function_call":
            item["parsed_arguments"] = parse_function_tool_arguments(tools, item)
    parsed: ParsedResponse[_T] = ParsedResponse.from_json(data)
    parsed._request_id = getattr(response, "_request_id", None)
    return parsed


def parse_text(
    text: str, text_format: type[_T] | Omit | NotGiven, *, phase: str | None
) -> _T | None:
    """The text as an object of `text_format`, if one is given.

    Messages that say their phase are parsed in the last one only: a commentary is no answer.
    """
    if not is_given(text_format) or phase not in (None, "final_answer"):
        return None
    parsed: _T = read_as(text_format, text)
    return parsed


def parse_function_tool_arguments(tools: Iterable[Any], call: Mapping[str, Any]) -> Any:
    """The arguments of a function call as its tool's model, or as a dict if the tool is strict.

    `None` for other tools: their arguments may be anything.
    """
    tool = get_input_tool_by_name(
        input_tools=tools, name=call.get("name"), namespace=call.get("namespace")
    )
    if tool is None:
        return None
    model = getattr(tool, "model", None)
    if model is not None:
        return read_as(model, call.get("arguments") or "")
    return json.loads(call.get("arguments") or "") if tool.get("strict") else None


def get_input_tool_by_name(
    *, input_tools: Iterable[Any], name: str | None, namespace: str | None = None
) -> Any:
    """The function tool of that name; `None` if there is none."""
    tools = list(input_tools)
    if namespace is not None:
        for tool in tools:
            if tool.get("type") == "namespace" and tool.get("name") == namespace:
                return _function_of(tool.get("tools") or [], name)
        # A function that stands alone may be given its own name as its namespace.
        if namespace != name:
            return None
    return _function_of(tools, name)


def _function_of(tools: Iterable[Any], name: str | None) -> Any:
    functions = (tool for tool in tools if tool.get("type") == "function")
    return next((tool for tool in functions if tool.get("name") == name), None)
