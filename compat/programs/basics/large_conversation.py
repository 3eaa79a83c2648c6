# server: chat
"""Two hundred messages in one request."""

from openai import OpenAI

client = OpenAI()
messages = []
for number in range(100):
    messages.append({"role": "user", "content": f"Question {number}: what is {number} + {number}?"})
    messages.append({"role": "assistant", "content": f"It is {number + number}."})
messages.append({"role": "user", "content": "And now?"})
completion = client.chat.completions.create(model="tiny", messages=messages, max_tokens=8)
print(len(messages), completion.usage.prompt_tokens > 1000, completion.choices[0].finish_reason)
print(completion.choices[0].message.content)
