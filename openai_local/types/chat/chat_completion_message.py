from __future__ import annotations

from typing import Literal

from ..._models import BaseModel
from ._reasoning import ReasoningNames
from .chat_completion_audio import ChatCompletionAudio
from .chat_completion_message_tool_call import ChatCompletionMessageToolCallUnion

__all__ = ["ChatCompletionMessage"]


class AnnotationURLCitation(BaseModel):
    end_index: int
    start_index: int
    title: str
    url: str


class Annotation(BaseModel):
    type: Literal["url_citation"]
    url_citation: AnnotationURLCitation


class FunctionCall(BaseModel):
    arguments: str
    name: str


class ChatCompletionMessage(ReasoningNames, BaseModel):
    """`reasoning_content`, if a server sent that or `reasoning`: what the model thought."""

    content: str | None = None
    refusal: str | None = None
    role: Literal["assistant"]
    annotations: list[Annotation] | None = None
    audio: ChatCompletionAudio | None = None
    function_call: FunctionCall | None = None
    tool_calls: list[ChatCompletionMessageToolCallUnion] | None = None
