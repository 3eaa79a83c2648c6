"""Headers beside the object."""

from __future__ import annotations

from openai import OpenAI
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam

client = OpenAI()
messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]

raw = client.chat.completions.with_raw_response.create(model="local", messages=messages)
completion: ChatCompletion = raw.parse()
print(raw.headers.get("x-request-id"), raw.status_code, raw.request_id, completion.id)
print(raw.http_request.url, raw.elapsed.total_seconds(), raw.text)

streamed = client.chat.completions.with_raw_response.create(
    model="local", messages=messages, stream=True
)
for chunk in streamed.parse():
    print(chunk.choices[0].delta.content)

with client.chat.completions.with_streaming_response.create(
    model="local", messages=messages
) as response:
    print(response.headers["content-type"])
    for line in response.iter_lines():
        print(line.upper())

models = client.models.with_raw_response.list().parse()
print([model.id for model in models.data])
vector = client.embeddings.with_raw_response.create(model="m", input="a").parse()
print(vector.data[0].embedding[0] * 2)
