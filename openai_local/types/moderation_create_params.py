"""What `moderations.create` takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from typing_extensions import Required, TypedDict

from .moderation import ModerationModel

__all__ = [
    "ModerationCreateParams",
    "ModerationImageURLInputParam",
    "ModerationMultiModalInputParam",
    "ModerationTextInputParam",
]


class ModerationTextInputParam(TypedDict, total=False):
    text: Required[str]
    type: Required[Literal["text"]]


class ImageURL(TypedDict, total=False):
    url: Required[str]


class ModerationImageURLInputParam(TypedDict, total=False):
    image_url: Required[ImageURL]
    type: Required[Literal["image_url"]]


ModerationMultiModalInputParam: TypeAlias = ModerationImageURLInputParam | ModerationTextInputParam


class ModerationCreateParams(TypedDict, total=False):
    input: Required[str | Sequence[str] | Iterable[ModerationMultiModalInputParam]]
    model: ModerationModel
