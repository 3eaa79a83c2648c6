# server: chat
"""A tool described by a pydantic model; its arguments come back parsed."""

from enum import Enum
from typing import List, Optional, Union

import openai
from openai import OpenAI
from pydantic import BaseModel, Field


class Table(str, Enum):
    orders = "orders"
    customers = "customers"


class Condition(BaseModel):
    column: str
    value: Union[str, int]


class Query(BaseModel):
    """Looks something up."""

    table_name: Table
    columns: List[str] = Field(description="What to read")
    limit: int
    condition: Optional[Condition]


client = OpenAI()
tool = openai.pydantic_function_tool(Query)
print(tool["function"]["name"], tool["function"]["strict"], tool["function"].get("description"))
completion = client.beta.chat.completions.parse(
    model="tiny",
    messages=[{"role": "user", "content": "All my orders."}],
    tools=[tool],
    max_tokens=300,
)
call = (completion.choices[0].message.tool_calls or [None])[0]
print(call.function.name, type(call.function.parsed_arguments).__name__)
print(call.function.parsed_arguments.table_name, call.function.parsed_arguments.limit)
