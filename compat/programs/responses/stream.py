# server: chat
"""The Responses API: events as they come."""

from openai import OpenAI

client = OpenAI()
stream = client.responses.create(
    model="tiny", input="Write a one-sentence story.", stream=True, max_output_tokens=8
)
for event in stream:
    if event.type == "response.output_text.delta":
        print(event.type, repr(event.delta))
    elif event.type == "response.completed":
        print(event.type, event.response.status, event.response.output_text)
    else:
        print(event.type, type(event).__name__)
