"""Strands Agents with its OpenAI model."""

from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught, play, step
from strands import Agent, tool
from strands.models.openai import OpenAIModel


class Answer(BaseModel):
    """An answer."""

    city: str
    population: int


@tool
def weather(city: str, days: int) -> str:
    """The weather of the next days.

    Args:
        city: where
        days: how many
    """
    return f"{city}: sun for {days} days"


def model(name="local"):
    return OpenAIModel(
        client_args={"base_url": BASE_URL, "api_key": API_KEY, "max_retries": 0}, model_id=name
    )


def agent(name="local", **more):
    return Agent(model=model(name), callback_handler=None, **more)


@step
def run():
    found = agent()("hello there")
    return str(found), found.stop_reason, found.metrics.accumulated_usage


@step
def tools():
    worker = agent(tools=[weather])
    return str(worker("the weather?")), [message["role"] for message in worker.messages]


@step
def structured():
    return agent()("which city?", structured_output_model=Answer).structured_output


@step
async def stream():
    return [event["data"] async for event in agent().stream_async("hello there") if "data" in event]


@step
async def events():
    messages = [{"role": "user", "content": [{"text": "hello"}]}]
    return [next(iter(event)) async for event in model().stream(messages)]


@step
def errors():
    return [caught(lambda: agent(name)("hi")) for name in ("missing", "small", "broken")]


@step
async def async_errors():
    return await acaught(agent("missing").invoke_async("hi"))


play()
