"""`client.images`: POST /images/generations, /images/edits and /images/variations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from .._io.files import open_upload
from .._lazy import lazy as _lazy
from .._models import OneOf
from .._streaming import AsyncStream, Stream
from .._types import FileTypes, LocalFile, is_given
from .._typing import Required, TypedDict, Unpack
from .._wire.ending import EventEnding
from .._wire.request import Call, StreamRule
from ..types import (
    ImageEditStreamEvent,
    ImageGenStreamEvent,
    ImageModel,
    ImagesResponse,
    image_edit_params,
    image_generate_params,
)
from ._resource import AsyncResource, Options, Or, Resource, require, split_options, takes

if TYPE_CHECKING:
    from . import _views

_NoStream: TypeAlias = Or[Literal[False] | None]
_Background: TypeAlias = Literal["transparent", "opaque", "auto"]
_Complexity: TypeAlias = Literal["low", "medium", "high"]
_Format: TypeAlias = Literal["png", "webp", "jpeg", "gif", "svg"]
_Quality: TypeAlias = Literal["low", "medium", "high", "xhigh", "max", "auto", "standard"]


class _GenerateParams(TypedDict, total=False):
    prompt: Required[str]
    background: Or[_Background | None]
    complexity: Or[_Complexity | None]
    frame_count: Or[int | None]
    frame_duration_ms: Or[int | None]
    model: Or[ImageModel | None]
    moderation: Or[Literal["low", "auto"] | None]
    n: Or[int | None]
    output_compression: Or[int | None]
    output_format: Or[_Format | None]
    partial_images: Or[int | None]
    quality: Or[_Quality | Literal["hd"] | None]
    response_format: Or[Literal["url", "b64_json"] | None]
    safety_identifier: Or[str | None]
    size: Or[str | None]
    style: Or[Literal["vivid", "natural"] | None]
    svg: Or[image_generate_params.Svg | None]
    user: Or[str]


class GenerateParams(_GenerateParams, Options, total=False):
    """The keywords of `generate`, apart from `stream`."""


class _EditParams(TypedDict, total=False):
    image: Required[FileTypes | Sequence[FileTypes]]
    prompt: Required[str]
    background: Or[_Background | None]
    complexity: Or[_Complexity | None]
    frame_count: Or[int | None]
    frame_duration_ms: Or[int | None]
    input_fidelity: Or[Literal["high", "low"] | None]
    markup: Or[FileTypes]
    mask: Or[FileTypes]
    model: Or[ImageModel | None]
    n: Or[int | None]
    output_compression: Or[int | None]
    output_format: Or[_Format | None]
    partial_images: Or[int | None]
    quality: Or[_Quality | None]
    response_format: Or[Literal["url", "b64_json"] | None]
    safety_identifier: Or[str | None]
    size: Or[str | None]
    svg: Or[image_edit_params.Svg | None]
    user: Or[str]


class EditParams(_EditParams, Options, total=False):
    """The keywords of `edit`, apart from `stream`."""


class _VariationParams(TypedDict, total=False):
    image: Required[FileTypes]
    model: Or[ImageModel | None]
    n: Or[int | None]
    response_format: Or[Literal["url", "b64_json"] | None]
    size: Or[Literal["256x256", "512x512", "1024x1024"] | None]
    user: Or[str]


class VariationParams(_VariationParams, Options, total=False):
    """The keywords of `create_variation`."""


class Images(Resource):
    """`client.images`: pictures from words, and from pictures."""

    with_raw_response: _views.RawImages
    with_streaming_response: _views.StreamingImages

    @overload
    def generate(
        self, *, stream: Literal[True], **params: Unpack[GenerateParams]
    ) -> Stream[ImageGenStreamEvent]: ...

    @overload
    def generate(
        self, *, stream: _NoStream = ..., **params: Unpack[GenerateParams]
    ) -> ImagesResponse: ...

    @overload
    def generate(
        self, *, stream: bool, **params: Unpack[GenerateParams]
    ) -> ImagesResponse | Stream[ImageGenStreamEvent]: ...

    @takes(GenerateParams, required=("prompt",), overloaded={"stream": "size"})
    def generate(self, **params: Any) -> ImagesResponse | Stream[ImageGenStreamEvent]:
        """Make pictures of `prompt`: `response.data[i].b64_json` or `.url`, as was asked for.

        With `stream=True`, a `Stream` of events: partial pictures, then the whole one.
        """
        return self._client._call(generate_call(params))

    @overload
    def edit(
        self, *, stream: Literal[True], **params: Unpack[EditParams]
    ) -> Stream[ImageEditStreamEvent]: ...

    @overload
    def edit(self, *, stream: _NoStream = ..., **params: Unpack[EditParams]) -> ImagesResponse: ...

    @overload
    def edit(
        self, *, stream: bool, **params: Unpack[EditParams]
    ) -> ImagesResponse | Stream[ImageEditStreamEvent]: ...

    @takes(EditParams, required=("image", "prompt"), overloaded={"stream": "size"})
    def edit(self, **params: Any) -> ImagesResponse | Stream[ImageEditStreamEvent]:
        """Change a picture, or make one of several (a list), as `prompt` says.

        `image`, `mask` and `markup` are path objects, open binary files, bytes, or `(name,
        contents)`. Returns what `generate` returns. Raises `OSError`, `TypeError` or `ValueError`
        for a file that can't be sent, before anything is sent.
        """
        return self._client._call(edit_call(params))

    @takes(VariationParams, required=("image",))
    def create_variation(self, **params: Unpack[VariationParams]) -> ImagesResponse:
        """Make pictures like another one; see `edit`."""
        return self._client._call(variation_call(params))


class AsyncImages(AsyncResource):
    """`Images` for asyncio."""

    with_raw_response: _views.AsyncRawImages
    with_streaming_response: _views.AsyncStreamingImages

    @overload
    async def generate(
        self, *, stream: Literal[True], **params: Unpack[GenerateParams]
    ) -> AsyncStream[ImageGenStreamEvent]: ...

    @overload
    async def generate(
        self, *, stream: _NoStream = ..., **params: Unpack[GenerateParams]
    ) -> ImagesResponse: ...

    @overload
    async def generate(
        self, *, stream: bool, **params: Unpack[GenerateParams]
    ) -> ImagesResponse | AsyncStream[ImageGenStreamEvent]: ...

    @takes(GenerateParams, required=("prompt",), overloaded={"stream": "size"})
    async def generate(self, **params: Any) -> ImagesResponse | AsyncStream[ImageGenStreamEvent]:
        """See `Images.generate`."""
        return await self._client._call(generate_call(params))

    @overload
    async def edit(
        self, *, stream: Literal[True], **params: Unpack[EditParams]
    ) -> AsyncStream[ImageEditStreamEvent]: ...

    @overload
    async def edit(
        self, *, stream: _NoStream = ..., **params: Unpack[EditParams]
    ) -> ImagesResponse: ...

    @overload
    async def edit(
        self, *, stream: bool, **params: Unpack[EditParams]
    ) -> ImagesResponse | AsyncStream[ImageEditStreamEvent]: ...

    @takes(EditParams, required=("image", "prompt"), overloaded={"stream": "size"})
    async def edit(self, **params: Any) -> ImagesResponse | AsyncStream[ImageEditStreamEvent]:
        """See `Images.edit`."""
        return await self._client._call(edit_call(params))

    @takes(VariationParams, required=("image",))
    async def create_variation(self, **params: Unpack[VariationParams]) -> ImagesResponse:
        """See `Images.create_variation`."""
        return await self._client._call(variation_call(params))


def generate_call(params: Mapping[str, Any]) -> Call:
    require(params, "prompt")
    body, options = split_options(params)
    stream = _GENERATION if body.get("stream") else None
    return _call("generations", body, None, stream, options)


def edit_call(params: Mapping[str, Any]) -> Call:
    """The call that `edit(**params)` makes; the files are checked here."""
    require(params, "image", "prompt")
    body, options = split_options(params)
    image = body.pop("image")
    if isinstance(image, list):
        files = [("image[]", open_upload("image", each)) for each in image]
    else:
        files = [("image", open_upload("image", image))]
    for name in ("mask", "markup"):
        file = body.pop(name, None)
        if file is not None and is_given(file):
            files.append((name, open_upload(name, file)))
    return _call("edits", body, files, _EDIT if body.get("stream") else None, options)


def variation_call(params: Mapping[str, Any]) -> Call:
    """The call that `create_variation(**params)` makes; the file is checked here."""
    require(params, "image")
    body, options = split_options(params)
    files = [("image", open_upload("image", body.pop("image")))]
    return _call("variations", body, files, None, options)


def _call(
    path: str,
    body: dict[str, Any],
    files: list[tuple[str, LocalFile]] | None,
    stream: StreamRule | None,
    options: dict[str, Any],
) -> Call:
    return Call(
        "POST",
        f"/images/{path}",
        cast_to=ImagesResponse,
        params=body,
        files=files,
        stream=stream,
        runs_model=True,
        **options,
    )


def _events_of(kind: str, answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a stream would have sent in place of a whole answer; the usage comes once."""
    about = {name: answer[name] for name in answer if name not in ("data", "created", "usage")}
    images = [image for image in answer["data"] if isinstance(image, dict)]
    for position, image in enumerate(images):
        event = {**about, **image, "created_at": answer.get("created"), "type": kind}
        if "usage" in answer and position == len(images) - 1:
            event["usage"] = answer["usage"]
        yield event


def _rule(event: Any, closing: str) -> StreamRule:
    return StreamRule(
        OneOf(event),
        partial(EventEnding, closing),
        partial(_events_of, closing),
        whole=("data", "a list of images"),
    )


_GENERATION = _rule(ImageGenStreamEvent, "image_generation.completed")
_EDIT = _rule(ImageEditStreamEvent, "image_edit.completed")


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
