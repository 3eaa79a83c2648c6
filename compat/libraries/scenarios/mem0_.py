"""mem0's OpenAI model and embedder."""

from mem0.configs.embeddings.base import BaseEmbedderConfig
from mem0.configs.llms.openai import OpenAIConfig
from mem0.embeddings.openai import OpenAIEmbedding
from mem0.llms.openai import OpenAILLM
from steps import API_KEY, BASE_URL, caught, play, step

HELLO = [{"role": "user", "content": "hello there"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "remember",
        "parameters": {"type": "object", "properties": {"what": {"type": "string"}}},
    },
}


def model(name="local", kind=OpenAILLM):
    return kind(OpenAIConfig(model=name, openai_base_url=BASE_URL, api_key=API_KEY))


@step
def chat():
    return model().generate_response(HELLO)


@step
def as_json():
    return model().generate_response(HELLO, response_format={"type": "json_object"})


@step
def tools():
    return model().generate_response(HELLO, tools=[TOOL])


@step
def embeddings():
    config = BaseEmbedderConfig(model="local", openai_base_url=BASE_URL, api_key=API_KEY)
    return OpenAIEmbedding(config).embed("four")


@step
def errors():
    return caught(lambda: model("missing").generate_response(HELLO))


play()
