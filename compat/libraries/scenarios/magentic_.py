"""magentic: functions whose bodies are a model's answers."""

from magentic import (
    AsyncStreamedStr,
    FunctionCall,
    OpenaiChatModel,
    StreamedStr,
    UserMessage,
    prompt,
    prompt_chain,
)
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught, play, step


def model(name="local"):
    return OpenaiChatModel(name, base_url=BASE_URL, api_key=API_KEY, temperature=0.5)


class Answer(BaseModel):
    city: str
    population: int


def weather(city: str, days: int) -> str:
    """The weather of the next days."""
    return f"{city}: sun for {days} days"


@step
def text():
    @prompt("hello {name}", model=model())
    def greet(name: str) -> str: ...

    return greet("Ann")


@step
def streamed():
    @prompt("hello {name}", model=model())
    def greet(name: str) -> StreamedStr: ...

    return list(greet("Ann"))


@step
def structured():
    @prompt("which city?", model=model())
    def ask() -> Answer: ...

    return ask()


@step
def tools():
    @prompt("the weather?", functions=[weather], model=model())
    def ask() -> FunctionCall[str]: ...

    call = ask()
    return call.arguments, call()


@step
def chain():
    @prompt_chain("the weather?", functions=[weather], model=model())
    def ask() -> str: ...

    return ask()


@step
async def asynchronous():
    @prompt("hello {name}", model=model())
    async def greet(name: str) -> str: ...

    return await greet("Ann")


@step
async def async_streamed():
    @prompt("hello {name}", model=model())
    async def greet(name: str) -> AsyncStreamedStr: ...

    return [part async for part in await greet("Ann")]


@step
def usage():
    message = model().complete(messages=[UserMessage("hello")], output_types=[str])
    return message.content, message.usage


@step
def errors():
    names = ("missing", "locked", "broken")
    return [
        caught(lambda: model(name).complete(messages=[UserMessage("hi")], output_types=[str]))
        for name in names
    ]


@step
async def async_errors():
    return await acaught(
        model("missing").acomplete(messages=[UserMessage("hi")], output_types=[str])
    )


play()
