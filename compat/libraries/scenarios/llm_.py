"""The `llm` command and library, with models of a server of one's own."""

import os
import tempfile
from pathlib import Path

from steps import BASE_URL, caught, play, step

HOME = tempfile.mkdtemp()
os.environ["LLM_USER_PATH"] = HOME
MODELS = "".join(
    f"- model_id: {name}\n  model_name: {model}\n  api_base: {BASE_URL}\n  supports_tools: true\n"
    f"  supports_schema: true\n  vision: true\n  completion: {completion}\n"
    for name, model, completion in (
        ("mine", "local", "false"),
        ("older", "local", "true"),
        ("gone", "missing", "false"),
    )
)
Path(HOME, "extra-openai-models.yaml").write_text(MODELS)

import llm  # noqa: E402 - reads the file
from click.testing import CliRunner  # noqa: E402
from llm.cli import cli  # noqa: E402
from pydantic import BaseModel  # noqa: E402

PICTURE = b"\x89PNG\r\n\x1a\n123"


class Dog(BaseModel):
    name: str
    age: int


def weather(city: str) -> str:
    """The weather."""
    return f"{city}: sun"


@step
def prompt():
    found = llm.get_model("mine").prompt("hello", stream=False, temperature=0.5)
    return found.text(), found.usage(), found.json()


@step
def stream():
    found = llm.get_model("mine").prompt("hello you", system="be nice")
    return list(found), found.usage().input


@step
def schema():
    return llm.get_model("mine").prompt("which?", schema=Dog).text()


@step
def tools():
    return llm.get_model("mine").chain("weather?", tools=[weather]).text()


@step
def tools_of_a_whole_answer():
    return llm.get_model("mine").chain("weather?", tools=[weather], stream=False).text()


@step
def completion():
    return llm.get_model("older").prompt("once").text()


@step
def conversation():
    talk = llm.get_model("mine").conversation()
    return talk.prompt("one").text(), talk.prompt("two").text()


@step
def picture():
    attached = llm.Attachment(content=PICTURE, type="image/png")
    return llm.get_model("mine").prompt("what is it?", attachments=[attached]).text()


@step
async def asynchronous():
    return await llm.get_async_model("mine").prompt("hello", stream=False).text()


@step
async def async_stream():
    return [part async for part in llm.get_async_model("mine").prompt("hello you")]


@step
def errors():
    return caught(lambda: llm.get_model("gone").prompt("hello").text())


@step
def command():
    found = CliRunner().invoke(cli, ["-m", "mine", "hello", "--no-log"])
    return found.output, found.exit_code


play()
