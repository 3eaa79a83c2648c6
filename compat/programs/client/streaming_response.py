# server: chat
"""with_streaming_response: the body is read when it is asked for."""

import json

from openai import OpenAI

client = OpenAI()
parameters = {"model": "tiny", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 3}
with client.chat.completions.with_streaming_response.create(**parameters) as response:
    print(response.status_code, response.headers.get("Content-Type"))
    print(sorted(json.loads("".join(response.iter_text())))[:3])
with client.chat.completions.with_streaming_response.create(**parameters) as response:
    print(response.parse().choices[0].message.content)
with client.chat.completions.with_streaming_response.create(**parameters, stream=True) as response:
    for line in response.iter_lines():
        if line:
            print(line[:6], line.endswith("}") or line)
with client.chat.completions.with_streaming_response.create(**parameters) as response:
    print(response.json()["object"], len(response.read()) > 10, response.is_closed)
