# answers: two_streamed_tool_calls, response_stream
# needs: openai>=3
"""print() of chunks and events."""

from openai import OpenAI

client = OpenAI()
for chunk in client.chat.completions.create(model="m", messages=[], stream=True):
    print(chunk)
    print(chunk.model_dump_json(exclude_unset=True))
for event in client.responses.create(model="m", input="a", stream=True):
    print(event)
    print(event.to_dict())
