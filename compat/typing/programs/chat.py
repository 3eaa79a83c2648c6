"""A conversation, turn by turn."""

from __future__ import annotations

from openai import OpenAI
from openai.types.chat import ChatCompletion, ChatCompletionMessage, ChatCompletionMessageParam
from openai.types.chat.chat_completion import Choice
from openai.types.completion_usage import CompletionUsage


class Conversation:
    def __init__(self, client: OpenAI, system: str) -> None:
        self.client = client
        self.messages: list[ChatCompletionMessageParam] = [{"role": "system", "content": system}]

    def say(self, text: str, temperature: float | None = None) -> str:
        self.messages.append({"role": "user", "content": text})
        completion: ChatCompletion = self.client.chat.completions.create(
            model="local", messages=self.messages, temperature=temperature, stop=["###"], seed=1
        )
        choice: Choice = completion.choices[0]
        message: ChatCompletionMessage = choice.message
        answer = message.content or ""
        self.messages.append({"role": "assistant", "content": answer})
        usage: CompletionUsage | None = completion.usage
        if usage is not None:
            print(usage.prompt_tokens + usage.completion_tokens, choice.finish_reason == "stop")
        return answer


print(Conversation(OpenAI(base_url="http://127.0.0.1:8080/v1", api_key="k"), "Be brief.").say("Hi"))
