"""What tracing libraries are put over: the plain client, as their users write it.

Each of the tracing scenarios instruments `openai` first, then plays these steps.
"""

import openai
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught

HELLO = [{"role": "user", "content": "hello there"}]
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "weather",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
        },
    }
]


class Answer(BaseModel):
    city: str


def client(wrap):
    return wrap(openai.OpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=0))


def aclient(wrap):
    return wrap(openai.AsyncOpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=0))


def steps_with(step, spans, wrap=lambda client: client):
    """Make the steps; `spans()` gives what was traced since it was asked last."""

    def traced(function):
        def play():
            return function(client(wrap)), spans()

        play.__name__ = function.__name__
        return step(play)

    def atraced(function):
        async def play():
            return await function(aclient(wrap)), spans()

        play.__name__ = function.__name__
        return step(play)

    @traced
    def chat(client):
        found = client.chat.completions.create(model="local", messages=HELLO, temperature=0.5)
        return found.choices[0].message.content, found.usage.total_tokens

    @traced
    def stream(client):
        found = client.chat.completions.create(model="local", messages=HELLO, stream=True)
        return [chunk.choices[0].delta.content for chunk in found]

    @traced
    def stream_with_usage(client):
        options = {"include_usage": True}
        with client.chat.completions.create(
            model="local", messages=HELLO, stream=True, stream_options=options
        ) as found:
            return [len(chunk.choices) for chunk in found]

    @traced
    def tools(client):
        found = client.chat.completions.create(model="local", messages=HELLO, tools=TOOLS)
        return found.choices[0].message.tool_calls[0].function.arguments

    @traced
    def streamed_tools(client):
        found = client.chat.completions.create(
            model="local", messages=HELLO, tools=TOOLS, stream=True
        )
        return [
            call.function.arguments
            for chunk in found
            for call in chunk.choices[0].delta.tool_calls or ()
        ]

    @traced
    def parse(client):
        found = client.chat.completions.parse(model="local", messages=HELLO, response_format=Answer)
        return found.choices[0].message.parsed

    @traced
    def event_stream(client):
        with client.chat.completions.stream(model="local", messages=HELLO) as found:
            kinds = [event.type for event in found]
            return kinds, found.get_final_completion().choices[0].message.content

    @traced
    def raw(client):
        found = client.chat.completions.with_raw_response.create(model="local", messages=HELLO)
        return found.headers["x-request-id"], found.parse().choices[0].message.content

    @traced
    def completion(client):
        return client.completions.create(model="local", prompt="once").choices[0].text

    @traced
    def embeddings(client):
        found = client.embeddings.create(model="local", input=["one", "three"])
        return [item.embedding for item in found.data]

    @traced
    def responses(client):
        return client.responses.create(model="local", input="hello").output_text

    @traced
    def streamed_responses(client):
        found = client.responses.create(model="local", input="hello", stream=True)
        return [event.type for event in found]

    @traced
    def response_event_stream(client):
        with client.responses.stream(model="local", input="hello") as found:
            kinds = [event.type for event in found]
            return kinds, found.get_final_response().output_text

    @traced
    def responses_parse(client):
        found = client.responses.parse(model="local", input="which?", text_format=Answer)
        return found.output_parsed

    @traced
    def errors(client):
        return [
            caught(lambda: client.chat.completions.create(model=name, messages=HELLO))
            for name in ("missing", "busy", "broken")
        ]

    @traced
    def half_a_stream(client):
        found = client.chat.completions.create(model="local", messages=HELLO, stream=True)
        first = next(iter(found)).choices[0].delta.role
        found.close()
        return first

    @atraced
    async def achat(client):
        found = await client.chat.completions.create(model="local", messages=HELLO)
        return found.choices[0].message.content

    @atraced
    async def astream(client):
        found = await client.chat.completions.create(model="local", messages=HELLO, stream=True)
        return [chunk.choices[0].delta.content async for chunk in found]

    @atraced
    async def astream_in_a_block(client):
        async with await client.chat.completions.create(
            model="local", messages=HELLO, stream=True
        ) as found:
            return [chunk.choices[0].delta.content async for chunk in found]

    @atraced
    async def aresponses(client):
        return (await client.responses.create(model="local", input="hello")).output_text

    @atraced
    async def astreamed_responses(client):
        found = await client.responses.create(model="local", input="hello", stream=True)
        return [event.type async for event in found]

    @atraced
    async def aembeddings(client):
        found = await client.embeddings.create(model="local", input="one")
        return found.data[0].embedding

    @atraced
    async def aerrors(client):
        return await acaught(client.chat.completions.create(model="missing", messages=HELLO))
