"""Events of the API after chat."""

from __future__ import annotations

from openai import OpenAI, Stream
from openai.types.responses import (
    ResponseCompletedEvent,
    ResponseStreamEvent,
    ResponseTextDeltaEvent,
)
from pydantic import BaseModel


class Answer(BaseModel):
    value: int


def show(event: ResponseStreamEvent) -> None:
    if isinstance(event, ResponseTextDeltaEvent):
        print(event.delta, end="")
    elif isinstance(event, ResponseCompletedEvent):
        print(event.response.output_text)
    elif event.type == "response.output_item.added":
        print(event.output_index, event.item.type)
    elif event.type == "error":
        print(event.message)


client = OpenAI()
stream: Stream[ResponseStreamEvent] = client.responses.create(model="m", input="Hi", stream=True)
for event in stream:
    show(event)
with client.responses.stream(model="m", input="Hi", text_format=Answer) as events:
    for rich in events:
        if rich.type == "response.output_text.delta":
            print(rich.snapshot)
    final = events.get_final_response()
parsed = client.responses.parse(model="m", input="Hi", text_format=Answer)
for result in (final, parsed):
    if result.output_parsed is not None:
        print(result.output_parsed.value + 1)
