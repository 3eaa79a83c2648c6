# server: chat
"""next(), and what is left."""

from openai import OpenAI

client = OpenAI()
stream = client.chat.completions.create(
    model="tiny", messages=[{"role": "user", "content": "Go."}], stream=True, max_tokens=6
)
first = next(stream)
print(first.choices[0].delta.role)
second = next(stream)
print(second.choices[0].delta.content)
print([chunk.choices[0].delta.content for chunk in stream])
print(next(stream, "the end"))
print(iter(stream) is stream or hasattr(iter(stream), "__next__"))
