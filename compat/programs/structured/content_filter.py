# answers: filtered
"""The other end that makes an answer unreadable."""

import openai
from openai import OpenAI
from pydantic import BaseModel


class Person(BaseModel):
    name: str


client = OpenAI()
try:
    client.beta.chat.completions.parse(
        model="m", messages=[{"role": "user", "content": "Jane"}], response_format=Person
    )
except openai.ContentFilterFinishReasonError as error:
    print(error)
