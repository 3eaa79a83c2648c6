"""CrewAI's native OpenAI model and embeddings, without a crew."""

import os

os.environ["CREWAI_DISABLE_TELEMETRY"] = "true"
os.environ["OTEL_SDK_DISABLED"] = "true"

from crewai import LLM
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, caught, play, step


class Answer(BaseModel):
    city: str
    population: int


def model(name="local", **more):
    return LLM(
        model=name, provider="openai", base_url=BASE_URL, api_key=API_KEY, max_retries=0, **more
    )


def weather(city: str) -> str:
    return f"{city}: sun"


TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


@step
def call():
    return model(temperature=0.5).call("hello there")


@step
def stream():
    return model(stream=True).call("hello there")


@step
def tools():
    return model().call("the weather?", tools=[TOOL], available_functions={"weather": weather})


@step
def structured():
    return model(response_format=Answer).call("which city?")


@step
async def asynchronous():
    return await model().acall("hello there")


@step
def errors():
    return [caught(lambda: model(name).call("hi")) for name in ("missing", "small", "broken")]


play()
