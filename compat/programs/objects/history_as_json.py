# answers: two_tool_calls, completion, completion
"""A conversation that is saved as JSON, and taken up again."""

import json

from openai import OpenAI
from openai.types.chat import ChatCompletionMessage

client = OpenAI()
history = [{"role": "user", "content": "Weather?"}]
message = client.chat.completions.create(model="m", messages=history).choices[0].message
history.append(message.model_dump())
history.append({"role": "tool", "tool_call_id": message.tool_calls[0].id, "content": "sunny"})
message = client.chat.completions.create(model="m", messages=history).choices[0].message
history.append(message)
saved = json.dumps(history, default=lambda value: value.model_dump(), indent=1, sort_keys=True)
print(saved)
again = json.loads(saved)
print(ChatCompletionMessage(**again[-1]) == message, again[1]["tool_calls"][1]["function"]["name"])
client.chat.completions.create(model="m", messages=again)
