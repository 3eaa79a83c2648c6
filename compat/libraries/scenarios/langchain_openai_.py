"""LangChain's `ChatOpenAI`, `OpenAI` and `OpenAIEmbeddings`."""

import openai
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAI, OpenAIEmbeddings
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught, play, step


def chat_model(model="local", **more):
    return ChatOpenAI(model=model, base_url=BASE_URL, api_key=API_KEY, **more)


@tool
def weather(city: str, days: int) -> str:
    """The weather of the next days."""
    return f"{city}: sun for {days} days"


class Answer(BaseModel):
    """An answer."""

    city: str
    population: int
    tags: list[str]


def seen(message):
    return message.content, message.tool_calls, message.usage_metadata, message.response_metadata


@step
def invoke():
    return seen(chat_model(temperature=0.5, max_tokens=20).invoke("hello"))


@step
def stream():
    chunks = list(chat_model(stream_usage=True).stream("hello there you"))
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole = whole + chunk
    return [chunk.content for chunk in chunks], seen(whole)


@step
async def ainvoke():
    return seen(await chat_model().ainvoke([("system", "be short"), ("user", "hello")]))


@step
async def astream():
    chunks = [chunk async for chunk in chat_model().astream("hello there")]
    return [(chunk.content, chunk.usage_metadata) for chunk in chunks]


@step
async def astream_events():
    return [event["event"] async for event in chat_model().astream_events("hi", version="v2")]


@step
def tools():
    model = chat_model().bind_tools([weather])
    question = HumanMessage("the weather?")
    call = model.invoke([question])
    result = weather.invoke(call.tool_calls[0])
    assert isinstance(result, ToolMessage)
    return seen(call), seen(model.invoke([question, call, result]))


@step
def streamed_tools():
    chunks = list(chat_model().bind_tools([weather]).stream("the weather?"))
    return [chunk.tool_call_chunks for chunk in chunks]


@step
def structured_json_schema():
    return chat_model().with_structured_output(Answer).invoke("which city?")


@step
def structured_raw():
    model = chat_model().with_structured_output(Answer, include_raw=True, method="json_schema")
    found = model.invoke("which city?")
    return found["parsed"], found["raw"].content, found["raw"].additional_kwargs


@step
def structured_function_calling():
    model = chat_model().with_structured_output(Answer, method="function_calling")
    return model.invoke("which city?")


@step
def structured_json_mode():
    return chat_model().with_structured_output(None, method="json_mode").invoke("JSON, please")


@step
def structured_stream():
    return list(chat_model().with_structured_output(Answer).stream("which city?"))


@step
async def structured_async():
    return await chat_model().with_structured_output(Answer).ainvoke("which city?")


@step
def batch():
    one_by_one = {"max_concurrency": 1}
    return [message.content for message in chat_model().batch(["one", "two"], one_by_one)]


@step
def images():
    parts = [
        {"type": "text", "text": "what is this?"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}},
    ]
    return seen(chat_model().invoke([HumanMessage(parts)]))


@step
def raw_headers():
    message = chat_model(include_response_headers=True).invoke("hello")
    chunks = list(chat_model(include_response_headers=True).stream("hello"))
    headers = chunks[0].response_metadata.get("headers") or {}
    return message.response_metadata["headers"]["x-request-id"], headers.get("x-served-by")


@step
def extra_body():
    model = chat_model(extra_body={"top_k": 5}, default_headers={"x-app": "1"}, seed=3)
    return model.invoke("hello").content


@step
def responses_api():
    model = chat_model(use_responses_api=True)
    message = model.invoke("hello")
    return message.content, message.usage_metadata


@step
def responses_stream():
    chunks = list(chat_model(use_responses_api=True).stream("hello there"))
    return [chunk.content for chunk in chunks]


@step
def responses_tools():
    message = chat_model(use_responses_api=True).bind_tools([weather]).invoke("the weather?")
    return message.tool_calls


@step
def responses_structured():
    model = chat_model(use_responses_api=True).with_structured_output(Answer)
    return model.invoke("which city?")


@step
def completion():
    model = OpenAI(model="local", base_url=BASE_URL, api_key=API_KEY)
    return model.invoke("once"), list(model.stream("once"))


@step
def embeddings():
    model = OpenAIEmbeddings(
        model="local", base_url=BASE_URL, api_key=API_KEY, check_embedding_ctx_length=False
    )
    return model.embed_documents(["one", "three"]), model.embed_query("four")


@step
async def aembeddings():
    model = OpenAIEmbeddings(
        model="local", base_url=BASE_URL, api_key=API_KEY, check_embedding_ctx_length=False
    )
    return await model.aembed_documents(["one", "three"])


@step
def errors():
    models = ("missing", "locked", "forbidden", "small", "busy", "overloaded", "broken")
    return [caught(lambda: chat_model(name, max_retries=0).invoke("hi")) for name in models]


@step
async def async_errors():
    models = ("missing", "busy", "broken")
    return [await acaught(chat_model(name, max_retries=0).ainvoke("hi")) for name in models]


@step
def streamed_errors():
    return caught(lambda: list(chat_model("missing", max_retries=0).stream("hi")))


@step
def caught_as_official():
    try:
        chat_model("missing").invoke("hi")
    except openai.NotFoundError as error:
        return error.status_code, error.code, error.param, error.request_id, error.body


@step
def retries():
    return chat_model("flaky", max_retries=2).invoke("hi").content


@step
def fallbacks():
    first = chat_model("overloaded", max_retries=0)
    return first.with_fallbacks([chat_model()]).invoke("hi").content


play()
