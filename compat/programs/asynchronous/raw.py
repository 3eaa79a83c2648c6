# server: chat
"""Raw and streaming responses with async."""

import asyncio

from openai import AsyncOpenAI


async def main():
    client = AsyncOpenAI()
    parameters = {"model": "tiny", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 3}
    raw = await client.chat.completions.with_raw_response.create(**parameters)
    print(raw.status_code, raw.parse().choices[0].message.content)
    async with client.chat.completions.with_streaming_response.create(**parameters) as response:
        print(response.headers["content-type"], (await response.parse()).choices[0].finish_reason)
    async with client.chat.completions.with_streaming_response.create(
        **parameters, stream=True
    ) as response:
        print(len([line async for line in response.iter_lines() if line]))


asyncio.run(main())
