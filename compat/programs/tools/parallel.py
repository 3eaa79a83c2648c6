# answers: two_tool_calls, completion
"""Two calls in one answer; the message goes back as a dict."""

import json

from openai import OpenAI

client = OpenAI()
messages = [{"role": "user", "content": "What's the weather like in Paris and in Rome?"}]
tools = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
        },
    }
]
response = client.chat.completions.create(
    model="gpt-4o", messages=messages, tools=tools, tool_choice="auto", parallel_tool_calls=True
)
message = response.choices[0].message
messages.append(message.model_dump(exclude_none=True))
for call in message.tool_calls:
    city = json.loads(call.function.arguments)["city"]
    print(call.id, call.type, call.function.name, city)
    messages.append({"role": "tool", "tool_call_id": call.id, "content": f"{city}: sunny"})
print(client.chat.completions.create(model="gpt-4o", messages=messages).choices[0].message.content)
