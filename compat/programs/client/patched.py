# server: chat
"""Tests of other people patch `create`."""

from unittest.mock import MagicMock, patch

from openai import OpenAI
from openai.resources.chat.completions import Completions
from openai.types.chat import ChatCompletion, ChatCompletionMessage
from openai.types.chat.chat_completion import Choice

fake = ChatCompletion(
    id="1",
    choices=[
        Choice(
            finish_reason="stop",
            index=0,
            message=ChatCompletionMessage(content="from the mock", role="assistant"),
        )
    ],
    created=1,
    model="mock",
    object="chat.completion",
)
client = OpenAI()
with patch("openai.resources.chat.completions.Completions.create", return_value=fake):
    print(client.chat.completions.create(model="m", messages=[]).choices[0].message.content)
with patch.object(client.chat.completions, "create", MagicMock(return_value=fake)) as create:
    client.chat.completions.create(model="m", messages=[])
    print(create.call_args.kwargs, isinstance(client.chat.completions, Completions))
print(
    client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "Hi"}], max_tokens=2
    )
    .choices[0]
    .message.content
)
