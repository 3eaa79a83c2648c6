# server: chat
"""stream_options: the last chunk has the usage, and no choices."""

from openai import OpenAI

client = OpenAI()
stream = client.chat.completions.create(
    model="tiny",
    messages=[{"role": "user", "content": "Hi."}],
    stream=True,
    stream_options={"include_usage": True},
    max_tokens=4,
)
for chunk in stream:
    if chunk.choices:
        delta = chunk.choices[0].delta
        print(delta.role, repr(delta.content), chunk.choices[0].finish_reason, chunk.usage)
    else:
        print("usage:", chunk.usage.prompt_tokens, chunk.usage.completion_tokens)
