# answers: e404
"""An error that is printed."""

import openai

client = openai.OpenAI()
try:
    client.chat.completions.create(model="gpt-9", messages=[])
except openai.OpenAIError as error:
    print(error)
    print(repr(error))
