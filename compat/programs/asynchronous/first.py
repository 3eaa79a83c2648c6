# server: chat
# fast: yes
"""async, await, and a stream."""

import asyncio

from openai import AsyncOpenAI

client = AsyncOpenAI()


async def main():
    completion = await client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "Say this is a test"}]
    )
    print(completion.choices[0].message.content)
    stream = await client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "Say this is a test"}], stream=True
    )
    async for chunk in stream:
        print(chunk.choices[0].delta.content or "", end="|")
    print()


asyncio.run(main())
