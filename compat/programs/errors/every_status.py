# answers: e400, e401, e403, e404, e409, e422, e429, e500, e503, e418
# fast: yes
"""Each status has its class."""

import openai
from openai import OpenAI

client = OpenAI(max_retries=0)
for _ in range(10):
    try:
        client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])
    except openai.APIStatusError as error:
        bases = [base.__name__ for base in type(error).__mro__ if base.__module__ != "builtins"]
        print(error.status_code, " < ".join(bases))
        print(" ", error.message)
        print(" ", repr(error.code), repr(error.type), repr(error.param), error.request_id)
        print(" ", error.body, error.response.status_code, error.response.headers["x-request-id"])
