# answers: slow_stream
"""A task that is cancelled in the middle of a stream, and one that takes too long."""

import asyncio

from openai import AsyncOpenAI


async def read(client, started):
    stream = await client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "Go"}], stream=True
    )
    try:
        async for chunk in stream:
            print(chunk.choices[0].delta.content)
            started.set()
    except asyncio.CancelledError:
        print("cancelled")
        raise
    finally:
        await stream.close()


async def main():
    client = AsyncOpenAI(max_retries=0)
    started = asyncio.Event()
    task = asyncio.create_task(read(client, started))
    await started.wait()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("task.cancelled()", task.cancelled())
    try:
        await asyncio.wait_for(read(client, started), 2)
    except asyncio.TimeoutError:
        print("took too long")
    await client.close()


asyncio.run(main())
