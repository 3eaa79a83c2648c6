# server: chat
"""A raw response whose parse() is a stream."""

from openai import OpenAI

client = OpenAI()
response = client.chat.completions.with_raw_response.create(
    model="tiny", messages=[{"role": "user", "content": "Hi"}], max_tokens=3, stream=True
)
print(response.status_code, response.headers["content-type"].split(";")[0])
for chunk in response.parse():
    print(chunk.choices[0].delta.content)
