"""Many calls at once."""

from __future__ import annotations

import asyncio

from openai import AsyncOpenAI, AsyncStream
from openai.types.chat import ChatCompletionChunk


async def whole(client: AsyncOpenAI, text: str) -> str | None:
    completion = await client.chat.completions.create(
        model="local", messages=[{"role": "user", "content": text}]
    )
    return completion.choices[0].message.content


async def streamed(client: AsyncOpenAI) -> str:
    stream: AsyncStream[ChatCompletionChunk] = await client.chat.completions.create(
        model="local", messages=[{"role": "user", "content": "Hi"}], stream=True
    )
    parts = [chunk.choices[0].delta.content or "" async for chunk in stream]
    return "".join(parts)


async def raw(client: AsyncOpenAI) -> int:
    answer = await client.embeddings.with_raw_response.create(model="m", input="a")
    print(answer.parse().data[0].index)
    async with client.chat.completions.with_streaming_response.create(
        model="local", messages=[]
    ) as response:
        completion = await response.parse()
        print(completion.choices[0].message.role)
        return response.status_code


async def main() -> None:
    async with AsyncOpenAI(max_retries=1) as client:
        answers = await asyncio.gather(*(whole(client, text) for text in "abc"))
        print([answer for answer in answers if answer], await streamed(client), await raw(client))
        async with client.chat.completions.stream(model="local", messages=[]) as events:
            async for event in events:
                if event.type == "content.delta":
                    print(event.delta)
            print((await events.get_final_completion()).choices[0].message.content)


asyncio.run(main())
