"""Nothing listens there."""

import openai
from openai import OpenAI

client = OpenAI(base_url="http://127.0.0.1:9/v1", max_retries=1)
try:
    client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])
except openai.APITimeoutError:
    print("timeout")
except openai.APIConnectionError as error:
    print(type(error).__name__, error.__cause__ is not None, str(error.request.url))
    print(error.message.startswith("Connection error"), error.body, error.code)
