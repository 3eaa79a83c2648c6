# server: chat
"""async for over a list, and awaiting it."""

import asyncio

from openai import AsyncOpenAI


async def main():
    client = AsyncOpenAI()
    async for model in client.models.list():
        print(model.id)
    page = await client.models.list()
    print([model.id for model in page.data], page.has_next_page())


asyncio.run(main())
