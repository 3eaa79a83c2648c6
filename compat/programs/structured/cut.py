# server: chat
"""The answer was cut: there is nothing to parse, and it is said so."""

import openai
from openai import OpenAI
from pydantic import BaseModel


class Person(BaseModel):
    name: str
    age: int


client = OpenAI()
try:
    client.beta.chat.completions.parse(
        model="tiny",
        messages=[{"role": "user", "content": "Jane, 54"}],
        response_format=Person,
        max_tokens=3,
    )
except openai.LengthFinishReasonError as error:
    print(type(error).__name__, error.completion.choices[0].finish_reason)
    print(error.completion.usage.completion_tokens, isinstance(error, openai.OpenAIError))
