# server: chat
"""n > 1."""

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="tiny", messages=[{"role": "user", "content": "Say hello."}], n=2, max_tokens=10
)
for choice in completion.choices:
    print(choice.index, choice.finish_reason, choice.message.content)
print(completion.usage.completion_tokens)
