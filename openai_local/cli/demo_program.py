"""An ordinary OpenAI program: only the import differs from the official documentation.

Rule of this file: it knows nothing of the demo that runs it. It talks to the server that
OPENAI_BASE_URL names, and asks about the image file that it is given:

    python demo_program.py [IMAGE]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from openai_local import OpenAI  # the official documentation: from openai import OpenAI

client = OpenAI()


def ask(content: str | list[Any]) -> tuple[int, float]:
    """Print the answer as it arrives. Returns its tokens, and the seconds that it took."""
    stream = client.chat.completions.create(
        model="local",
        messages=[{"role": "user", "content": content}],
        max_completion_tokens=200,
        stream=True,
        stream_options={"include_usage": True},
    )
    tokens, started = 0, time.perf_counter()
    for chunk in stream:
        if chunk.choices:
            delta = chunk.choices[0].delta
            thought = getattr(delta, "reasoning_content", None)  # models that think first
            print(delta.content or thought or "", end="", flush=True)
        if chunk.usage:
            tokens = chunk.usage.completion_tokens
    print("\n")
    return tokens, time.perf_counter() - started


if __name__ == "__main__":
    print("> Say hello. Where do you run?")
    answers = [ask("Say hello. Where do you run?")]

    if len(sys.argv) > 1:
        image = Path(sys.argv[1])
        print(f"> What is in {image.name}?")
        question = {"type": "text", "text": f"What is in {image.name}?"}
        answers.append(ask([question, {"type": "image_url", "image_url": {"url": image}}]))

    tokens, seconds = (sum(column) for column in zip(*answers))
    print(f"{tokens} tokens in {seconds:.2f} seconds: {tokens / seconds:,.0f} tokens per second")
