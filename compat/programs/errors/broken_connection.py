# answers: reset, completion
"""A connection that breaks before the answer is tried again."""

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])
print(completion.choices[0].message.content)
