# answers: completion
"""NOT_GIVEN for parameters that may be missing, None for those that are null."""

import openai
from openai import NOT_GIVEN, NotGiven, OpenAI

client = OpenAI()


def ask(tools=NOT_GIVEN, stop=NOT_GIVEN, seed=None):
    return client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "Hi"}], tools=tools, stop=stop, seed=seed
    )


ask()
ask(stop=None, seed=3)
print(
    bool(NOT_GIVEN), repr(NOT_GIVEN), isinstance(NOT_GIVEN, NotGiven), openai.NOT_GIVEN is NOT_GIVEN
)
