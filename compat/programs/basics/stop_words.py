# server: chat
"""`stop` as a text and as a list."""

from openai import OpenAI

client = OpenAI()
for stop in [" local", [" machine", " model"], None]:
    completion = client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "Go on."}], stop=stop
    )
    print(repr(stop), repr(completion.choices[0].message.content))
