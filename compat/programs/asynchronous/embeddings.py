# server: embeddings
# requests: in any order
"""Batches of embeddings at once."""

import asyncio

from openai import AsyncOpenAI

client = AsyncOpenAI()


async def embed(texts):
    response = await client.embeddings.create(model="tiny", input=texts)
    return [round(item.embedding[0], 2) for item in response.data]


async def main():
    batches = [["hello", "network"], ["machine"], ["tiny local model"]]
    print(await asyncio.gather(*map(embed, batches)))


asyncio.run(main())
