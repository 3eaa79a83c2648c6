"""What goes wrong, by its class."""

from __future__ import annotations

import time

import openai
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    BadRequestError,
    OpenAI,
    OpenAIError,
    RateLimitError,
)


def patient(client: OpenAI) -> str | None:
    for attempt in range(3):
        try:
            completion = client.chat.completions.create(model="local", messages=[])
        except RateLimitError as error:
            time.sleep(float(error.response.headers.get("retry-after", attempt)))
        except BadRequestError as error:
            print(error.body, error.code, error.param, error.type, error.message)
            raise
        except APITimeoutError as error:
            print(error.request.url)
        except APIConnectionError as error:
            print(error.__cause__)
        except APIStatusError as error:
            print(error.status_code, error.request_id, error.response.text)
        except APIError as error:
            print(error.request.method)
        except OpenAIError:
            raise
        else:
            return completion.choices[0].message.content
    return None


kinds: tuple[type[openai.APIStatusError], ...] = (
    openai.AuthenticationError,
    openai.NotFoundError,
    openai.InternalServerError,
)
print(patient(OpenAI()), kinds)
