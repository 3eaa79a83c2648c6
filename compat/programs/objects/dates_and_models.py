# answers: completion
# needs: openai>=2
"""Dates and pydantic models among the parameters."""

from datetime import datetime, timezone

from openai import OpenAI
from pydantic import BaseModel, Field


class Payload(BaseModel):
    size: int = 1
    kind: str = Field(default="plain", alias="type")


client = OpenAI()
client.chat.completions.create(
    model="m",
    messages=[],
    extra_body={
        "when": datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone.utc),
        "payloads": [Payload(size=2), Payload(type="x")],
    },
)
print("sent")
