"""`client.audio.translations`: POST /audio/translations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from ..._io.files import open_upload
from ..._lazy import lazy as _lazy
from ..._types import FileTypes
from ..._typing import Required, TypedDict, Unpack
from ..._wire.payload import read_body, read_text
from ..._wire.request import Call
from ...types.audio import Translation, TranslationVerbose
from ...types.audio_model import AudioModel
from .._resource import AsyncResource, Options, Or, Resource, require, split_options, takes
from .transcriptions import log, type_of

if TYPE_CHECKING:
    from .. import _views


#: What the values of `response_format` give; the last three are no JSON.
_TYPES: Mapping[Any, type] = {
    "json": Translation,
    "verbose_json": TranslationVerbose,
    "text": str,
    "srt": str,
    "vtt": str,
}


class TranslationParams(TypedDict, total=False):
    """What the server is told, apart from `response_format`."""

    file: Required[FileTypes]
    model: Required[AudioModel]
    prompt: Or[str]
    temperature: Or[float]


class CreateParams(TranslationParams, Options, total=False):
    """The keywords of `create`, apart from `response_format`, which decides what it returns."""


_Answer: TypeAlias = Translation | TranslationVerbose | str


class Translations(Resource):
    """`client.audio.translations`: what was said, in English."""

    with_raw_response: _views.RawTranslations
    with_streaming_response: _views.StreamingTranslations

    @overload
    def create(
        self, *, response_format: Or[Literal["json"]] = ..., **params: Unpack[CreateParams]
    ) -> Translation: ...

    @overload
    def create(
        self, *, response_format: Literal["verbose_json"], **params: Unpack[CreateParams]
    ) -> TranslationVerbose: ...

    @overload
    def create(
        self, *, response_format: Literal["text", "srt", "vtt"], **params: Unpack[CreateParams]
    ) -> str: ...

    @takes(CreateParams, required=("file", "model"), overloaded={"response_format": "prompt"})
    def create(self, **params: Any) -> _Answer:
        """Write down in English what is said in `file`; see `Transcriptions.create`."""
        return self._client._call(create_call(params))


class AsyncTranslations(AsyncResource):
    """`Translations` for asyncio."""

    with_raw_response: _views.AsyncRawTranslations
    with_streaming_response: _views.AsyncStreamingTranslations

    @overload
    async def create(
        self, *, response_format: Or[Literal["json"]] = ..., **params: Unpack[CreateParams]
    ) -> Translation: ...

    @overload
    async def create(
        self, *, response_format: Literal["verbose_json"], **params: Unpack[CreateParams]
    ) -> TranslationVerbose: ...

    @overload
    async def create(
        self, *, response_format: Literal["text", "srt", "vtt"], **params: Unpack[CreateParams]
    ) -> str: ...

    @takes(CreateParams, required=("file", "model"), overloaded={"response_format": "prompt"})
    async def create(self, **params: Any) -> _Answer:
        """See `Translations.create`."""
        return await self._client._call(create_call(params))


def create_call(params: Mapping[str, Any]) -> Call:
    """The call that `create(**params)` makes; the file is checked here."""
    require(params, "file", "model")
    body, options = split_options(params)
    file = open_upload("file", body.pop("file"))
    cast_to = _get_response_format_type(body.get("response_format"))
    return Call(
        "POST",
        "/audio/translations",
        cast_to=cast_to,
        read=read_text if cast_to is str else read_body,
        params=body,
        files=[("file", file)],
        runs_model=True,
        **options,
    )


def _get_response_format_type(response_format: Any) -> Any:
    """What the answer is to become; named as in the official SDK."""
    return type_of(response_format, _TYPES, log)


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
