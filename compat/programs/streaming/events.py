# server: chat
"""The stream() helper: events, the snapshot, the final completion."""

from openai import OpenAI

client = OpenAI()
with client.chat.completions.stream(
    model="tiny", messages=[{"role": "user", "content": "Tell me more."}]
) as stream:
    for event in stream:
        if event.type == "content.delta":
            print(event.type, repr(event.delta), repr(event.snapshot))
        elif event.type == "content.done":
            print(event.type, repr(event.content), event.parsed)
        else:
            print(event.type)
completion = stream.get_final_completion()
print(completion.choices[0].message.content, completion.choices[0].finish_reason)
print(stream.current_completion_snapshot.choices[0].message.content)
