# answers: completion
"""Parameters that are no plain JSON: tuples, generators, sub-models, numbers."""

from decimal import Decimal

from openai import OpenAI
from pydantic import BaseModel


class Payload(BaseModel):
    a: int = 1


client = OpenAI()
messages = ({"role": "user", "content": text} for text in ["one", "two"])
client.chat.completions.create(
    model="m", messages=messages, temperature=1, top_p=0.1, metadata={"k": "v"}, stop=("x",)
)
client.chat.completions.create(model="m", messages=[], extra_body={"payload": [True, None, 1e-7]})
try:
    client.chat.completions.create(model="m", messages=[], extra_body={"bad": object()})
except TypeError:
    print("TypeError")
