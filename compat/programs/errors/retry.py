# answers: busy, completion
# fast: yes
"""503, then an answer: nothing is seen of it."""

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])
print(completion.choices[0].message.content)
raw = client.chat.completions.with_raw_response.create(model="m", messages=[])
print(raw.retries_taken)
