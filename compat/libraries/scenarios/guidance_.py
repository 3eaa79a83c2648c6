"""guidance over an OpenAI-compatible server."""

import guidance
from guidance import assistant, gen, json, system, user
from guidance.models import OpenAI
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, caught, play, step


class Answer(BaseModel):
    city: str


def model(name="local"):
    return OpenAI(name, base_url=BASE_URL, api_key=API_KEY, max_retries=0, echo=False)


@step
def chat():
    found = model()
    with system():
        found += "be short"
    with user():
        found += "hello there"
    with assistant():
        found += gen("answer", max_tokens=9)
    return found["answer"]


@step
def structured():
    found = model()
    with user():
        found += "which city?"
    with assistant():
        found += json(name="answer", schema=Answer)
    return found["answer"]


@step
def errors():
    def ask():
        found = model("missing")
        with user():
            found += "hi"
        with assistant():
            found += gen("answer")
        return found["answer"]

    return caught(ask)


assert guidance
play()
