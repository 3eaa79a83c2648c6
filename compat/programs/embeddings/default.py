# server: embeddings
# fast: yes
"""Embeddings in the SDK's own encoding."""

from openai import OpenAI

client = OpenAI()
response = client.embeddings.create(model="tiny", input="The food was delicious.")
vector = response.data[0].embedding
print(type(vector).__name__, type(vector[0]).__name__, len(vector), response.data[0].index)
print([round(number, 4) for number in vector[:4]])
print(response.object, response.data[0].object, response.usage.prompt_tokens > 0)
