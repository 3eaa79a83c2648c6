"""Types of requests and responses: data only, each module loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy

# Type checkers need the imports spelled out; tests/types/test_exports.py keeps both lists equal.
_MODULE_OF = {
    "AllModels": "shared",
    "AudioModel": "audio_model",
    "AudioResponseFormat": "audio_model",
    "ChatModel": "shared",
    "ComparisonFilter": "shared",
    "Completion": "completion",
    "CompletionChoice": "completion",
    "CompletionCreateParams": "completion_create_params",
    "CompletionUsage": "completion_usage",
    "CompoundFilter": "shared",
    "CreateEmbeddingResponse": "embedding",
    "CustomToolInputFormat": "shared",
    "Embedding": "embedding",
    "EmbeddingCreateParams": "embedding_create_params",
    "EmbeddingModel": "embedding",
    "ErrorObject": "shared",
    "FunctionDefinition": "shared",
    "FunctionParameters": "shared",
    "Image": "image",
    "ImageCreateVariationParams": "image_edit_params",
    "ImageEditCompletedEvent": "image_stream_event",
    "ImageEditParams": "image_edit_params",
    "ImageEditPartialImageEvent": "image_stream_event",
    "ImageEditStreamEvent": "image_stream_event",
    "ImageGenCompletedEvent": "image_stream_event",
    "ImageGenPartialImageEvent": "image_stream_event",
    "ImageGenStreamEvent": "image_stream_event",
    "ImageGenerateParams": "image_generate_params",
    "ImageModel": "image",
    "ImagesResponse": "image",
    "Metadata": "shared",
    "Model": "model",
    "ModelDeleted": "model",
    "Moderation": "moderation",
    "ModerationCreateParams": "moderation_create_params",
    "ModerationCreateResponse": "moderation",
    "ModerationImageURLInputParam": "moderation_create_params",
    "ModerationModel": "moderation",
    "ModerationMultiModalInputParam": "moderation_create_params",
    "ModerationTextInputParam": "moderation_create_params",
    "Reasoning": "shared",
    "ReasoningEffort": "shared",
    "ResponseFormatJSONObject": "shared",
    "ResponseFormatJSONSchema": "shared",
    "ResponseFormatText": "shared",
    "ResponseFormatTextGrammar": "shared",
    "ResponseFormatTextPython": "shared",
    "ResponsesModel": "shared",
    "audio": "audio",
    "chat": "chat",
    "responses": "responses",
    "shared": "shared",
    "shared_params": "shared_params",
}

__all__ = list(_MODULE_OF)

if TYPE_CHECKING:
    from . import audio as audio
    from . import chat as chat
    from . import responses as responses
    from . import shared as shared
    from . import shared_params as shared_params
    from .audio_model import AudioModel as AudioModel
    from .audio_model import AudioResponseFormat as AudioResponseFormat
    from .completion import Completion as Completion
    from .completion import CompletionChoice as CompletionChoice
    from .completion_create_params import CompletionCreateParams as CompletionCreateParams
    from .completion_usage import CompletionUsage as CompletionUsage
    from .embedding import CreateEmbeddingResponse as CreateEmbeddingResponse
    from .embedding import Embedding as Embedding
    from .embedding import EmbeddingModel as EmbeddingModel
    from .embedding_create_params import EmbeddingCreateParams as EmbeddingCreateParams
    from .image import Image as Image
    from .image import ImageModel as ImageModel
    from .image import ImagesResponse as ImagesResponse
    from .image_edit_params import ImageCreateVariationParams as ImageCreateVariationParams
    from .image_edit_params import ImageEditParams as ImageEditParams
    from .image_generate_params import ImageGenerateParams as ImageGenerateParams
    from .image_stream_event import ImageEditCompletedEvent as ImageEditCompletedEvent
    from .image_stream_event import ImageEditPartialImageEvent as ImageEditPartialImageEvent
    from .image_stream_event import ImageEditStreamEvent as ImageEditStreamEvent
    from .image_stream_event import ImageGenCompletedEvent as ImageGenCompletedEvent
    from .image_stream_event import ImageGenPartialImageEvent as ImageGenPartialImageEvent
    from .image_stream_event import ImageGenStreamEvent as ImageGenStreamEvent
    from .model import Model as Model
    from .model import ModelDeleted as ModelDeleted
    from .moderation import Moderation as Moderation
    from .moderation import ModerationCreateResponse as ModerationCreateResponse
    from .moderation import ModerationModel as ModerationModel
    from .moderation_create_params import ModerationCreateParams as ModerationCreateParams
    from .moderation_create_params import (
        ModerationImageURLInputParam as ModerationImageURLInputParam,
    )
    from .moderation_create_params import (
        ModerationMultiModalInputParam as ModerationMultiModalInputParam,
    )
    from .moderation_create_params import ModerationTextInputParam as ModerationTextInputParam
    from .shared import AllModels as AllModels
    from .shared import ChatModel as ChatModel
    from .shared import ComparisonFilter as ComparisonFilter
    from .shared import CompoundFilter as CompoundFilter
    from .shared import CustomToolInputFormat as CustomToolInputFormat
    from .shared import ErrorObject as ErrorObject
    from .shared import FunctionDefinition as FunctionDefinition
    from .shared import FunctionParameters as FunctionParameters
    from .shared import Metadata as Metadata
    from .shared import Reasoning as Reasoning
    from .shared import ReasoningEffort as ReasoningEffort
    from .shared import ResponseFormatJSONObject as ResponseFormatJSONObject
    from .shared import ResponseFormatJSONSchema as ResponseFormatJSONSchema
    from .shared import ResponseFormatText as ResponseFormatText
    from .shared import ResponseFormatTextGrammar as ResponseFormatTextGrammar
    from .shared import ResponseFormatTextPython as ResponseFormatTextPython
    from .shared import ResponsesModel as ResponsesModel
else:
    __getattr__, __dir__ = lazy(__name__, _MODULE_OF)
