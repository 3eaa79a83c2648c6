# answers: completion
"""A parameter that the API does not know."""

from openai import OpenAI

client = OpenAI()
try:
    client.chat.completions.create(model="m", messages=[], top_k=40)
    print("sent")
except TypeError:
    print("TypeError")
