# answers: completion
"""isinstance, and where the types are imported from."""

from openai import OpenAI
from openai._types import NOT_GIVEN, NotGiven
from openai.types import CompletionUsage, CreateEmbeddingResponse, Embedding, Model
from openai.types.chat import (
    ChatCompletion,
    ChatCompletionChunk,
    ChatCompletionMessage,
    ChatCompletionMessageParam,
    ChatCompletionMessageToolCall,
    ChatCompletionToolParam,
)
from openai.types.chat.chat_completion import Choice
from openai.types.chat.chat_completion_chunk import (
    Choice as ChunkChoice,
    ChoiceDelta,
    ChoiceDeltaToolCall,
)
from openai.types.chat.chat_completion_message_tool_call import Function
from openai.types.responses import Response, ResponseTextDeltaEvent
from openai.types.shared_params import FunctionDefinition
from pydantic import BaseModel

completion = OpenAI().chat.completions.create(model="m", messages=[])
print(isinstance(completion, ChatCompletion), isinstance(completion.choices[0], Choice))
print(isinstance(completion.choices[0].message, ChatCompletionMessage))
print(isinstance(completion.usage, CompletionUsage), isinstance(completion, BaseModel))
print(Choice is ChunkChoice, issubclass(Function, BaseModel), issubclass(Response, BaseModel))
print(ChatCompletion.__name__, sorted(ChatCompletionMessage.model_fields)[:3])
match completion:
    case ChatCompletion(choices=[Choice(message=ChatCompletionMessage(content=text))]):
        print("matched", text)
