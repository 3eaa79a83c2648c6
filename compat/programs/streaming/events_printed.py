# answers: two_streamed_tool_calls
# needs: openai>=3
"""print() of the helper's events, with two tool calls among them."""

from openai import OpenAI

client = OpenAI()
with client.chat.completions.stream(
    model="m",
    messages=[{"role": "user", "content": "Paris and Rome?"}],
    tools=[{"type": "function", "function": {"name": "get_weather", "parameters": {}}}],
) as stream:
    for event in stream:
        if event.type != "chunk":
            print(event)
print(stream.get_final_completion().choices[0].message.tool_calls)
