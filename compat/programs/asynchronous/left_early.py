# server: chat
"""break, async with, and aclose."""

import asyncio

from openai import AsyncOpenAI


async def main():
    async with AsyncOpenAI() as client:
        async with await client.chat.completions.create(
            model="tiny",
            messages=[{"role": "user", "content": "Go"}],
            stream=True,
            extra_body={"ignore_eos": True},
            max_tokens=300,
        ) as stream:
            async for chunk in stream:
                if chunk.choices[0].delta.content:
                    print(chunk.choices[0].delta.content)
                    break
        stream = await client.chat.completions.create(
            model="tiny", messages=[{"role": "user", "content": "Go"}], stream=True, max_tokens=3
        )
        print((await stream.__anext__()).choices[0].delta.role)
        print([chunk.choices[0].delta.content async for chunk in stream])
        await stream.close()


asyncio.run(main())
