# server: chat
# exit: 1
"""An error that nobody catches ends the program."""

from openai import OpenAI

client = OpenAI()
print("before")
client.chat.completions.create(model="tiny", messages=[{"role": "user", "content": 5}])
print("after")
