"""Chat completions: every public name, loaded on first use."""

from __future__ import annotations

from ..._lazy import by_name, lazy

# What type checkers see is `__init__.pyi`.
_MODULE_OF = by_name(
    """
    chat_completion: ChatCompletion
    chat_completion_audio: ChatCompletionAudio
    chat_completion_chunk: ChatCompletionChunk
    chat_completion_deleted: ChatCompletionDeleted
    chat_completion_function_tool: ChatCompletionFunctionTool
    chat_completion_message: ChatCompletionMessage
    chat_completion_message_param: ChatCompletionAssistantMessageParam
        ChatCompletionContentPartImageParam ChatCompletionContentPartInputAudioParam
        ChatCompletionContentPartParam ChatCompletionContentPartRefusalParam
        ChatCompletionContentPartTextParam ChatCompletionDeveloperMessageParam
        ChatCompletionFunctionMessageParam ChatCompletionMessageCustomToolCallParam
        ChatCompletionMessageFunctionToolCallParam ChatCompletionMessageParam
        ChatCompletionMessageToolCallParam ChatCompletionMessageToolCallUnionParam
        ChatCompletionRole ChatCompletionSystemMessageParam ChatCompletionToolMessageParam
        ChatCompletionUserMessageParam CreateChatCompletionRequestMessageParam
    chat_completion_message_tool_call: ChatCompletionMessageCustomToolCall
        ChatCompletionMessageFunctionToolCall ChatCompletionMessageToolCall
        ChatCompletionMessageToolCallUnion
    chat_completion_store_message: ChatCompletionContentPartImage ChatCompletionContentPartText
        ChatCompletionStoreMessage
    chat_completion_token_logprob: ChatCompletionTokenLogprob
    chat_completion_tool_choice_option_param: ChatCompletionAllowedToolChoiceParam
        ChatCompletionAllowedToolsParam ChatCompletionNamedToolChoiceCustomParam
        ChatCompletionNamedToolChoiceParam ChatCompletionToolChoiceOptionParam
    chat_completion_tool_param: ChatCompletionCustomToolParam ChatCompletionFunctionToolParam
        ChatCompletionToolParam ChatCompletionToolUnionParam
    completion_create_params: ChatCompletionAudioParam ChatCompletionFunctionCallOptionParam
        ChatCompletionModality ChatCompletionPredictionContentParam ChatCompletionReasoningEffort
        ChatCompletionStreamOptionsParam CompletionCreateParams
    completion_list_params: CompletionListParams CompletionUpdateParams
    parsed_chat_completion: ParsedChatCompletion ParsedChatCompletionMessage ParsedChoice
        ParsedFunction ParsedFunctionToolCall
    """
)

__all__ = list(_MODULE_OF)

__getattr__, __dir__ = lazy(__name__, _MODULE_OF)
