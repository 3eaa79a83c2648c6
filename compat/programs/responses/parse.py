# answers: response_with_json
"""Structured output in the Responses API."""

from typing import List

from openai import OpenAI
from pydantic import BaseModel


class Step(BaseModel):
    explanation: str
    output: str


class Solution(BaseModel):
    steps: List[Step]
    final_answer: str


client = OpenAI()
response = client.responses.parse(
    model="gpt-4o-2024-08-06",
    input=[
        {"role": "system", "content": "You are a math tutor."},
        {"role": "user", "content": "Solve 8x + 31 = 2"},
    ],
    text_format=Solution,
)
for output in response.output:
    if output.type != "message":
        continue
    for item in output.content:
        print(item.type, type(item.parsed).__name__, item.parsed.final_answer)
print(response.output_parsed.steps[0].output)
