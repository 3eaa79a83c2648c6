"""Guardrails: models by name, and `create` of a client as a function to call."""

import os

import openai
from guardrails import Guard, settings
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, play, step

settings.disable_tracing = True


class Dog(BaseModel):
    name: str
    age: int


def asking(text):
    return [{"role": "user", "content": text}]


def client():
    return openai.OpenAI(base_url=BASE_URL, api_key=API_KEY)


SERVER = {"model": "openai/local", "api_base": BASE_URL, "api_key": API_KEY}


@step
def chat():
    return Guard()(messages=asking("hello"), **SERVER).validated_output


@step
def structured():
    said = 'Say exactly: {"name": "Rex", "age": 3}'
    found = Guard.for_pydantic(Dog)(messages=asking(said), **SERVER)
    return found.validated_output, found.validation_passed


@step
def stream():
    found = Guard()(messages=asking("hello you"), stream=True, **SERVER)
    return [part.validated_output for part in found]


@step
def a_function_that_streams():
    create = client().chat.completions.create
    found = Guard()(create, model="local", messages=asking("hello you"), stream=True)
    return [part.validated_output for part in found]


play()
# Its threads go on.
os._exit(0)
