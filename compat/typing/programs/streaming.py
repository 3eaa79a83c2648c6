"""Chunks as they arrive."""

from __future__ import annotations

from collections.abc import Iterator

from openai import OpenAI, Stream
from openai.types.chat import ChatCompletionChunk
from openai.types.chat.chat_completion_chunk import Choice, ChoiceDelta, ChoiceDeltaToolCall


def texts(client: OpenAI, prompt: str) -> Iterator[str]:
    stream: Stream[ChatCompletionChunk] = client.chat.completions.create(
        model="local",
        messages=[{"role": "user", "content": prompt}],
        stream=True,
        stream_options={"include_usage": True},
    )
    with stream:
        for chunk in stream:
            if chunk.usage:
                print(chunk.usage.total_tokens)
            if not chunk.choices:
                continue
            choice: Choice = chunk.choices[0]
            delta: ChoiceDelta = choice.delta
            yield delta.content or ""
            calls: list[ChoiceDeltaToolCall] = delta.tool_calls or []
            for call in calls:
                if call.function and call.function.arguments:
                    yield call.function.arguments


print("".join(texts(OpenAI(), "Hi")))
