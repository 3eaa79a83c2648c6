"""A light drop-in for the official `openai` SDK that talks to a local server.

    from openai_local import OpenAI

    client = OpenAI()  # http://127.0.0.1:8080/v1, no key needed
    stream = client.chat.completions.create(model="local", messages=[...], stream=True)
    for chunk in stream:
        print(chunk.choices[0].delta.content or "", end="", flush=True)

Every name is loaded on first use, so that the bare import costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _deep_paths, _hosted
from ._alias import install_as_openai, keep_one_of_each, stated_version
from ._constants import (
    DEFAULT_CONNECTION_LIMITS,
    DEFAULT_LOAD_TIMEOUT,
    DEFAULT_MAX_RETRIES,
    DEFAULT_TIMEOUT,
)
from ._lazy import by_name as _by_name, lazy as _lazy
from ._types import (
    NOT_GIVEN,
    NoneType,
    NotGiven,
    Omit,
    ProxiesTypes,
    RequestOptions,
    Timeout,
    Transport,
    not_given,
    omit,
)
from ._version import __title__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from . import types as types
    from ._client import AsyncClient, AsyncOpenAI, Client, OpenAI
    from ._exceptions import (
        APIConnectionError,
        APIError,
        APIResponseValidationError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ConflictError,
        ContentFilterFinishReasonError,
        IncompleteStreamError,
        InternalServerError,
        InvalidWebhookSignatureError,
        LengthFinishReasonError,
        NotFoundError,
        OAuthError,
        OpenAIError,
        PermissionDeniedError,
        RateLimitError,
        UnprocessableEntityError,
        WebSocketConnectionClosedError,
        WebSocketQueueFullError,
    )
    from ._io.aiohttp_ import DefaultAioHttpClient
    from ._io.default_clients import (
        DefaultAsyncHttpx2Client,
        DefaultAsyncHttpxClient,
        DefaultHttpx2Client,
        DefaultHttpxClient,
    )
    from ._io.files import file_from_path
    from ._io.image_files import image
    from ._legacy_response import HttpxBinaryResponseContent
    from ._models import BaseModel
    from ._response import APIResponse, AsyncAPIResponse
    from ._streaming import AsyncStream, Stream
    from ._wire.tally import PromptProgress, StreamStats
    from .lib._tools import pydantic_function_tool, pydantic_responses_function_tool
    from .resources.audio import Audio
    from .resources.beta import Beta
    from .resources.chat import Chat
    from .resources.completions import Completions
    from .resources.embeddings import Embeddings
    from .resources.images import Images
    from .resources.models import Models
    from .resources.moderations import Moderations
    from .resources.responses import Responses
    from .to_llama_server import llm_requests

    __version__: str
    VERSION: str

    audio: Audio
    beta: Beta
    chat: Chat
    completions: Completions
    embeddings: Embeddings
    images: Images
    models: Models
    moderations: Moderations
    responses: Responses

# -- settings of the module-level client: `openai.api_key = ...`, `openai.chat.completions...` --
api_key: str | None = None
organization: str | None = None
project: str | None = None
base_url: str | None = None
timeout: float | Timeout | None = DEFAULT_TIMEOUT
max_retries: int = DEFAULT_MAX_RETRIES
load_timeout: float = DEFAULT_LOAD_TIMEOUT
on_prompt_progress: Callable[[PromptProgress], object] | None = None
default_headers: Mapping[str, str] | None = None
default_query: Mapping[str, object] | None = None
http_client: Any = None
#: Only to be read: they choose Azure in the official SDK, where they are None unless set.
api_type: None = None
api_version: None = None
azure_ad_token: None = None
azure_ad_token_provider: None = None
azure_endpoint: None = None

_MODULE_OF = _by_name(
    """
    _client: AsyncClient AsyncOpenAI Client OpenAI
    _exceptions: APIConnectionError APIError APIResponseValidationError APIStatusError
        APITimeoutError AuthenticationError BadRequestError ConflictError
        ContentFilterFinishReasonError IncompleteStreamError InternalServerError
        InvalidWebhookSignatureError LengthFinishReasonError NotFoundError OAuthError OpenAIError
        PermissionDeniedError RateLimitError UnprocessableEntityError WebSocketConnectionClosedError
        WebSocketQueueFullError
    _io.aiohttp_: DefaultAioHttpClient
    _io.default_clients: DefaultAsyncHttpx2Client DefaultAsyncHttpxClient DefaultHttpx2Client
        DefaultHttpxClient
    _io.files: file_from_path
    _io.image_files: image
    _legacy_response: HttpxBinaryResponseContent
    _models: BaseModel
    _module_client: _reset_client audio beta chat completions embeddings images models moderations
        responses
    _response: APIResponse AsyncAPIResponse
    _streaming: AsyncStream Stream
    _wire.tally: PromptProgress StreamStats
    lib._tools: pydantic_function_tool pydantic_responses_function_tool
    to_llama_server: llm_requests
    types: types
    """
)

__all__ = [
    "DEFAULT_CONNECTION_LIMITS",
    "DEFAULT_MAX_RETRIES",
    "DEFAULT_TIMEOUT",
    "NOT_GIVEN",
    "VERSION",
    "APIConnectionError",
    "APIError",
    "APIResponse",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncAPIResponse",
    "AsyncClient",
    "AsyncOpenAI",
    "AsyncStream",
    "AuthenticationError",
    "BadRequestError",
    "BaseModel",
    "Client",
    "ConflictError",
    "ContentFilterFinishReasonError",
    "DefaultAioHttpClient",
    "DefaultAsyncHttpx2Client",
    "DefaultAsyncHttpxClient",
    "DefaultHttpx2Client",
    "DefaultHttpxClient",
    "HttpxBinaryResponseContent",
    "IncompleteStreamError",
    "InternalServerError",
    "InvalidWebhookSignatureError",
    "LengthFinishReasonError",
    "NoneType",
    "NotFoundError",
    "NotGiven",
    "OAuthError",
    "Omit",
    "OpenAI",
    "OpenAIError",
    "PermissionDeniedError",
    "PromptProgress",
    "ProxiesTypes",
    "RateLimitError",
    "RequestOptions",
    "Stream",
    "StreamStats",
    "Timeout",
    "Transport",
    "UnprocessableEntityError",
    "WebSocketConnectionClosedError",
    "WebSocketQueueFullError",
    "__title__",
    "__version__",
    "file_from_path",
    "image",
    "install_as_openai",
    "llm_requests",
    "not_given",
    "omit",
    "pydantic_function_tool",
    "pydantic_responses_function_tool",
    "types",
]

if not TYPE_CHECKING:
    _load, __dir__ = _lazy(__name__, _MODULE_OF, _hosted.RESOURCES)

    def __getattr__(name: str) -> object:
        if name in ("VERSION", "__version__"):
            # Not kept: it changes with the name that this package goes by.
            return stated_version()
        if name in _hosted.OLD_NAMES:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.lib._old_api"), name)
        return _load(name)


_deep_paths.install(__name__)
keep_one_of_each()
