"""The form of the text asked for, as a response repeats it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..._models import BaseModel
from .._renamed import Renamed
from ..shared import ResponseFormatJSONObject, ResponseFormatText

__all__ = ["ResponseFormatTextConfig", "ResponseFormatTextJSONSchemaConfig", "ResponseTextConfig"]


class ResponseFormatTextJSONSchemaConfig(Renamed, names={"schema_": "schema"}):
    name: str
    schema_: dict[str, object]
    type: Literal["json_schema"]
    description: str | None = None
    strict: bool | None = None


ResponseFormatTextConfig: TypeAlias = (
    ResponseFormatText | ResponseFormatTextJSONSchemaConfig | ResponseFormatJSONObject
)


class ResponseTextConfig(BaseModel):
    format: ResponseFormatTextConfig | None = None
    verbosity: Literal["low", "medium", "high"] | None = None
