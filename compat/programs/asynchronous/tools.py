# server: chat
"""The tool loop with async functions that run at the same time."""

import asyncio
import json

from openai import AsyncOpenAI

client = AsyncOpenAI()


async def get_time(zone):
    await asyncio.sleep(0.01)
    return f"noon in {zone}"


async def main():
    messages = [{"role": "user", "content": "What time is it in Tokyo?"}]
    tools = [
        {
            "type": "function",
            "function": {
                "name": "get_time",
                "parameters": {
                    "type": "object",
                    "properties": {"zone": {"type": "string"}},
                    "required": ["zone"],
                },
            },
        }
    ]
    completion = await client.chat.completions.create(model="tiny", messages=messages, tools=tools)
    message = completion.choices[0].message
    messages.append(message.to_dict())
    results = await asyncio.gather(
        *(get_time(**json.loads(call.function.arguments)) for call in message.tool_calls)
    )
    for call, result in zip(message.tool_calls, results):
        messages.append({"role": "tool", "tool_call_id": call.id, "content": result})
        print(call.function.name, result)
    completion = await client.chat.completions.create(model="tiny", messages=messages, tools=tools)
    print(completion.choices[0].message.content)


asyncio.run(main())
