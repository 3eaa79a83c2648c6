# server: chat
"""Parameters, headers and query values that the SDK does not know."""

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="tiny",
    messages=[{"role": "user", "content": "Say hello."}],
    max_tokens=4,
    extra_body={"top_k": 1, "min_p": 0.05, "nested": {"list": [1, 2.5, None, True]}},
    extra_headers={"X-Trace-Id": "abc-123", "X-Empty": ""},
    extra_query={"debug": "true", "tags": ["a", "b"], "limit": 3, "flag": False},
)
print(completion.choices[0].message.content)
