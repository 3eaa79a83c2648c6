# answers: busy
"""How often it is tried, by client, by call, and not at all."""

import openai
from openai import OpenAI

for client in [OpenAI(), OpenAI(max_retries=1), OpenAI().with_options(max_retries=0)]:
    try:
        client.models.list()
    except openai.InternalServerError as error:
        print(client.max_retries, error.status_code, error.message)
