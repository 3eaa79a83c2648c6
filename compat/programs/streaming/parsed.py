# server: chat
"""Structured output as a stream."""

from openai import OpenAI
from pydantic import BaseModel


class City(BaseModel):
    name: str
    inhabitants: int


client = OpenAI()
with client.beta.chat.completions.stream(
    model="tiny",
    messages=[{"role": "user", "content": "Paris"}],
    response_format=City,
) as stream:
    for event in stream:
        if event.type == "content.done":
            print(event.parsed)
    print(stream.get_final_completion().choices[0].message.parsed)
