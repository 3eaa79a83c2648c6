"""`client.embeddings`: POST /embeddings."""

from __future__ import annotations

import struct
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from typing_extensions import Unpack

from .._wire.request import Call
from ..types import CreateEmbeddingResponse, EmbeddingCreateParams
from ._resource import AsyncResource, Options, Resource, require, split_options, takes


class CreateParams(EmbeddingCreateParams, Options, total=False):
    """The keywords of `create`."""


class Embeddings(Resource):
    """`client.embeddings`: texts as vectors."""

    @takes(CreateParams, required=("input", "model"))
    def create(self, **params: Unpack[CreateParams]) -> CreateEmbeddingResponse:
        """Turn texts into vectors: `response.data[i].embedding` is a `list[float]` of length n.

        `input` is a text, a list of texts, or lists of token numbers; n is up to the model.
        Floats are asked for and base64 is decoded if it comes all the same, unless
        `encoding_format="base64"` asks for it: then `embedding` is that text.
        """
        response: CreateEmbeddingResponse = self._client._call(create_call(params))
        return response


class AsyncEmbeddings(AsyncResource):
    """`Embeddings` for asyncio."""

    @takes(CreateParams, required=("input", "model"))
    async def create(self, **params: Unpack[CreateParams]) -> CreateEmbeddingResponse:
        """See `Embeddings.create`."""
        response: CreateEmbeddingResponse = await self._client._call(create_call(params))
        return response


def create_call(params: Mapping[str, Any]) -> Call:
    """The call that `create(**params)` makes."""
    require(params, "input", "model")
    body, options = split_options(params)
    return Call(
        "POST",
        "/embeddings",
        cast_to=CreateEmbeddingResponse,
        params={"encoding_format": "float", **body},
        runs_model=True,
        finish=None if body.get("encoding_format") else _decoded,
        **options,
    )


def _decoded(response: CreateEmbeddingResponse) -> CreateEmbeddingResponse:
    """The response with all vectors as lists: some servers send base64 whatever is asked for."""
    for item in response.data:
        if isinstance(item.embedding, str):
            raw = b64decode(item.embedding)
            # Little-endian 32-bit floats, as the official API documents.
            item.embedding = list(struct.unpack(f"<{len(raw) // 4}f", raw))
    return response
