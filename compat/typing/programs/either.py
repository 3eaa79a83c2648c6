"""Streaming or not, known only when the program runs."""

from __future__ import annotations

import sys

from openai import OpenAI, Stream
from openai.types import Completion
from openai.types.chat import ChatCompletion, ChatCompletionChunk


def show(result: ChatCompletion | Stream[ChatCompletionChunk]) -> None:
    if isinstance(result, ChatCompletion):
        print(result.choices[0].message.content)
    else:
        for chunk in result:
            print(chunk.choices[0].delta.content, end="")


client, stream = OpenAI(), "--stream" in sys.argv
show(client.chat.completions.create(model="local", messages=[], stream=stream))
continued: Completion = client.completions.create(model="local", prompt="Once", max_tokens=8)
print(continued.choices[0].text, continued.choices[0].finish_reason)
for part in client.completions.create(model="local", prompt=["a", "b"], stream=True):
    print(part.choices[0].text)
