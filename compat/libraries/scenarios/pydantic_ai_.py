"""pydantic-ai with its OpenAI models."""

import openai
from pydantic import BaseModel
from pydantic_ai import Agent, Embedder, ModelSettings
from pydantic_ai.messages import ModelMessagesTypeAdapter
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider
from steps import API_KEY, BASE_URL, acaught, caught, play, step


def provider():
    return OpenAIProvider(base_url=BASE_URL, api_key=API_KEY)


def chat(model="local"):
    return OpenAIChatModel(model, provider=provider())


def responses(model="local"):
    return OpenAIResponsesModel(model, provider=provider())


class Answer(BaseModel):
    city: str
    population: int


def with_weather(model, **more):
    agent = Agent(model, instructions="Be short.", **more)

    @agent.tool_plain
    def weather(city: str, days: int) -> str:
        """The weather of the next days."""
        return f"{city}: sun for {days} days"

    return agent


def parts(result):
    messages = result.all_messages()
    kinds = [(part.part_kind, getattr(part, "content", None)) for m in messages for part in m.parts]
    last = next(message for message in reversed(messages) if message.kind == "response")
    usage = result.usage
    about = (last.model_name, last.finish_reason, last.provider_response_id, last.provider_details)
    return result.output, kinds, about, (usage.requests, usage.input_tokens, usage.output_tokens)


@step
def chat_sync():
    return parts(Agent(chat()).run_sync("hello"))


@step
async def chat_async():
    return parts(await Agent(chat(), system_prompt="be short").run("hello"))


@step
async def chat_tools():
    return parts(await with_weather(chat()).run("the weather?"))


@step
async def chat_structured():
    return parts(await Agent(chat(), output_type=Answer).run("which city?"))


@step
async def chat_tools_then_structured():
    return parts(await with_weather(chat(), output_type=Answer).run("which city?"))


@step
async def chat_native_output():
    from pydantic_ai import NativeOutput

    return parts(await Agent(chat(), output_type=NativeOutput(Answer)).run("which city?"))


@step
async def chat_stream():
    async with Agent(chat()).run_stream("hello there") as result:
        texts = [text async for text in result.stream_text(debounce_by=None)]
        return texts, parts_of_stream(result)


def parts_of_stream(result):
    return [(part.part_kind, part.content) for part in result.all_messages()[-1].parts]


@step
async def chat_stream_structured():
    async with Agent(chat(), output_type=Answer).run_stream("which city?") as result:
        return [item async for item in result.stream_output(debounce_by=None)]


@step
async def chat_stream_tools():
    events = []

    async def handle(context, stream):
        async for event in stream:
            events.append(event.event_kind)

    result = await with_weather(chat()).run("the weather?", event_stream_handler=handle)
    return events, result.output


@step
async def chat_reasoning():
    return parts(await Agent(chat("thinker")).run("hello"))


@step
async def chat_stream_reasoning():
    async with Agent(chat("thinker")).run_stream("hello") as result:
        await result.get_output()
        return parts_of_stream(result)


@step
async def settings():
    wanted = ModelSettings(
        temperature=0.5, max_tokens=7, seed=3, extra_body={"top_k": 2}, extra_headers={"x-app": "1"}
    )
    return parts(await Agent(chat(), model_settings=wanted).run("hello"))


@step
async def responses_async():
    return parts(await Agent(responses()).run("hello"))


@step
async def responses_tools():
    return parts(await with_weather(responses()).run("the weather?"))


@step
async def responses_structured():
    return parts(await Agent(responses(), output_type=Answer).run("which city?"))


@step
async def responses_stream():
    async with Agent(responses()).run_stream("hello there") as result:
        return [text async for text in result.stream_text(debounce_by=None)]


@step
async def own_client():
    client = openai.AsyncOpenAI(base_url=BASE_URL, api_key=API_KEY)
    model = OpenAIChatModel("local", provider=OpenAIProvider(openai_client=client))
    return parts(await Agent(model).run("hello"))


@step
async def history_as_json():
    result = await with_weather(chat()).run("the weather?")
    again = ModelMessagesTypeAdapter.validate_json(result.all_messages_json())
    return parts(await Agent(chat()).run("and then?", message_history=again))[0]


@step
async def errors():
    names = ("missing", "locked", "small", "broken")
    return [await acaught(Agent(chat(name)).run("hi")) for name in names]


@step
async def responses_errors():
    return await acaught(Agent(responses("missing")).run("hi"))


@step
async def streamed_errors():
    async def read():
        async with Agent(chat("missing")).run_stream("hi") as result:
            return await result.get_output()

    return await acaught(read())


@step
def sync_errors():
    return caught(lambda: Agent(chat("missing")).run_sync("hi"))


@step
async def embeddings():
    from pydantic_ai.embeddings.openai import OpenAIEmbeddingModel

    result = await Embedder(OpenAIEmbeddingModel("local", provider=provider())).embed_query("four")
    return result.embeddings, result.usage.input_tokens


play()
