"""A model's thoughts are found under either of the names that servers give them."""

from __future__ import annotations

import copy
import pickle
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
