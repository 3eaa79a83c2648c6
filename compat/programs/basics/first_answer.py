# server: chat
# fast: yes
"""The first program of every tutorial."""

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="tiny",
    messages=[
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": "Say hello."},
    ],
)
print(completion.choices[0].message.content)
print(completion.choices[0].message.role, completion.choices[0].finish_reason)
print(completion.object, completion.model, len(completion.choices))
print(completion.usage.prompt_tokens, completion.usage.completion_tokens)
print(
    completion.usage.prompt_tokens + completion.usage.completion_tokens
    == completion.usage.total_tokens
)
