"""Events of a streamed image, generated or edited."""

from __future__ import annotations

from typing import Literal, TypeAlias

from .._models import BaseModel
from .image import UsageInputTokensDetails as UsageInputTokensDetails

__all__ = [
    "ImageEditCompletedEvent",
    "ImageEditPartialImageEvent",
    "ImageEditStreamEvent",
    "ImageGenCompletedEvent",
    "ImageGenPartialImageEvent",
    "ImageGenStreamEvent",
]


class _PartialImage(BaseModel):
    b64_json: str
    background: Literal["transparent", "opaque", "auto"]
    created_at: int
    output_format: Literal["png", "webp", "jpeg"]
    partial_image_index: int
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto"]
    size: str


class _WholeImage(BaseModel):
    b64_json: str
    background: Literal["transparent", "opaque", "auto"]
    created_at: int
    output_format: Literal["png", "webp", "jpeg"]
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto"]
    size: str


class ImageGenPartialImageEvent(_PartialImage):
    type: Literal["image_generation.partial_image"]


class Usage(BaseModel):
    input_tokens: int
    input_tokens_details: UsageInputTokensDetails
    output_tokens: int
    total_tokens: int


class ImageGenCompletedEvent(_WholeImage):
    type: Literal["image_generation.completed"]
    usage: Usage
    safety_identifier: str | None = None


ImageGenStreamEvent: TypeAlias = ImageGenPartialImageEvent | ImageGenCompletedEvent


class ImageEditPartialImageEvent(_PartialImage):
    type: Literal["image_edit.partial_image"]


class ImageEditCompletedEvent(_WholeImage):
    type: Literal["image_edit.completed"]
    usage: Usage
    safety_identifier: str | None = None


ImageEditStreamEvent: TypeAlias = ImageEditPartialImageEvent | ImageEditCompletedEvent
