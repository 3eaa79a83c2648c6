# answers: two_tool_calls
"""print(response)."""

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(model="m", messages=[])
print(completion.choices[0].message.tool_calls[0])
print(repr(completion.choices[0].message.tool_calls[0].function))
print(f"{completion.usage}")
print(completion.choices[0].message)
print(completion)
