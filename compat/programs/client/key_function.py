# answers: completion
# needs: openai>=2
"""A key that a function gives before each call."""

from openai import OpenAI

keys = iter(["first-key", "second-key"])
client = OpenAI(api_key=lambda: next(keys))
client.chat.completions.create(model="m", messages=[])
client.chat.completions.create(model="m", messages=[])
print(next(keys, "no more"))
