# answers: completion
"""Parameters that are no plain JSON: generators, tuples, numbers of all kinds, and no such."""

from openai import OpenAI

client = OpenAI()
messages = ({"role": "user", "content": text} for text in ["one", "two"])
client.chat.completions.create(
    model="m", messages=messages, temperature=1, top_p=0.1, metadata={"k": "v"}, stop=("x",)
)
client.chat.completions.create(model="m", messages=[], extra_body={"all": [True, None, 1e-7, -0.0]})
try:
    client.chat.completions.create(model="m", messages=[], extra_body={"bad": object()})
except TypeError:
    print("TypeError")
