"""`client.models`: GET /models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .._lazy import lazy as _lazy
from .._typing import Unpack
from .._wire.request import Call
from ..pagination import AsyncPage, AsyncPaginator, SyncPage
from ..types import Model, ModelDeleted
from ._resource import AsyncResource, Options, Resource, takes

if TYPE_CHECKING:
    from . import _views


class Models(Resource):
    """`client.models`: what the server can run."""

    with_raw_response: _views.RawModels
    with_streaming_response: _views.StreamingModels

    @takes(Options, required=())
    def list(self, **options: Unpack[Options]) -> SyncPage[Model]:
        """The models; iterate over the result."""
        return self._client._call(list_call(SyncPage, **options))

    @takes(Options, required=(), path=("model",))
    def retrieve(self, model: str, **options: Unpack[Options]) -> Model:
        """One model by its id. llama-server has no such endpoint and answers 404."""
        return self._client._call(model_call("GET", model, Model, **options))

    @takes(Options, required=(), path=("model",))
    def delete(self, model: str, **options: Unpack[Options]) -> ModelDeleted:
        """Delete a model, where the server can."""
        return self._client._call(model_call("DELETE", model, ModelDeleted, **options))


class AsyncModels(AsyncResource):
    """`Models` for asyncio."""

    with_raw_response: _views.AsyncRawModels
    with_streaming_response: _views.AsyncStreamingModels

    @takes(Options, required=())
    def list(self, **options: Unpack[Options]) -> AsyncPaginator[Model, AsyncPage[Model]]:
        """Await it for a page, or iterate over it with `async for`."""
        return AsyncPaginator(lambda: self._client._call(list_call(AsyncPage, **options)))

    @takes(Options, required=(), path=("model",))
    async def retrieve(self, model: str, **options: Unpack[Options]) -> Model:
        """See `Models.retrieve`."""
        return await self._client._call(model_call("GET", model, Model, **options))

    @takes(Options, required=(), path=("model",))
    async def delete(self, model: str, **options: Unpack[Options]) -> ModelDeleted:
        """See `Models.delete`."""
        return await self._client._call(model_call("DELETE", model, ModelDeleted, **options))


def list_call(page: Any, **options: Any) -> Call:
    return Call("GET", "/models", cast_to=page, item=Model, **options)


def model_call(method: str, model: str, cast_to: Any, **options: Any) -> Call:
    """The call about one model; `ValueError` if its name can't be one, before anything is sent."""
    if not model:
        raise ValueError(f"Expected a non-empty value for `model` but received {model!r}")
    if not {".", ".."}.isdisjoint(model.split("/")):
        # It would be a request about something else.
        raise ValueError(f"`model` can't have the segment '.' or '..': {model!r}")
    # Names such as "org/name" and "file.gguf" are common: the slash is part of the path.
    return Call(method, f"/models/{quote(model, safe='/:@')}", cast_to=cast_to, **options)


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
