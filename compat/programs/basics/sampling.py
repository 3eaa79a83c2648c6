# server: chat
"""Sampling parameters; the same seed gives the same answer."""

from openai import OpenAI

client = OpenAI()


def ask(seed):
    completion = client.chat.completions.create(
        model="tiny",
        messages=[{"role": "user", "content": "Roll a die."}],
        seed=seed,
        temperature=0.7,
        top_p=0.9,
        frequency_penalty=0.1,
        presence_penalty=0.1,
        max_tokens=16,
        logit_bias={"5": -1},
    )
    return completion.choices[0].message.content


print(ask(7) == ask(7), ask(11))
