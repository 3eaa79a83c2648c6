# server: chat
"""A JSON schema written by hand."""

import json

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="tiny",
    messages=[{"role": "user", "content": "Jane, 54 years old."}],
    response_format={
        "type": "json_schema",
        "json_schema": {
            "name": "person",
            "strict": True,
            "schema": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
                "required": ["name", "age"],
                "additionalProperties": False,
            },
        },
    },
)
person = json.loads(completion.choices[0].message.content)
print(sorted(person), type(person["age"]).__name__, person)
