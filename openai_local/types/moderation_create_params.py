"""What `moderations.create` takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from .._typing import Required, TypedDict
from .moderation import ModerationModel

__all__ = [
    "ModerationCreateParams",
    "ModerationImageURLInputParam",
    "ModerationMultiModalInputParam",
    "ModerationTextInputParam",
]


class ModerationTextInputParam(TypedDict):
    text: str
    type: Literal["text"]


class ImageURL(TypedDict):
    url: str


class ModerationImageURLInputParam(TypedDict):
    image_url: ImageURL
    type: Literal["image_url"]


ModerationMultiModalInputParam: TypeAlias = ModerationImageURLInputParam | ModerationTextInputParam


class ModerationCreateParams(TypedDict, total=False):
    input: Required[str | Sequence[str] | Iterable[ModerationMultiModalInputParam]]
    model: ModerationModel
