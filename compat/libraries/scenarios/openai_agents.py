"""The agents SDK of OpenAI, over chat completions and over responses."""

import openai
from agents import (
    Agent,
    ModelSettings,
    OpenAIChatCompletionsModel,
    OpenAIResponsesModel,
    Runner,
    function_tool,
    handoff,
    set_tracing_disabled,
)
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught, play, step

set_tracing_disabled(True)


def client():
    return openai.AsyncOpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=0)


def chat(model="local"):
    return OpenAIChatCompletionsModel(model, client())


def responses(model="local"):
    return OpenAIResponsesModel(model, client())


class Answer(BaseModel):
    city: str
    population: int


@function_tool
def weather(city: str, days: int) -> str:
    """The weather of the next days."""
    return f"{city}: sun for {days} days"


def seen(result):
    usage = result.context_wrapper.usage
    return (
        result.final_output,
        [type(item).__name__ for item in result.new_items],
        result.to_input_list(),
        (usage.requests, usage.input_tokens, usage.output_tokens, usage.total_tokens),
    )


def agent(model, **more):
    return Agent(name="Guide", instructions="Be short.", model=model, **more)


@step
def chat_sync():
    return seen(Runner.run_sync(agent(chat()), "hello"))


@step
async def chat_async():
    return seen(await Runner.run(agent(chat()), "hello"))


@step
async def chat_tools():
    return seen(await Runner.run(agent(chat(), tools=[weather]), "the weather?"))


@step
async def chat_structured():
    return seen(await Runner.run(agent(chat(), output_type=Answer), "which city?"))


@step
async def chat_settings():
    settings = ModelSettings(
        temperature=0.25,
        max_tokens=9,
        parallel_tool_calls=False,
        extra_body={"top_k": 4},
        extra_headers={"x-app": "1"},
        include_usage=True,
    )
    return seen(await Runner.run(agent(chat(), model_settings=settings), "hello"))


async def streamed(model, question, **more):
    result = Runner.run_streamed(agent(model, **more), question)
    events = []
    async for event in result.stream_events():
        if event.type == "raw_response_event":
            events.append((event.data.type, getattr(event.data, "delta", None)))
        elif event.type == "run_item_stream_event":
            events.append(event.name)
        else:
            events.append(event.type)
    return events, seen(result)


@step
async def chat_streamed():
    return await streamed(chat(), "hello there")


@step
async def chat_streamed_tools():
    return await streamed(chat(), "the weather?", tools=[weather])


@step
async def chat_streamed_reasoning():
    return await streamed(chat("thinker"), "hello")


@step
async def responses_async():
    return seen(await Runner.run(agent(responses()), "hello"))


@step
async def responses_tools():
    return seen(await Runner.run(agent(responses(), tools=[weather]), "the weather?"))


@step
async def responses_structured():
    return seen(await Runner.run(agent(responses(), output_type=Answer), "which city?"))


@step
async def responses_streamed():
    return await streamed(responses(), "hello there")


@step
async def responses_streamed_tools():
    return await streamed(responses(), "the weather?", tools=[weather])


@step
async def hand_over():
    expert = agent(chat())
    first = Agent(name="First", model=chat(), handoffs=[handoff(expert)])
    return seen(await Runner.run(first, "hello"))


@step
async def raw_responses():
    result = await Runner.run(agent(responses()), "hello")
    return [(raw.response_id, raw.request_id, raw.output) for raw in result.raw_responses]


@step
async def errors():
    found = []
    for name in ("missing", "locked", "busy", "broken"):
        found.append(await acaught(Runner.run(agent(chat(name)), "hi")))
        found.append(await acaught(Runner.run(agent(responses(name)), "hi")))
    return found


@step
async def streamed_errors():
    async def read():
        async for _ in Runner.run_streamed(agent(chat("missing")), "hi").stream_events():
            pass

    return await acaught(read())


@step
def caught_as_official():
    try:
        Runner.run_sync(agent(chat("missing")), "hi")
    except openai.NotFoundError as error:
        return error.status_code, error.code, error.body, error.response.headers["x-request-id"]


@step
def too_many_turns():
    return caught(lambda: Runner.run_sync(agent(chat(), tools=[weather]), "hi", max_turns=1))


play()
