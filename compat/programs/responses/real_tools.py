# server: chat
"""The Responses API's tools on the real server."""

from openai import OpenAI

client = OpenAI()
response = client.responses.create(
    model="tiny",
    input=[{"role": "user", "content": "Weather in Rome?"}],
    tools=[
        {
            "type": "function",
            "name": "get_weather",
            "description": "Weather",
            "strict": True,
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"],
                "additionalProperties": False,
            },
        }
    ],
)
for item in response.output:
    print(item.type, getattr(item, "name", None), getattr(item, "arguments", None))
