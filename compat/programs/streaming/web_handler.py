# server: chat
"""Generators that hand pieces on, as web servers do it; one is closed early."""

from openai import OpenAI

client = OpenAI()


def events(question):
    stream = client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": question}], stream=True
    )
    with stream:
        for chunk in stream:
            text = chunk.choices[0].delta.content
            if text:
                yield f"data: {chunk.model_dump_json(include={'choices'}, exclude_unset=True)}\n\n"
    yield "data: [DONE]\n\n"


generator = events("Hi")
print(next(generator).startswith("data: {"), next(generator).endswith("}\n\n"))
generator.close()
print(len(list(events("Hi"))), list(events("Hi"))[-1])
