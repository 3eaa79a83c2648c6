"""instructor: typed answers from a client that it wraps."""

from typing import Literal

import instructor
import openai
from pydantic import BaseModel, field_validator
from steps import API_KEY, BASE_URL, acaught, caught, play, step


class User(BaseModel):
    name: str
    age: int
    mood: Literal["good", "bad"]


class City(BaseModel):
    city: str


class Strict(BaseModel):
    name: str

    @field_validator("name")
    @classmethod
    def fail(cls, value):
        raise ValueError("never good enough")


def wrapped(mode=instructor.Mode.TOOLS, **more):
    client = openai.OpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=0)
    return instructor.from_openai(client, mode=mode, **more)


def awrapped(mode=instructor.Mode.TOOLS):
    client = openai.AsyncOpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=0)
    return instructor.from_openai(client, mode=mode)


QUESTION = [{"role": "user", "content": "who?"}]
MARKDOWN = """Say exactly: ```json
{"name": "Ann", "age": 3, "mood": "bad"}
```"""


@step
def tools():
    return wrapped().chat.completions.create(model="local", messages=QUESTION, response_model=User)


@step
def json_schema():
    return wrapped(instructor.Mode.JSON_SCHEMA).chat.completions.create(
        model="local", messages=QUESTION, response_model=User
    )


@step
def with_completion():
    user, completion = wrapped().chat.completions.create_with_completion(
        model="local", messages=QUESTION, response_model=User
    )
    return user, type(completion).__name__, completion.usage.total_tokens, completion.model_extra


@step
def raw_response_of_the_model():
    user = wrapped().create(model="local", messages=QUESTION, response_model=User)
    return user._raw_response.choices[0].message.tool_calls[0].function.name


@step
def partial():
    stream = wrapped().chat.completions.create_partial(
        model="local", messages=QUESTION, response_model=User
    )
    return [item.model_dump() for item in stream]


@step
def iterable():
    stream = wrapped().chat.completions.create_iterable(
        model="local", messages=QUESTION, response_model=User
    )
    return list(stream)


@step
def several():
    return wrapped(instructor.Mode.JSON_SCHEMA).chat.completions.create(
        model="local", messages=QUESTION, response_model=list[User]
    )


@step
def plain():
    completion = wrapped().chat.completions.create(
        model="local", messages=QUESTION, response_model=None
    )
    return completion.choices[0].message.content


@step
def simple_types():
    return wrapped().chat.completions.create(model="local", messages=QUESTION, response_model=int)


@step
async def asynchronous():
    return await awrapped().chat.completions.create(
        model="local", messages=QUESTION, response_model=User
    )


@step
async def async_partial():
    stream = awrapped().chat.completions.create_partial(
        model="local", messages=QUESTION, response_model=User
    )
    return [item.model_dump() async for item in stream]


@step
async def async_iterable():
    stream = awrapped().chat.completions.create_iterable(
        model="local", messages=QUESTION, response_model=User
    )
    return [item async for item in stream]


@step
def json_mode():
    return wrapped(instructor.Mode.JSON).chat.completions.create(
        model="local", messages=QUESTION, response_model=City
    )


@step
def markdown_json():
    return wrapped(instructor.Mode.MD_JSON).chat.completions.create(
        model="local", messages=[{"role": "user", "content": MARKDOWN}], response_model=User
    )


@step
def responses_tools():
    return wrapped(instructor.Mode.RESPONSES_TOOLS).create(
        model="local", messages=QUESTION, response_model=User
    )


@step
def hooks():
    seen = []
    client = wrapped()
    client.on("completion:kwargs", lambda *args, **kwargs: seen.append(sorted(kwargs)))
    client.on("completion:response", lambda response: seen.append(response.choices[0].index))
    client.create(model="local", messages=QUESTION, response_model=User)
    return seen


@step
def never_valid():
    return caught(
        lambda: wrapped().create(
            model="local", messages=QUESTION, response_model=Strict, max_retries=2
        )
    )


@step
def errors():
    return [
        caught(lambda: wrapped().create(model=name, messages=QUESTION, response_model=User))
        for name in ("missing", "busy", "broken")
    ]


@step
async def async_errors():
    return await acaught(awrapped().create(model="missing", messages=QUESTION, response_model=User))


@step
def patched():
    client = instructor.patch(openai.OpenAI(base_url=BASE_URL, api_key=API_KEY))
    return client.chat.completions.create(model="local", messages=QUESTION, response_model=User)


@step
def by_provider_name():
    client = instructor.from_provider("openai/local", base_url=BASE_URL, api_key=API_KEY)
    return client.create(messages=QUESTION, response_model=User)


play()
