"""Parameters put together before the call."""

from __future__ import annotations

import base64
from pathlib import Path

from openai import OpenAI
from openai.types.chat import (
    ChatCompletionContentPartImageParam,
    ChatCompletionContentPartParam,
    ChatCompletionContentPartTextParam,
    ChatCompletionMessageParam,
    ChatCompletionSystemMessageParam,
    ChatCompletionUserMessageParam,
)
from openai.types.chat.completion_create_params import (
    CompletionCreateParamsNonStreaming,
    ResponseFormat,
)
from openai.types.shared_params import ResponseFormatJSONSchema


def picture(path: Path) -> ChatCompletionContentPartImageParam:
    data = base64.b64encode(path.read_bytes()).decode()
    return {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}}


def user(text: str, *paths: Path) -> ChatCompletionUserMessageParam:
    first: ChatCompletionContentPartTextParam = {"type": "text", "text": text}
    parts: list[ChatCompletionContentPartParam] = [first, *map(picture, paths)]
    return ChatCompletionUserMessageParam(role="user", content=parts)


system: ChatCompletionSystemMessageParam = {"role": "system", "content": "Look."}
messages: list[ChatCompletionMessageParam] = [system, user("What is it?", Path("a.png"))]
schema: ResponseFormatJSONSchema = {
    "type": "json_schema",
    "json_schema": {"name": "a", "schema": {"type": "object"}, "strict": True},
}
formats: list[ResponseFormat] = [schema, {"type": "json_object"}, {"type": "text"}]
params: CompletionCreateParamsNonStreaming = {"model": "local", "messages": messages}
client = OpenAI()
print(client.chat.completions.create(**params))
for response_format in formats:
    client.chat.completions.create(
        model="local", messages=messages, response_format=response_format, logprobs=True
    )
