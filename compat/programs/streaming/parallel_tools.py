# answers: two_streamed_tool_calls
"""Two calls in one stream."""

from openai import OpenAI

client = OpenAI()
calls = []
for chunk in client.chat.completions.create(
    model="m",
    messages=[{"role": "user", "content": "Paris and Rome?"}],
    stream=True,
    tools=[{"type": "function", "function": {"name": "get_weather"}}],
):
    delta = chunk.choices[0].delta
    for part in delta.tool_calls or []:
        if len(calls) <= part.index:
            calls.append({"id": "", "name": "", "arguments": ""})
        call = calls[part.index]
        call["id"] += part.id or ""
        call["name"] += part.function.name or ""
        call["arguments"] += part.function.arguments or ""
print(calls)
