"""Mistakes that are found before anything is sent."""

import openai
from openai import OpenAI

client = OpenAI()
calls = [
    lambda: client.chat.completions.create(messages=[]),
    lambda: client.chat.completions.create(model="m"),
    lambda: client.chat.completions.create("m", []),
    lambda: client.models.retrieve(""),
    lambda: client.embeddings.create(model="m"),
    lambda: client.nonsense,
    lambda: openai.nonsense,
]
for call in calls:
    try:
        call()
        print("no error")
    except (TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__)
