# answers: completion
"""The role that newer models want in place of `system`."""

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="o4-mini",
    messages=[
        {"role": "developer", "content": "Talk like a pirate."},
        {"role": "user", "content": "Are semicolons optional?"},
    ],
    reasoning_effort="low",
)
print(completion.choices[0].message.content)
