"""Chat completions: every public name, loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._lazy import lazy

# Type checkers need the imports spelled out; tests/types/test_exports.py keeps both lists equal.
_MODULE_OF = {
    "ChatCompletion": "chat_completion",
    "ChatCompletionAllowedToolChoiceParam": "chat_completion_tool_choice_option_param",
    "ChatCompletionAllowedToolsParam": "chat_completion_tool_choice_option_param",
    "ChatCompletionAssistantMessageParam": "chat_completion_message_param",
    "ChatCompletionAudio": "chat_completion_audio",
    "ChatCompletionAudioParam": "completion_create_params",
    "ChatCompletionChunk": "chat_completion_chunk",
    "ChatCompletionContentPartImage": "chat_completion_content_part",
    "ChatCompletionContentPartImageParam": "chat_completion_message_param",
    "ChatCompletionContentPartInputAudioParam": "chat_completion_message_param",
    "ChatCompletionContentPartParam": "chat_completion_message_param",
    "ChatCompletionContentPartRefusalParam": "chat_completion_message_param",
    "ChatCompletionContentPartText": "chat_completion_content_part",
    "ChatCompletionContentPartTextParam": "chat_completion_message_param",
    "ChatCompletionCustomToolParam": "chat_completion_tool_param",
    "ChatCompletionDeleted": "chat_completion_deleted",
    "ChatCompletionDeveloperMessageParam": "chat_completion_message_param",
    "ChatCompletionFunctionCallOptionParam": "completion_create_params",
    "ChatCompletionFunctionMessageParam": "chat_completion_message_param",
    "ChatCompletionFunctionTool": "chat_completion_function_tool",
    "ChatCompletionFunctionToolParam": "chat_completion_tool_param",
    "ChatCompletionMessage": "chat_completion_message",
    "ChatCompletionMessageCustomToolCall": "chat_completion_message_tool_call",
    "ChatCompletionMessageCustomToolCallParam": "chat_completion_message_param",
    "ChatCompletionMessageFunctionToolCall": "chat_completion_message_tool_call",
    "ChatCompletionMessageFunctionToolCallParam": "chat_completion_message_param",
    "ChatCompletionMessageParam": "chat_completion_message_param",
    "ChatCompletionMessageToolCall": "chat_completion_message_tool_call",
    "ChatCompletionMessageToolCallParam": "chat_completion_message_param",
    "ChatCompletionMessageToolCallUnion": "chat_completion_message_tool_call",
    "ChatCompletionMessageToolCallUnionParam": "chat_completion_message_param",
    "ChatCompletionModality": "completion_create_params",
    "ChatCompletionNamedToolChoiceCustomParam": "chat_completion_tool_choice_option_param",
    "ChatCompletionNamedToolChoiceParam": "chat_completion_tool_choice_option_param",
    "ChatCompletionPredictionContentParam": "completion_create_params",
    "ChatCompletionReasoningEffort": "completion_create_params",
    "ChatCompletionRole": "chat_completion_message_param",
    "ChatCompletionStoreMessage": "chat_completion_store_message",
    "ChatCompletionStreamOptionsParam": "completion_create_params",
    "ChatCompletionSystemMessageParam": "chat_completion_message_param",
    "ChatCompletionTokenLogprob": "chat_completion_token_logprob",
    "ChatCompletionToolChoiceOptionParam": "chat_completion_tool_choice_option_param",
    "ChatCompletionToolMessageParam": "chat_completion_message_param",
    "ChatCompletionToolParam": "chat_completion_tool_param",
    "ChatCompletionToolUnionParam": "chat_completion_tool_param",
    "ChatCompletionUserMessageParam": "chat_completion_message_param",
    "CompletionCreateParams": "completion_create_params",
    "CompletionListParams": "completion_list_params",
    "CompletionUpdateParams": "completion_list_params",
    "CreateChatCompletionRequestMessageParam": "chat_completion_message_param",
    "ParsedChatCompletion": "parsed_chat_completion",
    "ParsedChatCompletionMessage": "parsed_chat_completion",
    "ParsedChoice": "parsed_chat_completion",
    "ParsedFunction": "parsed_chat_completion",
    "ParsedFunctionToolCall": "parsed_chat_completion",
}

__all__ = list(_MODULE_OF)

if TYPE_CHECKING:
    from .chat_completion import ChatCompletion as ChatCompletion
    from .chat_completion_audio import ChatCompletionAudio as ChatCompletionAudio
    from .chat_completion_chunk import ChatCompletionChunk as ChatCompletionChunk
    from .chat_completion_content_part import (
        ChatCompletionContentPartImage as ChatCompletionContentPartImage,
    )
    from .chat_completion_content_part import (
        ChatCompletionContentPartText as ChatCompletionContentPartText,
    )
    from .chat_completion_deleted import ChatCompletionDeleted as ChatCompletionDeleted
    from .chat_completion_function_tool import (
        ChatCompletionFunctionTool as ChatCompletionFunctionTool,
    )
    from .chat_completion_message import ChatCompletionMessage as ChatCompletionMessage
    from .chat_completion_message_param import (
        ChatCompletionAssistantMessageParam as ChatCompletionAssistantMessageParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionContentPartImageParam as ChatCompletionContentPartImageParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionContentPartInputAudioParam as ChatCompletionContentPartInputAudioParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionContentPartParam as ChatCompletionContentPartParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionContentPartRefusalParam as ChatCompletionContentPartRefusalParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionContentPartTextParam as ChatCompletionContentPartTextParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionDeveloperMessageParam as ChatCompletionDeveloperMessageParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionFunctionMessageParam as ChatCompletionFunctionMessageParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionMessageCustomToolCallParam as ChatCompletionMessageCustomToolCallParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionMessageFunctionToolCallParam as ChatCompletionMessageFunctionToolCallParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionMessageParam as ChatCompletionMessageParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionMessageToolCallParam as ChatCompletionMessageToolCallParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionMessageToolCallUnionParam as ChatCompletionMessageToolCallUnionParam,
    )
    from .chat_completion_message_param import ChatCompletionRole as ChatCompletionRole
    from .chat_completion_message_param import (
        ChatCompletionSystemMessageParam as ChatCompletionSystemMessageParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionToolMessageParam as ChatCompletionToolMessageParam,
    )
    from .chat_completion_message_param import (
        ChatCompletionUserMessageParam as ChatCompletionUserMessageParam,
    )
    from .chat_completion_message_param import (
        CreateChatCompletionRequestMessageParam as CreateChatCompletionRequestMessageParam,
    )
    from .chat_completion_message_tool_call import (
        ChatCompletionMessageCustomToolCall as ChatCompletionMessageCustomToolCall,
    )
    from .chat_completion_message_tool_call import (
        ChatCompletionMessageFunctionToolCall as ChatCompletionMessageFunctionToolCall,
    )
    from .chat_completion_message_tool_call import (
        ChatCompletionMessageToolCall as ChatCompletionMessageToolCall,
    )
    from .chat_completion_message_tool_call import (
        ChatCompletionMessageToolCallUnion as ChatCompletionMessageToolCallUnion,
    )
    from .chat_completion_store_message import (
        ChatCompletionStoreMessage as ChatCompletionStoreMessage,
    )
    from .chat_completion_token_logprob import (
        ChatCompletionTokenLogprob as ChatCompletionTokenLogprob,
    )
    from .chat_completion_tool_choice_option_param import (
        ChatCompletionAllowedToolChoiceParam as ChatCompletionAllowedToolChoiceParam,
    )
    from .chat_completion_tool_choice_option_param import (
        ChatCompletionAllowedToolsParam as ChatCompletionAllowedToolsParam,
    )
    from .chat_completion_tool_choice_option_param import (
        ChatCompletionNamedToolChoiceCustomParam as ChatCompletionNamedToolChoiceCustomParam,
    )
    from .chat_completion_tool_choice_option_param import (
        ChatCompletionNamedToolChoiceParam as ChatCompletionNamedToolChoiceParam,
    )
    from .chat_completion_tool_choice_option_param import (
        ChatCompletionToolChoiceOptionParam as ChatCompletionToolChoiceOptionParam,
    )
    from .chat_completion_tool_param import (
        ChatCompletionCustomToolParam as ChatCompletionCustomToolParam,
    )
    from .chat_completion_tool_param import (
        ChatCompletionFunctionToolParam as ChatCompletionFunctionToolParam,
    )
    from .chat_completion_tool_param import ChatCompletionToolParam as ChatCompletionToolParam
    from .chat_completion_tool_param import (
        ChatCompletionToolUnionParam as ChatCompletionToolUnionParam,
    )
    from .completion_create_params import ChatCompletionAudioParam as ChatCompletionAudioParam
    from .completion_create_params import (
        ChatCompletionFunctionCallOptionParam as ChatCompletionFunctionCallOptionParam,
    )
    from .completion_create_params import ChatCompletionModality as ChatCompletionModality
    from .completion_create_params import (
        ChatCompletionPredictionContentParam as ChatCompletionPredictionContentParam,
    )
    from .completion_create_params import (
        ChatCompletionReasoningEffort as ChatCompletionReasoningEffort,
    )
    from .completion_create_params import (
        ChatCompletionStreamOptionsParam as ChatCompletionStreamOptionsParam,
    )
    from .completion_create_params import CompletionCreateParams as CompletionCreateParams
    from .completion_list_params import CompletionListParams as CompletionListParams
    from .completion_list_params import CompletionUpdateParams as CompletionUpdateParams
    from .parsed_chat_completion import ParsedChatCompletion as ParsedChatCompletion
    from .parsed_chat_completion import ParsedChatCompletionMessage as ParsedChatCompletionMessage
    from .parsed_chat_completion import ParsedChoice as ParsedChoice
    from .parsed_chat_completion import ParsedFunction as ParsedFunction
    from .parsed_chat_completion import ParsedFunctionToolCall as ParsedFunctionToolCall
else:
    __getattr__, __dir__ = lazy(__name__, _MODULE_OF)
