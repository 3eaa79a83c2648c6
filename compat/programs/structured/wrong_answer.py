# answers: completion
"""A server that ignores the format: pydantic's own error."""

from openai import OpenAI
from pydantic import BaseModel, ValidationError


class Person(BaseModel):
    name: str


client = OpenAI()
try:
    client.beta.chat.completions.parse(
        model="m", messages=[{"role": "user", "content": "Jane"}], response_format=Person
    )
except ValidationError as error:
    print(error.error_count(), error.errors()[0]["type"])
