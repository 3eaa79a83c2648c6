# server: chat
"""A loop that is left early, a `with` around it, and close()."""

from openai import OpenAI

client = OpenAI()
for _ in range(3):
    stream = client.chat.completions.create(
        model="tiny",
        messages=[{"role": "user", "content": "Talk for ever."}],
        stream=True,
        extra_body={"ignore_eos": True},
        max_tokens=400,
    )
    for number, chunk in enumerate(stream):
        if number == 3:
            print(chunk.choices[0].delta.content)
            break
    stream.close()

with client.chat.completions.create(
    model="tiny", messages=[{"role": "user", "content": "Once more."}], stream=True
) as stream:
    for chunk in stream:
        if chunk.choices[0].delta.content:
            print(chunk.choices[0].delta.content)
            break
print(stream.response.status_code, stream.response.is_closed)
