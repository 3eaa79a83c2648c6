# answers: soon, never, completion
"""A server that says when to try again, and one that says not to."""

import time

import openai
from openai import OpenAI

client = OpenAI()
start = time.monotonic()
try:
    client.chat.completions.create(model="m", messages=[])
except openai.InternalServerError as error:
    print(error.code, time.monotonic() - start >= 1)
print(client.chat.completions.create(model="m", messages=[]).choices[0].message.content)
