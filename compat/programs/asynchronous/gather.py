# server: chat
# requests: in any order
# fast: yes
"""Several calls at once, with a semaphore, in the order of the questions."""

import asyncio

from openai import AsyncOpenAI


async def ask(client, limit, number):
    async with limit:
        completion = await client.chat.completions.create(
            model="tiny",
            messages=[{"role": "user", "content": f"Question {number}"}],
            max_tokens=number + 1,
        )
        return completion.choices[0].message.content


async def main():
    limit = asyncio.Semaphore(3)
    async with AsyncOpenAI() as client:
        answers = await asyncio.gather(*(ask(client, limit, number) for number in range(7)))
    for number, answer in enumerate(answers):
        print(number, answer)
    print(client.is_closed())


asyncio.run(main())
