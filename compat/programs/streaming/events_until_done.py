# server: chat
"""until_done(), and leaving the helper's loop early; under `beta`, where it was first."""

from openai import OpenAI

client = OpenAI()
messages = [{"role": "user", "content": "Tell me more."}]
with client.beta.chat.completions.stream(model="tiny", messages=messages) as stream:
    print(stream.until_done().get_final_completion().choices[0].message.content)

with client.beta.chat.completions.stream(model="tiny", messages=messages) as stream:
    for event in stream:
        if event.type == "content.delta":
            print(event.delta)
            break
