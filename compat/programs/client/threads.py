# server: chat
# requests: in any order
"""One client, several threads."""

from concurrent.futures import ThreadPoolExecutor

from openai import OpenAI

client = OpenAI()


def ask(number):
    stream = client.chat.completions.create(
        model="tiny",
        messages=[{"role": "user", "content": f"Question {number}"}],
        max_tokens=number + 1,
        stream=True,
    )
    return number, "".join(chunk.choices[0].delta.content or "" for chunk in stream)


with ThreadPoolExecutor(4) as pool:
    for number, text in pool.map(ask, range(8)):
        print(number, text)
