# server: chat
# fast: yes
"""What llama-server says to bad requests."""

import openai
from openai import OpenAI

client = OpenAI(max_retries=0)
bad = [
    {"messages": []},
    {"messages": [{"role": "user", "content": "x"}], "temperature": "hot"},
    {"messages": [{"role": "user", "content": "word " * 9000}]},
    {"messages": [{"role": "user", "content": "x"}], "response_format": {"type": "nonsense"}},
    {"messages": [{"content": "no role"}]},
]
for parameters in bad:
    try:
        completion = client.chat.completions.create(model="tiny", max_tokens=4, **parameters)
        print("fine:", completion.choices[0].message.content)
    except openai.APIStatusError as error:
        print(type(error).__name__, error.status_code, error.type)
        print(" ", error.body["message"])
