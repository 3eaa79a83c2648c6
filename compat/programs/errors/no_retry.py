# answers: e400, completion
"""What is no matter of luck is not tried again; x-should-retry says otherwise."""

import openai
from openai import OpenAI

client = OpenAI()
try:
    client.chat.completions.create(model="m", messages=[])
except openai.BadRequestError as error:
    print(error.code)
print(client.chat.completions.create(model="m", messages=[]).choices[0].message.content)
