# What type checkers see of `.with_raw_response` and `.with_streaming_response`.
#
# There are no such objects: `_resource.py` makes what does the same of any resource. A type can't
# be derived from that, so here each method has a line, in which a function says how the type
# of the method changes. `tests/resources/test_views.py` compares these lines with the methods.

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar

from .._response import (
    APIResponse,
    AsyncAPIResponse,
    AsyncResponseContextManager,
    LegacyAPIResponse,
    ResponseContextManager,
)
from .audio.speech import AsyncSpeech, Speech
from .audio.transcriptions import AsyncTranscriptions, Transcriptions
from .audio.translations import AsyncTranslations, Translations
from .chat.completions import (
    AsyncCompletions as AsyncChatCompletions,
    Completions as ChatCompletions,
)
from .chat.messages import AsyncMessages, Messages
from .completions import AsyncCompletions, Completions
from .embeddings import AsyncEmbeddings, Embeddings
from .images import AsyncImages, Images
from .models import AsyncModels, Models
from .moderations import AsyncModerations, Moderations
from .responses.input_items import AsyncInputItems, InputItems
from .responses.input_tokens import AsyncInputTokens, InputTokens
from .responses.responses import AsyncResponses, Responses

_P = ParamSpec("_P")
_R = TypeVar("_R")

# The method as `.with_raw_response` has it.
def raw(
    method: Callable[Concatenate[Any, _P], _R],
) -> Callable[Concatenate[Any, _P], LegacyAPIResponse[_R]]: ...

# `raw` for asyncio.
def async_raw(
    method: Callable[Concatenate[Any, _P], Awaitable[_R]],
) -> Callable[Concatenate[Any, _P], Coroutine[Any, Any, LegacyAPIResponse[_R]]]: ...

# The method as `.with_streaming_response` has it.
def streaming(
    method: Callable[Concatenate[Any, _P], _R],
) -> Callable[Concatenate[Any, _P], ResponseContextManager[APIResponse[_R]]]: ...

# `streaming` for asyncio.
def async_streaming(
    method: Callable[Concatenate[Any, _P], Awaitable[_R]],
) -> Callable[Concatenate[Any, _P], AsyncResponseContextManager[AsyncAPIResponse[_R]]]: ...

# `streaming` for an answer that is a sound.
def streaming_bytes(
    method: Callable[Concatenate[Any, _P], object],
) -> Callable[Concatenate[Any, _P], ResponseContextManager[APIResponse[bytes]]]: ...

# `streaming_bytes` for asyncio.
def async_streaming_bytes(
    method: Callable[Concatenate[Any, _P], Awaitable[object]],
) -> Callable[Concatenate[Any, _P], AsyncResponseContextManager[AsyncAPIResponse[bytes]]]: ...

class RawMessages:
    list = raw(Messages.list)

class StreamingMessages:
    list = streaming(Messages.list)

class AsyncRawMessages:
    list = async_raw(AsyncMessages.list)

class AsyncStreamingMessages:
    list = async_streaming(AsyncMessages.list)

class RawChatCompletions:
    messages: RawMessages
    create = raw(ChatCompletions.create)
    parse = raw(ChatCompletions.parse)
    retrieve = raw(ChatCompletions.retrieve)
    update = raw(ChatCompletions.update)
    list = raw(ChatCompletions.list)
    delete = raw(ChatCompletions.delete)

class StreamingChatCompletions:
    messages: StreamingMessages
    create = streaming(ChatCompletions.create)
    parse = streaming(ChatCompletions.parse)
    retrieve = streaming(ChatCompletions.retrieve)
    update = streaming(ChatCompletions.update)
    list = streaming(ChatCompletions.list)
    delete = streaming(ChatCompletions.delete)

class AsyncRawChatCompletions:
    messages: AsyncRawMessages
    create = async_raw(AsyncChatCompletions.create)
    parse = async_raw(AsyncChatCompletions.parse)
    retrieve = async_raw(AsyncChatCompletions.retrieve)
    update = async_raw(AsyncChatCompletions.update)
    list = async_raw(AsyncChatCompletions.list)
    delete = async_raw(AsyncChatCompletions.delete)

class AsyncStreamingChatCompletions:
    messages: AsyncStreamingMessages
    create = async_streaming(AsyncChatCompletions.create)
    parse = async_streaming(AsyncChatCompletions.parse)
    retrieve = async_streaming(AsyncChatCompletions.retrieve)
    update = async_streaming(AsyncChatCompletions.update)
    list = async_streaming(AsyncChatCompletions.list)
    delete = async_streaming(AsyncChatCompletions.delete)

class RawChat:
    completions: RawChatCompletions

class StreamingChat:
    completions: StreamingChatCompletions

class AsyncRawChat:
    completions: AsyncRawChatCompletions

class AsyncStreamingChat:
    completions: AsyncStreamingChatCompletions

class RawBeta:
    chat: RawChat

class StreamingBeta:
    chat: StreamingChat

class AsyncRawBeta:
    chat: AsyncRawChat

class AsyncStreamingBeta:
    chat: AsyncStreamingChat

class RawCompletions:
    create = raw(Completions.create)

class StreamingCompletions:
    create = streaming(Completions.create)

class AsyncRawCompletions:
    create = async_raw(AsyncCompletions.create)

class AsyncStreamingCompletions:
    create = async_streaming(AsyncCompletions.create)

class RawEmbeddings:
    create = raw(Embeddings.create)

class StreamingEmbeddings:
    create = streaming(Embeddings.create)

class AsyncRawEmbeddings:
    create = async_raw(AsyncEmbeddings.create)

class AsyncStreamingEmbeddings:
    create = async_streaming(AsyncEmbeddings.create)

class RawModels:
    list = raw(Models.list)
    retrieve = raw(Models.retrieve)
    delete = raw(Models.delete)

class StreamingModels:
    list = streaming(Models.list)
    retrieve = streaming(Models.retrieve)
    delete = streaming(Models.delete)

class AsyncRawModels:
    list = async_raw(AsyncModels.list)
    retrieve = async_raw(AsyncModels.retrieve)
    delete = async_raw(AsyncModels.delete)

class AsyncStreamingModels:
    list = async_streaming(AsyncModels.list)
    retrieve = async_streaming(AsyncModels.retrieve)
    delete = async_streaming(AsyncModels.delete)

class RawSpeech:
    create = raw(Speech.create)

class StreamingSpeech:
    create = streaming_bytes(Speech.create)

class AsyncRawSpeech:
    create = async_raw(AsyncSpeech.create)

class AsyncStreamingSpeech:
    create = async_streaming_bytes(AsyncSpeech.create)

class RawTranscriptions:
    create = raw(Transcriptions.create)

class StreamingTranscriptions:
    create = streaming(Transcriptions.create)

class AsyncRawTranscriptions:
    create = async_raw(AsyncTranscriptions.create)

class AsyncStreamingTranscriptions:
    create = async_streaming(AsyncTranscriptions.create)

class RawTranslations:
    create = raw(Translations.create)

class StreamingTranslations:
    create = streaming(Translations.create)

class AsyncRawTranslations:
    create = async_raw(AsyncTranslations.create)

class AsyncStreamingTranslations:
    create = async_streaming(AsyncTranslations.create)

class RawAudio:
    transcriptions: RawTranscriptions
    translations: RawTranslations
    speech: RawSpeech

class StreamingAudio:
    transcriptions: StreamingTranscriptions
    translations: StreamingTranslations
    speech: StreamingSpeech

class AsyncRawAudio:
    transcriptions: AsyncRawTranscriptions
    translations: AsyncRawTranslations
    speech: AsyncRawSpeech

class AsyncStreamingAudio:
    transcriptions: AsyncStreamingTranscriptions
    translations: AsyncStreamingTranslations
    speech: AsyncStreamingSpeech

class RawImages:
    generate = raw(Images.generate)
    edit = raw(Images.edit)
    create_variation = raw(Images.create_variation)

class StreamingImages:
    generate = streaming(Images.generate)
    edit = streaming(Images.edit)
    create_variation = streaming(Images.create_variation)

class AsyncRawImages:
    generate = async_raw(AsyncImages.generate)
    edit = async_raw(AsyncImages.edit)
    create_variation = async_raw(AsyncImages.create_variation)

class AsyncStreamingImages:
    generate = async_streaming(AsyncImages.generate)
    edit = async_streaming(AsyncImages.edit)
    create_variation = async_streaming(AsyncImages.create_variation)

class RawModerations:
    create = raw(Moderations.create)

class StreamingModerations:
    create = streaming(Moderations.create)

class AsyncRawModerations:
    create = async_raw(AsyncModerations.create)

class AsyncStreamingModerations:
    create = async_streaming(AsyncModerations.create)

class RawInputItems:
    list = raw(InputItems.list)

class StreamingInputItems:
    list = streaming(InputItems.list)

class AsyncRawInputItems:
    list = async_raw(AsyncInputItems.list)

class AsyncStreamingInputItems:
    list = async_streaming(AsyncInputItems.list)

class RawInputTokens:
    count = raw(InputTokens.count)

class StreamingInputTokens:
    count = streaming(InputTokens.count)

class AsyncRawInputTokens:
    count = async_raw(AsyncInputTokens.count)

class AsyncStreamingInputTokens:
    count = async_streaming(AsyncInputTokens.count)

class RawResponses:
    input_items: RawInputItems
    input_tokens: RawInputTokens
    create = raw(Responses.create)
    parse = raw(Responses.parse)
    retrieve = raw(Responses.retrieve)
    delete = raw(Responses.delete)
    cancel = raw(Responses.cancel)
    compact = raw(Responses.compact)

class StreamingResponses:
    input_items: StreamingInputItems
    input_tokens: StreamingInputTokens
    create = streaming(Responses.create)
    parse = streaming(Responses.parse)
    retrieve = streaming(Responses.retrieve)
    delete = streaming(Responses.delete)
    cancel = streaming(Responses.cancel)
    compact = streaming(Responses.compact)

class AsyncRawResponses:
    input_items: AsyncRawInputItems
    input_tokens: AsyncRawInputTokens
    create = async_raw(AsyncResponses.create)
    parse = async_raw(AsyncResponses.parse)
    retrieve = async_raw(AsyncResponses.retrieve)
    delete = async_raw(AsyncResponses.delete)
    cancel = async_raw(AsyncResponses.cancel)
    compact = async_raw(AsyncResponses.compact)

class AsyncStreamingResponses:
    input_items: AsyncStreamingInputItems
    input_tokens: AsyncStreamingInputTokens
    create = async_streaming(AsyncResponses.create)
    parse = async_streaming(AsyncResponses.parse)
    retrieve = async_streaming(AsyncResponses.retrieve)
    delete = async_streaming(AsyncResponses.delete)
    cancel = async_streaming(AsyncResponses.cancel)
    compact = async_streaming(AsyncResponses.compact)

class RawOpenAI:
    chat: RawChat
    beta: RawBeta
    completions: RawCompletions
    embeddings: RawEmbeddings
    models: RawModels
    audio: RawAudio
    images: RawImages
    moderations: RawModerations
    responses: RawResponses

class StreamingOpenAI:
    chat: StreamingChat
    beta: StreamingBeta
    completions: StreamingCompletions
    embeddings: StreamingEmbeddings
    models: StreamingModels
    audio: StreamingAudio
    images: StreamingImages
    moderations: StreamingModerations
    responses: StreamingResponses

class AsyncRawOpenAI:
    chat: AsyncRawChat
    beta: AsyncRawBeta
    completions: AsyncRawCompletions
    embeddings: AsyncRawEmbeddings
    models: AsyncRawModels
    audio: AsyncRawAudio
    images: AsyncRawImages
    moderations: AsyncRawModerations
    responses: AsyncRawResponses

class AsyncStreamingOpenAI:
    chat: AsyncStreamingChat
    beta: AsyncStreamingBeta
    completions: AsyncStreamingCompletions
    embeddings: AsyncStreamingEmbeddings
    models: AsyncStreamingModels
    audio: AsyncStreamingAudio
    images: AsyncStreamingImages
    moderations: AsyncStreamingModerations
    responses: AsyncStreamingResponses
