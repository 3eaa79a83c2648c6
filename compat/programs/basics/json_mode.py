# server: chat
"""JSON mode."""

import json

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="tiny",
    messages=[
        {"role": "system", "content": "Answer in JSON."},
        {"role": "user", "content": "Who won?"},
    ],
    response_format={"type": "json_object"},
    max_tokens=60,
    temperature=0,
)
print(type(json.loads(completion.choices[0].message.content)).__name__)
