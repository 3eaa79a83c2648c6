# answers: error_in_stream
"""A server that fails in the middle of its answer."""

from openai import APIError, OpenAI

client = OpenAI()
try:
    for chunk in client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "Hi"}], stream=True
    ):
        print(chunk.choices[0].delta.content)
except APIError as error:
    print(type(error).__name__, error.message, error.code, error.type, error.body)
