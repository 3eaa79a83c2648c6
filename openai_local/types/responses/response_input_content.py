"""Content parts of input messages and tool outputs, as a server hands them back."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel

__all__ = [
    "ImageDetail",
    "ResponseFunctionCallOutputItem",
    "ResponseFunctionCallOutputItemList",
    "ResponseInputAudio",
    "ResponseInputContent",
    "ResponseInputFile",
    "ResponseInputFileContent",
    "ResponseInputImage",
    "ResponseInputImageContent",
    "ResponseInputMessageContentList",
    "ResponseInputText",
    "ResponseInputTextContent",
]

ImageDetail: TypeAlias = Literal["low", "high", "auto", "original"]


class PromptCacheBreakpoint(BaseModel):
    mode: Literal["explicit"]
    ttl: Literal["30m", "12h"] | None = None


class ResponseInputText(BaseModel):
    text: str
    type: Literal["input_text"]
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


class ResponseInputImage(BaseModel):
    detail: ImageDetail
    type: Literal["input_image"]
    file_id: str | None = None
    image_url: str | None = None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


class _File(BaseModel):
    type: Literal["input_file"]
    detail: Literal["auto", "low", "high"] | None = None
    file_data: str | None = None
    file_id: str | None = None
    file_url: str | None = None
    filename: str | None = None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


class ResponseInputFile(_File):
    pass


class InputAudio(BaseModel):
    data: str
    format: Literal["mp3", "wav"]


class ResponseInputAudio(BaseModel):
    input_audio: InputAudio
    type: Literal["input_audio"]


ResponseInputContent: TypeAlias = ResponseInputText | ResponseInputImage | ResponseInputFile
ResponseInputMessageContentList: TypeAlias = list[ResponseInputContent]


class ResponseInputTextContent(BaseModel):
    text: str
    type: Literal["input_text"]
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


class ResponseInputImageContent(BaseModel):
    type: Literal["input_image"]
    detail: ImageDetail | None = None
    file_id: str | None = None
    image_url: str | None = None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


class ResponseInputFileContent(_File):
    pass


ResponseFunctionCallOutputItem: TypeAlias = (
    ResponseInputTextContent | ResponseInputImageContent | ResponseInputFileContent
)
ResponseFunctionCallOutputItemList: TypeAlias = list[ResponseFunctionCallOutputItem]
