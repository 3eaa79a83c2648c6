"""Expressions whose types must be those of the official SDK."""

from __future__ import annotations

from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel
from typing_extensions import reveal_type


class Step(BaseModel):
    text: str


client, aclient = OpenAI(), AsyncOpenAI()

chat = client.chat.completions.create(model="m", messages=[])
reveal_type(chat)
reveal_type(chat.choices)
reveal_type(chat.choices[0].message.content)
reveal_type(chat.choices[0].finish_reason)
reveal_type(chat.usage)
for chunk in client.chat.completions.create(model="m", messages=[], stream=True):
    reveal_type(chunk)
    reveal_type(chunk.choices[0].delta.tool_calls)
parsed = client.chat.completions.parse(model="m", messages=[], response_format=Step)
reveal_type(parsed.choices[0].message.parsed)
reveal_type(parsed.choices[0].message.tool_calls)
reveal_type(client.chat.completions.with_raw_response.create(model="m", messages=[]).parse())
reveal_type(
    client.chat.completions.with_raw_response.create(model="m", messages=[], stream=True).parse()
)
with client.chat.completions.with_streaming_response.create(model="m", messages=[]) as answer:
    reveal_type(answer)
    reveal_type(answer.parse())
    reveal_type(answer.read())
reveal_type(client.embeddings.create(model="m", input="a").data[0].embedding)
reveal_type(client.models.list())
reveal_type(client.models.with_raw_response.list().parse())
reveal_type(client.completions.create(model="m", prompt="a").choices[0].text)
response = client.responses.create(model="m", input="a")
reveal_type(response.output_text)
reveal_type(response.usage)
reveal_type(response.status)
reveal_type(client.responses.parse(model="m", input="a", text_format=Step).output_parsed)
reveal_type(client.images.generate(prompt="a").data)
reveal_type(client.moderations.create(input="a").results[0].flagged)
reveal_type(client.with_options(timeout=1))


async def main() -> None:
    reveal_type(await aclient.chat.completions.create(model="m", messages=[]))
    reveal_type(await aclient.chat.completions.create(model="m", messages=[], stream=True))
    reveal_type(await aclient.models.list())
    async for model in aclient.models.list():
        reveal_type(model)
    raw = await aclient.chat.completions.with_raw_response.create(model="m", messages=[])
    reveal_type(raw.parse())
    async with aclient.chat.completions.with_streaming_response.create(
        model="m", messages=[]
    ) as unread:
        reveal_type(await unread.parse())
