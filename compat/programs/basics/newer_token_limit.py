# server: chat
"""max_completion_tokens, which newer models want."""

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="tiny",
    messages=[{"role": "user", "content": "Tell me a story."}],
    max_completion_tokens=5,
)
print(completion.choices[0].finish_reason, completion.choices[0].message.content)
