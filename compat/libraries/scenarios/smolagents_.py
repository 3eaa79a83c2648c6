"""smolagents with `OpenAIModel`."""

from smolagents import ChatMessage, OpenAIServerModel, ToolCallingAgent, tool
from steps import API_KEY, BASE_URL, caught, play, step


def model(name="local", **more):
    return OpenAIServerModel(model_id=name, api_base=BASE_URL, api_key=API_KEY, **more)


@tool
def weather(city: str, days: int) -> str:
    """The weather of the next days.

    Args:
        city: where
        days: how many
    """
    return f"{city}: sun for {days} days"


HELLO = [{"role": "user", "content": [{"type": "text", "text": "hello there"}]}]
QUICK = {"client_kwargs": {"max_retries": 0}, "retry": False}


@step
def generate():
    found = model(temperature=0.5).generate(HELLO)
    assert isinstance(found, ChatMessage)
    usage = found.token_usage
    return found.role, found.content, usage.input_tokens, type(found.raw).__name__


@step
def as_dict():
    return model().generate(HELLO).dict()


@step
def stream():
    found = []
    for delta in model().generate_stream(HELLO):
        usage = delta.token_usage
        found.append((delta.content, usage and usage.output_tokens))
    return found


@step
def tools():
    calls = model().generate(HELLO, tools_to_call_from=[weather]).tool_calls
    return [(call.function.name, call.function.arguments, call.id) for call in calls]


@step
def streamed_tools():
    found = []
    for delta in model().generate_stream(HELLO, tools_to_call_from=[weather]):
        found += [call.function.arguments for call in delta.tool_calls or ()]
    return found


@step
def structured():
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    wanted = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    return model().generate(HELLO, response_format=wanted).content


@step
def agent():
    worker = ToolCallingAgent(tools=[weather], model=model(), verbosity_level=0)
    return worker.run("the weather?"), [type(item).__name__ for item in worker.memory.steps]


@step
def streaming_agent():
    worker = ToolCallingAgent(
        tools=[weather], model=model(), verbosity_level=0, stream_outputs=True
    )
    return [type(item).__name__ for item in worker.run("the weather?", stream=True)]


@step
def errors():
    names = ("missing", "locked", "broken")
    return [caught(lambda: model(name, **QUICK).generate(HELLO)) for name in names]


play()
