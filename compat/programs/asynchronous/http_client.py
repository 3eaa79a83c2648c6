# answers: completion
"""An httpx.AsyncClient of one's own."""

import asyncio

import httpx
from openai import AsyncOpenAI


async def main():
    async with httpx.AsyncClient(headers={"X-Own": "async"}, timeout=5) as http_client:
        client = AsyncOpenAI(http_client=http_client)
        completion = await client.chat.completions.create(model="m", messages=[])
        print(completion.choices[0].message.content)
    print(client.is_closed())


asyncio.run(main())
