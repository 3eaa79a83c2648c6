"""What programs do with the objects."""

from __future__ import annotations

import json
from typing import Any

from openai import BaseModel, OpenAI
from openai.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessage
from openai.types.chat.chat_completion import Choice


class Timings(BaseModel):
    prompt_ms: float
    note: str | None = None


def stored(completion: ChatCompletion) -> dict[str, Any]:
    print(completion.to_json(indent=None), completion.model_dump_json(indent=2))
    extra: dict[str, Any] | None = completion.model_extra
    if extra and "timings" in extra:
        print(Timings.model_validate(extra["timings"]).prompt_ms)
    return completion.model_dump(exclude_none=True)


message = ChatCompletionMessage(role="assistant", content="Hi")
made = ChatCompletion(
    id="a",
    created=0,
    model="m",
    object="chat.completion",
    choices=[Choice(index=0, finish_reason="stop", message=message)],
)
print(stored(made), made.model_copy(update={"id": "b"}).id)
again: ChatCompletion = ChatCompletion.model_validate_json(json.dumps(made.to_dict()))
chunk = ChatCompletionChunk.model_construct(id="c", choices=[])
print(again == made, chunk.choices, OpenAI().chat.completions.create(model="m", messages=[]).usage)
