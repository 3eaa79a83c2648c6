"""The tools offered to the model."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict
from ..shared_params import FunctionDefinition as FunctionDefinition, Text

__all__ = [
    "ChatCompletionCustomToolParam",
    "ChatCompletionFunctionToolParam",
    "ChatCompletionToolParam",
    "ChatCompletionToolUnionParam",
]


class ChatCompletionFunctionToolParam(TypedDict):
    function: FunctionDefinition
    type: Literal["function"]


ChatCompletionToolParam: TypeAlias = ChatCompletionFunctionToolParam
CustomFormatText: TypeAlias = Text


class CustomFormatGrammarGrammar(TypedDict):
    definition: str
    syntax: Literal["lark", "regex"]


class CustomFormatGrammar(TypedDict):
    grammar: CustomFormatGrammarGrammar
    type: Literal["grammar"]


CustomFormat: TypeAlias = CustomFormatText | CustomFormatGrammar


class Custom(TypedDict, total=False):
    name: Required[str]
    description: str
    format: CustomFormat


class ChatCompletionCustomToolParam(TypedDict):
    custom: Custom
    type: Literal["custom"]


ChatCompletionToolUnionParam: TypeAlias = (
    ChatCompletionFunctionToolParam | ChatCompletionCustomToolParam
)
