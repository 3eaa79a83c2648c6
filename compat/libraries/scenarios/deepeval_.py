"""DeepEval's models over an OpenAI-compatible server."""

import os

os.environ["DEEPEVAL_TELEMETRY_OPT_OUT"] = "1"
os.environ["DEEPEVAL_RETRY_MAX_ATTEMPTS"] = "1"

from deepeval.models import GPTModel, LocalEmbeddingModel, LocalModel
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, acaught, caught, play, step


class Verdict(BaseModel):
    reason: str
    score: int


def model(name="local"):
    return LocalModel(model=name, base_url=BASE_URL, api_key=API_KEY)


@step
def generate():
    return model().generate("hello")


@step
async def agenerate():
    return await model().a_generate("hello")


@step
def structured():
    return GPTModel(model="gpt-4o", base_url=BASE_URL, api_key=API_KEY).generate("how?", Verdict)


@step
async def astructured():
    judge = GPTModel(model="gpt-4o", base_url=BASE_URL, api_key=API_KEY)
    return await judge.a_generate("how?", Verdict)


@step
def embeddings():
    found = LocalEmbeddingModel(model="local", base_url=BASE_URL, api_key=API_KEY)
    return found.embed_texts(["one", "three"])


@step
def errors():
    return caught(lambda: model("missing").generate("hi"))


@step
async def async_errors():
    return await acaught(model("missing").a_generate("hi"))


play()
