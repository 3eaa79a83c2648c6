# server: chat
# requests: in any order
"""The plain client in asyncio's threads, and an asynchronous generator."""

import asyncio

from openai import AsyncOpenAI, OpenAI

client = OpenAI()


def ask(number):
    completion = client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": str(number)}], max_tokens=number + 1
    )
    return completion.choices[0].message.content


async def words(question):
    async with AsyncOpenAI() as other:
        stream = await other.chat.completions.create(
            model="tiny",
            messages=[{"role": "user", "content": question}],
            stream=True,
            max_tokens=5,
        )
        async for chunk in stream:
            if chunk.choices[0].delta.content:
                yield chunk.choices[0].delta.content


async def main():
    print(await asyncio.gather(*(asyncio.to_thread(ask, number) for number in range(3))))
    print([word async for word in words("Hi")])


asyncio.run(main())
