# answers: math_answer
"""Nested models, enums, optional fields, and what is sent for them."""

from enum import Enum
from typing import List, Literal, Optional

from openai import OpenAI
from pydantic import BaseModel, Field


class Difficulty(Enum):
    easy = "easy"
    hard = "hard"


class Step(BaseModel):
    explanation: str
    output: str = Field(description="What the line becomes")


class MathReasoning(BaseModel):
    """A solution in steps."""

    steps: List[Step]
    final_answer: str
    difficulty: Difficulty
    kind: Literal["equation", "proof"]
    remark: Optional[str]


client = OpenAI()
completion = client.beta.chat.completions.parse(
    model="gpt-4o",
    messages=[{"role": "user", "content": "How can I solve 8x + 7 = -23?"}],
    response_format=MathReasoning,
)
answer = completion.choices[0].message.parsed
for step in answer.steps:
    print(step.explanation, "->", step.output)
print(answer.final_answer, answer.difficulty, answer.kind, answer.remark)
print(answer.model_dump_json())
