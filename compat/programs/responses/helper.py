# answers: response_stream
"""The stream() helper of the Responses API."""

from openai import OpenAI

client = OpenAI()
with client.responses.stream(model="gpt-4o", input="Say hi.") as stream:
    for event in stream:
        if event.type == "response.output_text.delta":
            print(repr(event.delta), repr(event.snapshot))
        else:
            print(event.type)
    final = stream.get_final_response()
print(final.output_text, final.id)
