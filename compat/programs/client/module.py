# server: chat
# fast: yes
"""The module itself as a client, as in the first tutorials."""

import openai

openai.max_retries = 1
openai.default_headers = {"X-From": "module"}
completion = openai.chat.completions.create(
    model="tiny", messages=[{"role": "user", "content": "Hi"}], max_tokens=5
)
print(completion.choices[0].message.content)
print([model.id for model in openai.models.list()])
openai.api_key = "sk-second"
for chunk in openai.chat.completions.create(
    model="tiny", messages=[{"role": "user", "content": "Hi"}], max_tokens=3, stream=True
):
    print(chunk.choices[0].delta.content)
