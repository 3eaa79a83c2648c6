# server: chat
"""The stream() helper with async."""

import asyncio

from openai import AsyncOpenAI
from pydantic import BaseModel


class Weather(BaseModel):
    city: str
    degrees: int


async def main():
    client = AsyncOpenAI()
    async with client.beta.chat.completions.stream(
        model="tiny", messages=[{"role": "user", "content": "Rome"}], response_format=Weather
    ) as stream:
        async for event in stream:
            if event.type == "content.done":
                print(event.content, event.parsed)
        completion = await stream.get_final_completion()
    print(completion.choices[0].message.parsed.degrees)
    parsed = await client.beta.chat.completions.parse(
        model="tiny", messages=[{"role": "user", "content": "Rome"}], response_format=Weather
    )
    print(parsed.choices[0].message.parsed)


asyncio.run(main())
