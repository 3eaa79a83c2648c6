"""A loop of tool calls."""

from __future__ import annotations

import json

from openai import OpenAI
from openai.types.chat import (
    ChatCompletionAssistantMessageParam,
    ChatCompletionMessageFunctionToolCall,
    ChatCompletionMessageParam,
    ChatCompletionToolMessageParam,
    ChatCompletionToolParam,
)
from openai.types.shared_params import FunctionDefinition

function: FunctionDefinition = {
    "name": "add",
    "description": "Add two numbers",
    "parameters": {"type": "object", "properties": {"a": {"type": "number"}}},
}
tools: list[ChatCompletionToolParam] = [{"type": "function", "function": function}]


def run(call: ChatCompletionMessageFunctionToolCall) -> ChatCompletionToolMessageParam:
    arguments = json.loads(call.function.arguments)
    return {"role": "tool", "tool_call_id": call.id, "content": str(sum(arguments.values()))}


def answer(client: OpenAI, messages: list[ChatCompletionMessageParam]) -> str:
    while True:
        completion = client.chat.completions.create(
            model="local", messages=messages, tools=tools, tool_choice="auto"
        )
        message = completion.choices[0].message
        if not message.tool_calls:
            return message.content or ""
        calls = [call for call in message.tool_calls if call.type == "function"]
        said: ChatCompletionAssistantMessageParam = {
            "role": "assistant",
            "content": message.content,
            "tool_calls": [
                {
                    "id": call.id,
                    "type": "function",
                    "function": {"name": call.function.name, "arguments": call.function.arguments},
                }
                for call in calls
            ],
        }
        messages.append(said)
        messages.extend(run(call) for call in calls)


print(answer(OpenAI(), [{"role": "user", "content": "1 + 2?"}]))
