"""Haystack's generators and embedders for OpenAI."""

from haystack import Document, Pipeline
from haystack.components.builders import ChatPromptBuilder
from haystack.components.embedders import OpenAIDocumentEmbedder, OpenAITextEmbedder
from haystack.components.generators.chat import OpenAIChatGenerator, OpenAIResponsesChatGenerator
from haystack.dataclasses import ChatMessage
from haystack.tools import create_tool_from_function
from haystack.utils import Secret
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught, play, step

THERE = {"api_key": Secret.from_token(API_KEY), "api_base_url": BASE_URL, "max_retries": 0}
HELLO = [ChatMessage.from_system("be short"), ChatMessage.from_user("hello there")]


class Answer(BaseModel):
    city: str
    population: int


def weather(city: str, days: int) -> str:
    """The weather of the next days."""
    return f"{city}: sun for {days} days"


def seen(found):
    return [
        (reply.text, [(call.tool_name, call.arguments) for call in reply.tool_calls], reply.meta)
        for reply in found["replies"]
    ]


def chat(model="local", **more):
    return OpenAIChatGenerator(model=model, **THERE, **more)


@step
def run():
    return seen(chat(generation_kwargs={"temperature": 0.5, "n": 2}).run(HELLO))


@step
def stream():
    chunks = []
    found = chat(streaming_callback=chunks.append).run(HELLO)
    return [(chunk.content, chunk.finish_reason) for chunk in chunks], found["replies"][0].text


@step
async def arun():
    return seen(await chat().run_async(HELLO))


@step
async def astream():
    chunks = []

    async def take(chunk):
        chunks.append(chunk.content)

    await chat(streaming_callback=take).run_async(HELLO)
    return chunks


@step
def tools():
    return seen(chat(tools=[create_tool_from_function(weather)]).run(HELLO))


@step
def streamed_tools():
    generator = chat(tools=[create_tool_from_function(weather)], streaming_callback=print)
    return [call.arguments for call in generator.run(HELLO)["replies"][0].tool_calls]


@step
def structured():
    return seen(chat(generation_kwargs={"response_format": Answer}).run(HELLO))


@step
def reasoning():
    return chat("thinker").run(HELLO)["replies"][0].text


@step
def responses():
    generator = OpenAIResponsesChatGenerator(model="local", **THERE)
    return generator.run(HELLO)["replies"][0].text


@step
def streamed_responses():
    chunks = []
    generator = OpenAIResponsesChatGenerator(
        model="local", streaming_callback=chunks.append, **THERE
    )
    text = generator.run(HELLO)["replies"][0].text
    return [chunk.content for chunk in chunks], text


@step
def pipeline():
    whole = Pipeline()
    template = [ChatMessage.from_user("say {{ word }}")]
    whole.add_component("prompt", ChatPromptBuilder(template, required_variables=["word"]))
    whole.add_component("model", chat())
    whole.connect("prompt.prompt", "model.messages")
    again = Pipeline.loads(whole.dumps()) if False else whole
    return again.run({"prompt": {"word": "tree"}})["model"]["replies"][0].text


@step
def embeddings():
    text = OpenAITextEmbedder(model="local", **THERE).run("four")
    documents = OpenAIDocumentEmbedder(model="local", progress_bar=False, **THERE).run(
        [Document(content="one"), Document(content="three")]
    )
    return text, [document.embedding for document in documents["documents"]], documents["meta"]


@step
async def aembeddings():
    return (await OpenAITextEmbedder(model="local", **THERE).run_async("four"))["embedding"]


@step
def errors():
    return [caught(lambda: chat(name).run(HELLO)) for name in ("missing", "locked", "broken")]


@step
async def async_errors():
    return await acaught(chat("missing").run_async(HELLO))


play()
