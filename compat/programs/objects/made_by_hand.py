"""Objects that a program makes itself: constructors, validation, and what they refuse."""

from openai.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessage
from openai.types.chat.chat_completion_chunk import Choice, ChoiceDelta
from pydantic import BaseModel, TypeAdapter, ValidationError

message = ChatCompletionMessage(role="assistant", content="Hi", custom="kept")
print(message.content, message.custom, message.tool_calls)
chunk = ChatCompletionChunk(
    id="c",
    choices=[Choice(delta=ChoiceDelta(content="x"), index=0, finish_reason=None)],
    created=1,
    model="m",
    object="chat.completion.chunk",
)
print(chunk.model_dump_json(exclude_unset=True))
data = {
    "id": "1",
    "created": 1,
    "model": "m",
    "object": "chat.completion",
    "choices": [
        {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "a"}}
    ],
}
print(ChatCompletion.model_validate(data).choices[0].message.content)
print(ChatCompletion.construct(**data).choices[0].message.content)
print(TypeAdapter(ChatCompletion).validate_python(data).id)


class Record(BaseModel):
    answer: ChatCompletion
    note: str = ""


record = Record(answer=data)
print(type(record.answer).__name__, record.model_dump(exclude_unset=True) == {"answer": data})
try:
    ChatCompletion.model_validate({"id": 1})
except ValidationError as error:
    print("invalid", error.error_count())
