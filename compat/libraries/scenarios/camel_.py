"""CAMEL's OpenAI-compatible models."""

from camel.models import ModelFactory, OpenAICompatibleModel
from camel.types import ModelPlatformType
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught, play, step

HELLO = [{"role": "user", "content": "hello there"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


class Answer(BaseModel):
    city: str


def model(name="local", **settings):
    return ModelFactory.create(
        model_platform=ModelPlatformType.OPENAI_COMPATIBLE_MODEL,
        model_type=name,
        url=BASE_URL,
        api_key=API_KEY,
        model_config_dict=settings,
        max_retries=0,
    )


@step
def run():
    assert isinstance(model(), OpenAICompatibleModel)
    return model(temperature=0.5).run(HELLO).choices[0].message.content


@step
def stream():
    return [chunk.choices[0].delta.content for chunk in model(stream=True).run(HELLO)]


@step
def tools():
    found = model().run(HELLO, tools=[TOOL])
    return found.choices[0].message.tool_calls[0].function.arguments


@step
def structured():
    return model().run(HELLO, response_format=Answer).choices[0].message.parsed


@step
async def asynchronous():
    return (await model().arun(HELLO)).choices[0].message.content


@step
async def astream():
    found = await model(stream=True).arun(HELLO)
    return [chunk.choices[0].delta.content async for chunk in found]


@step
def embeddings():
    from camel.embeddings import OpenAICompatibleEmbedding

    found = OpenAICompatibleEmbedding("local", api_key=API_KEY, url=BASE_URL)
    return found.embed_list(["one", "three"])


@step
def errors():
    return [caught(lambda: model(name).run(HELLO)) for name in ("missing", "locked", "broken")]


@step
async def async_errors():
    return await acaught(model("missing").arun(HELLO))


play()
