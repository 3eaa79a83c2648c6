# answers: silence
"""A server that does not answer in time."""

import time

import openai
from openai import OpenAI

client = OpenAI(max_retries=0, timeout=0.3)
start = time.monotonic()
try:
    client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])
except openai.APITimeoutError as error:
    print(error.message, isinstance(error, openai.APIConnectionError), error.request.method)
print(time.monotonic() - start < 10)
try:
    client.with_options(timeout=openai.Timeout(5.0, read=0.2)).models.list()
except openai.APITimeoutError:
    print("again")
