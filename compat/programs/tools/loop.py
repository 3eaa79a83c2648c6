# server: chat
# fast: yes
"""Ask, run what the model calls, give the result back, until it answers."""

import json

from openai import OpenAI

client = OpenAI()


def get_weather(location, unit="celsius"):
    return {"location": location, "temperature": 21, "unit": unit}


functions = {"get_weather": get_weather}
tools = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "The weather in a city",
            "parameters": {
                "type": "object",
                "properties": {"location": {"type": "string", "description": "Name of the city"}},
                "required": ["location"],
            },
        },
    }
]
messages = [{"role": "user", "content": "What is the weather in Paris?"}]
for _ in range(5):
    response = client.chat.completions.create(model="tiny", messages=messages, tools=tools)
    message = response.choices[0].message
    messages.append(message)
    print(response.choices[0].finish_reason, message.content)
    if not message.tool_calls:
        break
    for tool_call in message.tool_calls:
        arguments = json.loads(tool_call.function.arguments)
        result = functions[tool_call.function.name](**arguments)
        print(tool_call.function.name, arguments, result)
        messages.append(
            {"role": "tool", "tool_call_id": tool_call.id, "content": json.dumps(result)}
        )
