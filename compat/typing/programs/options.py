"""Settings of a client, and of one call."""

from __future__ import annotations

from typing import Any

import openai
from openai import NotGiven, Omit, OpenAI, Timeout, not_given, omit

client = OpenAI(
    base_url="http://127.0.0.1:8080/v1",
    api_key="k",
    organization=None,
    timeout=Timeout(60.0, connect=5.0),
    max_retries=0,
    default_headers={"X-Team": "a"},
    default_query={"v": 1},
)


class Settings:
    def __init__(self, client: OpenAI, timeout: float | Timeout | None | NotGiven = not_given):
        self.client = client.with_options(timeout=timeout, max_retries=3)
        self.extra: dict[str, Any] = {"top_k": 40}

    def ask(self, temperature: float | Omit = omit) -> str | None:
        return (
            self.client.copy(default_headers={"X-Call": "1"})
            .chat.completions.create(
                model="local",
                messages=[],
                temperature=temperature,
                seed=omit,
                extra_headers={"X-One": "1"},
                extra_query={"q": "1"},
                extra_body=self.extra,
                timeout=5,
            )
            .choices[0]
            .message.content
        )


print(Settings(client, 3.0).ask(), client.base_url, client.api_key, client.max_retries)
openai.api_key = "k"
openai.base_url = "http://127.0.0.1:8080/v1"
print(openai.models.list().data, openai.__version__)
client.close()
