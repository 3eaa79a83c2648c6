"""AutoGen's `OpenAIChatCompletionClient`."""

from autogen_agentchat.agents import AssistantAgent
from autogen_core import CancellationToken
from autogen_core.models import ModelFamily, SystemMessage, UserMessage
from autogen_core.tools import FunctionTool
from autogen_ext.models.openai import OpenAIChatCompletionClient
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, play, step

ABILITIES = {
    "vision": True,
    "function_calling": True,
    "json_output": True,
    "structured_output": True,
    "family": ModelFamily.UNKNOWN,
}
HELLO = [SystemMessage(content="be short"), UserMessage(content="hello there", source="user")]


class Answer(BaseModel):
    city: str
    population: int


def model(name="local", **more):
    return OpenAIChatCompletionClient(
        model=name, base_url=BASE_URL, api_key=API_KEY, model_info=ABILITIES, max_retries=0, **more
    )


async def weather(city: str, days: int) -> str:
    """The weather of the next days."""
    return f"{city}: sun for {days} days"


WEATHER = FunctionTool(weather, description="The weather of the next days.")


@step
async def create():
    return await model(temperature=0.5).create(HELLO)


@step
async def stream():
    return [item async for item in model().create_stream(HELLO)]


@step
async def stream_with_usage():
    options = {"include_usage": True}
    stream = model().create_stream(HELLO, extra_create_args={"stream_options": options})
    return [item async for item in stream]


@step
async def tools():
    return (await model().create(HELLO, tools=[WEATHER])).content


@step
async def streamed_tools():
    return [item async for item in model().create_stream(HELLO, tools=[WEATHER])][-1].content


@step
async def structured():
    return (await model().create(HELLO, json_output=Answer)).content


@step
async def reasoning():
    return (await model("thinker").create(HELLO)).thought


@step
async def agent():
    worker = AssistantAgent("guide", model(), tools=[weather], reflect_on_tool_use=True)
    result = await worker.run(task="the weather?")
    return [(type(message).__name__, message.to_text()) for message in result.messages]


@step
async def streaming_agent():
    worker = AssistantAgent("guide", model(), model_client_stream=True)
    return [type(item).__name__ async for item in worker.run_stream(task="hello")]


@step
async def cancelled():
    token = CancellationToken()
    token.cancel()
    try:
        await model().create(HELLO, cancellation_token=token)
    except BaseException as error:
        return type(error).__name__


@step
async def usage():
    client = model()
    await client.create(HELLO)
    return client.total_usage(), client.actual_usage()


@step
def as_configuration():
    again = OpenAIChatCompletionClient.load_component(model().dump_component())
    return type(again).__name__


@step
async def errors():
    return [await acaught(model(name).create(HELLO)) for name in ("missing", "locked", "broken")]


play()
