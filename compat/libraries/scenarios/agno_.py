"""Agno with OpenAI-like models."""

from agno.agent import Agent
from agno.models.openai import OpenAIChat, OpenAIResponses
from agno.models.openai.like import OpenAILike
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, play, step

THERE = {"base_url": BASE_URL, "api_key": API_KEY, "max_retries": 0}


class Answer(BaseModel):
    city: str
    population: int


def weather(city: str, days: int) -> str:
    """The weather of the next days."""
    return f"{city}: sun for {days} days"


def agent(model=None, **more):
    model = model or OpenAILike(id="local", **THERE)
    return Agent(model=model, telemetry=False, retries=0, **more)


def seen(found):
    kinds = [(message.role, message.content) for message in found.messages]
    return found.content, kinds, found.metrics.input_tokens, found.metrics.output_tokens


@step
def run():
    return seen(agent().run("hello"))


@step
def stream():
    return [event.content for event in agent().run("hello there", stream=True)]


@step
async def arun():
    return seen(await agent().arun("hello"))


@step
async def astream():
    return [event.content async for event in agent().arun("hello", stream=True)]


@step
def tools():
    return seen(agent(tools=[weather]).run("the weather?"))


@step
def streamed_tools():
    events = agent(tools=[weather]).run("the weather?", stream=True)
    return [event.content for event in events][-1]


@step
def structured():
    return agent(OpenAIChat(id="local", **THERE), output_schema=Answer).run("which city?").content


@step
def reasoning():
    return agent(OpenAILike(id="thinker", **THERE)).run("hello").reasoning_content


@step
def responses():
    return seen(agent(OpenAIResponses(id="local", **THERE)).run("hello"))


@step
def responses_stream():
    events = agent(OpenAIResponses(id="local", **THERE)).run("hello there", stream=True)
    return [event.content for event in events]


@step
def embeddings():
    from agno.knowledge.embedder.openai import OpenAIEmbedder

    return OpenAIEmbedder(id="local", base_url=BASE_URL, api_key=API_KEY).get_embedding("four")


@step
def errors():
    return [agent(OpenAILike(id=name, **THERE)).run("hi").status for name in ("missing", "locked")]


play()
