# server: embeddings
"""A small search: several texts, float encoding, cosine similarity."""

import math

from openai import OpenAI

client = OpenAI()


def get_embeddings(texts):
    texts = [text.replace("\n", " ") for text in texts]
    response = client.embeddings.create(model="tiny", input=texts, encoding_format="float")
    return [item.embedding for item in sorted(response.data, key=lambda item: item.index)]


def similarity(a, b):
    product = sum(x * y for x, y in zip(a, b))
    return product / math.sqrt(sum(x * x for x in a)) / math.sqrt(sum(y * y for y in b))


documents = ["from a tiny model", "network on one machine", "all with no network"]
vectors = get_embeddings(documents)
(query,) = get_embeddings(["a tiny\nmodel"])
ranked = sorted(zip(documents, vectors), key=lambda pair: -similarity(query, pair[1]))
for document, vector in ranked:
    print(f"{similarity(query, vector):.3f} {document}")
