# answers: e429
"""The except clauses of the SDK's own documentation."""

import openai
from openai import OpenAI

client = OpenAI(max_retries=0)
try:
    client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])
except openai.APIConnectionError as e:
    print("The server could not be reached")
    print(e.__cause__)
except openai.RateLimitError as e:
    print("A 429 status code was received; we should back off a bit.")
    print(e.response.headers.get("retry-after"), e.request.method, e.request.url.path)
except openai.APIStatusError as e:
    print("Another non-200-range status code was received")
