# answers: speech
"""Speech into a file with async."""

import asyncio
from pathlib import Path

from openai import AsyncOpenAI


async def main():
    client = AsyncOpenAI()
    async with client.audio.speech.with_streaming_response.create(
        model="tts-1", voice="nova", input="Hi", response_format="pcm"
    ) as response:
        await response.stream_to_file("speech.pcm")
    print(len(Path("speech.pcm").read_bytes()))


asyncio.run(main())
