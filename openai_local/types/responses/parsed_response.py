"""Responses whose text and tool arguments were parsed, into the type that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from .response import Response
from .response_function_tool_call import ResponseCustomToolCall, ResponseFunctionToolCall
from .response_output_item import LocalShellCallAction, OtherItem
from .response_output_message import (
    ResponseOutputMessage,
    ResponseOutputRefusal,
    ResponseOutputText,
)

__all__ = [
    "ParsedContent",
    "ParsedResponse",
    "ParsedResponseFunctionToolCall",
    "ParsedResponseOutputItem",
    "ParsedResponseOutputMessage",
    "ParsedResponseOutputText",
]

ContentType = TypeVar("ContentType")


class ParsedResponseOutputText(ResponseOutputText, Generic[ContentType]):
    __api_exclude__ = frozenset({"parsed"})

    parsed: ContentType | None = None


ParsedContent: TypeAlias = ParsedResponseOutputText[ContentType] | ResponseOutputRefusal


class ParsedResponseOutputMessage(ResponseOutputMessage, Generic[ContentType]):
    if TYPE_CHECKING:
        content: list[ParsedContent[ContentType]]  # type: ignore[assignment]
    else:
        # Where models are pydantic's, a union of them can't be given a type.
        content: list[ParsedContent]


class ParsedResponseFunctionToolCall(ResponseFunctionToolCall):
    __api_exclude__ = frozenset({"parsed_arguments"})

    parsed_arguments: object = None


ParsedResponseOutputItem: TypeAlias = (
    ParsedResponseOutputMessage[ContentType]
    | ParsedResponseFunctionToolCall
    | LocalShellCallAction
    | ResponseCustomToolCall
    | OtherItem
)


class ParsedResponse(Response, Generic[ContentType]):
    if TYPE_CHECKING:
        output: list[ParsedResponseOutputItem[ContentType]]  # type: ignore[assignment]
    else:
        output: list[ParsedResponseOutputItem]

    @property
    def output_parsed(self) -> ContentType | None:
        """The first parsed text in `output`."""
        for item in self.output or []:
            if item.type == "message":
                for part in item.content or []:
                    if part.type == "output_text" and part.parsed:
                        return part.parsed
        return None
