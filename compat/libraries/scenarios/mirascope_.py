"""Mirascope's OpenAI provider."""

from mirascope import llm
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught, play, step

llm.register_provider("openai:completions", scope="openai/", base_url=BASE_URL, api_key=API_KEY)


class Answer(BaseModel):
    city: str
    population: int


@llm.tool
def weather(city: str, days: int) -> str:
    """The weather of the next days."""
    return f"{city}: sun for {days} days"


MODEL = "openai/local:completions"


@step
def call():
    @llm.call(MODEL, temperature=0.5)
    def greet(name):
        return f"hello {name}"

    found = greet("Ann")
    return found.text(), found.usage.total_tokens, found.finish_reason


@step
def stream():
    @llm.call(MODEL)
    def greet(name):
        return f"hello {name}"

    return list(greet.stream("Ann").text_stream())


@step
def tools():
    @llm.call(MODEL, tools=[weather])
    def ask():
        return "the weather?"

    found = ask()
    calls = [call.args for call in found.tool_calls]
    return calls, found.resume(found.execute_tools()).text()


@step
def structured():
    @llm.call(MODEL, format=Answer)
    def ask():
        return "which city?"

    return ask().parse()


@step
async def asynchronous():
    @llm.call(MODEL)
    async def greet(name):
        return f"hello {name}"

    return (await greet("Ann")).text()


@step
def errors():
    @llm.call("openai/missing:completions")
    def ask():
        return "hi"

    return caught(ask)


@step
async def async_errors():
    @llm.call("openai/missing:completions")
    async def ask():
        return "hi"

    return await acaught(ask())


play()
