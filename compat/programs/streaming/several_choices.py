# server: chat
"""n > 1 as a stream: chunks of both, mixed."""

from openai import OpenAI

client = OpenAI()
texts = {}
for chunk in client.chat.completions.create(
    model="tiny", messages=[{"role": "user", "content": "Hi"}], n=2, max_tokens=5, stream=True
):
    for choice in chunk.choices:
        texts[choice.index] = texts.get(choice.index, "") + (choice.delta.content or "")
print(sorted(texts.items()))
