"""Types of requests and responses: data only, each module loaded on first use."""

from __future__ import annotations

from .._lazy import by_name, lazy

# What type checkers see is `__init__.pyi`.
_MODULE_OF = by_name(
    """
    audio: audio
    audio_model: AudioModel AudioResponseFormat
    chat: chat
    completion: Completion CompletionChoice
    completion_create_params: CompletionCreateParams
    completion_usage: CompletionUsage
    embedding: CreateEmbeddingResponse Embedding EmbeddingModel
    embedding_create_params: EmbeddingCreateParams
    image: Image ImageModel ImagesResponse
    image_edit_params: ImageCreateVariationParams ImageEditParams
    image_generate_params: ImageGenerateParams
    image_stream_event: ImageEditCompletedEvent ImageEditPartialImageEvent ImageEditStreamEvent
        ImageGenCompletedEvent ImageGenPartialImageEvent ImageGenStreamEvent
    model: Model ModelDeleted
    moderation: Moderation ModerationCreateResponse ModerationModel
    moderation_create_params: ModerationCreateParams ModerationImageURLInputParam
        ModerationMultiModalInputParam ModerationTextInputParam
    responses: responses
    shared: AllModels ChatModel ComparisonFilter CompoundFilter CustomToolInputFormat ErrorObject
        FunctionDefinition FunctionParameters Metadata Reasoning ReasoningEffort
        ResponseFormatJSONObject ResponseFormatJSONSchema ResponseFormatText
        ResponseFormatTextGrammar ResponseFormatTextPython ResponsesModel shared
    shared_params: shared_params
    """
)

__all__ = list(_MODULE_OF)

__getattr__, __dir__ = lazy(__name__, _MODULE_OF)
