"""`client.embeddings`: POST /embeddings."""

from __future__ import annotations

import struct
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._http import Response
from .._lazy import lazy as _lazy
from .._typing import Required, Unpack
from .._wire.dialect import EMBEDDING_RULES
from .._wire.payload import read_body, unreadable
from .._wire.request import Call
from ..types import CreateEmbeddingResponse
from ._resource import AsyncResource, Options, Or, Resource, require, split_options, takes

if TYPE_CHECKING:
    from . import _views


class CreateParams(Options, total=False):
    """The keywords of `create`."""

    input: Required[str | Sequence[str] | Iterable[int] | Iterable[Iterable[int]]]
    model: Required[str]
    dimensions: Or[int]
    encoding_format: Or[Literal["float", "base64"]]
    user: Or[str]


class Embeddings(Resource):
    """`client.embeddings`: texts as vectors."""

    with_raw_response: _views.RawEmbeddings
    with_streaming_response: _views.StreamingEmbeddings

    @takes(CreateParams, required=("input", "model"))
    def create(self, **params: Unpack[CreateParams]) -> CreateEmbeddingResponse:
        """Turn texts into vectors: `response.data[i].embedding` is a `list[float]` of length n.

        `input` is a text, a list of texts, or lists of token numbers; n is up to the model.
        Floats are asked for and base64 is decoded if it comes all the same, unless
        `encoding_format="base64"` asks for it: then `embedding` is that text.
        """
        return self._client._call(create_call(params))


class AsyncEmbeddings(AsyncResource):
    """`Embeddings` for asyncio."""

    with_raw_response: _views.AsyncRawEmbeddings
    with_streaming_response: _views.AsyncStreamingEmbeddings

    @takes(CreateParams, required=("input", "model"))
    async def create(self, **params: Unpack[CreateParams]) -> CreateEmbeddingResponse:
        """See `Embeddings.create`."""
        return await self._client._call(create_call(params))


def create_call(params: Mapping[str, Any]) -> Call:
    require(params, "input", "model")
    body, options = split_options(params)
    wants_text = body.get("encoding_format") == "base64"
    return Call(
        "POST",
        "/embeddings",
        cast_to=CreateEmbeddingResponse,
        read=_read if wants_text else _read_vectors,
        params=body,
        runs_model=True,
        rules=EMBEDDING_RULES,
        **options,
    )


def _read(response: Response) -> dict[str, Any]:
    answer = read_body(response)
    if not isinstance(answer.get("data"), list):
        raise _no_embeddings(response)
    return answer


def _read_vectors(response: Response) -> dict[str, Any]:
    """The answer with all vectors as lists: some servers send base64 whatever is asked for."""
    answer = _read(response)
    for item in answer["data"]:
        if isinstance(item, dict) and isinstance(item.get("embedding"), str):
            try:
                item["embedding"] = _floats(b64decode(item["embedding"]))
            except (ValueError, struct.error) as error:
                raise _no_embeddings(response) from error
    return answer


def _floats(raw: bytes) -> list[float]:
    # Little-endian 32-bit floats, as the official API documents.
    return list(struct.unpack(f"<{len(raw) // 4}f", raw))


def _no_embeddings(response: Response) -> Exception:
    return unreadable(response, response.text, what="The answer", due="a list of embeddings")


if not TYPE_CHECKING:
    __getattr__, __dir__ = _lazy(__name__, {})
