# server: chat
# requests: in any order
"""Two streams at the same time into one queue."""

import asyncio

from openai import AsyncOpenAI


async def produce(client, queue, name):
    stream = await client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": name}], stream=True, max_tokens=6
    )
    async for chunk in stream:
        if chunk.choices[0].delta.content:
            await queue.put((name, chunk.choices[0].delta.content))
    await queue.put((name, None))


async def main():
    queue = asyncio.Queue()
    client = AsyncOpenAI()
    tasks = [asyncio.create_task(produce(client, queue, name)) for name in ("a", "b")]
    texts = {"a": [], "b": []}
    open_streams = 2
    while open_streams:
        name, text = await queue.get()
        if text is None:
            open_streams -= 1
        else:
            texts[name].append(text)
    await asyncio.gather(*tasks)
    await client.close()
    print(texts)


asyncio.run(main())
