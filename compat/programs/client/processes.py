# answers: completion
# requests: in any order
"""Calls in several processes."""

import multiprocessing

from openai import OpenAI


def ask(number):
    client = OpenAI()
    completion = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": f"Question {number}"}]
    )
    return number, completion


if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for number, completion in pool.map(ask, range(4)):
            print(number, type(completion).__name__, completion.choices[0].message.content)
