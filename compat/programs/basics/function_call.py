# answers: legacy_function_call
"""Functions as they were before tools."""

import json

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="gpt-3.5-turbo-0613",
    messages=[{"role": "user", "content": "Weather in Boston?"}],
    functions=[
        {
            "name": "get_current_weather",
            "description": "Get the current weather",
            "parameters": {
                "type": "object",
                "properties": {"location": {"type": "string"}},
                "required": ["location"],
            },
        }
    ],
    function_call="auto",
)
call = completion.choices[0].message.function_call
print(completion.choices[0].finish_reason, call.name, json.loads(call.arguments))
print(completion.choices[0].message.content, completion.choices[0].message.tool_calls)
