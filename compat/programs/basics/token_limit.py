# server: chat
"""An answer that was cut by max_tokens."""

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="tiny", messages=[{"role": "user", "content": "Tell me a story."}], max_tokens=5
)
choice = completion.choices[0]
if choice.finish_reason == "length":
    print("cut:", choice.message.content, completion.usage.completion_tokens)
