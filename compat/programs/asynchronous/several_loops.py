# answers: completion
"""A client in each of several event loops."""

import asyncio

from openai import AsyncOpenAI


async def ask():
    async with AsyncOpenAI() as client:
        completion = await client.chat.completions.create(model="m", messages=[])
        return completion.choices[0].message.content


for _ in range(3):
    print(asyncio.run(ask()))
