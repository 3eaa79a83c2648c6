# answers: own_json, own_json, own_json, own_stream
"""Endpoints that the SDK does not know."""

from openai import OpenAI, Stream
from openai.types.chat import ChatCompletionChunk

client = OpenAI()
print(client.get("/props", cast_to=object))
print(client.post("/tokenize", cast_to=object, body={"content": "Hi", "list": [1]}))
print(
    client.post(
        "/slots/0",
        cast_to=object,
        body={"n": None},
        options={"params": {"action": "save"}, "headers": {"X-A": "b"}},
    )
)
stream = client.post(
    "/own/stream",
    cast_to=ChatCompletionChunk,
    body={"stream": True},
    stream=True,
    stream_cls=Stream[ChatCompletionChunk],
)
for chunk in stream:
    print(chunk.choices[0].delta.content)
