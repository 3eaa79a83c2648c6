# server: chat
# fast: yes
"""The Responses API: one answer."""

from openai import OpenAI

client = OpenAI()
response = client.responses.create(
    model="tiny",
    instructions="You are a coding assistant that talks like a pirate.",
    input="How do I check if a Python object is an instance of a class?",
)
print(response.output_text)
print(response.object, response.status, response.model, response.error)
for item in response.output:
    print(item.type, item.role, [part.type for part in item.content])
print(response.usage.input_tokens > 0, response.usage.output_tokens)
