"""Responses: every public name, loaded on first use."""

from __future__ import annotations

from ..._lazy import by_name, lazy

# What type checkers see is `__init__.pyi`.
_MODULE_OF = by_name(
    """
    function_tool: CustomTool FunctionTool NamespaceTool ToolSearchOutputNamespaceTool
    function_tool_param: CustomToolParam FunctionToolParam NamespaceToolParam
        ToolSearchOutputNamespaceToolParam
    input_token_count_params: InputTokenCountParams
    parsed_response: ParsedContent ParsedResponse ParsedResponseFunctionToolCall
        ParsedResponseOutputItem ParsedResponseOutputMessage ParsedResponseOutputText
    response: CompactedResponse InputTokenCountResponse Response ResponseConversationParam
        ResponseError ResponseIncludable ResponsePrompt ResponseStatus ResponseUsage ServiceTier
    response_compact_params: ResponseCompactParams
    response_computer_tool_call: ComputerAction ComputerActionList ResponseComputerToolCall
        ResponseComputerToolCallOutputItem ResponseComputerToolCallOutputScreenshot
    response_computer_tool_call_param: ComputerActionListParam ComputerActionParam
        ResponseComputerToolCallOutputScreenshotParam ResponseComputerToolCallParam
    response_create_params: InputItemListParams ResponseConversationParamParam ResponseCreateParams
        ResponsePromptParam ResponseRetrieveParams
    response_function_tool_call: ResponseApplyPatchToolCall ResponseApplyPatchToolCallOutput
        ResponseContainerReference ResponseCustomToolCall ResponseCustomToolCallItem
        ResponseCustomToolCallOutput ResponseCustomToolCallOutputItem
        ResponseFunctionShellCallOutputContent ResponseFunctionShellToolCall
        ResponseFunctionShellToolCallOutput ResponseFunctionToolCall ResponseFunctionToolCallItem
        ResponseFunctionToolCallOutputItem ResponseLocalEnvironment
    response_hosted_tool_call: McpToolCallError ResponseCodeInterpreterToolCall
        ResponseFileSearchToolCall ResponseFunctionWebSearch
    response_input_content: ImageDetail ResponseFunctionCallOutputItem
        ResponseFunctionCallOutputItemList ResponseInputAudio ResponseInputContent ResponseInputFile
        ResponseInputFileContent ResponseInputImage ResponseInputImageContent
        ResponseInputMessageContentList ResponseInputText ResponseInputTextContent
    response_input_content_param: ResponseFunctionCallOutputItemListParam
        ResponseFunctionCallOutputItemParam ResponseInputAudioParam ResponseInputContentParam
        ResponseInputFileContentParam ResponseInputFileParam ResponseInputImageContentParam
        ResponseInputImageParam ResponseInputMessageContentListParam ResponseInputTextContentParam
        ResponseInputTextParam
    response_input_item: EasyInputMessage ResponseCompactionItemParam
        ResponseConfigurationUpdateItemParam ResponseInput ResponseInputItem
    response_input_item_param: EasyInputMessageParam ResponseCompactionItemParamParam
        ResponseConfigurationUpdateItemParamParam ResponseInputItemParam ResponseInputParam
    response_output_item: ResponseCompactionItem ResponseConfigurationUpdateItem
        ResponseInputMessageItem ResponseItem ResponseItemList ResponseOutputItem
        ResponseToolSearchCall ResponseToolSearchOutputItem
    response_output_message: ResponseOutputMessage ResponseOutputRefusal ResponseOutputText
    response_output_message_param: ResponseOutputMessageParam ResponseOutputRefusalParam
        ResponseOutputTextParam
    response_reasoning_item: ResponseReasoningItem ResponseReasoningSummaryPartAddedEvent
        ResponseReasoningSummaryPartDoneEvent ResponseReasoningSummaryTextDeltaEvent
        ResponseReasoningSummaryTextDoneEvent ResponseReasoningTextDeltaEvent
        ResponseReasoningTextDoneEvent
    response_reasoning_item_param: ResponseReasoningItemParam
    response_stream_event: ResponseAudioDeltaEvent ResponseAudioDoneEvent
        ResponseAudioTranscriptDeltaEvent ResponseAudioTranscriptDoneEvent
        ResponseCodeInterpreterCallCodeDeltaEvent ResponseCodeInterpreterCallCodeDoneEvent
        ResponseCodeInterpreterCallCompletedEvent ResponseCodeInterpreterCallInProgressEvent
        ResponseCodeInterpreterCallInterpretingEvent ResponseCompactionCompactingEvent
        ResponseCompletedEvent ResponseContentPartAddedEvent ResponseContentPartDoneEvent
        ResponseCreatedEvent ResponseCustomToolCallInputDeltaEvent
        ResponseCustomToolCallInputDoneEvent ResponseErrorEvent ResponseFailedEvent
        ResponseFileSearchCallCompletedEvent ResponseFileSearchCallInProgressEvent
        ResponseFileSearchCallSearchingEvent ResponseFunctionCallArgumentsDeltaEvent
        ResponseFunctionCallArgumentsDoneEvent ResponseImageGenCallCompletedEvent
        ResponseImageGenCallGeneratingEvent ResponseImageGenCallInProgressEvent
        ResponseImageGenCallPartialImageEvent ResponseInProgressEvent ResponseIncompleteEvent
        ResponseMcpCallArgumentsDeltaEvent ResponseMcpCallArgumentsDoneEvent
        ResponseMcpCallCompletedEvent ResponseMcpCallFailedEvent ResponseMcpCallInProgressEvent
        ResponseMcpListToolsCompletedEvent ResponseMcpListToolsFailedEvent
        ResponseMcpListToolsInProgressEvent ResponseOutputItemAddedEvent ResponseOutputItemDoneEvent
        ResponseOutputTextAnnotationAddedEvent ResponseQueuedEvent ResponseRefusalDeltaEvent
        ResponseRefusalDoneEvent ResponseShellCallCommandAddedEvent
        ResponseShellCallCommandDeltaEvent ResponseShellCallCommandDoneEvent
        ResponseShellCallOutputContentDeltaEvent ResponseShellCallOutputContentDoneEvent
        ResponseStreamEvent ResponseTextDeltaEvent ResponseTextDoneEvent
        ResponseWebSearchCallCompletedEvent ResponseWebSearchCallInProgressEvent
        ResponseWebSearchCallSearchingEvent
    response_text_config: ResponseFormatTextConfig ResponseFormatTextJSONSchemaConfig
        ResponseTextConfig
    response_text_config_param: ResponseFormatTextConfigParam
        ResponseFormatTextJSONSchemaConfigParam ResponseTextConfigParam
    response_tool_call_param: McpToolCallErrorParam ResponseCodeInterpreterToolCallParam
        ResponseCustomToolCallOutputParam ResponseCustomToolCallParam
        ResponseFileSearchToolCallParam ResponseFunctionShellCallOutputContentParam
        ResponseFunctionToolCallParam ResponseFunctionWebSearchParam
    response_tool_search_output_item_param: ResponseToolSearchOutputItemParam
    response_tool_search_output_item_param_param: ResponseToolSearchOutputItemParamParam
    tool: ApplyPatchTool ComputerTool ComputerUsePreviewTool ContainerAuto
        ContainerNetworkPolicyAllowlist ContainerNetworkPolicyDisabled
        ContainerNetworkPolicyDomainSecret ContainerReference FileSearchTool FunctionShellTool
        InlineSkill InlineSkillSource LocalEnvironment LocalSkill SkillReference Tool ToolSearchTool
    tool_choice: ToolChoiceAllowed ToolChoiceAllowedParam ToolChoiceApplyPatch
        ToolChoiceApplyPatchParam ToolChoiceCustom ToolChoiceCustomParam ToolChoiceFunction
        ToolChoiceFunctionParam ToolChoiceMcp ToolChoiceMcpParam ToolChoiceOptions ToolChoiceShell
        ToolChoiceShellParam ToolChoiceTypes ToolChoiceTypesParam
    tool_param: ApplyPatchToolParam ComputerToolParam ComputerUsePreviewToolParam ContainerAutoParam
        ContainerNetworkPolicyAllowlistParam ContainerNetworkPolicyDisabledParam
        ContainerNetworkPolicyDomainSecretParam ContainerReferenceParam FileSearchToolParam
        FunctionShellToolParam InlineSkillParam InlineSkillSourceParam LocalEnvironmentParam
        LocalSkillParam SkillReferenceParam ToolParam ToolSearchToolParam
    web_search_preview_tool: WebSearchPreviewTool
    web_search_preview_tool_param: WebSearchPreviewToolParam
    web_search_tool: WebSearchTool
    web_search_tool_param: WebSearchToolParam
    """
)

__all__ = list(_MODULE_OF)

__getattr__, __dir__ = lazy(__name__, _MODULE_OF)
