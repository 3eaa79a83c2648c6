"""LlamaIndex with OpenAI-like models and embeddings."""

import openai
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.embeddings.openai_like import OpenAILikeEmbedding
from llama_index.llms.openai import OpenAI, OpenAIResponses
from llama_index.llms.openai_like import OpenAILike
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught, play, step


class Answer(BaseModel):
    """An answer."""

    city: str
    population: int


def like(model="local", **more):
    more = {"is_chat_model": True, "is_function_calling_model": True, "max_retries": 0, **more}
    return OpenAILike(model=model, api_base=BASE_URL, api_key=API_KEY, **more)


def weather(city: str, days: int) -> str:
    """The weather of the next days."""
    return f"{city}: sun for {days} days"


WEATHER = FunctionTool.from_defaults(weather)
HELLO = [ChatMessage(role="system", content="be short"), ChatMessage(role="user", content="hello")]


def seen(response):
    message = response.message
    kind = type(response.raw).__name__
    return message.role.value, message.content, response.additional_kwargs, kind


@step
def chat():
    response = like(temperature=0.5, max_tokens=9).chat(HELLO)
    return seen(response), response.raw.usage.total_tokens


@step
def complete():
    return like().complete("hello").text, like(is_chat_model=False).complete("hello").text


@step
def stream_chat():
    return [part.delta for part in like().stream_chat(HELLO)]


@step
def stream_complete():
    model = like(is_chat_model=False)
    return [part.delta for part in model.stream_complete("hello")]


@step
async def achat():
    return seen(await like().achat(HELLO))


@step
async def astream_chat():
    return [part.delta async for part in await like().astream_chat(HELLO)]


@step
async def acomplete():
    model = like(is_chat_model=False)
    return (await model.acomplete("hello")).text


@step
def tools():
    model = like()
    response = model.chat_with_tools([WEATHER], user_msg="the weather?")
    calls = model.get_tool_calls_from_response(response)
    return [(call.tool_name, call.tool_kwargs, call.tool_id) for call in calls]


@step
def predict_and_call():
    return str(like().predict_and_call([WEATHER], user_msg="the weather?"))


@step
def streamed_tools():
    model = like()
    *_, last = model.stream_chat_with_tools([WEATHER], user_msg="the weather?")
    return [call.tool_kwargs for call in model.get_tool_calls_from_response(last)]


@step
async def agent():
    worker = FunctionAgent(tools=[weather], llm=like(), system_prompt="be short")
    return str(await worker.run("the weather?"))


@step
def structured():
    return like().structured_predict(Answer, _prompt("which city?"))


def _prompt(text):
    from llama_index.core import PromptTemplate

    return PromptTemplate(text)


@step
def structured_json_schema():
    model = like(should_use_structured_outputs=True)
    return model.as_structured_llm(Answer).chat(HELLO).raw


@step
def structured_stream():
    *_, last = like().stream_structured_predict(Answer, _prompt("which city?"))
    return last


@step
async def astructured():
    return await like().astructured_predict(Answer, _prompt("which city?"))


@step
def official_chat_class():
    model = OpenAI(model="gpt-4o", api_base=BASE_URL, api_key=API_KEY, max_retries=0)
    return seen(model.chat(HELLO))


@step
def official_structured():
    model = OpenAI(model="gpt-4o", api_base=BASE_URL, api_key=API_KEY, max_retries=0)
    return model.as_structured_llm(Answer).chat(HELLO).raw


@step
def responses():
    model = OpenAIResponses(model="gpt-4o", api_base=BASE_URL, api_key=API_KEY, max_retries=0)
    return model.chat(HELLO).message.content, [part.delta for part in model.stream_chat(HELLO)]


@step
def responses_tools():
    model = OpenAIResponses(model="gpt-4o", api_base=BASE_URL, api_key=API_KEY, max_retries=0)
    response = model.chat_with_tools([WEATHER], user_msg="the weather?")
    return [call.tool_kwargs for call in model.get_tool_calls_from_response(response)]


def embedder():
    return OpenAILikeEmbedding(model_name="local", api_base=BASE_URL, api_key=API_KEY)


@step
def embeddings():
    model = embedder()
    return model.get_text_embedding("one"), model.get_text_embedding_batch(["one", "three"])


@step
async def aembeddings():
    return await embedder().aget_query_embedding("four")


@step
def index():
    from llama_index.core import Document, VectorStoreIndex

    documents = [Document(text="Paris is a city."), Document(text="Bread is food.")]
    found = VectorStoreIndex.from_documents(documents, embed_model=embedder())
    return str(found.as_query_engine(llm=like()).query("what?"))[:60]


@step
def errors():
    names = ("missing", "locked", "busy", "broken")
    return [caught(lambda: like(name).chat(HELLO)) for name in names]


@step
async def async_errors():
    return await acaught(like("missing").achat(HELLO))


@step
def caught_as_official():
    try:
        like("missing").chat(HELLO)
    except openai.NotFoundError as error:
        return error.status_code, error.code, error.request_id


@step
def retries():
    return like("flaky", max_retries=2).chat(HELLO).message.content


@step
def own_http_client():
    import httpx

    with httpx.Client(headers={"x-app": "1"}) as http_client:
        return like(http_client=http_client).chat(HELLO).message.content


play()
