# answers: picture
"""A picture from a text."""

import base64

from openai import OpenAI

client = OpenAI()
result = client.images.generate(
    model="gpt-image-1", prompt="A cute baby sea otter", n=1, size="1024x1024", quality="low"
)
print(base64.b64decode(result.data[0].b64_json), result.data[0].url, result.created)
print(result.data[0].revised_prompt)
