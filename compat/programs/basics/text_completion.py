# server: chat
"""The older completions endpoint."""

from openai import OpenAI

client = OpenAI()
completion = client.completions.create(
    model="tiny", prompt="Once upon a time", max_tokens=8, temperature=0, stop=["\n"]
)
print(completion.object, completion.choices[0].finish_reason, repr(completion.choices[0].text))
print(completion.usage.completion_tokens)

for part in client.completions.create(
    model="tiny", prompt="Once upon a time", max_tokens=6, stream=True
):
    print(repr(part.choices[0].text), part.choices[0].finish_reason)
