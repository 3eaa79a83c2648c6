"""Outlines over an OpenAI-compatible server."""

from typing import Literal

import openai
import outlines
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught, play, step


class Answer(BaseModel):
    city: str
    population: int


def model(name="local"):
    return outlines.from_openai(
        openai.OpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=0), name
    )


def amodel(name="local"):
    return outlines.from_openai(
        openai.AsyncOpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=0), name
    )


@step
def text():
    return model()("hello", temperature=0.5)


@step
def stream():
    return list(model().stream("hello there"))


@step
def structured():
    return model()("which city?", Answer)


@step
def generator():
    return outlines.Generator(model(), Answer)("which city?")


@step
def choices():
    return caught(lambda: model()("which?", Literal["a", "b"]))


@step
async def asynchronous():
    return await amodel()("hello", Answer)


@step
async def async_stream():
    return [part async for part in amodel().stream("hello there")]


@step
def errors():
    return [caught(lambda: model(name)("hi")) for name in ("missing", "locked", "broken")]


@step
async def async_errors():
    return await acaught(amodel("missing")("hi"))


play()
