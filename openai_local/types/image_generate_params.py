"""What `images.generate` takes."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .._typing import Required, TypedDict
from .image import ImageModel

__all__ = ["ImageGenerateParams"]


class SvgReasoning(TypedDict, total=False):
    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None


class Svg(TypedDict, total=False):
    model: Required[str]
    reasoning: SvgReasoning | None


class ImageGenerateParamsBase(TypedDict, total=False):
    prompt: Required[str]
    background: Literal["transparent", "opaque", "auto"] | None
    complexity: Literal["low", "medium", "high"] | None
    frame_count: int | None
    frame_duration_ms: int | None
    model: ImageModel | None
    moderation: Literal["low", "auto"] | None
    n: int | None
    output_compression: int | None
    output_format: Literal["png", "webp", "jpeg", "gif", "svg"] | None
    partial_images: int | None
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto", "standard", "hd"] | None
    response_format: Literal["url", "b64_json"] | None
    safety_identifier: str | None
    size: str | None
    style: Literal["vivid", "natural"] | None
    svg: Svg | None
    user: str


class ImageGenerateParamsNonStreaming(ImageGenerateParamsBase, total=False):
    stream: Literal[False] | None


class ImageGenerateParamsStreaming(ImageGenerateParamsBase):
    stream: Required[Literal[True]]


ImageGenerateParams: TypeAlias = ImageGenerateParamsNonStreaming | ImageGenerateParamsStreaming
