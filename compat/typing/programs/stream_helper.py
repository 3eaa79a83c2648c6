"""The stream as events, with the whole completion at the end."""

from __future__ import annotations

from openai import OpenAI
from pydantic import BaseModel


class Step(BaseModel):
    text: str


client = OpenAI()
with client.chat.completions.stream(
    model="local", messages=[{"role": "user", "content": "Hi"}], response_format=Step
) as stream:
    for event in stream:
        if event.type == "content.delta":
            print(event.delta, event.snapshot, end="", flush=True)
        elif event.type == "content.done":
            print(event.content)
        elif event.type == "tool_calls.function.arguments.delta":
            print(event.name, event.arguments_delta)
    completion = stream.get_final_completion()
step = completion.choices[0].message.parsed
if step is not None:
    print(step.text.upper())
