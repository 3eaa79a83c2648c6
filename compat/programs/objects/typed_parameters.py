# answers: completion
"""Annotated parameters, as type checkers want them."""

from __future__ import annotations

from typing import Iterable, List

from openai import OpenAI
from openai.types.chat import (
    ChatCompletionAssistantMessageParam,
    ChatCompletionContentPartImageParam,
    ChatCompletionContentPartTextParam,
    ChatCompletionMessageParam,
    ChatCompletionSystemMessageParam,
    ChatCompletionToolParam,
    ChatCompletionUserMessageParam,
)
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from openai.types.shared_params import FunctionDefinition

messages: List[ChatCompletionMessageParam] = [
    ChatCompletionSystemMessageParam(role="system", content="Be kind."),
    ChatCompletionUserMessageParam(
        role="user",
        content=[
            ChatCompletionContentPartTextParam(type="text", text="Hi"),
            ChatCompletionContentPartImageParam(
                type="image_url", image_url={"url": "http://x/y.png"}
            ),
        ],
    ),
    ChatCompletionAssistantMessageParam(role="assistant", content="Hello"),
]
tool = ChatCompletionToolParam(
    type="function", function=FunctionDefinition(name="f", parameters={"type": "object"})
)
parameters: CompletionCreateParamsNonStreaming = {
    "model": "m",
    "messages": messages,
    "tools": (tool,),
    "temperature": 0,
}
print(OpenAI().chat.completions.create(**parameters).choices[0].message.content)


def question(history: Iterable[ChatCompletionMessageParam]) -> str:
    return (
        OpenAI()
        .chat.completions.create(model="m", messages=(m for m in history), stop=("a", "b"))
        .choices[0]
        .message.content
        or ""
    )


print(question(messages))
