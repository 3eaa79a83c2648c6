"""What `images.edit` and `images.create_variation` take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from .._types import FileTypes
from .._typing import Required, TypedDict
from .image import ImageModel

__all__ = ["ImageCreateVariationParams", "ImageEditParams"]


class SvgReasoning(TypedDict, total=False):
    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


class Svg(TypedDict, total=False):
    model: str
    reasoning: SvgReasoning | None


class ImageEditParamsBase(TypedDict, total=False):
    image: Required[FileTypes | Sequence[FileTypes]]
    prompt: Required[str]
    background: Literal["transparent", "opaque", "auto"] | None
    complexity: Literal["low", "medium", "high"] | None
    frame_count: int | None
    frame_duration_ms: int | None
    input_fidelity: Literal["high", "low"] | None
    markup: FileTypes
    mask: FileTypes
    model: ImageModel | None
    n: int | None
    output_compression: int | None
    output_format: Literal["png", "webp", "jpeg", "gif", "svg"] | None
    partial_images: int | None
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto", "standard"] | None
    response_format: Literal["url", "b64_json"] | None
    safety_identifier: str | None
    size: str | None
    svg: Svg | None
    user: str


class ImageEditParamsNonStreaming(ImageEditParamsBase, total=False):
    stream: Literal[False] | None


class ImageEditParamsStreaming(ImageEditParamsBase):
    stream: Required[Literal[True]]


ImageEditParams: TypeAlias = ImageEditParamsNonStreaming | ImageEditParamsStreaming


class ImageCreateVariationParams(TypedDict, total=False):
    image: Required[FileTypes]
    model: ImageModel | None
    n: int | None
    response_format: Literal["url", "b64_json"] | None
    size: Literal["256x256", "512x512", "1024x1024"] | None
    user: str
