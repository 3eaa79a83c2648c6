# answers: busy, e404
"""The same errors, the same retries."""

import asyncio

import openai
from openai import AsyncOpenAI


async def main():
    client = AsyncOpenAI()
    try:
        await client.chat.completions.create(model="m", messages=[])
    except openai.NotFoundError as error:
        print(error.status_code, error.code)
    offline = AsyncOpenAI(base_url="http://127.0.0.1:9/v1", max_retries=0)
    results = await asyncio.gather(
        offline.models.list(), client.models.retrieve("x"), return_exceptions=True
    )
    print([type(result).__name__ for result in results])


asyncio.run(main())
