"""Tests of other people: an httpx transport that answers itself."""

import json

import httpx
from openai import OpenAI


def handler(request):
    asked = json.loads(request.content)["messages"][-1]["content"]
    message = {"role": "assistant", "content": asked.upper()}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return httpx.Response(
        200,
        json={
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "mock",
            "choices": [choice],
        },
    )


client = OpenAI(
    base_url="http://mock/v1", http_client=httpx.Client(transport=httpx.MockTransport(handler))
)
completion = client.chat.completions.create(
    model="m", messages=[{"role": "user", "content": "shout"}]
)
print(completion.choices[0].message.content, completion.model, completion.usage)
