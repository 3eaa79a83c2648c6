"""dspy: programs over a language model; its calls go through litellm."""

import dspy
from pydantic import BaseModel
from steps import API_KEY, BASE_URL, caught, play, step

ANSWER = "[[ ## answer ## ]]\nParis\n\n[[ ## completed ## ]]"


def model(name="local"):
    return dspy.LM(f"openai/{name}", api_base=BASE_URL, api_key=API_KEY, cache=False, num_retries=0)


class City(BaseModel):
    name: str


@step
def plain():
    return model()("hello")


@step
def predict():
    with dspy.context(lm=model()):
        return dspy.Predict("question -> answer")(question=f"Say exactly: {ANSWER}").answer


@step
def structured():
    with dspy.context(lm=model(), adapter=dspy.JSONAdapter()):
        return dspy.Predict("question -> city: str")(question="which?").city


@step
async def asynchronous():
    with dspy.context(lm=model()):
        found = await dspy.Predict("question -> answer").acall(question=f"Say exactly: {ANSWER}")
        return found.answer


@step
async def streamed():
    program = dspy.streamify(
        dspy.Predict("question -> answer"),
        stream_listeners=[dspy.streaming.StreamListener(signature_field_name="answer")],
    )
    with dspy.context(lm=model()):
        found = []
        async for item in program(question=f"Say exactly: {ANSWER}"):
            found.append(type(item).__name__)
        return found


@step
def embeddings():
    embed = dspy.Embedder("openai/local", api_base=BASE_URL, api_key=API_KEY, caching=False)
    return embed(["one", "three"]).tolist()


@step
def errors():
    return caught(lambda: model("missing")("hello"))


play()
