"""Semantic Kernel's OpenAI services."""

import openai
from pydantic import BaseModel
from semantic_kernel import Kernel
from semantic_kernel.connectors.ai import FunctionChoiceBehavior
from semantic_kernel.connectors.ai.open_ai import (
    OpenAIChatCompletion,
    OpenAIChatPromptExecutionSettings,
    OpenAITextCompletion,
    OpenAITextEmbedding,
)
from semantic_kernel.contents import ChatHistory
from semantic_kernel.functions import kernel_function
from steps import API_KEY, BASE_URL, acaught, play, step


def client():
    return openai.AsyncOpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=0)


def chat(model="local"):
    return OpenAIChatCompletion(ai_model_id=model, async_client=client())


def history():
    found = ChatHistory(system_message="be short")
    found.add_user_message("hello there")
    return found


class Answer(BaseModel):
    city: str
    population: int


class Weather:
    @kernel_function(description="The weather of the next days.")
    def weather(self, city: str, days: int) -> str:
        return f"{city}: sun for {days} days"


def settings(**more):
    return OpenAIChatPromptExecutionSettings(**more)


@step
async def complete():
    found = await chat().get_chat_message_content(history(), settings(temperature=0.5))
    return (
        str(found),
        found.finish_reason,
        found.metadata["usage"],
        type(found.inner_content).__name__,
    )


@step
async def stream():
    found = chat().get_streaming_chat_message_content(history(), settings())
    return [str(part) async for part in found]


@step
async def tools():
    kernel = Kernel()
    kernel.add_plugin(Weather(), "sky")
    wanted = settings(function_choice_behavior=FunctionChoiceBehavior.Auto())
    return str(await chat().get_chat_message_content(history(), wanted, kernel=kernel))


@step
async def structured():
    return str(await chat().get_chat_message_content(history(), settings(response_format=Answer)))


@step
async def prompt():
    kernel = Kernel()
    kernel.add_service(chat())
    return str(await kernel.invoke_prompt("hello {{$name}}", name="Ann"))


@step
async def text():
    service = OpenAITextCompletion(ai_model_id="local", async_client=client())
    found = service.instantiate_prompt_execution_settings()
    return str(await service.get_text_content("once", found))


@step
async def embeddings():
    service = OpenAITextEmbedding(ai_model_id="local", async_client=client())
    return (await service.generate_embeddings(["one", "three"])).tolist()


@step
async def errors():
    return [
        await acaught(chat(name).get_chat_message_content(history(), settings()))
        for name in ("missing", "small", "broken")
    ]


play()
