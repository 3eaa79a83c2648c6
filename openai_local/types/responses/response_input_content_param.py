"""Content parts of input messages and tool outputs."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._typing import Required, TypedDict
from ..chat.chat_completion_message_param import ImageSource
from .response_input_content import ImageDetail

__all__ = [
    "ResponseFunctionCallOutputItemListParam",
    "ResponseFunctionCallOutputItemParam",
    "ResponseInputAudioParam",
    "ResponseInputContentParam",
    "ResponseInputFileContentParam",
    "ResponseInputFileParam",
    "ResponseInputImageContentParam",
    "ResponseInputImageParam",
    "ResponseInputMessageContentListParam",
    "ResponseInputTextContentParam",
    "ResponseInputTextParam",
]


class PromptCacheBreakpoint(TypedDict, total=False):
    mode: Required[Literal["explicit"]]
    ttl: Literal["30m", "12h"]


class ResponseInputTextParam(TypedDict, total=False):
    text: Required[str]
    type: Required[Literal["input_text"]]
    prompt_cache_breakpoint: PromptCacheBreakpoint


class ResponseInputImageParam(TypedDict, total=False):
    """`image_url` may also be a path, bytes or an open file: an image of this machine."""

    detail: Required[ImageDetail]
    type: Required[Literal["input_image"]]
    file_id: str | None
    image_url: ImageSource | None
    prompt_cache_breakpoint: PromptCacheBreakpoint


class ResponseInputFileParam(TypedDict, total=False):
    type: Required[Literal["input_file"]]
    detail: Literal["auto", "low", "high"]
    file_data: str
    file_id: str | None
    file_url: str
    filename: str
    prompt_cache_breakpoint: PromptCacheBreakpoint


class InputAudio(TypedDict):
    data: str
    format: Literal["mp3", "wav"]


class ResponseInputAudioParam(TypedDict):
    input_audio: InputAudio
    type: Literal["input_audio"]


ResponseInputContentParam: TypeAlias = (
    ResponseInputTextParam | ResponseInputImageParam | ResponseInputFileParam
)
ResponseInputMessageContentListParam: TypeAlias = list[ResponseInputContentParam]


class ResponseInputTextContentParam(TypedDict, total=False):
    text: Required[str]
    type: Required[Literal["input_text"]]
    prompt_cache_breakpoint: PromptCacheBreakpoint | None


class ResponseInputImageContentParam(TypedDict, total=False):
    type: Required[Literal["input_image"]]
    detail: ImageDetail | None
    file_id: str | None
    image_url: ImageSource | None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None


class ResponseInputFileContentParam(TypedDict, total=False):
    type: Required[Literal["input_file"]]
    detail: Literal["auto", "low", "high"]
    file_data: str | None
    file_id: str | None
    file_url: str | None
    filename: str | None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None


ResponseFunctionCallOutputItemParam: TypeAlias = (
    ResponseInputTextContentParam | ResponseInputImageContentParam | ResponseInputFileContentParam
)
ResponseFunctionCallOutputItemListParam: TypeAlias = list[ResponseFunctionCallOutputItemParam]
