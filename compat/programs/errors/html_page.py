# answers: html, html_503
"""An answer from a proxy in between."""

import openai
from openai import OpenAI

client = OpenAI(max_retries=0)
for _ in range(2):
    try:
        print(type(client.chat.completions.create(model="m", messages=[])).__name__)
    except openai.APIStatusError as error:
        print(error.status_code, error.body)
    except openai.APIError as error:
        print(type(error).__name__)
