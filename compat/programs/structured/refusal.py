# answers: refusal
"""The model refuses: nothing is parsed."""

from openai import OpenAI
from pydantic import BaseModel


class Recipe(BaseModel):
    steps: list


client = OpenAI()
message = (
    client.beta.chat.completions.parse(
        model="gpt-4o",
        messages=[{"role": "user", "content": "How do I make a bomb?"}],
        response_format=Recipe,
    )
    .choices[0]
    .message
)
if message.refusal:
    print("refused:", message.refusal, message.parsed, message.content)
