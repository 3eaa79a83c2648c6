# answers: embeddings_base64
"""A program that asks for base64 gets base64; one that asks for nothing gets numbers."""

from openai import OpenAI

client = OpenAI()
asked = client.embeddings.create(model="m", input=["a"], encoding_format="base64", dimensions=2)
print(asked.data[0].embedding)
plain = client.embeddings.create(model="m", input=[[1, 2, 3]], user="u1")
print(plain.data[0].embedding, plain.model)
