"""The API after chat."""

from __future__ import annotations

from openai import OpenAI
from openai.types.responses import FunctionToolParam, Response, ResponseInputParam, ResponseUsage

tool: FunctionToolParam = {
    "type": "function",
    "name": "add",
    "parameters": {"type": "object"},
    "strict": True,
}


def ask(client: OpenAI, text: str) -> str:
    items: ResponseInputParam = [{"role": "user", "content": text}]
    response: Response = client.responses.create(
        model="local", input=items, instructions="Be brief.", tools=[tool], max_output_tokens=64
    )
    for item in response.output:
        if item.type == "function_call":
            print(item.name, item.arguments, item.call_id)
        elif item.type == "message":
            for part in item.content:
                if part.type == "output_text":
                    print(part.text)
                else:
                    print(part.refusal)
    usage: ResponseUsage | None = response.usage
    print(usage.output_tokens if usage else 0, response.status, response.previous_response_id)
    return response.output_text


print(ask(OpenAI(), "Hi"))
