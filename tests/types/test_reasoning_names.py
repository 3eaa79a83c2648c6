"""A model's thoughts are found under either of the names that servers give them."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from openai_local.types.chat import ChatCompletionMessage, ParsedChatCompletionMessage
from openai_local.types.chat.chat_completion_chunk import ChoiceDelta

NAMES = ("reasoning_content", "reasoning")


def make(cls: Any, **fields: Any) -> Any:
    return cls.model_construct(**fields)


@pytest.mark.parametrize("cls", [ChoiceDelta, ChatCompletionMessage, ParsedChatCompletionMessage])
@pytest.mark.parametrize("sent", NAMES)
def test_either_name(cls: Any, sent: str) -> None:
    """Both give what was sent; dumps, `model_extra` and repr have the name that was sent."""
    model = make(cls, content="Hi", **{sent: "Hm"})
    (other,) = set(NAMES) - {sent}

    assert ("Hm", "Hm") == (model.reasoning, model.reasoning_content)
    assert {"content": "Hi", sent: "Hm"} == model.to_dict()
    assert other not in model.model_dump() and other not in model.model_extra
    assert f"{sent}='Hm'" in repr(model) and f"{other}=" not in repr(model)


@pytest.mark.parametrize("cls", [ChoiceDelta, ChatCompletionMessage])
def test_neither_was_sent(cls: Any) -> None:
    """As of any field that nobody knows, `hasattr` tells the truth and `getattr` its default."""
    model = make(cls, content="Hi")

    for name in NAMES:
        assert not hasattr(model, name)
        assert getattr(model, name, None) is None
        with pytest.raises(AttributeError, match=f"{cls.__name__}.*{name}"):
            getattr(model, name)
    with pytest.raises(AttributeError, match="thoughts"):
        _ = model.thoughts


def test_each_as_it_was_sent() -> None:
    """A server that sends both has the last word on each; null is null under both names."""
    both = make(ChoiceDelta, reasoning="a", reasoning_content="b")

    assert ("a", "b") == (both.reasoning, both.reasoning_content)
    assert make(ChoiceDelta, reasoning=None).reasoning_content is None


def test_copies() -> None:
    """Copied, pickled and assigned to, a message answers alike."""
    message = make(ChatCompletionMessage, role="assistant", reasoning="Hm")
    for same in (copy.copy(message), copy.deepcopy(message), pickle.loads(pickle.dumps(message))):
        assert "Hm" == same.reasoning_content

    message.reasoning_content = "mine"
    assert ("Hm", "mine") == (message.reasoning, message.reasoning_content)


PYDANTIC = """
import openai, pydantic
from openai.types.chat.chat_completion_chunk import ChoiceDelta

assert issubclass(ChoiceDelta, pydantic.BaseModel)
for sent in ("reasoning", "reasoning_content"):
    for make in (lambda fields: ChoiceDelta(**fields), ChoiceDelta.from_json):
        delta = make({sent: "Hm"})
        (other,) = {"reasoning", "reasoning_content"} - {sent}
        assert ("Hm", False) == (getattr(delta, sent), hasattr(delta, other))
        assert {sent: "Hm"} == delta.to_dict() == delta.model_extra
assert not hasattr(ChoiceDelta(content="Hi"), "reasoning")
assert not hasattr(ChoiceDelta(content="Hi"), "reasoning_content")
print("as it should be")
"""


def test_models_that_are_pydantics(tmp_path: Path) -> None:
    """Where this package stands in for `openai`, libraries read both names: there is one."""
    pytest.importorskip("pydantic")
    (tmp_path / "program.py").write_text(PYDANTIC, encoding="utf-8")
    command = [sys.executable, "-m", "openai_local", "run", str(tmp_path / "program.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert ("as it should be\n", 0) == (done.stdout, done.returncode), done.stderr
