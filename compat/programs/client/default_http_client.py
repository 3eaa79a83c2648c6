# answers: completion
"""DefaultHttpxClient: the SDK's own defaults, and something changed."""

from openai import DefaultHttpxClient, OpenAI

client = OpenAI(http_client=DefaultHttpxClient(headers={"X-Own": "default"}))
print(client.chat.completions.create(model="m", messages=[]).choices[0].message.content)
