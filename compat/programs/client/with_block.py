# answers: completion
"""The client as a context manager; what is closed is closed."""

from openai import OpenAI

with OpenAI() as client:
    client.chat.completions.create(model="m", messages=[])
    print(client.is_closed())
print(client.is_closed())
try:
    client.chat.completions.create(model="m", messages=[])
except Exception as error:
    print("refused")
second = OpenAI()
second.close()
print(second.is_closed())
