# server: chat
# fast: yes
"""parse() with a pydantic model."""

from typing import List

from openai import OpenAI
from pydantic import BaseModel

client = OpenAI()


class CalendarEvent(BaseModel):
    name: str
    date: str
    participants: List[str]


completion = client.chat.completions.parse(
    model="tiny",
    messages=[
        {"role": "system", "content": "Extract the event information."},
        {"role": "user", "content": "Alice and Bob are going to a science fair on Friday."},
    ],
    response_format=CalendarEvent,
)
event = completion.choices[0].message.parsed
print(type(event).__name__, event.name, event.date, type(event.participants).__name__)
print(type(completion).__name__, type(completion.choices[0].message).__name__)
print(completion.choices[0].message.refusal)
