# answers: cut_stream
"""A connection that breaks in the middle of the answer."""

from openai import APIConnectionError, OpenAI

client = OpenAI()
try:
    for chunk in client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "Hi"}], stream=True
    ):
        print(chunk.choices[0].delta.content)
except APIConnectionError as error:
    print("connection error")
