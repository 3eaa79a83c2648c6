# answers: own_json, own_list
"""Answers as models of the user's own."""

from typing import List

import httpx
from openai import BaseModel, OpenAI


class Props(BaseModel):
    name: str
    sizes: List[int]
    inner: "Props" = None


client = OpenAI()
props = client.get("/props", cast_to=Props)
print(props.name, props.sizes, type(props).__name__, props.to_dict())
print(client.get("/list", cast_to=List[Props])[1].name)
response = client.get("/list", cast_to=httpx.Response)
print(type(response).__name__, response.status_code, response.json()[0]["name"])
