# answers: response_stream
"""Events of the Responses API with async."""

import asyncio

from openai import AsyncOpenAI


async def main():
    client = AsyncOpenAI()
    stream = await client.responses.create(model="gpt-4o", input="Say hi.", stream=True)
    async for event in stream:
        print(event.type, event.sequence_number)


asyncio.run(main())
