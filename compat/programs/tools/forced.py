# server: chat
"""tool_choice: a function by its name, and none at all."""

from openai import OpenAI

client = OpenAI()
tools = [
    {
        "type": "function",
        "function": {
            "name": "add",
            "parameters": {
                "type": "object",
                "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
                "required": ["a", "b"],
            },
        },
    }
]
messages = [{"role": "user", "content": "1 + 2?"}]
for choice in ["required", "none"]:
    completion = client.chat.completions.create(
        model="tiny", messages=messages, tools=tools, tool_choice=choice, max_tokens=60
    )
    message = completion.choices[0].message
    print(choice, completion.choices[0].finish_reason)
    for call in message.tool_calls or []:
        print(call.function.name, call.function.arguments)
