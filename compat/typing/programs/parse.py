"""Answers and tool calls read into pydantic models."""

from __future__ import annotations

import openai
from openai import LengthFinishReasonError, OpenAI
from openai.types.chat import ParsedChatCompletion, ParsedChoice
from pydantic import BaseModel


class Event(BaseModel):
    name: str
    guests: list[str]


class Search(BaseModel):
    query: str


def read(client: OpenAI) -> Event | None:
    try:
        completion: ParsedChatCompletion[Event] = client.chat.completions.parse(
            model="local",
            messages=[{"role": "user", "content": "Ann meets Bob."}],
            response_format=Event,
            tools=[openai.pydantic_function_tool(Search)],
        )
    except LengthFinishReasonError as error:
        print(error.completion.id)
        return None
    choice: ParsedChoice[Event] = completion.choices[0]
    if choice.message.refusal:
        print(choice.message.refusal)
    for call in choice.message.tool_calls or []:
        if isinstance(call.function.parsed_arguments, Search):
            print(call.function.parsed_arguments.query)
    return choice.message.parsed


print(read(OpenAI()))
