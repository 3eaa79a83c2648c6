# server: chat
"""Chunks kept in a list, put together afterwards, as in the cookbook."""

from openai import OpenAI

client = OpenAI()
response = client.chat.completions.create(
    model="tiny",
    messages=[{"role": "user", "content": "Count to 10."}],
    temperature=0,
    stream=True,
)
chunks = []
messages = []
for chunk in response:
    chunks.append(chunk)
    messages.append(chunk.choices[0].delta.content)
print(len(chunks), {chunk.object for chunk in chunks}, len({chunk.id for chunk in chunks}))
print("".join(text for text in messages if text is not None))
