# server: chat
# fast: yes
"""The classic loop."""

from openai import OpenAI

client = OpenAI()
stream = client.chat.completions.create(
    model="tiny", messages=[{"role": "user", "content": "Say this is a test."}], stream=True
)
for chunk in stream:
    print(chunk.choices[0].delta.content or "", end="|")
print()
