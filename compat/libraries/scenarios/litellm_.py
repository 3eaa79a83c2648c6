"""litellm, which sends OpenAI-compatible calls through the SDK."""

import litellm
from steps import API_KEY, BASE_URL, acaught, caught, play, step

litellm.telemetry = False
litellm.suppress_debug_info = True
THERE = {"api_base": BASE_URL, "api_key": API_KEY, "num_retries": 0, "max_retries": 0}
HELLO = [{"role": "user", "content": "hello there"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


def seen(response):
    choice = response.choices[0]
    usage = response.usage
    return choice.message.content, choice.finish_reason, usage.total_tokens, response.model


@step
def completion():
    return seen(litellm.completion("openai/local", messages=HELLO, temperature=0.5, **THERE))


@step
def stream():
    found = litellm.completion("openai/local", messages=HELLO, stream=True, **THERE)
    return [chunk.choices[0].delta.content for chunk in found]


@step
def stream_with_usage():
    options = {"include_usage": True}
    found = litellm.completion(
        "openai/local", messages=HELLO, stream=True, stream_options=options, **THERE
    )
    return [getattr(chunk, "usage", None) and chunk.usage.total_tokens for chunk in found]


@step
async def acompletion():
    return seen(await litellm.acompletion("openai/local", messages=HELLO, **THERE))


@step
async def astream():
    found = await litellm.acompletion("openai/local", messages=HELLO, stream=True, **THERE)
    return [chunk.choices[0].delta.content async for chunk in found]


@step
def tools():
    found = litellm.completion("openai/local", messages=HELLO, tools=[WEATHER], **THERE)
    return [call.function.arguments for call in found.choices[0].message.tool_calls]


@step
def streamed_tools():
    chunks = litellm.completion(
        "openai/local", messages=HELLO, tools=[WEATHER], stream=True, **THERE
    )
    whole = litellm.stream_chunk_builder(list(chunks), messages=HELLO)
    return [call.function.arguments for call in whole.choices[0].message.tool_calls]


@step
def reasoning():
    found = litellm.completion("openai/thinker", messages=HELLO, **THERE)
    return found.choices[0].message.reasoning_content, found.choices[0].message.content


@step
def extra_fields():
    found = litellm.completion("openai/local", messages=HELLO, extra_body={"top_k": 3}, **THERE)
    return found.model_extra.get("timings"), found._hidden_params["additional_headers"].get(
        "llm_provider-x-request-id"
    )


@step
def embeddings():
    found = litellm.embedding("openai/local", input=["one", "three"], **THERE)
    return [item["embedding"] for item in found.data], found.usage.prompt_tokens


@step
async def aembeddings():
    found = await litellm.aembedding("openai/local", input=["one"], **THERE)
    return [item["embedding"] for item in found.data]


@step
def speech():
    found = litellm.speech("openai/local", voice="alloy", input="hello", **THERE)
    return found.content


@step
def images():
    found = litellm.image_generation("a cat", model="openai/local", **THERE)
    return [image.b64_json for image in found.data]


@step
def moderation():
    found = litellm.moderation("nice", model="local", api_base=BASE_URL, api_key=API_KEY)
    return found.results[0].flagged


@step
def transcription():
    import io

    tape = io.BytesIO(b"RIFF")
    tape.name = "a.wav"
    return litellm.transcription("openai/whisper-1", file=tape, **THERE).text


@step
def responses():
    found = litellm.responses("hello", model="openai/local", api_base=BASE_URL, api_key=API_KEY)
    return found.output[0].content[0].text


@step
def errors():
    names = ("missing", "locked", "small", "busy", "overloaded", "broken")
    return [
        caught(lambda: litellm.completion(f"openai/{name}", messages=HELLO, **THERE))
        for name in names
    ]


@step
async def async_errors():
    return await acaught(litellm.acompletion("openai/missing", messages=HELLO, **THERE))


@step
def streamed_errors():
    return caught(
        lambda: litellm.completion("openai/missing", messages=HELLO, stream=True, **THERE)
    )


@step
def retries():
    there = {**THERE, "num_retries": 2}
    return seen(litellm.completion("openai/flaky", messages=HELLO, **there))


play()
