"""Responses: every public name, loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._lazy import lazy

# Type checkers need the imports spelled out; tests/types/test_exports.py keeps both lists equal.
_MODULE_OF = {
    "ApplyPatchTool": "tool",
    "ApplyPatchToolParam": "tool_param",
    "CompactedResponse": "response",
    "ComputerAction": "response_computer_tool_call",
    "ComputerActionList": "response_computer_tool_call",
    "ComputerActionListParam": "response_computer_tool_call_param",
    "ComputerActionParam": "response_computer_tool_call_param",
    "ComputerTool": "tool",
    "ComputerToolParam": "tool_param",
    "ComputerUsePreviewTool": "tool",
    "ComputerUsePreviewToolParam": "tool_param",
    "ContainerAuto": "tool",
    "ContainerAutoParam": "tool_param",
    "ContainerNetworkPolicyAllowlist": "tool",
    "ContainerNetworkPolicyAllowlistParam": "tool_param",
    "ContainerNetworkPolicyDisabled": "tool",
    "ContainerNetworkPolicyDisabledParam": "tool_param",
    "ContainerNetworkPolicyDomainSecret": "tool",
    "ContainerNetworkPolicyDomainSecretParam": "tool_param",
    "ContainerReference": "tool",
    "ContainerReferenceParam": "tool_param",
    "CustomTool": "function_tool",
    "CustomToolParam": "function_tool_param",
    "EasyInputMessage": "response_input_item",
    "EasyInputMessageParam": "response_input_item_param",
    "FileSearchTool": "tool",
    "FileSearchToolParam": "tool_param",
    "FunctionShellTool": "tool",
    "FunctionShellToolParam": "tool_param",
    "FunctionTool": "function_tool",
    "FunctionToolParam": "function_tool_param",
    "ImageDetail": "response_input_content",
    "InlineSkill": "tool",
    "InlineSkillParam": "tool_param",
    "InlineSkillSource": "tool",
    "InlineSkillSourceParam": "tool_param",
    "InputItemListParams": "response_create_params",
    "InputTokenCountParams": "input_token_count_params",
    "InputTokenCountResponse": "response",
    "LocalEnvironment": "tool",
    "LocalEnvironmentParam": "tool_param",
    "LocalSkill": "tool",
    "LocalSkillParam": "tool_param",
    "McpToolCallError": "response_hosted_tool_call",
    "McpToolCallErrorParam": "response_tool_call_param",
    "NamespaceTool": "function_tool",
    "NamespaceToolParam": "function_tool_param",
    "ParsedContent": "parsed_response",
    "ParsedResponse": "parsed_response",
    "ParsedResponseFunctionToolCall": "parsed_response",
    "ParsedResponseOutputItem": "parsed_response",
    "ParsedResponseOutputMessage": "parsed_response",
    "ParsedResponseOutputText": "parsed_response",
    "Response": "response",
    "ResponseApplyPatchToolCall": "response_function_tool_call",
    "ResponseApplyPatchToolCallOutput": "response_function_tool_call",
    "ResponseAudioDeltaEvent": "response_stream_event",
    "ResponseAudioDoneEvent": "response_stream_event",
    "ResponseAudioTranscriptDeltaEvent": "response_stream_event",
    "ResponseAudioTranscriptDoneEvent": "response_stream_event",
    "ResponseCodeInterpreterCallCodeDeltaEvent": "response_stream_event",
    "ResponseCodeInterpreterCallCodeDoneEvent": "response_stream_event",
    "ResponseCodeInterpreterCallCompletedEvent": "response_stream_event",
    "ResponseCodeInterpreterCallInProgressEvent": "response_stream_event",
    "ResponseCodeInterpreterCallInterpretingEvent": "response_stream_event",
    "ResponseCodeInterpreterToolCall": "response_hosted_tool_call",
    "ResponseCodeInterpreterToolCallParam": "response_tool_call_param",
    "ResponseCompactParams": "response_compact_params",
    "ResponseCompactionCompactingEvent": "response_stream_event",
    "ResponseCompactionItem": "response_output_item",
    "ResponseCompactionItemParam": "response_input_item",
    "ResponseCompactionItemParamParam": "response_input_item_param",
    "ResponseCompletedEvent": "response_stream_event",
    "ResponseComputerToolCall": "response_computer_tool_call",
    "ResponseComputerToolCallOutputItem": "response_computer_tool_call",
    "ResponseComputerToolCallOutputScreenshot": "response_computer_tool_call",
    "ResponseComputerToolCallOutputScreenshotParam": "response_computer_tool_call_param",
    "ResponseComputerToolCallParam": "response_computer_tool_call_param",
    "ResponseConfigurationUpdateItem": "response_output_item",
    "ResponseConfigurationUpdateItemParam": "response_input_item",
    "ResponseConfigurationUpdateItemParamParam": "response_input_item_param",
    "ResponseContainerReference": "response_function_tool_call",
    "ResponseContentPartAddedEvent": "response_stream_event",
    "ResponseContentPartDoneEvent": "response_stream_event",
    "ResponseConversationParam": "response",
    "ResponseConversationParamParam": "response_create_params",
    "ResponseCreateParams": "response_create_params",
    "ResponseCreatedEvent": "response_stream_event",
    "ResponseCustomToolCall": "response_function_tool_call",
    "ResponseCustomToolCallInputDeltaEvent": "response_stream_event",
    "ResponseCustomToolCallInputDoneEvent": "response_stream_event",
    "ResponseCustomToolCallItem": "response_function_tool_call",
    "ResponseCustomToolCallOutput": "response_function_tool_call",
    "ResponseCustomToolCallOutputItem": "response_function_tool_call",
    "ResponseCustomToolCallOutputParam": "response_tool_call_param",
    "ResponseCustomToolCallParam": "response_tool_call_param",
    "ResponseError": "response",
    "ResponseErrorEvent": "response_stream_event",
    "ResponseFailedEvent": "response_stream_event",
    "ResponseFileSearchCallCompletedEvent": "response_stream_event",
    "ResponseFileSearchCallInProgressEvent": "response_stream_event",
    "ResponseFileSearchCallSearchingEvent": "response_stream_event",
    "ResponseFileSearchToolCall": "response_hosted_tool_call",
    "ResponseFileSearchToolCallParam": "response_tool_call_param",
    "ResponseFormatTextConfig": "response_text_config",
    "ResponseFormatTextConfigParam": "response_text_config_param",
    "ResponseFormatTextJSONSchemaConfig": "response_text_config",
    "ResponseFormatTextJSONSchemaConfigParam": "response_text_config_param",
    "ResponseFunctionCallArgumentsDeltaEvent": "response_stream_event",
    "ResponseFunctionCallArgumentsDoneEvent": "response_stream_event",
    "ResponseFunctionCallOutputItem": "response_input_content",
    "ResponseFunctionCallOutputItemList": "response_input_content",
    "ResponseFunctionCallOutputItemListParam": "response_input_content_param",
    "ResponseFunctionCallOutputItemParam": "response_input_content_param",
    "ResponseFunctionShellCallOutputContent": "response_function_tool_call",
    "ResponseFunctionShellCallOutputContentParam": "response_tool_call_param",
    "ResponseFunctionShellToolCall": "response_function_tool_call",
    "ResponseFunctionShellToolCallOutput": "response_function_tool_call",
    "ResponseFunctionToolCall": "response_function_tool_call",
    "ResponseFunctionToolCallItem": "response_function_tool_call",
    "ResponseFunctionToolCallOutputItem": "response_function_tool_call",
    "ResponseFunctionToolCallParam": "response_tool_call_param",
    "ResponseFunctionWebSearch": "response_hosted_tool_call",
    "ResponseFunctionWebSearchParam": "response_tool_call_param",
    "ResponseImageGenCallCompletedEvent": "response_stream_event",
    "ResponseImageGenCallGeneratingEvent": "response_stream_event",
    "ResponseImageGenCallInProgressEvent": "response_stream_event",
    "ResponseImageGenCallPartialImageEvent": "response_stream_event",
    "ResponseInProgressEvent": "response_stream_event",
    "ResponseIncludable": "response",
    "ResponseIncompleteEvent": "response_stream_event",
    "ResponseInput": "response_input_item",
    "ResponseInputAudio": "response_input_content",
    "ResponseInputAudioParam": "response_input_content_param",
    "ResponseInputContent": "response_input_content",
    "ResponseInputContentParam": "response_input_content_param",
    "ResponseInputFile": "response_input_content",
    "ResponseInputFileContent": "response_input_content",
    "ResponseInputFileContentParam": "response_input_content_param",
    "ResponseInputFileParam": "response_input_content_param",
    "ResponseInputImage": "response_input_content",
    "ResponseInputImageContent": "response_input_content",
    "ResponseInputImageContentParam": "response_input_content_param",
    "ResponseInputImageParam": "response_input_content_param",
    "ResponseInputItem": "response_input_item",
    "ResponseInputItemParam": "response_input_item_param",
    "ResponseInputMessageContentList": "response_input_content",
    "ResponseInputMessageContentListParam": "response_input_content_param",
    "ResponseInputMessageItem": "response_output_item",
    "ResponseInputParam": "response_input_item_param",
    "ResponseInputText": "response_input_content",
    "ResponseInputTextContent": "response_input_content",
    "ResponseInputTextContentParam": "response_input_content_param",
    "ResponseInputTextParam": "response_input_content_param",
    "ResponseItem": "response_output_item",
    "ResponseItemList": "response_output_item",
    "ResponseLocalEnvironment": "response_function_tool_call",
    "ResponseMcpCallArgumentsDeltaEvent": "response_stream_event",
    "ResponseMcpCallArgumentsDoneEvent": "response_stream_event",
    "ResponseMcpCallCompletedEvent": "response_stream_event",
    "ResponseMcpCallFailedEvent": "response_stream_event",
    "ResponseMcpCallInProgressEvent": "response_stream_event",
    "ResponseMcpListToolsCompletedEvent": "response_stream_event",
    "ResponseMcpListToolsFailedEvent": "response_stream_event",
    "ResponseMcpListToolsInProgressEvent": "response_stream_event",
    "ResponseOutputItem": "response_output_item",
    "ResponseOutputItemAddedEvent": "response_stream_event",
    "ResponseOutputItemDoneEvent": "response_stream_event",
    "ResponseOutputMessage": "response_output_message",
    "ResponseOutputMessageParam": "response_output_message_param",
    "ResponseOutputRefusal": "response_output_message",
    "ResponseOutputRefusalParam": "response_output_message_param",
    "ResponseOutputText": "response_output_message",
    "ResponseOutputTextAnnotationAddedEvent": "response_stream_event",
    "ResponseOutputTextParam": "response_output_message_param",
    "ResponsePrompt": "response",
    "ResponsePromptParam": "response_create_params",
    "ResponseQueuedEvent": "response_stream_event",
    "ResponseReasoningItem": "response_reasoning_item",
    "ResponseReasoningItemParam": "response_reasoning_item_param",
    "ResponseReasoningSummaryPartAddedEvent": "response_reasoning_event",
    "ResponseReasoningSummaryPartDoneEvent": "response_reasoning_event",
    "ResponseReasoningSummaryTextDeltaEvent": "response_reasoning_event",
    "ResponseReasoningSummaryTextDoneEvent": "response_reasoning_event",
    "ResponseReasoningTextDeltaEvent": "response_reasoning_event",
    "ResponseReasoningTextDoneEvent": "response_reasoning_event",
    "ResponseRefusalDeltaEvent": "response_stream_event",
    "ResponseRefusalDoneEvent": "response_stream_event",
    "ResponseRetrieveParams": "response_create_params",
    "ResponseShellCallCommandAddedEvent": "response_stream_event",
    "ResponseShellCallCommandDeltaEvent": "response_stream_event",
    "ResponseShellCallCommandDoneEvent": "response_stream_event",
    "ResponseShellCallOutputContentDeltaEvent": "response_stream_event",
    "ResponseShellCallOutputContentDoneEvent": "response_stream_event",
    "ResponseStatus": "response",
    "ResponseStreamEvent": "response_stream_event",
    "ResponseTextConfig": "response_text_config",
    "ResponseTextConfigParam": "response_text_config_param",
    "ResponseTextDeltaEvent": "response_stream_event",
    "ResponseTextDoneEvent": "response_stream_event",
    "ResponseToolSearchCall": "response_output_item",
    "ResponseToolSearchOutputItem": "response_output_item",
    "ResponseToolSearchOutputItemParam": "response_tool_search_output_item_param",
    "ResponseToolSearchOutputItemParamParam": "response_tool_search_output_item_param_param",
    "ResponseUsage": "response",
    "ResponseWebSearchCallCompletedEvent": "response_stream_event",
    "ResponseWebSearchCallInProgressEvent": "response_stream_event",
    "ResponseWebSearchCallSearchingEvent": "response_stream_event",
    "ServiceTier": "response",
    "SkillReference": "tool",
    "SkillReferenceParam": "tool_param",
    "Tool": "tool",
    "ToolChoiceAllowed": "tool_choice",
    "ToolChoiceAllowedParam": "tool_choice_param",
    "ToolChoiceApplyPatch": "tool_choice",
    "ToolChoiceApplyPatchParam": "tool_choice_param",
    "ToolChoiceCustom": "tool_choice",
    "ToolChoiceCustomParam": "tool_choice_param",
    "ToolChoiceFunction": "tool_choice",
    "ToolChoiceFunctionParam": "tool_choice_param",
    "ToolChoiceMcp": "tool_choice",
    "ToolChoiceMcpParam": "tool_choice_param",
    "ToolChoiceOptions": "tool_choice",
    "ToolChoiceShell": "tool_choice",
    "ToolChoiceShellParam": "tool_choice_param",
    "ToolChoiceTypes": "tool_choice",
    "ToolChoiceTypesParam": "tool_choice_param",
    "ToolParam": "tool_param",
    "ToolSearchOutputNamespaceTool": "function_tool",
    "ToolSearchOutputNamespaceToolParam": "function_tool_param",
    "ToolSearchTool": "tool",
    "ToolSearchToolParam": "tool_param",
    "WebSearchPreviewTool": "web_search_preview_tool",
    "WebSearchPreviewToolParam": "web_search_preview_tool_param",
    "WebSearchTool": "web_search_tool",
    "WebSearchToolParam": "web_search_tool_param",
}

__all__ = list(_MODULE_OF)

if TYPE_CHECKING:
    from .function_tool import CustomTool as CustomTool
    from .function_tool import FunctionTool as FunctionTool
    from .function_tool import NamespaceTool as NamespaceTool
    from .function_tool import ToolSearchOutputNamespaceTool as ToolSearchOutputNamespaceTool
    from .function_tool_param import CustomToolParam as CustomToolParam
    from .function_tool_param import FunctionToolParam as FunctionToolParam
    from .function_tool_param import NamespaceToolParam as NamespaceToolParam
    from .function_tool_param import (
        ToolSearchOutputNamespaceToolParam as ToolSearchOutputNamespaceToolParam,
    )
    from .input_token_count_params import InputTokenCountParams as InputTokenCountParams
    from .parsed_response import ParsedContent as ParsedContent
    from .parsed_response import ParsedResponse as ParsedResponse
    from .parsed_response import ParsedResponseFunctionToolCall as ParsedResponseFunctionToolCall
    from .parsed_response import ParsedResponseOutputItem as ParsedResponseOutputItem
    from .parsed_response import ParsedResponseOutputMessage as ParsedResponseOutputMessage
    from .parsed_response import ParsedResponseOutputText as ParsedResponseOutputText
    from .response import CompactedResponse as CompactedResponse
    from .response import InputTokenCountResponse as InputTokenCountResponse
    from .response import Response as Response
    from .response import ResponseConversationParam as ResponseConversationParam
    from .response import ResponseError as ResponseError
    from .response import ResponseIncludable as ResponseIncludable
    from .response import ResponsePrompt as ResponsePrompt
    from .response import ResponseStatus as ResponseStatus
    from .response import ResponseUsage as ResponseUsage
    from .response import ServiceTier as ServiceTier
    from .response_compact_params import ResponseCompactParams as ResponseCompactParams
    from .response_computer_tool_call import ComputerAction as ComputerAction
    from .response_computer_tool_call import ComputerActionList as ComputerActionList
    from .response_computer_tool_call import ResponseComputerToolCall as ResponseComputerToolCall
    from .response_computer_tool_call import (
        ResponseComputerToolCallOutputItem as ResponseComputerToolCallOutputItem,
    )
    from .response_computer_tool_call import (
        ResponseComputerToolCallOutputScreenshot as ResponseComputerToolCallOutputScreenshot,
    )
    from .response_computer_tool_call_param import (
        ComputerActionListParam as ComputerActionListParam,
    )
    from .response_computer_tool_call_param import ComputerActionParam as ComputerActionParam
    from .response_computer_tool_call_param import (
        ResponseComputerToolCallOutputScreenshotParam as ResponseComputerToolCallOutputScreenshotParam,  # noqa: E501
    )
    from .response_computer_tool_call_param import (
        ResponseComputerToolCallParam as ResponseComputerToolCallParam,
    )
    from .response_create_params import InputItemListParams as InputItemListParams
    from .response_create_params import (
        ResponseConversationParamParam as ResponseConversationParamParam,
    )
    from .response_create_params import ResponseCreateParams as ResponseCreateParams
    from .response_create_params import ResponsePromptParam as ResponsePromptParam
    from .response_create_params import ResponseRetrieveParams as ResponseRetrieveParams
    from .response_function_tool_call import (
        ResponseApplyPatchToolCall as ResponseApplyPatchToolCall,
    )
    from .response_function_tool_call import (
        ResponseApplyPatchToolCallOutput as ResponseApplyPatchToolCallOutput,
    )
    from .response_function_tool_call import (
        ResponseContainerReference as ResponseContainerReference,
    )
    from .response_function_tool_call import ResponseCustomToolCall as ResponseCustomToolCall
    from .response_function_tool_call import (
        ResponseCustomToolCallItem as ResponseCustomToolCallItem,
    )
    from .response_function_tool_call import (
        ResponseCustomToolCallOutput as ResponseCustomToolCallOutput,
    )
    from .response_function_tool_call import (
        ResponseCustomToolCallOutputItem as ResponseCustomToolCallOutputItem,
    )
    from .response_function_tool_call import (
        ResponseFunctionShellCallOutputContent as ResponseFunctionShellCallOutputContent,
    )
    from .response_function_tool_call import (
        ResponseFunctionShellToolCall as ResponseFunctionShellToolCall,
    )
    from .response_function_tool_call import (
        ResponseFunctionShellToolCallOutput as ResponseFunctionShellToolCallOutput,
    )
    from .response_function_tool_call import ResponseFunctionToolCall as ResponseFunctionToolCall
    from .response_function_tool_call import (
        ResponseFunctionToolCallItem as ResponseFunctionToolCallItem,
    )
    from .response_function_tool_call import (
        ResponseFunctionToolCallOutputItem as ResponseFunctionToolCallOutputItem,
    )
    from .response_function_tool_call import ResponseLocalEnvironment as ResponseLocalEnvironment
    from .response_hosted_tool_call import McpToolCallError as McpToolCallError
    from .response_hosted_tool_call import (
        ResponseCodeInterpreterToolCall as ResponseCodeInterpreterToolCall,
    )
    from .response_hosted_tool_call import ResponseFileSearchToolCall as ResponseFileSearchToolCall
    from .response_hosted_tool_call import ResponseFunctionWebSearch as ResponseFunctionWebSearch
    from .response_input_content import ImageDetail as ImageDetail
    from .response_input_content import (
        ResponseFunctionCallOutputItem as ResponseFunctionCallOutputItem,
    )
    from .response_input_content import (
        ResponseFunctionCallOutputItemList as ResponseFunctionCallOutputItemList,
    )
    from .response_input_content import ResponseInputAudio as ResponseInputAudio
    from .response_input_content import ResponseInputContent as ResponseInputContent
    from .response_input_content import ResponseInputFile as ResponseInputFile
    from .response_input_content import ResponseInputFileContent as ResponseInputFileContent
    from .response_input_content import ResponseInputImage as ResponseInputImage
    from .response_input_content import ResponseInputImageContent as ResponseInputImageContent
    from .response_input_content import (
        ResponseInputMessageContentList as ResponseInputMessageContentList,
    )
    from .response_input_content import ResponseInputText as ResponseInputText
    from .response_input_content import ResponseInputTextContent as ResponseInputTextContent
    from .response_input_content_param import (
        ResponseFunctionCallOutputItemListParam as ResponseFunctionCallOutputItemListParam,
    )
    from .response_input_content_param import (
        ResponseFunctionCallOutputItemParam as ResponseFunctionCallOutputItemParam,
    )
    from .response_input_content_param import ResponseInputAudioParam as ResponseInputAudioParam
    from .response_input_content_param import ResponseInputContentParam as ResponseInputContentParam
    from .response_input_content_param import (
        ResponseInputFileContentParam as ResponseInputFileContentParam,
    )
    from .response_input_content_param import ResponseInputFileParam as ResponseInputFileParam
    from .response_input_content_param import (
        ResponseInputImageContentParam as ResponseInputImageContentParam,
    )
    from .response_input_content_param import ResponseInputImageParam as ResponseInputImageParam
    from .response_input_content_param import (
        ResponseInputMessageContentListParam as ResponseInputMessageContentListParam,
    )
    from .response_input_content_param import (
        ResponseInputTextContentParam as ResponseInputTextContentParam,
    )
    from .response_input_content_param import ResponseInputTextParam as ResponseInputTextParam
    from .response_input_item import EasyInputMessage as EasyInputMessage
    from .response_input_item import ResponseCompactionItemParam as ResponseCompactionItemParam
    from .response_input_item import (
        ResponseConfigurationUpdateItemParam as ResponseConfigurationUpdateItemParam,
    )
    from .response_input_item import ResponseInput as ResponseInput
    from .response_input_item import ResponseInputItem as ResponseInputItem
    from .response_input_item_param import EasyInputMessageParam as EasyInputMessageParam
    from .response_input_item_param import (
        ResponseCompactionItemParamParam as ResponseCompactionItemParamParam,
    )
    from .response_input_item_param import (
        ResponseConfigurationUpdateItemParamParam as ResponseConfigurationUpdateItemParamParam,
    )
    from .response_input_item_param import ResponseInputItemParam as ResponseInputItemParam
    from .response_input_item_param import ResponseInputParam as ResponseInputParam
    from .response_output_item import ResponseCompactionItem as ResponseCompactionItem
    from .response_output_item import (
        ResponseConfigurationUpdateItem as ResponseConfigurationUpdateItem,
    )
    from .response_output_item import ResponseInputMessageItem as ResponseInputMessageItem
    from .response_output_item import ResponseItem as ResponseItem
    from .response_output_item import ResponseItemList as ResponseItemList
    from .response_output_item import ResponseOutputItem as ResponseOutputItem
    from .response_output_item import ResponseToolSearchCall as ResponseToolSearchCall
    from .response_output_item import ResponseToolSearchOutputItem as ResponseToolSearchOutputItem
    from .response_output_message import ResponseOutputMessage as ResponseOutputMessage
    from .response_output_message import ResponseOutputRefusal as ResponseOutputRefusal
    from .response_output_message import ResponseOutputText as ResponseOutputText
    from .response_output_message_param import (
        ResponseOutputMessageParam as ResponseOutputMessageParam,
    )
    from .response_output_message_param import (
        ResponseOutputRefusalParam as ResponseOutputRefusalParam,
    )
    from .response_output_message_param import ResponseOutputTextParam as ResponseOutputTextParam
    from .response_reasoning_event import (
        ResponseReasoningSummaryPartAddedEvent as ResponseReasoningSummaryPartAddedEvent,
    )
    from .response_reasoning_event import (
        ResponseReasoningSummaryPartDoneEvent as ResponseReasoningSummaryPartDoneEvent,
    )
    from .response_reasoning_event import (
        ResponseReasoningSummaryTextDeltaEvent as ResponseReasoningSummaryTextDeltaEvent,
    )
    from .response_reasoning_event import (
        ResponseReasoningSummaryTextDoneEvent as ResponseReasoningSummaryTextDoneEvent,
    )
    from .response_reasoning_event import (
        ResponseReasoningTextDeltaEvent as ResponseReasoningTextDeltaEvent,
    )
    from .response_reasoning_event import (
        ResponseReasoningTextDoneEvent as ResponseReasoningTextDoneEvent,
    )
    from .response_reasoning_item import ResponseReasoningItem as ResponseReasoningItem
    from .response_reasoning_item_param import (
        ResponseReasoningItemParam as ResponseReasoningItemParam,
    )
    from .response_stream_event import ResponseAudioDeltaEvent as ResponseAudioDeltaEvent
    from .response_stream_event import ResponseAudioDoneEvent as ResponseAudioDoneEvent
    from .response_stream_event import (
        ResponseAudioTranscriptDeltaEvent as ResponseAudioTranscriptDeltaEvent,
    )
    from .response_stream_event import (
        ResponseAudioTranscriptDoneEvent as ResponseAudioTranscriptDoneEvent,
    )
    from .response_stream_event import (
        ResponseCodeInterpreterCallCodeDeltaEvent as ResponseCodeInterpreterCallCodeDeltaEvent,
    )
    from .response_stream_event import (
        ResponseCodeInterpreterCallCodeDoneEvent as ResponseCodeInterpreterCallCodeDoneEvent,
    )
    from .response_stream_event import (
        ResponseCodeInterpreterCallCompletedEvent as ResponseCodeInterpreterCallCompletedEvent,
    )
    from .response_stream_event import (
        ResponseCodeInterpreterCallInProgressEvent as ResponseCodeInterpreterCallInProgressEvent,
    )
    from .response_stream_event import (
        ResponseCodeInterpreterCallInterpretingEvent as ResponseCodeInterpreterCallInterpretingEvent,  # noqa: E501
    )
    from .response_stream_event import (
        ResponseCompactionCompactingEvent as ResponseCompactionCompactingEvent,
    )
    from .response_stream_event import ResponseCompletedEvent as ResponseCompletedEvent
    from .response_stream_event import (
        ResponseContentPartAddedEvent as ResponseContentPartAddedEvent,
    )
    from .response_stream_event import ResponseContentPartDoneEvent as ResponseContentPartDoneEvent
    from .response_stream_event import ResponseCreatedEvent as ResponseCreatedEvent
    from .response_stream_event import (
        ResponseCustomToolCallInputDeltaEvent as ResponseCustomToolCallInputDeltaEvent,
    )
    from .response_stream_event import (
        ResponseCustomToolCallInputDoneEvent as ResponseCustomToolCallInputDoneEvent,
    )
    from .response_stream_event import ResponseErrorEvent as ResponseErrorEvent
    from .response_stream_event import ResponseFailedEvent as ResponseFailedEvent
    from .response_stream_event import (
        ResponseFileSearchCallCompletedEvent as ResponseFileSearchCallCompletedEvent,
    )
    from .response_stream_event import (
        ResponseFileSearchCallInProgressEvent as ResponseFileSearchCallInProgressEvent,
    )
    from .response_stream_event import (
        ResponseFileSearchCallSearchingEvent as ResponseFileSearchCallSearchingEvent,
    )
    from .response_stream_event import (
        ResponseFunctionCallArgumentsDeltaEvent as ResponseFunctionCallArgumentsDeltaEvent,
    )
    from .response_stream_event import (
        ResponseFunctionCallArgumentsDoneEvent as ResponseFunctionCallArgumentsDoneEvent,
    )
    from .response_stream_event import (
        ResponseImageGenCallCompletedEvent as ResponseImageGenCallCompletedEvent,
    )
    from .response_stream_event import (
        ResponseImageGenCallGeneratingEvent as ResponseImageGenCallGeneratingEvent,
    )
    from .response_stream_event import (
        ResponseImageGenCallInProgressEvent as ResponseImageGenCallInProgressEvent,
    )
    from .response_stream_event import (
        ResponseImageGenCallPartialImageEvent as ResponseImageGenCallPartialImageEvent,
    )
    from .response_stream_event import ResponseIncompleteEvent as ResponseIncompleteEvent
    from .response_stream_event import ResponseInProgressEvent as ResponseInProgressEvent
    from .response_stream_event import (
        ResponseMcpCallArgumentsDeltaEvent as ResponseMcpCallArgumentsDeltaEvent,
    )
    from .response_stream_event import (
        ResponseMcpCallArgumentsDoneEvent as ResponseMcpCallArgumentsDoneEvent,
    )
    from .response_stream_event import (
        ResponseMcpCallCompletedEvent as ResponseMcpCallCompletedEvent,
    )
    from .response_stream_event import ResponseMcpCallFailedEvent as ResponseMcpCallFailedEvent
    from .response_stream_event import (
        ResponseMcpCallInProgressEvent as ResponseMcpCallInProgressEvent,
    )
    from .response_stream_event import (
        ResponseMcpListToolsCompletedEvent as ResponseMcpListToolsCompletedEvent,
    )
    from .response_stream_event import (
        ResponseMcpListToolsFailedEvent as ResponseMcpListToolsFailedEvent,
    )
    from .response_stream_event import (
        ResponseMcpListToolsInProgressEvent as ResponseMcpListToolsInProgressEvent,
    )
    from .response_stream_event import ResponseOutputItemAddedEvent as ResponseOutputItemAddedEvent
    from .response_stream_event import ResponseOutputItemDoneEvent as ResponseOutputItemDoneEvent
    from .response_stream_event import (
        ResponseOutputTextAnnotationAddedEvent as ResponseOutputTextAnnotationAddedEvent,
    )
    from .response_stream_event import ResponseQueuedEvent as ResponseQueuedEvent
    from .response_stream_event import ResponseRefusalDeltaEvent as ResponseRefusalDeltaEvent
    from .response_stream_event import ResponseRefusalDoneEvent as ResponseRefusalDoneEvent
    from .response_stream_event import (
        ResponseShellCallCommandAddedEvent as ResponseShellCallCommandAddedEvent,
    )
    from .response_stream_event import (
        ResponseShellCallCommandDeltaEvent as ResponseShellCallCommandDeltaEvent,
    )
    from .response_stream_event import (
        ResponseShellCallCommandDoneEvent as ResponseShellCallCommandDoneEvent,
    )
    from .response_stream_event import (
        ResponseShellCallOutputContentDeltaEvent as ResponseShellCallOutputContentDeltaEvent,
    )
    from .response_stream_event import (
        ResponseShellCallOutputContentDoneEvent as ResponseShellCallOutputContentDoneEvent,
    )
    from .response_stream_event import ResponseStreamEvent as ResponseStreamEvent
    from .response_stream_event import ResponseTextDeltaEvent as ResponseTextDeltaEvent
    from .response_stream_event import ResponseTextDoneEvent as ResponseTextDoneEvent
    from .response_stream_event import (
        ResponseWebSearchCallCompletedEvent as ResponseWebSearchCallCompletedEvent,
    )
    from .response_stream_event import (
        ResponseWebSearchCallInProgressEvent as ResponseWebSearchCallInProgressEvent,
    )
    from .response_stream_event import (
        ResponseWebSearchCallSearchingEvent as ResponseWebSearchCallSearchingEvent,
    )
    from .response_text_config import ResponseFormatTextConfig as ResponseFormatTextConfig
    from .response_text_config import (
        ResponseFormatTextJSONSchemaConfig as ResponseFormatTextJSONSchemaConfig,
    )
    from .response_text_config import ResponseTextConfig as ResponseTextConfig
    from .response_text_config_param import (
        ResponseFormatTextConfigParam as ResponseFormatTextConfigParam,
    )
    from .response_text_config_param import (
        ResponseFormatTextJSONSchemaConfigParam as ResponseFormatTextJSONSchemaConfigParam,
    )
    from .response_text_config_param import ResponseTextConfigParam as ResponseTextConfigParam
    from .response_tool_call_param import McpToolCallErrorParam as McpToolCallErrorParam
    from .response_tool_call_param import (
        ResponseCodeInterpreterToolCallParam as ResponseCodeInterpreterToolCallParam,
    )
    from .response_tool_call_param import (
        ResponseCustomToolCallOutputParam as ResponseCustomToolCallOutputParam,
    )
    from .response_tool_call_param import ResponseCustomToolCallParam as ResponseCustomToolCallParam
    from .response_tool_call_param import (
        ResponseFileSearchToolCallParam as ResponseFileSearchToolCallParam,
    )
    from .response_tool_call_param import (
        ResponseFunctionShellCallOutputContentParam as ResponseFunctionShellCallOutputContentParam,
    )
    from .response_tool_call_param import (
        ResponseFunctionToolCallParam as ResponseFunctionToolCallParam,
    )
    from .response_tool_call_param import (
        ResponseFunctionWebSearchParam as ResponseFunctionWebSearchParam,
    )
    from .response_tool_search_output_item_param import (
        ResponseToolSearchOutputItemParam as ResponseToolSearchOutputItemParam,
    )
    from .response_tool_search_output_item_param_param import (
        ResponseToolSearchOutputItemParamParam as ResponseToolSearchOutputItemParamParam,
    )
    from .tool import ApplyPatchTool as ApplyPatchTool
    from .tool import ComputerTool as ComputerTool
    from .tool import ComputerUsePreviewTool as ComputerUsePreviewTool
    from .tool import ContainerAuto as ContainerAuto
    from .tool import ContainerNetworkPolicyAllowlist as ContainerNetworkPolicyAllowlist
    from .tool import ContainerNetworkPolicyDisabled as ContainerNetworkPolicyDisabled
    from .tool import ContainerNetworkPolicyDomainSecret as ContainerNetworkPolicyDomainSecret
    from .tool import ContainerReference as ContainerReference
    from .tool import FileSearchTool as FileSearchTool
    from .tool import FunctionShellTool as FunctionShellTool
    from .tool import InlineSkill as InlineSkill
    from .tool import InlineSkillSource as InlineSkillSource
    from .tool import LocalEnvironment as LocalEnvironment
    from .tool import LocalSkill as LocalSkill
    from .tool import SkillReference as SkillReference
    from .tool import Tool as Tool
    from .tool import ToolSearchTool as ToolSearchTool
    from .tool_choice import ToolChoiceAllowed as ToolChoiceAllowed
    from .tool_choice import ToolChoiceApplyPatch as ToolChoiceApplyPatch
    from .tool_choice import ToolChoiceCustom as ToolChoiceCustom
    from .tool_choice import ToolChoiceFunction as ToolChoiceFunction
    from .tool_choice import ToolChoiceMcp as ToolChoiceMcp
    from .tool_choice import ToolChoiceOptions as ToolChoiceOptions
    from .tool_choice import ToolChoiceShell as ToolChoiceShell
    from .tool_choice import ToolChoiceTypes as ToolChoiceTypes
    from .tool_choice_param import ToolChoiceAllowedParam as ToolChoiceAllowedParam
    from .tool_choice_param import ToolChoiceApplyPatchParam as ToolChoiceApplyPatchParam
    from .tool_choice_param import ToolChoiceCustomParam as ToolChoiceCustomParam
    from .tool_choice_param import ToolChoiceFunctionParam as ToolChoiceFunctionParam
    from .tool_choice_param import ToolChoiceMcpParam as ToolChoiceMcpParam
    from .tool_choice_param import ToolChoiceShellParam as ToolChoiceShellParam
    from .tool_choice_param import ToolChoiceTypesParam as ToolChoiceTypesParam
    from .tool_param import ApplyPatchToolParam as ApplyPatchToolParam
    from .tool_param import ComputerToolParam as ComputerToolParam
    from .tool_param import ComputerUsePreviewToolParam as ComputerUsePreviewToolParam
    from .tool_param import ContainerAutoParam as ContainerAutoParam
    from .tool_param import (
        ContainerNetworkPolicyAllowlistParam as ContainerNetworkPolicyAllowlistParam,
    )
    from .tool_param import (
        ContainerNetworkPolicyDisabledParam as ContainerNetworkPolicyDisabledParam,
    )
    from .tool_param import (
        ContainerNetworkPolicyDomainSecretParam as ContainerNetworkPolicyDomainSecretParam,
    )
    from .tool_param import ContainerReferenceParam as ContainerReferenceParam
    from .tool_param import FileSearchToolParam as FileSearchToolParam
    from .tool_param import FunctionShellToolParam as FunctionShellToolParam
    from .tool_param import InlineSkillParam as InlineSkillParam
    from .tool_param import InlineSkillSourceParam as InlineSkillSourceParam
    from .tool_param import LocalEnvironmentParam as LocalEnvironmentParam
    from .tool_param import LocalSkillParam as LocalSkillParam
    from .tool_param import SkillReferenceParam as SkillReferenceParam
    from .tool_param import ToolParam as ToolParam
    from .tool_param import ToolSearchToolParam as ToolSearchToolParam
    from .web_search_preview_tool import WebSearchPreviewTool as WebSearchPreviewTool
    from .web_search_preview_tool_param import (
        WebSearchPreviewToolParam as WebSearchPreviewToolParam,
    )
    from .web_search_tool import WebSearchTool as WebSearchTool
    from .web_search_tool_param import WebSearchToolParam as WebSearchToolParam
else:
    __getattr__, __dir__ = lazy(__name__, _MODULE_OF)
