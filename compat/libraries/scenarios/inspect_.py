"""Inspect's providers of models, and an evaluation with one."""

import tempfile

from inspect_ai import Task, eval as evaluate
from inspect_ai.dataset import Sample
from inspect_ai.model import GenerateConfig, ResponseSchema, get_model
from inspect_ai.scorer import includes
from inspect_ai.solver import generate
from inspect_ai.tool import tool
from inspect_ai.util import json_schema
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, play, step

LOGS = tempfile.mkdtemp()


class Dog(BaseModel):
    name: str
    age: int


@tool
def weather():
    async def execute(city: str):
        """The weather.

        Args:
            city: Where.
        """
        return f"{city}: sun"

    return execute


def model(name="openai/local", **arguments):
    config = GenerateConfig(max_retries=0)
    return get_model(
        name, base_url=BASE_URL, api_key=API_KEY, memoize=False, config=config, **arguments
    )


@step
async def chat():
    async with model(responses_api=False) as asked:
        found = await asked.generate("hello there")
        return found.completion, found.usage.total_tokens, found.stop_reason


@step
async def responses():
    async with model(responses_api=True) as asked:
        return (await asked.generate("hello there")).completion


@step
async def compatible_server():
    async with model("openai-api/own/local") as asked:
        return (await asked.generate("hello there")).completion


@step
async def tools():
    async with model(responses_api=False) as asked:
        found = await asked.generate("weather?", tools=[weather()])
        return [(call.function, call.arguments) for call in found.message.tool_calls]


@step
async def structured():
    schema = ResponseSchema(name="dog", json_schema=json_schema(Dog))
    async with model(responses_api=False) as asked:
        found = await asked.generate("dog?", config=GenerateConfig(response_schema=schema))
        return found.completion


@step
async def errors():
    async with model("openai/missing", responses_api=False) as asked:
        return await acaught(asked.generate("hi"))


@step
def evaluation():
    task = Task(
        dataset=[Sample(input="Say exactly: Paris", target="Paris")],
        solver=generate(),
        scorer=includes(),
    )
    [log] = evaluate(
        task,
        model="openai/local",
        model_base_url=BASE_URL,
        model_args={"responses_api": False, "api_key": API_KEY},
        log_dir=LOGS,
        display="none",
    )
    return log.status, log.results.scores[0].metrics["accuracy"].value


play()
